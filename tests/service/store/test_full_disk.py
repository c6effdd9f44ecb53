"""The disk under SQLite is full, and has room again, while the service runs."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from service.errors import NotReady
from service.settings import Settings
from service.store.store import Store
from tests.service.store.conftest import answer
from tests.service.store.serving import goes_on_without, served

ROOT = Path(__file__).parents[3]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MiB; mounting needs rights that not everybody has."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this user may not mount a disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk: Path) -> Path:
    """Takes all the room that there is."""
    filler = disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 512)
    return filler


def test_a_disk_that_is_full_and_has_room_again(
    client_of: Callable[..., TestClient], disk: Path
) -> None:
    client = client_of(database_url=SecretStr(f"sqlite:///{disk}/onramp.db"))
    goes_on_without(client, lambda: fill(disk), (disk / "filler").unlink, "the disk is full")


def test_a_start_on_a_full_disk_names_the_fix(disk: Path) -> None:
    filler = fill(disk)
    with pytest.raises(NotReady, match=r"cannot be written to .* ONRAMP_DATA") as caught:
        Store.open(disk / "onramp.db")
    assert str(disk) not in str(caught.value)
    filler.unlink()
    store = Store.open(disk / "onramp.db")
    store.answers.save(answer("1" * 32))
    store.close()


def test_a_start_on_a_read_only_disk_names_the_fix(disk: Path) -> None:
    Store.open(disk / "onramp.db").close()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    with pytest.raises(NotReady, match=r"'onramp\.db' cannot be written to .* ONRAMP_DATA"):
        Store.open(disk / "onramp.db")
    subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    Store.open(disk / "onramp.db").close()


@pytest.mark.slow
def test_a_file_that_may_not_grow_and_then_may(settings: Settings) -> None:
    with served(settings) as (client, process):
        unlimited = resource.RLIM_INFINITY

        def limit(size: int) -> None:
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, unlimited))

        largest = max(path.stat().st_size for path in settings.data.glob("onramp.db*"))
        goes_on_without(
            client, lambda: limit(largest), lambda: limit(unlimited), "the disk is full"
        )
    Store.open(settings.database).close()
