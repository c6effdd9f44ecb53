"""What a follow-up is read by after a restart, or when another process gave the answer before it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from anyio import CapacityLimiter, move_on_after, to_thread

from service.answering.conversation import KeptTurn
from service.errors import Busy
from service.store.answers import Answers, Whose

log = logging.getLogger(__name__)

_PATIENCE = 1.0  # seconds that a question waits for the store
_PAUSE = 15.0  # seconds without another try after a failure, so that not every question waits
_AT_ONCE = 4


class Recall:
    """Reads back the last answered question of a conversation. A store in trouble fails no question.

    Nothing is read where questions are not kept, not even what was kept before.
    """

    def __init__(
        self,
        answers: Answers,
        keep_questions: bool,
        patience: float = _PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._answers = answers
        self._keep_questions = keep_questions
        self._patience = patience
        self._clock = clock
        self._again = float("-inf")  # when the store is asked again
        self._threads = CapacityLimiter(_AT_ONCE)

    async def latest(self, conversation: str, key: str | None) -> KeptTurn | None:
        """What was asked last with this key, or with none; None if the store can't say. Never raises."""
        if not self._keep_questions or self._clock() < self._again:
            return None
        whose = Whose(conversation, key, exact=True)
        with move_on_after(self._patience):
            try:
                return await to_thread.run_sync(
                    self._answers.latest, whose, abandon_on_cancel=True, limiter=self._threads
                )
            except Busy:
                pass  # the log has it
            except Exception:
                log.exception("what is kept of a conversation makes no sense")
        log.warning("a conversation could not be read back")
        self._again = self._clock() + _PAUSE
        return None
