"""The first process of a service with several: it starts the others, and starts them again."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import shutil
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType

from service.access.secret import secret_of
from service.errors import NotReady
from service.settings import Settings
from service.wiring import build_rates, model_of, server_of
from service.workers.children import STARTUP_FAILURE, serve_model, work
from service.workers.seat import Seat, rates_socket
from service.workers.shared_rates import serve_rates

log = logging.getLogger(__name__)

_METRICS = "PROMETHEUS_MULTIPROC_DIR"
_LOOK = 0.5  # seconds between two looks at whether the service has to end
_PAUSE = 1.0  # seconds before a process that died is started again
_LAST_WORDS = 25.0  # seconds that workers have to end after they have drained
_MODEL_ENDS = 15.0
_UNKNOWN = 255  # the code that Python gives when the fork server, which would know, is gone
_LONGEST_ADDRESS = 100  # bytes of a Unix socket's path; the system takes 107


@dataclass(slots=True)
class _Child:
    name: str
    start: Callable[[], BaseProcess]
    process: BaseProcess
    replaced: bool = False  # it has been started again: others serve while it can't be


def serve_together(settings: Settings) -> int:
    """Serves with several workers until SIGTERM or SIGINT; the exit code.

    All of them end with this process, even if it is killed. Raises NotReady if the port is taken or
    there is no place for a private folder.
    """
    folder = _private_folder()
    try:
        listener = _bind(settings.host, settings.port)
    except NotReady:
        folder.rmdir()
        raise
    try:
        return _Service(settings, folder, listener).run()
    finally:
        listener.close()
        shutil.rmtree(folder, ignore_errors=True)


class _Service:
    """The processes. Closing the write end of a lifeline ends those that hold its read end."""

    def __init__(self, settings: Settings, folder: Path, listener: socket.socket) -> None:
        self._settings = settings
        self._folder = folder
        self._listener = listener
        self._secret = secret_of(settings)
        self._rates = build_rates(settings)
        self._ending = threading.Event()
        self._children: list[_Child] = []
        self._hurried = 0  # the number of the second signal
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(_preloaded(settings))
        self._workers_line = multiprocessing.Pipe(duplex=False)
        self._model_line = multiprocessing.Pipe(duplex=False)

    def run(self) -> int:
        """Returns when the service has ended; 1 if it could not be started."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        self._share()
        model = self._child("the model", self._start_model)
        workers = [self._worker(number) for number in range(self._settings.workers)]
        self._children = [model, *workers]
        try:
            started = self._watch(self._children)
        finally:
            self._workers_line[1].close()
            _join(workers, self._settings.drain_seconds + _LAST_WORDS)
            self._model_line[1].close()
            _join([model], _MODEL_ENDS)
        return 128 + self._hurried if self._hurried else int(not started)

    def _end(self, number: int, _: FrameType | None) -> None:
        """The first signal lets answers end, the second ends all at once, as with one process."""
        if self._ending.is_set():
            self._hurried = number
            for child in self._children:
                child.process.kill()
        self._ending.set()

    def _share(self) -> None:
        """Makes ready what the others find in the folder."""
        metrics = self._folder / "metrics"
        metrics.mkdir()
        os.environ[_METRICS] = str(metrics)
        if self._settings.counts_in_memory:
            counting = serve_rates(rates_socket(self._folder), self._rates)
            threading.Thread(
                target=asyncio.run, args=(counting,), name="rates", daemon=True
            ).start()

    def _watch(self, children: list[_Child]) -> bool:
        """Starts again what dies, until the service has to end; False if that makes no sense."""
        while not self._ending.is_set():
            wait([child.process.sentinel for child in children], _LOOK)
            for child in children:
                code = child.process.exitcode
                if code is None or self._ending.is_set():
                    continue
                if code == _UNKNOWN or (code == STARTUP_FAILURE and not child.replaced):
                    why = "cannot be started" if code == STARTUP_FAILURE else "has lost its parent"
                    log.error("%s %s: the service ends", child.name, why)
                    return False
                log.error("%s ended with code %d, and is started again", child.name, code)
                self._ending.wait(_PAUSE)
                child.process, child.replaced = child.start(), True
        return True

    def _worker(self, number: int) -> _Child:
        seat = Seat(self._folder, number, self._settings.workers, self._secret)
        return self._child(f"worker {number}", lambda: self._start_worker(seat))

    def _child(self, name: str, start: Callable[[], BaseProcess]) -> _Child:
        return _Child(name, start, start())

    def _start_worker(self, seat: Seat) -> BaseProcess:
        args = (self._settings, seat, self._listener, self._workers_line[0])
        process = self._context.Process(target=work, args=args, name=f"worker-{seat.number}")
        process.start()
        return process

    def _start_model(self) -> BaseProcess:
        args = (self._settings, self._folder, self._model_line[0])
        process = self._context.Process(target=serve_model, args=args, name="model")
        process.start()
        return process


def _join(children: list[_Child], seconds: float) -> None:
    """Waits for processes to end, and ends those that don't."""
    deadline = time.monotonic() + seconds
    for child in children:
        child.process.join(max(0.0, deadline - time.monotonic()))
        if child.process.exitcode is None:
            log.error("%s did not end in time, and is killed", child.name)
            child.process.kill()
            child.process.join()


def _private_folder() -> Path:
    """A folder that nobody else may look into, for sockets and figures."""
    try:
        folder = Path(tempfile.mkdtemp(prefix="onramp-"))
    except OSError as error:
        raise NotReady(
            f"Several workers need a folder for their sockets ({error.strerror}): set TMPDIR to a "
            "folder that can be written to, or ONRAMP_WORKERS=1."
        ) from None
    if len(os.fsencode(rates_socket(folder))) > _LONGEST_ADDRESS:
        folder.rmdir()
        raise NotReady("The path in TMPDIR is too long for sockets: set it to a shorter one.")
    return folder


def _bind(host: str, port: int) -> socket.socket:
    """A socket that does not listen yet: the first worker that is ready does."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise NotReady(
            f"The service cannot listen on {host}:{port} ({error.strerror}): set ONRAMP_PORT or "
            "ONRAMP_HOST, or end what listens there."
        ) from None
    return listener


def _preloaded(settings: Settings) -> list[str]:
    """Modules that are loaded once and shared by all processes."""
    modules = ["service.cli", "service.app", "service.serving"]
    if settings.embedder != "words":
        modules.append("sentence_transformers")
    own = settings.generator != "quote" and server_of(settings) is None and model_of(settings)
    if own:
        modules.append("service.answering.transformers_generator")
    return [*modules, "service.workers.model_server", "service.workers.preloaded"]
