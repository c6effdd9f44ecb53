"""How long the parts of a request take, for whoever records it; costs nothing if nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Protocol


class Recording(Protocol):
    """One request that is recorded."""

    def part(self, name: str) -> AbstractContextManager[None]:
        """A part of it, from where the block begins until it ends."""

    def end(self, method: str, route: str, status: int, request_id: str) -> None:
        """The end of it, whatever became of it."""


class Tracer(Protocol):
    """Takes recordings to where people look at them."""

    def begin(self) -> Recording: ...

    def close(self) -> None:
        """Delivers what it still holds, if that is quick. Waits: call it from a thread."""


_RECORDING: ContextVar[Recording | None] = ContextVar("recording", default=None)


@contextmanager
def recorded(recording: Recording) -> Iterator[None]:
    """What is timed in this block, and in threads that it starts, belongs to a recording."""
    token = _RECORDING.set(recording)
    try:
        yield
    finally:
        _RECORDING.reset(token)


def span(name: str) -> AbstractContextManager[None]:
    """Times a block as part of the request that it serves. Names only: never what was asked."""
    recording = _RECORDING.get()
    return nullcontext() if recording is None else recording.part(name)
