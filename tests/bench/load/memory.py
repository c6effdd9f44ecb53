"""How much memory the service holds while it is under load."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from types import TracebackType

from tests.served import Served

_EVERY = 1.0  # second


@dataclass(frozen=True, slots=True)
class Held:
    """Megabytes: resident, and proportional, which counts shared pages by share."""

    rss: float
    pss: float


class MemoryWatch:
    """Takes samples in a thread, as long as the block lasts and the service lives."""

    def __init__(self, server: Served) -> None:
        self._server = server
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.samples: list[Held] = []

    def __enter__(self) -> MemoryWatch:
        self._take()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()
        if self._server.process.poll() is None:
            self._take()

    @property
    def told(self) -> dict[str, Held]:
        """At the start, at the middle and at the end, and the most."""
        samples = self.samples
        return {
            "start": samples[0],
            "middle": samples[len(samples) // 2],
            "end": samples[-1],
            "most": max(samples, key=lambda held: held.rss),
        }

    def _watch(self) -> None:
        while not self._ended.wait(_EVERY) and self._server.process.poll() is None:
            self._take()

    def _take(self) -> None:
        self.samples.append(Held(*self._server.memory_mb()))
