"""Markup from notes, questions and pages stays text, or loses whatever could run."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from indexer.build import build
from indexer.embedding import WordsEmbedder
from service.app import create_app
from service.settings import Settings

PAYLOADS = [
    "<script>alert(1)</script>", "<ScRiPt src=//evil>", "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>", "<svg><a xlink:href='javascript:alert(1)'>x",
    "<a href='javascript:alert(1)'>x</a>", "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href=' &#1;javascript:alert(1)'>x</a>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>", "<style>*{background:url(//evil)}</style>",
    "<p style='background:url(javascript:alert(1))'>x</p>", "<base href='//evil/'>", "<form action='//evil'>",
    "<meta http-equiv=refresh content='0;url=//evil'>", "<object data='//evil'></object>", "<embed src=//evil>",
    "<math><mtext><style><img src=x onerror=alert(1)>", "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](data:text/html;base64,PHN2Zz4=)",
    "![x](javascript:alert(1))", "[x](vbscript:x)", "<javascript:alert(1)>", "`<script>alert(1)</script>`",
    "</title><script>alert(1)</script>", "<details open ontoggle=alert(1)>", "<!--><script>alert(1)</script>",
]  # fmt: skip
RUN = {"iframe", "object", "embed", "base", "style", "svg", "math", "form"}


class Reader(HTMLParser):
    """Collects whatever in a text could run or reach elsewhere."""

    def __init__(self, *, own_forms: bool = False) -> None:
        super().__init__()
        self.found: list[str] = []
        self._run = RUN - {"form"} if own_forms else RUN

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = {name: (value or "").strip().casefold() for name, value in attrs}
        script = tag == "script" and not fields.get("src", "").startswith("/static/")
        if tag in self._run or script or "http-equiv" in fields:
            self.found.append(tag)
        for name, value in fields.items():
            plain = "".join(value.split())
            address = plain.startswith(("javascript:", "data:", "vbscript:", "//"))
            if name.startswith("on") or name in ("style", "srcdoc") or address:
                self.found.append(f"{tag} {name}={value}")


def dangers(html: str, *, own_forms: bool = False) -> list[str]:
    reader = Reader(own_forms=own_forms)
    reader.feed(html)
    reader.close()
    return reader.found


def test_the_reader_sees_what_it_should() -> None:
    assert not dangers("<p>x</p><script src='/static/a.js'></script>")
    assert all(dangers(f"<p>{one}") for one in PAYLOADS[:6])


def test_markup_in_notes_is_harmless_wherever_they_are_shown(
    settings: Settings, notes: Path
) -> None:
    for n, payload in enumerate(PAYLOADS):
        text = f"# Trap {n} {payload}\n\nA trap {n} {payload} holds a queue.\n\n## Part {payload}\n\nText.\n"
        (notes / f"trap{n}.md").write_text(text, encoding="utf-8")
    build(notes, settings.index_directory, WordsEmbedder())
    with TestClient(create_app(settings), "http://localhost") as client:
        for n in range(len(PAYLOADS)):
            page = client.get(f"/notes/trap{n}")
            assert page.status_code == 200
            assert not dangers(page.text, own_forms=True), PAYLOADS[n]
        assert not dangers(client.get("/notes").text, own_forms=True)
        assert not dangers(client.get("/notes?q=trap queue").text, own_forms=True)
        hits = client.post("/search", json={"query": "trap queue", "k": 50}).json()["hits"]
        assert len(hits) > 20
        assert not [danger for hit in hits for danger in dangers(hit["html"])]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_in_a_question_or_its_page_is_text(client: TestClient, payload: str) -> None:
    assert not dangers(client.get("/notes", params={"q": f"queue {payload}"}).text, own_forms=True)
    for path in ("/", "/notes/x", "/nothing"):
        shown = client.get(
            path, params={"q": payload, "c": payload}, headers={"Accept": "text/html"}
        )
        assert not dangers(shown.text, own_forms=True)
    page = {"url": f"http://wiki/{payload}", "title": payload}
    first = {
        "question": f"What does a bounded queue refuse? {payload}",
        "page": page,
        "stream": False,
    }
    answer = client.post("/chat", json=first)
    assert answer.headers["content-type"] == "application/json"  # never read as a page
    passages = answer.json()["passages"]
    assert not [danger for passage in passages for danger in dangers(passage.get("html", ""))]
    again = {"question": "why?", "conversation_id": answer.json()["conversation_id"]}
    later = client.post("/chat", json=again)
    assert later.headers["content-type"].startswith("text/event-stream")
    data = [line[6:] for line in later.text.splitlines() if line.startswith("data: ")]
    assert all(isinstance(json.loads(line), dict) for line in data)
