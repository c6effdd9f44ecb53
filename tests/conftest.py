"""What the tests share: a small folder of notes, an index of it without weights, an app over it;
and for the slow tests the real service over kb/ with the real models, started once.

Sockets are blocked by options in pyproject.toml: a test that reaches beyond loopback fails.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient

from indexer.build import build
from indexer.embedding import WordsEmbedder
from indexer.index import Index
from service.app import create_app
from service.planning.graph.catalogue import Catalogue, read_catalogue
from service.settings import Settings
from tests.hosts.host import origins
from tests.served import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
DATA = ROOT / ".onramp"
CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--no-first-run"]  # fmt: skip
NOTES = {
    "queues.md": (
        "---\nquestions: ['Why does a queue need a bound?']\n---\n# Queues\n\nA queue holds work until "
        "a worker is free. A bounded queue refuses work when 8 jobs wait.\n\n## Back pressure\n\n"
        "Back pressure tells the sender to slow down. It keeps the worker alive.\n\n"
        "## Steps\n\nTo drain a queue, follow these steps:\n\n1. Stop the sender.\n2. Wait for the "
        "worker.\n\nSee [[caches]].\n"
    ),
    "caches.md": (
        "# Caches\n\nA cache keeps answers that were computed before. A cache entry expires after 60 "
        "seconds.\n\n```python\ncache.get('key')\n```\n\n<script>alert(1)</script>\n"
    ),
    "deep/locks.md": "# Locks\n\nA lock lets one thread in. Deadlock means two threads wait forever.\n",
}


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder of three linked notes."""
    folder = tmp_path / "notes"
    for name, text in NOTES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def settings(tmp_path: Path, notes: Path) -> Settings:
    """Settings over an index of the notes, made by the embedder without weights, quoting."""
    values = Settings(
        data=tmp_path / "data", embedder="words", generator="quote", refresh_seconds=0.05
    )
    build(notes, values.index_directory, WordsEmbedder())
    return values


@pytest.fixture
def client_of(settings: Settings) -> Iterator[Callable[..., TestClient]]:
    """Makes clients of a started application, with settings changed by name."""
    clients: list[TestClient] = []

    def make(**changes: object) -> TestClient:
        app = create_app(settings.model_copy(update=changes))
        client = TestClient(app, "http://localhost", raise_server_exceptions=False)
        client.__enter__()
        clients.append(client)
        return client

    yield make
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def client(client_of: Callable[..., TestClient]) -> TestClient:
    """A client of the application over the notes."""
    return client_of()


@pytest.fixture(scope="session")
def kb_index_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of kb/ by the embedder without weights, for what needs the notes but no search."""
    folder: Path = tmp_path_factory.mktemp("kb") / "index"
    build(ROOT / "kb", folder, WordsEmbedder())
    return folder


@pytest.fixture(scope="session")
def catalogue(kb_index_directory: Path) -> Iterator[Catalogue]:
    """The concepts of kb/."""
    index = Index.load(kb_index_directory, WordsEmbedder())
    yield read_catalogue(index)
    index.close()


@pytest.fixture(scope="session")
def environment() -> dict[str, str]:
    """Settings of the served application; its index is kept, so that a second run embeds nothing."""
    from indexer.sentence_embedder import SentenceEmbedder
    from service.answering.conversion import prepare

    index = DATA / "test-index"
    build(ROOT / "kb", index, SentenceEmbedder())
    prepare(DATA / "models")
    return os.environ | {"ONRAMP_DATA": str(DATA), "ONRAMP_INDEX": str(index)}


@pytest.fixture(scope="session")
def server(environment: dict[str, str]) -> Iterator[str]:
    """The address of a running service, which the hosts of tests/hosts may embed."""
    allowed = ",".join([*origins(), "null"])
    with running(environment | {"ONRAMP_EMBED_ORIGINS": allowed}) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    assert chromium, "Debian's chromium is missing: run `make setup-tests`"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@contextmanager
def running(environment: dict[str, str], port: int | None = None) -> Iterator[str]:
    """The address of a service of one's own, whose log is shown if the test fails."""
    with served(environment, None, port) as service:
        yield service.address
