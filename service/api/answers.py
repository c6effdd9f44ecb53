"""The edge between the assistant's threads and the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import aclosing
from dataclasses import replace

from anyio import to_thread
from fastapi import Request

from service.access.caller import Asker
from service.answering.assistant import Question
from service.answering.events import Event, Fault, PassagesFound
from service.api.state import State
from service.errors import Busy, Stopping, TooMany
from service.planning.rendering.document import Plan
from service.planning.wording import WordingBegun

_HERE = Asker()  # a program of this machine, not counted
_CUT = Fault("interrupted", "The server stopped before the answer was complete: ask again.")


class Answer:
    """One answer under way. `first` is known before anything is sent, so a failure is a real status.

    The events after the first are pulled on the model's thread and arrive here through a queue.
    `leave` gives the caller's place back; it is called when the last has arrived, or nobody listens.
    """

    def __init__(
        self, state: State, first: Event, cancelled: threading.Event, leave: Callable[[], None]
    ) -> None:
        self.first = first
        self._state = state
        self._cancelled = cancelled
        self._leave = leave
        self._key_id: str | None = None  # whose key asked
        self._began = state.recorder.deletes
        self._loop = asyncio.get_running_loop()
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()

    @classmethod
    async def begin(cls, state: State, asked: Question, asker: Asker = _HERE) -> Answer:
        """Retrieves and decides; queues the wording if there is any.

        Raises Busy, Stopping and TooMany.
        """
        cancelled = threading.Event()
        events = state.assistant.answer(state.current.index, asked, cancelled.is_set)
        began = state.recorder.deletes
        answer = await cls._start(state, events, cancelled, asker)
        answer._key_id, answer._began = asker.key_id, began
        return answer

    @classmethod
    async def begin_wording(cls, state: State, plan: Plan, asker: Asker = _HERE) -> Answer:
        """Queues the wording of a plan. Raises Busy, Stopping and TooMany."""
        cancelled = threading.Event()
        events = state.writer.write(plan, cancelled.is_set)
        return await cls._start(state, events, cancelled, asker)

    @classmethod
    async def _start(
        cls, state: State, events: Generator[Event], cancelled: threading.Event, asker: Asker
    ) -> Answer:
        try:
            state.draining.check()
            leave = state.places.take(asker.place)
        except Stopping:
            state.metrics.reject("shutting_down")
            raise
        except TooMany:
            state.metrics.reject("too_many_answers")
            raise
        try:
            first = await state.retrievals.run(next, events, caller=asker.turn)
            answer = cls(state, first, cancelled, leave)
            if first.terminal:
                answer._arrive(None)
                return answer
            ahead = await answer._queue(events, asker.turn)
        except BaseException as error:
            leave()
            if isinstance(error, Stopping):
                state.metrics.reject("shutting_down")
            elif isinstance(error, Busy):
                state.metrics.refuse()
            raise
        assert isinstance(first, PassagesFound | WordingBegun)  # noqa: S101 - no other comes first
        answer.first = replace(first, queue=ahead)
        return answer

    async def _queue(self, events: Generator[Event], caller: str) -> int:
        """From a thread: the queue may be another process's. Returns how many are ahead."""
        submit = self._state.queue.submit
        try:
            return await to_thread.run_sync(submit, events, self._deliver, self._cancelled, caller)
        except BaseException:
            self.cancel()  # it may be in the queue already
            raise

    async def events(self) -> AsyncGenerator[Event]:
        """All events; ends in exactly one terminal event. Closing it stops the model."""
        told: list[Event] = []
        try:
            event: Event | None = self.first
            while event is not None:
                self._state.metrics.observe(event)
                told.append(event)
                if event.terminal:
                    self._state.recorder.record(told, self._key_id, self._began)
                yield event
                if event.terminal:
                    return
                event = await self._events.get()
            yield _CUT
        finally:
            self.cancel()

    async def collect(self, request: Request | None, poll_seconds: float = 0.25) -> list[Event]:
        """All events at once; the model is stopped if the client of `request` leaves meanwhile."""
        watcher = request and asyncio.create_task(self._watch(request, poll_seconds))
        try:
            async with aclosing(self.events()) as events:
                return [event async for event in events]
        finally:
            if watcher:
                watcher.cancel()

    def cancel(self) -> None:
        """Stops the model within one step, and frees the caller's place. For the event loop alone."""
        self._cancelled.set()
        self._leave()

    async def _watch(self, request: Request, seconds: float) -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(seconds)
        self.cancel()

    def _deliver(self, event: Event | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._arrive, event)
        except RuntimeError:
            self._cancelled.set()  # the loop is closed: the server is going down

    def _arrive(self, event: Event | None) -> None:
        self._events.put_nowait(event)
        if event is None:
            self._leave()
