from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.embedding import WordsEmbedder
from indexer.index import Index
from service.api.page_note import note_of
from service.api.schemas import Page
from service.settings import Settings


@pytest.fixture
def index(settings: Settings) -> Iterator[Index]:
    index = Index.load(settings.index_directory, WordsEmbedder())
    yield index
    index.close()


@pytest.mark.parametrize(
    ("url", "title", "slug"),
    [
        ("/notes/deep/locks", "", "deep/locks"),
        ("http://onramp.local/notes/queues#steps", "", "queues"),
        ("https://wiki.example.com/docs/deep/locks/", "", "deep/locks"),
        ("https://wiki.example.com/docs/Deep/Locks/index.html", "", "deep/locks"),
        ("https://wiki.example.com/wiki/Locks", "", "deep/locks"),
        ("https://wiki.example.com/index.php?title=Queues", "Queues - Team wiki", "queues"),
        ("https://wiki.example.com/doku.php?id=caches", "caches [Team wiki]", "caches"),
        ("https://wiki.example.com/", "Welcome - Team wiki", None),
        ("https://wiki.example.com/notes/../../etc/passwd", "", None),
        ("http://[broken", "", None),
        ("about:srcdoc", "", None),
    ],
)
def test_a_page_leads_to_its_note(index: Index, url: str, title: str, slug: str | None) -> None:
    assert note_of(index, Page(url=url, title=title)) == slug
