"""Whether the service is going down, and what whoever asks meanwhile is told."""

from __future__ import annotations

import time

from service.errors import Stopping

_RETRY = 5  # seconds: another process, or this one started again, answers then


class Draining:
    """Begun once and for all: questions that came before are answered, later ones are refused."""

    def __init__(self) -> None:
        self.since: float | None = None  # by time.monotonic()

    def begin(self) -> None:
        """Refuses new questions from now on. Safe in a signal's handler."""
        if self.since is None:
            self.since = time.monotonic()

    @property
    def begun(self) -> bool:
        return self.since is not None

    @property
    def seconds(self) -> float:
        """How long it has been going on."""
        return 0.0 if self.since is None else time.monotonic() - self.since

    def check(self) -> None:
        """Raises Stopping once it has begun."""
        if self.begun:
            raise Stopping("The service is being stopped: ask again in a moment.", _RETRY)
