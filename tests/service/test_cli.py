from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.settings import Settings

ROOT = Path(__file__).parents[2]


def onramp(
    settings: Settings, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    given = {
        "ONRAMP_DATA": str(settings.data),
        "ONRAMP_EMBEDDER": "words",
        "ONRAMP_GENERATOR": "quote",
    } | environment
    return subprocess.run(
        [sys.executable, "-c", "from service.cli import main; main()", *arguments],
        cwd=ROOT, env=os.environ | given, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_ask_answers_with_sources(settings: Settings) -> None:
    done = onramp(settings, "ask", "What does a bounded queue refuse?")
    assert done.returncode == 0, done.stderr
    assert "refuses work when 8 jobs wait. [1]" in done.stdout
    assert "/notes/queues" in done.stdout


def test_ask_says_when_the_notes_do_not_cover_it(settings: Settings) -> None:
    assert onramp(settings, "ask", "seven purple zebras admire clever giraffes").returncode == 3


def test_index_reports_and_rolls_back(settings: Settings, notes: Path) -> None:
    (notes / "bad.md").write_bytes(b"\xff\xfe\xfa caf\xe9")
    (notes / "more.md").write_text("# More\n\nMore text, see [[nowhere]].\n", encoding="utf-8")
    done = onramp(settings, "index", str(notes))
    assert done.returncode == 0, done.stderr
    assert "bad.md" in done.stdout
    assert "nowhere" in done.stdout
    assert "Back to generation-000001" in onramp(settings, "index", "--rollback").stdout


def test_index_takes_the_folder_of_the_settings(settings: Settings, notes: Path) -> None:
    done = onramp(settings, "index", ONRAMP_NOTES=str(notes))
    assert done.returncode == 0, done.stderr
    assert "Nothing has changed" in done.stdout


def test_index_check_tells_faults_by_its_exit_code(settings: Settings, notes: Path) -> None:
    assert onramp(settings, "index", "--check", str(notes)).returncode == 0
    (notes / "more.md").write_text("# More\n\nSee [[nowhere]].\n", encoding="utf-8")
    done = onramp(settings, "index", "--check", str(notes))
    assert done.returncode == 1
    assert "links to 'nowhere'" in done.stdout
    assert "is stale" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "named"),
    [
        (("ask", "a queue?"), {"ONRAMP_EMBEDDER": "nowhere"}, "ONRAMP_EMBEDDER"),
        (("ask", "a queue?"), {"ONRAMP_INDEX": "nowhere"}, "onramp index"),
        (
            ("ask", "a queue?"),
            {"ONRAMP_GENERATOR": "transformers", "ONRAMP_MODEL": "no"},
            "ONRAMP_MODEL",
        ),
        (("ask", "a queue?"), {"ONRAMP_QUEUE": "many"}, "queue"),
        (("ask", "a queue?"), {"ONRAMP_COLOUR": "red"}, "ONRAMP_COLOUR"),
        (("serve",), {"ONRAMP_INDEX": "nowhere"}, "onramp index"),
        (
            ("serve",),
            {"ONRAMP_DATABASE_URL": "postgresql://me@127.0.0.1:1/onramp"},
            "ONRAMP_DATABASE_URL",
        ),
        (("index", "nowhere"), {}, "nowhere"),
    ],
)
def test_each_fault_is_one_line_that_names_the_fix(
    settings: Settings, arguments: tuple[str, ...], environment: dict[str, str], named: str
) -> None:
    done = onramp(settings, *arguments, **environment)
    assert done.returncode == 1
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_doctor_tells_settings_and_their_origin(settings: Settings) -> None:
    done = onramp(settings, "doctor", ONRAMP_PORT="8123")
    assert done.returncode == 0, done.stdout
    assert "port = 8123 (environment)" in done.stdout
    assert "queue = 16 (default)" in done.stdout
