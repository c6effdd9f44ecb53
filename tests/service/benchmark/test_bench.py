from __future__ import annotations

import json
from pathlib import Path

from service.settings import Settings
from tests.service.test_cli import onramp


def test_the_command_measures_without_a_model(settings: Settings, notes: Path) -> None:
    done = onramp(settings, "bench", "--quick", "--json", ONRAMP_NOTES=str(notes))
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["latency"]["answered"] + figures["latency"]["refused"] == 3
    assert figures["latency"]["retrieval_ms"]["p95"] > 0
    assert figures["indexing"]["notes"] == 3
    assert [load["users"] for load in figures["served"]["loads"]] == [1, 4, 16]
    assert sum(load["lost"] for load in figures["served"]["loads"]) == 0
    assert figures["served"]["start_up_s"] > 0
    assert figures["wording"] is None
    assert any("no language model" in line for line in figures["left_out"])


def test_the_table_leaves_out_what_was_not_asked_for(settings: Settings) -> None:
    done = onramp(settings, "bench", "--quick", "--no-server", ONRAMP_NOTES="nowhere")
    assert done.returncode == 0, done.stderr
    assert "passages" in done.stdout
    assert "answers/min" not in done.stdout
    assert "ONRAMP_NOTES" in done.stdout


def test_a_missing_index_is_one_line(settings: Settings) -> None:
    done = onramp(settings, "bench", "--index", "nowhere")
    assert done.returncode == 1
    assert "onramp index" in done.stderr.strip().splitlines()[-1]
