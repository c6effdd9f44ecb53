"""What runs in each process of the service but the first.

Imports that cost memory stand in the functions: the first process needs only their names.
"""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import signal
import socket
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from indexer.errors import IndexerError
from service.errors import ServiceError
from service.logs import configure_logs
from service.settings import Settings
from service.workers.process_name import name_process
from service.workers.seat import Seat, model_socket

log = logging.getLogger(__name__)

STARTUP_FAILURE = 3  # the exit code of a process that would fail again; uvicorn's too


def work(settings: Settings, seat: Seat, listener: socket.socket, lifeline: Connection) -> None:
    """A worker: the whole service but for the model, on a socket that all workers share.

    It ends at SIGTERM, or when the other end of `lifeline` is closed, by whatever.
    """
    from service.app import create_app
    from service.serving import make_server
    from service.store.store import Store

    name_process(f"onramp-worker-{seat.number}")
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # until uvicorn takes it
    configure_logs(settings.log_level)
    app = create_app(settings, Store.attach(settings.database), seat)
    server = make_server(app, settings)

    def end() -> None:
        _until_closed(lifeline)
        if not server.started:
            os._exit(0)  # it may wait for a model that never comes, and has nothing to finish
        if not app.state.onramp.draining.begun:  # a second signal would cut answers off
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=end, name="lifeline", daemon=True).start()
    try:
        server.run([listener])
    except KeyboardInterrupt:
        return  # Ctrl-C reaches every process of the terminal
    sys.exit(0 if server.started else STARTUP_FAILURE)


def serve_model(settings: Settings, folder: Path, lifeline: Connection) -> None:
    """The process of the model. Only the end of `lifeline` ends it: workers finish first.

    If the first process was killed, nobody else is left to remove the folder.
    """
    from service.model_queue import ModelQueue
    from service.model_watch import watch_model
    from service.wiring import build_generator
    from service.workers.model_server import ModelServer
    from service.workers.model_turn import Tally

    name_process("onramp-model")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    configure_logs(settings.log_level)
    tally = Tally()
    try:
        generator, notice = build_generator(settings, told=tally)
    except (IndexerError, ServiceError) as error:
        log.error("the language model cannot be loaded: %s", error)
        sys.exit(STARTUP_FAILURE)
    watching = watch_model(generator)  # ends at once unless the generator asks a server
    threading.Thread(target=asyncio.run, args=(watching,), name="watch", daemon=True).start()
    queue = ModelQueue(settings.queue, settings.answer_seconds)
    server = ModelServer(model_socket(folder), generator, notice, queue, tally)
    _until_closed(lifeline)
    server.close()
    shutil.rmtree(folder, ignore_errors=True)


def _until_closed(lifeline: Connection) -> None:
    try:
        lifeline.recv_bytes()  # nothing is ever sent
    except (EOFError, OSError):
        return
