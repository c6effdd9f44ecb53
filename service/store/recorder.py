"""The edge between the event loop and the store.

An answer is kept after it was sent, a vote before it is acknowledged.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Literal, TypeVar

from anyio import CapacityLimiter, fail_after, to_thread

from service.answering.events import Done, Event, Refusal
from service.errors import Busy, NotFound
from service.store.answers import GivenAnswer, Whose, given, is_kept
from service.store.feedback import Reason, Verdict, Vote
from service.store.store import Store

log = logging.getLogger(__name__)

Kind = Literal["answer", "feedback"]
_Row = TypeVar("_Row")

_AT_ONCE = 4  # writes: SQLite takes one at a time, the others wait for it in their threads
_ANOTHERS_WRITE = 0.5  # seconds that another process may need to keep an answer it has just given
_PATIENCE = 10.0  # seconds for a write; SQLite gives up by itself, a server may hang
_RETRY_SECONDS = 5
_UNSAVED = 1000  # answers held in memory while the database is away
_DELETED = 1000  # the latest deletions, remembered for answers that are being worded


def now() -> datetime:
    return datetime.now(UTC)


class Recorder:
    """Keeps answers and votes. `lost` is told of each write that failed.

    With `shared` other processes give answers too, on which votes may come here.
    """

    def __init__(
        self,
        store: Store,
        keep_questions: bool,
        lost: Callable[[Kind], None],
        clock: Callable[[], datetime] = now,
        patience: float = _PATIENCE,
        shared: bool = False,
    ) -> None:
        self._store = store
        self._patience = patience
        self._keep_questions = keep_questions
        self._lost = lost
        self._clock = clock
        self._shared = shared
        self._threads = CapacityLimiter(_AT_ONCE)
        self._writing: dict[str, asyncio.Task[None]] = {}
        self._unsaved: OrderedDict[str, GivenAnswer] = OrderedDict()
        self._deleted: deque[tuple[int, Whose]] = deque(maxlen=_DELETED)
        self.deletes = 0  # how often delete() was called

    def record(
        self, events: Sequence[Event], key_id: str | None = None, began: int | None = None
    ) -> None:
        """Has an answer kept that has just ended, all its events given; returns at once.

        `began` is what `deletes` was when it was asked: what was deleted since is not kept.
        """
        last = events[-1]
        if isinstance(last, Done | Refusal) and is_kept(last):
            since = self.deletes if began is None else began
            keeping = self._keep(last.answer_id, events, self._clock(), key_id, since)
            self._writing[last.answer_id] = asyncio.create_task(keeping)

    async def vote(
        self, answer_id: str, verdict: Verdict, reasons: list[Reason], comment: str | None
    ) -> None:
        """Keeps a vote; when this returns, it is kept. Raises NotFound and Busy."""
        comment = comment if self._keep_questions else None
        vote = Vote(answer_id, self._clock(), verdict, reasons, comment)
        # Whoever votes on the instant may be faster than the answer's own write.
        if answer_id in self._writing:
            await asyncio.wait({self._writing[answer_id]})
        try:
            if answer_id in self._unsaved:
                await self._in_thread(self._store.answers.save, self._unsaved[answer_id])
                self._unsaved.pop(answer_id, None)
            await self._save_vote(vote)
        except Busy:
            self._lost("feedback")
            raise

    async def _save_vote(self, vote: Vote) -> None:
        try:
            await self._in_thread(self._store.feedback.save, vote)
        except NotFound:
            if not self._shared:
                raise
            await asyncio.sleep(_ANOTHERS_WRITE)
            await self._in_thread(self._store.feedback.save, vote)

    async def delete(self, whose: Whose) -> int:
        """Deletes answers, those too that are just worded, written or held; how many. Raises Busy.

        When this returns, nothing of them is there, and nothing will come.
        """
        self.deletes += 1
        self._deleted.append((self.deletes, whose))
        await self.close()
        for answer in [held for held in self._unsaved.values() if whose.matches(held)]:
            self._unsaved.pop(answer.answer_id, None)
        await self.close()  # one may just have been taken up again
        return await to_thread.run_sync(self._store.answers.delete, whose, limiter=self._threads)

    async def close(self) -> None:
        """Waits until what is being written is kept."""
        if self._writing:
            await asyncio.wait(set(self._writing.values()))

    async def _keep(
        self,
        answer_id: str,
        events: Sequence[Event],
        moment: datetime,
        key_id: str | None,
        since: int,
    ) -> None:
        answer = None
        try:
            answer = given(events, moment, self._keep_questions, key_id)
            if any(at > since and whose.matches(answer) for at, whose in self._deleted):
                return
            await self._in_thread(self._store.answers.save, answer)
            await self._catch_up()
        except Exception as error:
            self._lost("answer")
            if answer is None or not isinstance(error, Busy):
                log.exception("an answer could not be kept")
            else:
                self._hold(answer)
        finally:
            del self._writing[answer_id]

    async def _catch_up(self) -> None:
        """Keeps what is held, now that the database is back."""
        while self._unsaved:
            answer_id, answer = next(iter(self._unsaved.items()))
            try:
                await self._in_thread(self._store.answers.save, answer)
            except Busy:
                if answer_id in self._unsaved:
                    self._unsaved.move_to_end(answer_id)  # one that is refused stops no other
                return
            self._unsaved.pop(answer_id, None)

    def _hold(self, answer: GivenAnswer) -> None:
        """For a vote on it, or the next answer that can be kept, to try again."""
        self._unsaved[answer.answer_id] = answer
        if len(self._unsaved) > _UNSAVED:
            self._unsaved.popitem(last=False)

    async def _in_thread(self, save: Callable[[_Row], None], row: _Row) -> None:
        """Raises Busy, also for a database that does not answer; the write may yet come to its end."""
        try:
            with fail_after(self._patience):
                await to_thread.run_sync(save, row, limiter=self._threads, abandon_on_cancel=True)
        except TimeoutError:
            log.error("the database does not answer")
            raise Busy(
                "The database does not answer: try again in a moment.", _RETRY_SECONDS
            ) from None
