"""The contract of a generator, and the one that needs no weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, runtime_checkable

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

        Raises GenerationFault if the model breaks, ModelAway if it can be done without.
        """


@runtime_checkable
class Remote(Protocol):
    """What a generator is besides if its model lives elsewhere, and may go and come back."""

    trouble: str | None  # why it can't be reached, None as far as is known if it can

    def look(self) -> None:
        """Asks it, and sets `trouble`."""


class QuotingGenerator:
    """Says nothing, so that the answer is the evidence itself, quoted word for word."""

    name = "quote"
    paraphrases = False

    def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
        del prompt, cancelled
        return iter(())
