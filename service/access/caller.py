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

    It is never a secret. Only callers with a key have a `key_id`.
    """

    kind: Literal["address", "token", "key", "user"]
    name: str
    scopes: frozenset[Scope]
    key_id: str | None = None
