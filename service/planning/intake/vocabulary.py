"""Words of CVs in four languages, read once from vocabulary.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from service.planning.intake.phrases import Phrases
from service.planning.intake.tokens import fold

Saying = Literal["never", "wish", "weak", "work", "strong", "use"]
Section = Literal[
    "job", "project", "skill", "education", "certificate", "reference", "interest", "summary"
]
LineKind = Literal["contact", "break", "education", "training"]
_FILE = Path(__file__).with_name("vocabulary.toml")


@dataclass(frozen=True, slots=True)
class Cue:
    """What a phrase says about a technology. `reaching`: it covers the list behind it."""

    saying: Saying
    level: int
    reaching: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases and sets of folded words, each named after its table in the file."""

    cues: Phrases[Cue]
    split_wish: tuple[frozenset[str], frozenset[str]]
    words: Mapping[str, frozenset[str]]
    headings: Phrases[Section]
    heading_fillers: frozenset[str]
    lines: Phrases[LineKind]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    dates: Mapping[str, Phrases[bool]]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    headings, dates = tables["headings"], tables["dates"]
    split = tables["cues"]["wish"]["split"]
    return Vocabulary(
        cues=Phrases(_cues(tables["cues"])),
        split_wish=(folded(split["first"]), folded(split["second"])),
        words={name: folded(words) for name, words in tables["words"].items()},
        headings=Phrases(_valued(headings, leaving_out="fillers")),
        heading_fillers=folded(headings["fillers"]),
        lines=Phrases(_valued(tables["lines"])),
        months={
            fold(name): number for number, names in enumerate(dates["months"], 1) for name in names
        },
        numbers={fold(word): number for word, number in dates["numbers"].items()},
        dates={
            name: Phrases((phrase, True) for phrase in entry)
            for name, entry in dates.items()
            if name not in ("months", "numbers")
        },
    )


def folded(words: Iterable[str]) -> frozenset[str]:
    """The words as tokens have them."""
    return frozenset(map(fold, words))


def _cues(tables: Mapping[str, Any]) -> Iterable[tuple[str, Cue]]:
    for saying, table in tables.items():
        for phrase in table["reaching"]:
            yield phrase, Cue(saying, table["level"], True)  # type: ignore[arg-type]
        for phrase in table["adjacent"]:
            yield phrase, Cue(saying, table["level"], False)  # type: ignore[arg-type]


def _valued(table: Mapping[str, Any], leaving_out: str = "") -> Iterable[tuple[str, Any]]:
    return (
        (phrase, name)
        for name, phrases in table.items()
        if name != leaving_out
        for phrase in phrases
    )
