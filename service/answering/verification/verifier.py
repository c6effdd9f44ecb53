"""Checks each sentence that a model wrote against the evidence, before anyone sees it.

Each clause of a sentence is held against the one evidence sentence that covers it best (`checks.py` and
`order.py` have the checks), the whole against the meaning of the evidence. A sentence that only repeats the
question is no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

import numpy as np

from indexer.embedding import Embedder, Matrix
from indexer.types import UnitKind, placed
from service.answering.evidence import Evidence
from service.answering.verification.blocks import (
    holds_cells,
    holds_code,
    holds_row,
    list_items,
    table_rows,
)
from service.answering.verification.checks import CHECKS
from service.answering.verification.claim import Claim
from service.answering.verification.entailment import (
    Entailment,
    nearest_texts,
    trained_entailment,
)
from service.answering.verification.lexicon import UNITS, contrast, reverse, same
from service.answering.verification.partings import partings
from service.answering.verification.reading import Reading, Token, read
from service.answering.words import words

BlockKind = Literal["list", "code", "table"]
_CLOSE = 0.50  # cosine to the nearest evidence sentence
_ALIKE = 0.48  # cosine of two single words, one of which may stand for the other
_KEPT = 0.95  # share of the words that a shortened sentence has to keep in order
_SHORTEST = 4  # words
_POSSIBLE = 0.14  # how likely the trained model must find it that the evidence bears a sentence out
_YES_OR_NO = tuple("do does did is are was were can will should must has have".split())


@dataclass(frozen=True, slots=True)
class Verdict:
    """The evidence that supports a sentence, by position; empty if nothing does, with the reason."""

    support: tuple[int, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a block that stands or falls by itself."""

    text: str
    verdict: Verdict


