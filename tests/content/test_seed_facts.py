"""Every fact of the seed article stands in the note that the list names for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.content.corpus import BY_SLUG, folded

FACTS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("seed_facts.yaml").read_text(encoding="utf-8")
)


def name(entry: dict[str, Any]) -> str:
    return f"{entry['note']}: {entry['fact'][:40]}"


def test_the_list_is_well_formed() -> None:
    assert all(entry.keys() == {"fact", "note", "phrases"} for entry in FACTS)
    assert all(entry["phrases"] and all(entry["phrases"]) for entry in FACTS)
    pairs = [(entry["fact"], entry["note"]) for entry in FACTS]
    assert len(set(pairs)) == len(pairs)


def test_the_roadmap_holds_every_fact() -> None:
    told = {entry["fact"] for entry in FACTS if entry["note"] == "roadmap"}
    assert {entry["fact"] for entry in FACTS} - told == set()


@pytest.mark.parametrize("entry", FACTS, ids=name)
def test_the_note_states_the_fact(entry: dict[str, Any]) -> None:
    text = folded(BY_SLUG[entry["note"]].body).lower()
    assert [phrase for phrase in entry["phrases"] if phrase.lower() not in text] == []
