from __future__ import annotations

import pytest

from service.benchmark.figures import Spread
from service.benchmark.yardstick import Written


def test_a_spread_is_the_median_and_the_95th_centile() -> None:
    assert Spread.of(range(101)) == Spread(50, 95)
    assert Spread.of([7.0]) == Spread(7.0, 7.0)
    assert Spread.of([]) is None


def test_speeds_are_tokens_over_the_time_that_they_took() -> None:
    written = Written(prompt_tokens=100, new_tokens=11, first_s=0.5, total_s=1.5)
    assert written.prefill == pytest.approx(200)
    assert written.decode == pytest.approx(10)
    assert Written(100, 1, 0.5, 0.5).decode is None
