from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.access.secret import read_secret
from service.errors import NotReady


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    made = read_secret(tmp_path / "data")
    assert len(made) == 64
    assert read_secret(tmp_path / "data") == made
    (file,) = (tmp_path / "data").iterdir()  # nothing is left over
    assert file.stat().st_mode & 0o777 == 0o600


def test_all_who_come_at_once_get_the_same(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as threads:
        found = set(threads.map(read_secret, [tmp_path / "data"] * 64))
    assert len(found) == 1


def test_what_is_no_secret_is_told(tmp_path: Path) -> None:
    (tmp_path / "embed.key").write_text("short")
    with pytest.raises(NotReady, match="delete it"):
        read_secret(tmp_path)
