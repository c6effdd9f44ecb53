"""The application over the small notes on a real port, in a thread of this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn

from service.app import create_app
from service.settings import Settings
from tests.hosts.process import free_port


@contextmanager
def _serving(settings: Settings) -> Iterator[str]:
    port = free_port()
    config = uvicorn.Config(create_app(settings), port=port, log_config=None, ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the service did not start"
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=30)


@pytest.fixture
def serve(settings: Settings) -> Iterator[Callable[..., str]]:
    """Starts the application with settings changed by name; gives its address."""
    with ExitStack() as stack:

        def start(**changes: object) -> str:
            return stack.enter_context(_serving(settings.model_copy(update=changes)))

        yield start


@pytest.fixture
def address(serve: Callable[..., str]) -> str:
    return serve()
