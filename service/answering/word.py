"""Evidence to sentences: the model words them, the verifier checks them, quotes fill what is missing.

The answer never holds less than the evidence: what no supported sentence of the model covers is
quoted. A model that goes astray twice is stopped, since what follows seldom recovers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from indexer.embedding import Embedder
from service.answering.cite import Citations
from service.answering.events import SentenceChecked
from service.answering.evidence import Evidence
from service.answering.generator import Generator
from service.answering.prompt import word_prompt
from service.answering.verification.verifier import Piece, Verifier
from service.answering.written import Written, cut_written
from service.errors import ModelAway

_STRIKES = 2
_COVERS = 0.80  # cosine at which a worded sentence makes the quote of its evidence superfluous


def word(
    question: str,
    evidence: Sequence[Evidence],
    citations: Citations,
    generator: Generator,
    embedder: Embedder,
    cancelled: Callable[[], bool],
) -> Iterator[SentenceChecked]:
    """Yields the checked sentences of an answer in order.

    Raises ModelAway at the end, after everything has been quoted, if the model went away.
    """
    verifier = Verifier(embedder, question, evidence, paraphrases=generator.paraphrases)
    left = list(range(len(evidence)))
    strikes, said, gone = 0, set[str](), list[ModelAway]()
    stream = generator.generate(word_prompt(question, evidence), cancelled)
    for written in _until_gone(cut_written(stream, verifier.may_be_code), gone):
        new = written.text.casefold() not in said
        said.add(written.text.casefold())
        shown = False
        for piece in _checked(verifier, written) if new else ():
            support = [at for at in piece.verdict.support if at in left]
            if not support:
                continue
            shown = True
            vector = embedder.embed_question(piece.text)
            covered = {at for at in support if float(evidence[at].vector @ vector) >= _COVERS}
            for at in [at for at in left if at < support[0] and at not in covered]:
                yield citations.quote(at)
                left.remove(at)
            if written.kind == "code" or written.kind == "table":
                yield citations.quote(support[0])  # what the notes have is whole and well set
                left.remove(support[0])
                continue
            cited = support[:1] + [at for at in support[1:] if at in covered]
            yield citations.worded(piece.text, written.kind, cited)
            left = [at for at in left if at not in covered]
        strikes += not shown
        if strikes == _STRIKES:
            break
    for at in left:
        if cancelled():
            return
        yield citations.quote(at)
    if gone:
        raise gone[0]


def _until_gone(pieces: Iterator[Written], gone: list[ModelAway]) -> Iterator[Written]:
    """Ends where the model goes away; the torn piece is dropped."""
    try:
        yield from pieces
    except ModelAway as error:
        gone.append(error)


def _checked(verifier: Verifier, written: Written) -> list[Piece]:
    if written.kind == "sentence":
        return [Piece(written.text, verifier.check(written.text))]
    return verifier.check_block("list" if written.kind == "item" else written.kind, written.text)
