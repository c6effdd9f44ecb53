"""The process of the model: one generator, one queue, and the workers that ask for turns."""

from __future__ import annotations

import logging
import socket
import threading
from pathlib import Path

from service.answering.generator import Generator, Remote
from service.errors import Busy
from service.model_queue import ModelQueue
from service.workers.line import Line, LineCut, Message
from service.workers.model_turn import ModelTurn, Tally

log = logging.getLogger(__name__)

_BACKLOG = 128


class ModelServer:
    """Answers on a Unix socket, a thread for each connection.

    The first line says what is asked: `hello` who words, `depth` how long the queue is, `turn` to
    have an answer worded. The last stays open until the answer is over; when it is cut, by a worker
    that gives up or dies, the answer leaves the queue. No more than the queue holds stay open.
    """

    def __init__(
        self, path: Path, generator: Generator, notice: str | None, queue: ModelQueue, tally: Tally
    ) -> None:
        """Listens at once. `tally` is what the generator tells of its texts."""
        self._generator = generator
        self._notice = notice
        self._queue = queue
        self._tally = tally
        path.unlink(missing_ok=True)  # of a process that died
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen(_BACKLOG)
        threading.Thread(target=self._accept, name="listener", daemon=True).start()

    def close(self) -> None:
        """Takes no more, and ends what waits or is being worded."""
        self._listener.shutdown(socket.SHUT_RDWR)  # close() alone leaves accept() waiting
        self._listener.close()
        self._queue.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # closed
            line = Line(connection)
            threading.Thread(target=self._serve, args=(line,), name="worker", daemon=True).start()

    def _serve(self, line: Line) -> None:
        try:
            message = line.receive()
            if message is not None:
                self._answer(line, message)
        except LineCut:
            pass  # the worker has what it wanted, or is gone
        except Exception:
            log.exception("a worker could not be served")
        finally:
            line.close()

    def _answer(self, line: Line, message: Message) -> None:
        asked = message.get("ask")
        if asked == "hello":
            name, paraphrases = self._generator.name, self._generator.paraphrases
            trouble = self._generator.trouble if isinstance(self._generator, Remote) else None
            line.send(name=name, paraphrases=paraphrases, notice=self._notice, trouble=trouble)
        elif asked == "depth":
            line.send(depth=self._queue.depth())
        elif asked == "turn":
            self._give_turn(line, str(message.get("caller", "")))

    def _give_turn(self, line: Line, caller: str) -> None:
        turn = ModelTurn(line, self._generator, self._tally)
        try:
            ahead = self._queue.submit(turn.events(), turn.deliver, turn.cancelled, caller)
        except Busy as busy:
            line.send(busy=str(busy), retry_after=busy.retry_after)
            return
        try:
            turn.queued(ahead)
            turn.listen()
        finally:
            turn.cancelled.set()
