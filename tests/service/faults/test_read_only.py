"""The data folder can't be written to: what needs no writing works, the rest says what to do."""

from __future__ import annotations

import subprocess
from pathlib import Path

import httpx2
import pytest

from tests.served import served
from tests.service.faults.conftest import QUESTION, onramp

_MOUNT = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'

pytestmark = pytest.mark.slow


@pytest.fixture
def read_only(quick: dict[str, str]) -> list[str]:
    """A command for which the data folder is mounted read-only: root ignores what chmod says."""
    command = ["unshare", "--mount", "--map-root-user", "sh", "-c", _MOUNT, quick["ONRAMP_DATA"]]
    tried = subprocess.run([*command, "true"], capture_output=True)
    if tried.returncode:
        pytest.skip("this machine lets nobody mount a folder of his own")
    return command


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The one line of a command that did not succeed."""
    assert done.returncode == 1, done.stdout + done.stderr
    said = (done.stdout + done.stderr).strip()
    assert "Traceback" not in said
    last = said.splitlines()[-1]
    assert last.startswith("onramp: ")
    return last


@pytest.mark.parametrize("served_before", [False, True])
def test_without_a_place_for_the_database_it_does_not_start_and_says_so(
    quick: dict[str, str], log: Path, read_only: list[str], served_before: bool
) -> None:
    if served_before:
        with served(quick, log):
            pass
    said = refusal(onramp(quick, "serve", within=read_only))
    assert "ONRAMP_DATA" in said
    assert "ONRAMP_DATABASE_URL" in said


def test_with_the_database_elsewhere_it_serves(
    quick: dict[str, str], log: Path, read_only: list[str], tmp_path: Path
) -> None:
    elsewhere = {"ONRAMP_DATABASE_URL": f"sqlite:///{tmp_path / 'elsewhere.db'}"}
    with (
        served(quick | elsewhere, log, within=read_only) as server,
        httpx2.Client(base_url=server.address, timeout=60, trust_env=False) as client,
    ):
        answer = client.post("/chat", json={"question": QUESTION, "stream": False}).json()
        assert answer["status"] == "answered"
        vote = {"answer_id": answer["answer_id"], "verdict": "up"}
        assert client.post("/feedback", json=vote).status_code == 204
        assert client.get("/readyz").json()["store"] == "ok"
    assert server.errors() == []


def test_an_index_that_cannot_be_written_is_told_in_one_line(
    quick: dict[str, str], read_only: list[str], notes: Path
) -> None:
    (notes / "new.md").write_text("# New\n\nSomething.\n", encoding="utf-8")
    said = refusal(onramp(quick, "index", str(notes), within=read_only))
    assert "ONRAMP_INDEX" in said or "--out" in said
    assert quick["ONRAMP_DATA"] not in said


def test_rolling_back_is_refused_in_one_line_too(
    quick: dict[str, str], read_only: list[str]
) -> None:
    refusal(onramp(quick, "index", "--rollback", within=read_only))


def test_a_check_needs_no_writing(quick: dict[str, str], read_only: list[str], notes: Path) -> None:
    done = onramp(quick, "index", "--check", str(notes), within=read_only)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_secret_that_cannot_be_kept_is_told(
    quick: dict[str, str], read_only: list[str], tmp_path: Path
) -> None:
    given = {
        "ONRAMP_ACCESS": "keys",
        "ONRAMP_DATABASE_URL": f"sqlite:///{tmp_path / 'elsewhere.db'}",
    }
    done = onramp(quick | given, "serve", within=read_only)
    assert done.returncode != 0
    assert "ONRAMP_EMBED_SECRET" in done.stdout + done.stderr
