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


class SharedGenerator:
    """Words prompts in the process of the model. For answers whose turn it is in the SharedQueue."""

    def __init__(self, path: Path, told: Told = untold) -> None:
        """Waits until the model is loaded. Raises NotReady if that never happens."""
        hello = _hello(path)
        self.name = str(hello["name"])
        self.paraphrases = bool(hello["paraphrases"])
        self.notice: str | None = hello["notice"]  # what people must be told of it
        self._told = told

    def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
        """Pieces as they are asked for; see Generator."""
        return current.get().text(prompt, cancelled, self._told)


def _hello(path: Path) -> Message:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        try:
            line = Line.to(path)
            try:
                line.send(ask="hello")
                if (hello := line.receive(_PATIENCE)) is not None:
                    return hello
            finally:
                line.close()
        except LineCut:
            time.sleep(_PAUSE)
    raise NotReady("The process of the language model does not start: its log line says why.")
