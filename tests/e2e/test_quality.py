"""Answers and refusals over the notes are no worse than the figures kept beside the cases."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.models
EVALS = ROOT / "tests" / "evals"


def test_no_share_has_fallen_below_the_baseline(environment: dict[str, str]) -> None:
    cases = [str(EVALS / f"{name}.yaml") for name in ("kb", "foreign", "injections")]
    done = subprocess.run(
        [sys.executable, "-c", "from service.cli import main; main()", "eval", "answers", *cases,
         "--baseline", str(EVALS / "kb.json")],
        cwd=ROOT, env=environment | {"ONRAMP_GENERATOR": "quote"}, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
