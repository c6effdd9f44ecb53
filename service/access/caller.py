"""Who makes a request, as far as it is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Scope = Literal["chat", "plan", "search", "insights", "admin"]
SCOPES: tuple[Scope, ...] = ("chat", "plan", "search", "insights", "admin")
CALLER = "onramp.caller"  # where a request's ASGI scope holds it


@dataclass(frozen=True, slots=True)
class Caller:
    """`name` tells callers of one kind apart: an address, an origin, a key's id, or a user's name.

    It is never a secret. Only callers with a key have a `key_id`. `within` tells people apart who
    share a name, as far as their addresses do. Whoever is not `counted` may ask as fast as they like.
    """

    kind: Literal["address", "token", "key", "user"]
    name: str
    scopes: frozenset[Scope]
    key_id: str | None = None
    within: str = ""
    counted: bool = True

    @property
    def turn(self) -> str:
        """What callers take turns by."""
        return f"{self.kind} {self.name}"

    @property
    def asker(self) -> Asker:
        place = f"{self.turn} {self.within}" if self.counted else None
        return Asker(self.turn, place, self.key_id)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who has a question answered. `turn` is what callers take turns by, `place` what their answers
    under way are counted by, None if they are not; `key_id` says whose key asked."""

    turn: str = ""
    place: str | None = None
    key_id: str | None = None
