"""Plans that are kept, in a real database of either kind."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta

import pytest

from service.errors import Busy
from service.store.plans import Owner
from service.store.store import Store
from tests.service.store.conftest import NOON, plan

ONE, TWO, THREE = "1" * 32, "2" * 32, "3" * 32
MINE, NOBODY = Owner("0123456789ab"), Owner(None)


def test_a_plan_is_its_owners(store: Store) -> None:
    store.plans.save(plan(ONE, key_id=MINE.key_id))
    store.plans.save(plan(TWO))
    assert store.plans.find(ONE, MINE) == store.plans.find(ONE) == plan(ONE, key_id=MINE.key_id)
    assert store.plans.find(ONE, NOBODY) is None
    assert store.plans.find(TWO, MINE) is None
    assert store.plans.export(MINE) == [asdict(plan(ONE, key_id=MINE.key_id))]
    assert store.plans.delete(ONE, NOBODY) == 0
    assert store.plans.delete(owner=MINE) == 1
    assert store.plans.delete(TWO) == 1
    assert store.plans.find(TWO) is None
    with pytest.raises(ValueError, match="either"):
        store.plans.delete()


def test_old_plans_are_forgotten_with_old_answers(store: Store) -> None:
    store.plans.save(plan(ONE, created_at=NOON - timedelta(days=91)))
    store.plans.save(plan(TWO, created_at=NOON - timedelta(days=89)))
    assert store.forget(NOON - timedelta(days=90)) == 1
    assert store.plans.find(ONE) is None
    assert store.plans.find(TWO)


def test_an_owner_keeps_so_many_and_the_others_theirs(store: Store) -> None:
    for id_ in (ONE, TWO):
        store.plans.save(plan(id_), most=2)
    with pytest.raises(Busy, match="2 plans are kept") as caught:
        store.plans.save(plan(THREE), most=2)
    assert caught.value.retry_after > 0
    assert store.trouble() is None
    store.plans.save(plan(THREE, key_id=MINE.key_id), most=2)
