"""What the assistant remembers of a conversation: its last turns, in memory, bounded."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was understood, and what the answer was about."""

    question: str
    topic: str


class Conversations:
    """The last answered turn of each conversation; the longest untouched are forgotten first."""

    def __init__(self, capacity: int = 10_000) -> None:
        self._capacity = capacity
        self._turns: OrderedDict[str, Turn] = OrderedDict()
        self._lock = threading.Lock()

    def last(self, conversation: str) -> Turn | None:
        """The turn to read a follow-up by, None in a new conversation."""
        with self._lock:
            return self._turns.get(conversation)

    def forget(self, conversation: str) -> None:
        with self._lock:
            self._turns.pop(conversation, None)

    def remember(self, conversation: str, turn: Turn) -> None:
        with self._lock:
            self._turns[conversation] = turn
            self._turns.move_to_end(conversation)
            if len(self._turns) > self._capacity:
                self._turns.popitem(last=False)
