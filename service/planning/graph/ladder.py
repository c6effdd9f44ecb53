"""What a role can show first, second, ...: the rungs that a plan climbs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from service.planning.graph.catalogue import Catalogue

_FILE = Path(__file__).parent / "ladders.toml"
_DOMAIN = "<domain>"


@dataclass(frozen=True, slots=True)
class Rung:
    """Notes that are learnt with all that they need, and what one can show then."""

    notes: tuple[str, ...]
    shows: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """`stages` is 1 for what the first rung needs, ...; what no rung needs comes after the last."""

    title: str
    rungs: tuple[Rung, ...]
    stages: Mapping[str, int]


def ladder_of(catalogue: Catalogue, role: str, interest: str) -> Ladder:
    """The ladder of a role; rungs whose notes an index does not hold are left out."""
    entry = _ladders()[role]
    domain = [slug for slug, one in catalogue.concepts.items() if interest in one.domains]
    rungs = []
    for rung in entry["rungs"]:
        names = [slug for name in rung["notes"] for slug in (domain if name == _DOMAIN else [name])]
        notes = tuple(slug for slug in names if slug in catalogue.concepts)
        if notes:
            rungs.append(Rung(notes, rung["shows"]))
    stages = dict.fromkeys(catalogue.concepts, len(rungs) + 1)
    for stage in range(len(rungs), 0, -1):
        for note in rungs[stage - 1].notes:
            stages |= dict.fromkeys(catalogue.closure(note), stage)
    return Ladder(entry["title"], tuple(rungs), stages)


def title_of(role: str) -> str:
    """A role in words."""
    title: str = _ladders()[role]["title"]
    return title


@cache
def _ladders() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
