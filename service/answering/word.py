"""Evidence to sentences: the model words them, the verifier checks them, quotes fill what is missing.

The answer never holds less than the evidence: what no supported sentence of the model covers is
quoted. A model that goes astray twice is stopped, since what follows seldom recovers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from indexer.embedding import Embedder
from indexer.sentences import sentence_starts
from service.answering.cite import Citations
from service.answering.events import SentenceChecked
from service.answering.evidence import Evidence
from service.answering.generator import Generator
from service.answering.prompt import word_prompt
from service.answering.verify import Verifier

_STRIKES = 2
_LONGEST = 45  # words of a sentence; a small model that writes on has lost its way
_COVERS = 0.80  # cosine at which a worded sentence makes the quote of its evidence superfluous


def word(
    question: str,
    evidence: Sequence[Evidence],
    citations: Citations,
    generator: Generator,
    embedder: Embedder,
    cancelled: Callable[[], bool],
) -> Iterator[SentenceChecked]:
    """Yields the checked sentences of an answer in order."""
    verifier = Verifier(embedder, question, evidence)
    left = list(range(len(evidence)))
    strikes = 0
    pieces = generator.generate(word_prompt(question, evidence), cancelled)
    for sentence in _sentences(pieces):
        support = [at for at in verifier.check(sentence).support if at in left]
        if not support:
            strikes += 1
            if strikes == _STRIKES:
                break
            continue
        vector = embedder.embed_question(sentence)
        covered = {at for at in support if float(evidence[at].vector @ vector) >= _COVERS}
        for at in [at for at in left if at < support[0] and at not in covered]:
            yield citations.quote(at)
            left.remove(at)
        yield citations.worded(sentence, support[:1] + [at for at in support[1:] if at in covered])
        left = [at for at in left if at not in covered]
    for at in left:
        if cancelled():
            return
        yield citations.quote(at)


def _sentences(pieces: Iterator[str]) -> Iterator[str]:
    """Whole sentences out of pieces of text, as soon as each is known to have ended.

    Ends early at a sentence that is too long to be worth waiting for.
    """
    pending = ""
    for piece in pieces:
        pending += piece
        if len(pending.split()) > _LONGEST:
            return
        starts = sentence_starts(pending)
        lines = pending.rfind("\n") + 1
        ready = max(starts[-1], lines)
        if ready:
            yield from filter(None, map(_bare, _cut(pending[:ready])))
            pending = pending[ready:]
    yield from filter(None, map(_bare, _cut(pending)))


def _cut(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        starts = sentence_starts(line)
        for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
            yield line[start:end]


def _bare(sentence: str) -> str:
    """A sentence without the mark of a list that it may stand in; "" if there is nothing else."""
    text = sentence.strip().lstrip("-*•# ").strip()
    return text if any(letter.isalpha() for letter in text) else ""
