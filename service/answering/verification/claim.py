"""What one part of a sentence claims, beside the evidence sentence that it was taken from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from service.answering.verification.lexicon import reverse, same
from service.answering.verification.reading import Reading, Token

BESIDE = 3  # words and marks: how near neighbours stand


@dataclass(frozen=True, slots=True)
class Claim:
    """Tokens of the checked sentence with the reading of their source.

    `context` are roots that may be named although the source does not name them: what it leans on,
    its title, the question; `asked` are those that the question alone has. `elsewhere` are the roots of
    the rest of the evidence. `pairs` lead from
    a root of the claim to the root of the source that it was matched with, if it is another word.
    """

    tokens: Sequence[Token]
    sentence: Reading
    source: Reading
    context: frozenset[str]
    elsewhere: frozenset[str]
    asked: frozenset[str] = frozenset()
    pairs: dict[str, str] = field(default_factory=dict)

    def alike(self, one: str, other: str) -> bool:
        """Whether a root of the claim says what a root of the source says."""
        return same(one, other) or self.pairs.get(one) == other

    def held(self, token: Token) -> bool:
        """Whether the source holds the token's word, or one that says the same."""
        return any(self.alike(token.root, other) for other in self.source.roots)

    def missing(self) -> Iterator[Token]:
        """The tokens that the source does not hold."""
        return (token for token in self.tokens if not self.held(token))

    def unused(self) -> list[str]:
        """The roots of the source that the claim does not take up."""
        roots = {token.root for token in self.tokens}
        return [t.root for t in self.source.tokens if not any(self.alike(r, t.root) for r in roots)]

    def turned(self) -> list[tuple[str, str]]:
        """Words of the claim whose reverse the source has and the claim has not, with that."""
        unused = self.unused()
        return [
            (t.root, other) for t in self.missing() for other in unused if reverse(t.root, other)
        ]
