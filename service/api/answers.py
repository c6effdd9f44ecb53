"""The edge between the assistant's threads and the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Generator
from dataclasses import replace

from anyio import to_thread
from fastapi import Request

from service.answering.assistant import Question
from service.answering.events import Event, Fault, PassagesFound
from service.api.state import State
from service.errors import Busy, Stopping
from service.planning.rendering.document import Plan
from service.planning.wording import WordingBegun

_CUT = Fault("interrupted", "The server stopped before the answer was complete: ask again.")


class Answer:
    """One answer under way. `first` is known before anything is sent, so a failure is a real status.

    The events after the first are pulled on the model's thread and arrive here through a queue.
    """

    def __init__(self, state: State, first: Event, cancelled: threading.Event) -> None:
        self.first = first
        self._state = state
        self._cancelled = cancelled
        self._key_id: str | None = None  # whose key asked
        self._loop = asyncio.get_running_loop()
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()

    @classmethod
    async def begin(
        cls, state: State, asked: Question, caller: str = "", key_id: str | None = None
    ) -> Answer:
        """Retrieves and decides; queues the wording if there is any. Raises Busy or Stopping."""
        cancelled = threading.Event()
        events = state.assistant.answer(state.current.index, asked, cancelled.is_set)
        answer = await cls._start(state, events, cancelled, caller)
        answer._key_id = key_id
        return answer

    @classmethod
    async def begin_wording(cls, state: State, plan: Plan, caller: str = "") -> Answer:
        """Queues the wording of a plan. Raises Busy or Stopping."""
        cancelled = threading.Event()
        events = state.writer.write(plan, cancelled.is_set)
        return await cls._start(state, events, cancelled, caller)

    @classmethod
    async def _start(
        cls, state: State, events: Generator[Event], cancelled: threading.Event, caller: str
    ) -> Answer:
        try:
            state.draining.check()
            first = await state.retrievals.run(next, events, caller=caller)
            answer = cls(state, first, cancelled)
            if first.terminal:
                answer._events.put_nowait(None)
                return answer
            ahead = await answer._queue(events, caller)
        except Stopping:
            state.metrics.reject("shutting_down")
            raise
        except Busy:
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
                    self._state.recorder.record(told, self._key_id)
                yield event
                if event.terminal:
                    return
                event = await self._events.get()
            yield _CUT
        finally:
            self.cancel()

    async def collect(self, request: Request, poll_seconds: float = 0.25) -> list[Event]:
        """All events at once; the model is stopped if the client leaves meanwhile."""
        watcher = asyncio.create_task(self._watch(request, poll_seconds))
        try:
            return [event async for event in self.events()]
        finally:
            watcher.cancel()

    def cancel(self) -> None:
        """Stops the model within one step."""
        self._cancelled.set()

    async def _watch(self, request: Request, seconds: float) -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(seconds)
        self.cancel()

    def _deliver(self, event: Event | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._events.put_nowait, event)
        except RuntimeError:
            self.cancel()  # the loop is closed: the server is going down
