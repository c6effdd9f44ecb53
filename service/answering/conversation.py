"""What the assistant remembers of a conversation: its last turn, in memory, bounded."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was understood, and what the answer was about."""

    question: str
    topic: str


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """The last answered question of a conversation as the store has it; `note` is a slug."""

    question: str
    rewritten: bool
    note: str
    moment: datetime


class Conversations:
    """The last answered turn of each conversation; the longest untouched are forgotten first.

    A conversation is its id and the key that asks, if there is one: another key's is another.
    """

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._turns: OrderedDict[tuple[str, str | None], tuple[Turn, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def last(
        self, conversation: str, key: str | None = None, after: datetime | None = None
    ) -> Turn | None:
        """The turn to read a follow-up by, None in a new conversation.

        None as well if it is older than `after`: another process has answered since.
        """
        with self._lock:
            turn, moment = self._turns.get((conversation, key), (None, None))
        return turn if after is None or (moment and moment > after) else None

    def forget(self, conversation: str) -> None:
        """Forgets a conversation, whoever held it."""
        with self._lock:
            for name in [name for name in self._turns if name[0] == conversation]:
                del self._turns[name]

    def remember(self, conversation: str, turn: Turn, key: str | None = None) -> Turn | None:
        """Returns the turn that was remembered before."""
        with self._lock:
            before, _ = self._turns.get((conversation, key), (None, None))
            self._turns[conversation, key] = (turn, datetime.now(UTC))
            self._turns.move_to_end((conversation, key))
            if len(self._turns) > self._capacity:
                self._turns.popitem(last=False)
        return before

    def take_back(
        self, conversation: str, turn: Turn, before: Turn | None, key: str | None = None
    ) -> None:
        """Puts the turn `before` back, if `turn` is still the last: it may have been forgotten."""
        with self._lock:
            last, moment = self._turns.get((conversation, key), (None, None))
            if last is not turn or moment is None:
                return
            if before is None:
                del self._turns[conversation, key]
            else:
                self._turns[conversation, key] = (before, moment)


def resumed(kept: KeptTurn, titles: Mapping[str, str]) -> Turn | None:
    """The turn that was kept; None if the note that it was about is gone."""
    topic = titles.get(kept.note)
    return Turn(kept.question, topic) if topic else None
