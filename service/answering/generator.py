"""The contract of a generator, and the one that needs no weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from service.answering.prompt import Prompt

Told = Callable[
    [int, float], None
]  # of each text: tokens written, and seconds until they were taken


def untold(tokens: int, seconds: float) -> None:
    """For whoever does not want to know."""


class Generator(Protocol):
    """Words a prompt. Nothing that it says is shown before it has been checked."""

    @property
    def name(self) -> str: ...

    @property
    def paraphrases(self) -> bool:
        """Whether its own words may be shown, where the check finds them supported.

        If not, only sentences that shorten or join those of the notes may.
        """

    def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
        """Pieces of text as they come; ends within one step once `cancelled` says so.

        Raises GenerationFault if the model breaks.
        """


class QuotingGenerator:
    """Says nothing, so that the answer is the evidence itself, quoted word for word."""

    name = "quote"
    paraphrases = False

    def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
        del prompt, cancelled
        return iter(())
