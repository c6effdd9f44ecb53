"""The generator of all workers, as each of them sees it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from service.answering.generator import Told, untold
from service.answering.prompt import Prompt
from service.errors import NotReady
from service.workers.line import Line, LineCut, Message
from service.workers.worker_turn import current

_PATIENCE = 300.0  # seconds until the model has to be loaded
_PAUSE = 0.1
_AWAY = "The language model is being started."


class SharedGenerator:
    """Words prompts in the process of the model. For answers whose turn it is in the SharedQueue."""

    def __init__(self, path: Path, told: Told = untold) -> None:
        """Waits until the model is loaded. Raises NotReady if that never happens."""
        hello = _hello(path)
        self.name = str(hello["name"])
        self.paraphrases = bool(hello["paraphrases"])
        self.notice: str | None = hello["notice"]  # what people must be told of it
        self.trouble: str | None = hello["trouble"]
        self._path = path
        self._told = told

    def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
        """Pieces as they are asked for; see Generator."""
        return current.get().text(prompt, cancelled, self._told)

    def look(self) -> None:
        """Asks whether the model, or the server that it asks, can be reached; sets `trouble`."""
        try:
            self.trouble = _ask(self._path)["trouble"]
        except LineCut:
            self.trouble = _AWAY


def _ask(path: Path) -> Message:
    """Raises LineCut if nobody answers."""
    line = Line.to(path)
    try:
        line.send(ask="hello")
        hello = line.receive(_PATIENCE)
    finally:
        line.close()
    if hello is None:
        raise LineCut("no answer")
    return hello


def _hello(path: Path) -> Message:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            return _ask(path)
        except LineCut:
            time.sleep(_PAUSE)
    raise NotReady("The process of the language model does not start: its log line says why.")
