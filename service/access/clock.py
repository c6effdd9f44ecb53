"""Whether the wall clock was set back."""

from __future__ import annotations

import time

_SLACK = 1.0  # seconds: less is steered, not set


class SetBack:
    """Compares the wall clock with one that only goes forward.

    The library that counts callers goes by the wall clock: what it counted before the clock was set
    back would count until the clock has caught up, which may take a year.
    """

    def __init__(self) -> None:
        self._gap = self._now()

    def happened(self) -> bool:
        """True once for each time that the clock was set back since the last look."""
        gap = self._now()
        back = gap < self._gap - _SLACK
        self._gap = gap
        return back

    def _now(self) -> float:
        return time.time() - time.monotonic()
