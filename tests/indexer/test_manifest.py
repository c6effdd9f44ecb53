from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer.errors import IndexBroken
from indexer.manifest import SCHEMA, Manifest
from indexer.model_files import digest_of


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    (tmp_path / "data").write_bytes(b"content")
    sums = {"data": digest_of(tmp_path / "data")}
    made = Manifest(
        SCHEMA, "2026-01-01", "s", "words", "d", 8, 200, 480, 40, True, 1, 2, 3, 4, sums
    )
    made.write(tmp_path)
    return made


def change(folder: Path, **fields: Any) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def test_what_is_written_is_read(tmp_path: Path, manifest: Manifest) -> None:
    assert Manifest.read(tmp_path) == manifest
    replace(manifest, notes=5).write(tmp_path)
    assert Manifest.read(tmp_path).notes == 5


@pytest.mark.parametrize("text", [None, "", "{", "[]", "5", '{"schema": 1'])
def test_unreadable(tmp_path: Path, manifest: Manifest, text: str | None) -> None:
    path = tmp_path / "manifest.json"
    path.unlink() if text is None else path.write_text(text)
    with pytest.raises(IndexBroken, match=r"'manifest\.json' is missing or unreadable.*--rollback"):
        Manifest.read(tmp_path)


@pytest.mark.parametrize("schema", [SCHEMA + 1, 0, None, "1"])
def test_another_schema(tmp_path: Path, manifest: Manifest, schema: object) -> None:
    change(tmp_path, schema=schema)
    with pytest.raises(
        IndexBroken, match=r"of schema .* build it again with `onramp index FOLDER`"
    ):
        Manifest.read(tmp_path)


def test_other_fields(tmp_path: Path, manifest: Manifest) -> None:
    change(tmp_path, surprise=1)
    with pytest.raises(IndexBroken, match=r"lacks a field or has one too many.*Build it again"):
        Manifest.read(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"schema": SCHEMA}))
    with pytest.raises(IndexBroken, match="lacks a field"):
        Manifest.read(tmp_path)


def test_an_altered_or_missing_file_is_named(tmp_path: Path, manifest: Manifest) -> None:
    for content in (b"contenT", b"conten", b""):
        (tmp_path / "data").write_bytes(content)
        with pytest.raises(IndexBroken, match=r"'data' of the index was cut short.*Build it again"):
            Manifest.read(tmp_path)
    (tmp_path / "data").unlink()
    with pytest.raises(IndexBroken, match=r"'data' is missing from the index.*Build it again"):
        Manifest.read(tmp_path)
