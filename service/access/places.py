"""How many answers one caller may have under way at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from service.errors import TooMany

_RETRY = 3  # seconds: an answer of the packaged model mostly takes less


class Places:
    """Counts answers under way in this process, caller by caller. Belongs to one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._taken: Counter[str] = Counter()

    def check(self, name: str | None) -> None:
        """Raises TooMany if this caller has no place left. None stands for one who isn't counted."""
        if name is not None and self._taken[name] >= self._most:
            answers = "an answer" if self._most == 1 else f"{self._most} answers"
            raise TooMany(f"You have {answers} under way: wait until one has ended.", _RETRY)

    def take(self, name: str | None) -> Callable[[], None]:
        """Takes a place; what is returned gives it back, once however often it is called.

        Raises TooMany.
        """
        self.check(name)
        if name is None:
            return lambda: None
        held = [name]
        self._taken[name] += 1

        def leave() -> None:
            if held:
                self._taken[held.pop()] -= 1
                self._taken += Counter()  # drops those who have none

        return leave
