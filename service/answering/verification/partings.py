"""How a sentence is parted, so that each part is held against the evidence that it was taken from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from service.answering.verification.reading import Reading, Token


def partings(reading: Reading) -> Iterator[list[list[Token]]]:
    """Ways to part a sentence: whole, by clauses, and by what "and" joins."""
    yield [list(reading.tokens)]
    joints = [at for at, word in enumerate(reading.words) if word == "and"]
    for ends in ([], joints):
        parts: list[list[Token]] = []
        for clause in reading.clauses():
            groups = groupby(clause, key=lambda token: sum(end < token.at for end in ends))
            parts += [list(group) for _, group in groups]
        if len(parts) > 1:
            yield parts
