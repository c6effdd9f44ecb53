"""A few seconds of the load test: nothing is lost, whoever is turned away is told when to come back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.load.report import of
from tests.bench.load.run import run


@pytest.mark.slow
@pytest.mark.models
def test_a_burst_of_users_loses_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    done = run(environment, "both", users=8, seconds=5, limits="off", folder=tmp_path)
    chat, search = of(done)
    assert done.alive
    assert done.errors == []
    for found in (chat, search):
        ended = found.ends["answered"] + found.ends["refused"]
        assert ended > 0
        assert ended + found.ends["rejected"] + found.ends["left"] == found.requests, found
    assert search.ends["refused"] == 0
