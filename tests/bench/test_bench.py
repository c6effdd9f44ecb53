"""Prints how fast we are beside the yardsticks. Machines are noisy: no test asserts a time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.models
def test_a_small_run_has_all_figures_and_loses_nothing(
    environment: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from service.cli import main; main()",
            "bench",
            "--quick",
            "--json",
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=800,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    wording, served = figures["wording"], figures["served"]
    with capsys.disabled():
        for name, ratio in wording["times_ours"].items():
            print(f"\nwording: {name} takes {ratio:.2f} times ours")
        print(f"whole answer: a plain service takes {wording['answer_ratio']:.2f} times ours")
    assert {speed["name"] for speed in wording["speeds"]} >= {"onramp", "transformers.generate"}
    assert all(speed["decode_tokens_per_s"] > 0 for speed in wording["speeds"])
    assert figures["latency"]["retrieval_ms"]
    assert figures["latency"]["full_answer_ms"]
    assert figures["indexing"]["chunks_per_s"] > 0
    assert [load["lost"] for load in served["loads"]] == [0, 0, 0]
    assert all(load["answered"] for load in served["loads"])
