"""The application over the small notes on a real port, in a thread of this process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn

from service.access.api_key import make_key
from service.app import create_app
from service.settings import Settings
from service.store.recorder import now
from service.store.store import Store
from tests.hosts.process import free_port
from tests.service.protocols.rpc import RPC


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


@pytest.fixture
def key(settings: Settings) -> Callable[..., dict[str, str]]:
    """Makes keys of the service over `settings`; gives the headers that show one."""

    def make(*scopes: str) -> dict[str, str]:
        made, text = make_key("tests", list(scopes) or ["chat", "plan", "search"], now())  # type: ignore[arg-type]
        store = Store.open(settings.database)
        store.keys.add(made)
        store.close()
        return {"Authorization": f"Bearer {text}"} | RPC

    return make
