"""The contract of a yardstick: another way to run the same weights on the same prompt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from service.answering.prompt import Prompt


@dataclass(frozen=True, slots=True)
class Written:
    """What writing a text took; `first_s` until the first token was there."""

    prompt_tokens: int
    new_tokens: int
    first_s: float
    total_s: float

    @property
    def prefill(self) -> float:
        """Tokens of the prompt a second, as seen from outside."""
        return self.prompt_tokens / max(self.first_s, 1e-9)

    @property
    def decode(self) -> float | None:
        """Tokens a second after the first; None if there are none."""
        seconds = self.total_s - self.first_s
        return (self.new_tokens - 1) / seconds if self.new_tokens > 1 and seconds > 0 else None


class Yardstick(Protocol):
    """Writes greedily, one prompt at a time."""

    @property
    def name(self) -> str: ...

    def write(self, prompt: Prompt, new_tokens: int) -> Written:
        """Exactly so many new tokens, at least one, even if the text would end before."""