class Verifier:
    """Checks sentences against one answer's evidence."""

    def __init__(
        self,
        embedder: Embedder,
        question: str,
        evidence: Sequence[Evidence],
        *,
        paraphrases: bool = True,
        entailment: Callable[[], Entailment] = trained_entailment,
    ) -> None:
        """Without `paraphrases` a sentence also has to be one of the evidence, shortened.

        With them, `entailment` gives the model that judges what is said in other words.
        """
        self._embedder = embedder
        self._paraphrases = paraphrases
        self._entailment = entailment
        self._question = question
        self._evidence = evidence
        self._sources = [read(item.unit.text) for item in evidence]
        self._titles = [item.passage.place for item in evidence]
        self._vectors = np.stack([item.vector for item in evidence])
        self._words: dict[str, Matrix] = {}

    def check(self, sentence: str) -> Verdict:
        """Which evidence supports a sentence, nearest first."""
        if len(sentence.split()) < _SHORTEST:
            return Verdict((), "a fragment")
        if self._echoes(sentence, read(sentence)):
            return Verdict((), "repeats the question")
        return self._supported(sentence)

    def check_block(self, kind: BlockKind, text: str) -> list[Piece]:
        """Cuts a Markdown block into its pieces, each with its own verdict.

        The pieces of a list are its items, without marks, those of a table its rows below the header,
        as they stand; code is one piece, and only found by its lines, white space aside.
        """
        if kind == "code":
            found = self._where("code", lambda code: holds_code([code], text))
            return [Piece(text, Verdict(found, "" if found else "is no code of the evidence"))]
        if kind == "table":
            return [Piece(line, self._row(cells)) for line, cells in table_rows(text)]
        return [Piece(item, self._supported(item)) for item in list_items(text)]

    def may_be_code(self, beginning: str) -> bool:
        """Whether a code block that has not ended may turn out to be supported."""
        codes = [item.unit.text for item in self._evidence if item.unit.kind == "code"]
        first, _, rest = beginning.partition("\n")
        whole = rest[: rest.rfind("\n") + 1]  # the line that is being written may still come right
        return bool(codes) and (not whole.strip() or holds_code(codes, f"{first}\n{whole}"))

    def _row(self, cells: Sequence[tuple[str, str]]) -> Verdict:
        found = self._where("row", lambda row: holds_row(row, cells))
        found = found or self._where("sentence", lambda sentence: holds_cells(sentence, cells))
        return Verdict(found, "" if found else "is no row of the evidence")

    def _where(self, kind: UnitKind, holds: Callable[[str], bool]) -> tuple[int, ...]:
        """The evidence of a kind that holds something."""
        units = (item.unit for item in self._evidence)
        return tuple(at for at, unit in enumerate(units) if unit.kind == kind and holds(unit.text))

    def _supported(self, sentence: str) -> Verdict:
        reading = read(sentence)
        if not reading.tokens or sentence.endswith(":"):
            return Verdict((), "claims nothing")
        shortens = self._shortens(sentence)
        if not shortens and not self._paraphrases:
            return Verdict((), "uses other words than the evidence")
        cosines = self._vectors @ self._embedder.embed_question(sentence)
        if float(cosines.max()) < _CLOSE:
            return Verdict((), "means something else")
        verdict = self._checked(reading, cosines)
        if verdict.support and not shortens and not self._borne_out(sentence, cosines):
            return Verdict((), "is not borne out by the evidence")
        return verdict

    def _checked(self, reading: Reading, cosines: Matrix) -> Verdict:
        """What the checks say of the sentence's parts, each beside the evidence that it was taken from."""
        reason = ""
        for parts in partings(reading):
            claims = self._sourced(parts, cosines)
            found = (self._fault(part, reading, at) for part, at in claims)
            fault = next(filter(None, found), "")
            if not fault:
                near = sorted({at for _, at in claims}, key=lambda at: -cosines[at])
                return Verdict(tuple(near))
            reason = fault
        return Verdict((), reason)

    def _borne_out(self, sentence: str, cosines: Matrix) -> bool:
        """Whether the trained model thinks it possible, by the evidence nearest to the sentence."""
        texts = [item.unit.text for item in self._evidence]
        passage = self._evidence[int(cosines.argmax())].passage
        text = " ".join(texts[at] for at in nearest_texts(texts, cosines.tolist()))
        evidence = placed(passage.title, passage.heading, text)
        return self._entailment().likelihood(evidence, sentence) >= _POSSIBLE

    def _shortens(self, sentence: str) -> bool:
        """Whether nearly all words stand in this order in one sentence of the evidence."""
        said = words(sentence)
        texts = (words(item.unit.text) for item in self._evidence)
        found = (SequenceMatcher(None, said, text, autojunk=False) for text in texts)
        kept = max(sum(block.size for block in match.get_matching_blocks()) for match in found)
        return kept >= _KEPT * len(said)

    def _sourced(
        self, parts: Sequence[list[Token]], cosines: Matrix
    ) -> list[tuple[list[Token], int]]:
        """The parts with their sources; neighbours from one source are one part again."""
        claims: list[tuple[list[Token], int]] = []
        for part in parts:
            at = self._source(part, cosines)
            if claims and claims[-1][1] == at:
                claims[-1] = ([*claims[-1][0], *part], at)
            else:
                claims.append((part, at))
        return claims

    def _echoes(self, sentence: str, reading: Reading) -> bool:
        """Whether a sentence is a question, or holds nothing that the question does not hold."""
        asked = read(self._question).roots
        if self._question.lower().startswith(_YES_OR_NO):
            asked = frozenset()
        return sentence.endswith("?") or all(
            any(same(token.root, other) for other in asked)
            for token in reading.tokens
            if token.kind != "relation"
        )

    def _source(self, part: Sequence[Token], cosines: Matrix) -> int:
        """The evidence that covers a part of a sentence best; of equals the nearest in meaning."""

        def covered(at: int) -> tuple[int, float]:
            roots = self._sources[at].roots
            held = [t for t in part if any(same(t.root, other) for other in roots)]
            return len(held), float(cosines[at])

        return max(range(len(self._sources)), key=covered)

    def _fault(self, part: Sequence[Token], reading: Reading, at: int) -> str:
        source = self._sources[at]
        question, title = read(self._question).roots, read(self._titles[at]).roots
        context = question | title
        if source.leans and at:
            context |= self._sources[at - 1].roots
        elsewhere = frozenset[str]().union(*(s.roots for s in self._sources if s is not source))
        asked = question - title - elsewhere
        claim = Claim(part, reading, source, context, elsewhere, asked)
        self._pair(claim)
        return next(filter(None, (check(claim) for check in CHECKS)), "")

    def _pair(self, claim: Claim) -> None:
        """Finds for words that the source lacks the unused word that comes closest in meaning."""
        lacking = [
            t for t in claim.missing() if t.kind == "word" and t.root not in claim.elsewhere | UNITS
        ]
        unused = {
            t.root: t.text.lower()
            for t in claim.source.tokens
            if t.kind == "word" and t.root not in UNITS
        }
        unused = {root: unused[root] for root in claim.unused() if root in unused}
        if not lacking or not unused:
            return
        words = [token.text.lower() for token in lacking]
        matrix = self._embed(words) @ self._embed(list(unused.values())).T
        for token, row in zip(lacking, matrix, strict=True):
            best = int(row.argmax())
            other = list(unused)[best]
            if (
                row[best] >= _ALIKE
                and not reverse(token.root, other)
                and not contrast(token.root, other)
            ):
                claim.pairs[token.root] = other

    def _embed(self, words: Sequence[str]) -> Matrix:
        new = [word for word in dict.fromkeys(words) if word not in self._words]
        if new:
            self._words |= dict(zip(new, self._embedder.embed_passages(new), strict=True))
        return np.stack([self._words[word] for word in words])
