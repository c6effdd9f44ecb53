"""Paths that try to leave what is served: every spelling ends in 404, and no file is shown."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.settings import Settings

UP = ["..", "%2e%2e", "%252e%252e", ".%2e", "..%00", "..%5c", "..\\", "%c0%ae%c0%ae", "%uff0e%uff0e",
      "....//", "．．", "..;"]  # fmt: skip
TARGETS = ["etc/passwd", "pyproject.toml", "service/app.py", "data/index/CURRENT", "embed.key"]


def spellings() -> list[str]:
    made = [
        f"{'/'.join([up] * depth)}/{target}" for up in UP for depth in (1, 6) for target in TARGETS
    ]
    return [*made, "/etc/passwd", "%2fetc%2fpasswd", "C:%5cWindows", "file:%2f%2f%2fetc%2fpasswd",
            "~root", "style.css%00.html", "pages/base.html%00.css", "%00", "a" * 5000,
            "queues.md", "queues%2f..%2f..%2fembed.key", "queues/../../embed.key"]  # fmt: skip


@pytest.mark.parametrize("start", ["/notes/", "/static/", "/static/chat/", "/notes/deep/", "/"])
def test_no_spelling_of_a_path_leaves_its_folder(
    client: TestClient, settings: Settings, start: str
) -> None:
    (settings.data / "embed.key").write_text("a secret of the service")
    for path in spellings():
        response = client.get(start + path)
        assert response.status_code == 404, path
        assert set(response.json()) == {"error", "detail"}
        assert "secret" not in response.text


@pytest.mark.parametrize(
    "note", ["../../etc/passwd", "..\\..\\x", "queues\x00", "/etc/passwd", "%2e%2e/x"]
)
def test_a_note_that_is_named_in_a_query_is_only_looked_up(client: TestClient, note: str) -> None:
    assert client.get("/examples", params={"note": note}).status_code == 404


def test_nothing_below_data_has_an_address(client: TestClient, settings: Settings) -> None:
    """The index, the database and keys are files beside the service; none of them is served."""
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    assert len(files) > 3
    assert isinstance(client.app, FastAPI)
    for path in files:
        for start in ("/", "/static/", "/notes/", "/static/../"):
            name = path.relative_to(settings.data).as_posix()
            assert client.get(start + name).status_code == 404
            assert client.get(start + path.as_posix()).status_code == 404
