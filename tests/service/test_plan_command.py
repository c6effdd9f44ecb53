"""onramp plan, as it is called."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PROFILE = {"target_role": "mlops", "languages": {"python": 2}, "start_date": "2026-01-05"}


@pytest.fixture(scope="session")
def index(kb_index_directory: Path) -> Path:
    return kb_index_directory


def plan(index: Path, file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            *(sys.executable, "-c", "from service.cli import main; main()"),
            *("plan", str(file), "--index", str(index), *options),
        ],
        cwd=ROOT,
        env=os.environ | {"ONRAMP_EMBEDDER": "words", "COLUMNS": "160"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    file = tmp_path / "profile.json"
    file.write_text(json.dumps(PROFILE), encoding="utf-8")
    return file


def test_a_table_tells_the_plan(index: Path, profile: Path) -> None:
    done = plan(index, profile, "--weeks", "4", "--hours-per-week", "8")
    assert done.returncode == 0, done.stderr
    assert "5 January 2026" in done.stdout
    assert "assumed: domains" in done.stdout
    assert "way out: Take" in done.stdout


def test_json_markdown_and_calendar(index: Path, profile: Path) -> None:
    made = json.loads(plan(index, profile, "--format", "json").stdout)
    assert made["profile"]["target_role"] == "mlops"
    assert plan(index, profile, "--format", "md").stdout.startswith("# Study plan")
    assert plan(index, profile, "--format", "ics").stdout.startswith("BEGIN:VCALENDAR")


def test_a_cv_is_read_and_shown(index: Path, tmp_path: Path) -> None:
    cv = tmp_path / "cv.txt"
    cv.write_text("Jane Doe\nData Engineer, 2018 - 2024\nPython, Airflow, SQL\n", encoding="utf-8")
    done = plan(index, cv, "--role", "mlops")
    assert done.returncode == 0, done.stderr
    assert "domains.data-engineering" in done.stdout
    assert "Jane" not in done.stdout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"target_roll": "mlops"}', "did you mean 'target_role'?"),
        ("{", "not JSON"),
        ("[]", "no JSON object"),
        ('{"must_include": ["mlfow"]}', "did you mean 'mlflow'?"),
    ],
)
def test_bad_files_are_one_line(index: Path, tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "profile.json"
    file.write_text(text, encoding="utf-8")
    done = plan(index, file)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_file_that_is_not_there(index: Path, tmp_path: Path) -> None:
    done = plan(index, tmp_path / "none.json")
    assert (done.returncode, "cannot be read" in done.stderr) == (1, True)
