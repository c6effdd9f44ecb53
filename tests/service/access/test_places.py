from __future__ import annotations

import pytest

from service.access.places import Places
from service.errors import TooMany


def test_a_place_is_given_back_once() -> None:
    places = Places(2)
    first, second = places.take("a"), places.take("a")
    with pytest.raises(TooMany, match="2 answers under way") as refused:
        places.take("a")
    assert refused.value.retry_after > 0
    first()
    first()  # a place that was given back is nobody's to give
    third = places.take("a")
    with pytest.raises(TooMany):
        places.check("a")
    second()
    third()
    places.check("a")


def test_callers_have_places_of_their_own_and_some_are_not_counted() -> None:
    places = Places(1)
    places.take("a")
    places.take("b")
    for _ in range(9):
        places.take(None)
    with pytest.raises(TooMany, match="an answer under way"):
        places.take("a")
