"""Gaps in the notes: questions that were refused or voted down, those that mean the same together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indexer.embedding import Embedder
from indexer.index import Index
from service.answering.events import Nearest
from service.answering.retrieve import retrieve
from service.answering.suggest import nearest
from service.insights.redact import redact
from service.store.usage import Asked

READ = 300  # different questions that are compared, newest first
_SHOWN = 20
_EXAMPLES = 3
_APART = (
    0.5  # mean cosine distance from which groups stay apart; tried on the refusals of tests/evals
)
_TITLE = 70
_OPENING = re.compile(
    r"^(?:please\s+)?(?:(?:can|could) you (?:tell|explain|show)(?: me)?\b|explain\b|tell me about\b)?\s*"
    r"(?:(?:how|why|when|where)\s+(?:much|many|do|does|did|can|could|should|would|to|is|are)\b"
    r"|what(?:'s|\s+(?:is|are|does|do|about))?\b|which(?:\s+(?:is|are))?\b"
    r"|(?:is|are|does|do|can|could|should|will)\b(?:\s+(?:it|there)\b)?)?\s*"
    r"(?:(?:i|we|you|one|people|a|an|the)\s+)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that mean the same and had no good answer. `title` is one for the note to write."""

    title: str
    refused: int
    voted_down: int
    reasons: list[str]
    examples: list[str]
    nearest: list[Nearest]

    @property
    def count(self) -> int:
        return self.refused + self.voted_down


def gaps(asked: Sequence[Asked], index: Index, embedder: Embedder) -> list[Gap]:
    """The largest groups, at most 20, largest first, from the newest READ different questions."""
    by_question: dict[str, list[Asked]] = {}
    for one in asked:
        if one.question and (one.status == "refused" or one.verdict == "down"):
            by_question.setdefault(redact(one.question), []).append(one)
    questions = list(by_question)[:READ]
    if not questions:
        return []
    vectors = np.stack([embedder.embed_question(question) for question in questions])
    found = []
    for members in _groups(vectors):
        kept = [one for at in members for one in by_question[questions[at]]]
        ordered = _central_first(vectors, members)
        retrieval = retrieve(index, embedder, questions[ordered[0]])
        refused = sum(one.status == "refused" for one in kept)
        reasons = Counter(reason for one in kept for reason in one.reasons)
        found.append(
            Gap(
                suggested_title(questions[ordered[0]]),
                refused,
                len(kept) - refused,
                [reason for reason, _ in reasons.most_common()],
                [questions[at] for at in ordered[:_EXAMPLES]],
                nearest(retrieval),
            )
        )
    return sorted(found, key=lambda gap: -gap.count)[:_SHOWN]


def suggested_title(question: str) -> str:
    """A title for the note that would answer: the question without its opening, at most 70 characters."""
    # Of several sentences the longest says most of what it is about.
    longest = max(re.split(r"(?<=[.?!])\s+", question.strip()), key=len)
    text = _OPENING.sub("", longest).strip(" ?!.") or question
    text = text if len(text) <= _TITLE else text[:_TITLE].rsplit(" ", 1)[0]
    return text[:1].upper() + text[1:]


def _groups(vectors: np.ndarray) -> list[list[int]]:
    """Row numbers by group: average linkage over cosine distance."""
    if len(vectors) == 1:
        return [[0]]
    from sklearn.cluster import AgglomerativeClustering

    clustering = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=_APART
    )
    # Of vectors of length one; a question without words may have none, and is like no other.
    labels = clustering.fit_predict(1 - vectors @ vectors.T)
    return [np.flatnonzero(labels == label).tolist() for label in np.unique(labels)]


def _central_first(vectors: np.ndarray, members: list[int]) -> list[int]:
    likeness = vectors[members] @ vectors[members].mean(axis=0)
    return [members[at] for at in np.argsort(-likeness, kind="stable")]
