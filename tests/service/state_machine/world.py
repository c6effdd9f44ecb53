"""The real service over a real index and database, as its users and its operator handle it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from fastapi.testclient import TestClient
from sqlalchemy import select, update

from indexer.build import Report, build
from indexer.embedding import WordsEmbedder
from indexer.generations import Generations
from service.api.state import State
from service.app import create_app
from service.settings import Settings
from service.store.recorder import now
from service.store.tables import answers, feedback

KEEP_DAYS = 90


class World:
    """Starts and stops the service over one data folder."""

    def __init__(self, folder: Path) -> None:
        self.notes = folder / "notes"
        self.notes.mkdir()
        self.settings = Settings(
            data=folder / "data",
            embedder="words",
            generator="quote",
            refresh_seconds=3600,  # it looks when the test tells it to
            keep_days=KEEP_DAYS,
        )
        self.generations = Generations(self.settings.index_directory)
        self.client: TestClient

    @property
    def state(self) -> State:
        return cast(State, self.client.app.state.onramp)  # type: ignore[attr-defined]

    def start(self) -> None:
        client = TestClient(create_app(self.settings), "http://localhost")
        client.__enter__()
        self.client = client

    def stop(self) -> None:
        self.client.__exit__(None, None, None)

    def settle(self) -> None:
        """Waits until what was recorded is written."""
        assert self.client.portal is not None
        self.client.portal.call(self.state.recorder.close)

    def index(self, notes: dict[str, str]) -> Report:
        """Builds an index of exactly these notes."""
        for file in self.notes.glob("*.md"):
            if file.stem not in notes:
                file.unlink()
        for slug, text in notes.items():
            (self.notes / f"{slug}.md").write_text(text, encoding="utf-8")
        return build(self.notes, self.settings.index_directory, WordsEmbedder())

    def ask(self, question: str, conversation: str, stream: bool) -> dict[str, Any]:
        """An answer, as one object either way."""
        body = {"question": question, "conversation_id": conversation, "stream": stream}
        response = self.client.post("/chat", json=body)
        assert response.status_code == 200, response.text
        if not stream:
            return dict(response.json())
        told: dict[str, Any] = {"passages": []}
        frames = [frame for frame in response.text.split("\n\n") if frame.startswith("event: ")]
        for frame in frames:
            told |= json.loads(frame.partition("\ndata: ")[2])
        assert frames[-1].startswith(("event: done", "event: refusal"))
        return told

    def vote(self, answer_id: str, verdict: str, reasons: list[str]) -> int:
        body = {"answer_id": answer_id, "verdict": verdict, "reasons": reasons}
        return self.client.post("/feedback", json=body).status_code

    def ready(self) -> dict[str, Any]:
        return dict(self.client.get("/readyz").json())

    def insights(self) -> str:
        """The page and the table of a year."""
        shown = [
            self.client.get("/insights", params={"days": 366, "format": form})
            for form in ("csv", "html")
        ]
        assert [one.status_code for one in shown] == [200, 200]
        return "".join(one.text for one in shown)

    def kept(self) -> list[dict[str, Any]]:
        """Every row of the database, votes along."""
        votes = [feedback.c.verdict, feedback.c.reasons]
        with self.state.store.database.transaction() as connection:
            found = connection.execute(select(answers, *votes).outerjoin(feedback)).mappings()
            return [dict(row) for row in found]

    def age(self, conversation: str) -> None:
        """Lets it have been some days longer than anything is kept."""
        old = now() - timedelta(days=KEEP_DAYS + 2)
        mine = answers.c.conversation_id == conversation
        with self.state.store.database.transaction() as connection:
            connection.execute(update(answers).where(mine).values(created_at=old))
