"""Names of technologies and the tags they stand for, read once from gazetteer.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal

from service.planning.intake.phrases import Phrases

Kind = Literal["language", "skill", "maths"]
Care = Literal["none", "cased", "wary", "never"]
_FILE = Path(__file__).with_name("gazetteer.toml")
_LONGEST = 80  # characters of a name that anybody means
_VERSION = re.compile(r"(?<=[^\s\d])(?:\s+v?|\s*v)?\d[\d.x]{0,9}\+?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of a tag. A member is narrower than its tag; `care` is what a match asks for."""

    tag: str
    kind: Kind
    name: str
    care: Care = "none"
    member: bool = False
    domain: str | None = None


def skill_tag(name: str) -> str | None:
    """The skill a name stands for, in any case; None if there is none or it is a language."""
    return _tag(name, "skill")


def language_tag(name: str) -> str | None:
    """The programming language a name stands for, in any case; None if there is none."""
    return _tag(name, "language")


def nearest_names(name: str) -> list[str]:
    """Up to three tags whose names are written nearly like this one, the nearest first."""
    asked = " ".join(name.lower().split())[:_LONGEST]
    by_name = {alias.name.lower(): alias.tag for alias in reversed(aliases())}
    by_name |= {alias.tag: alias.tag for alias in aliases()}
    near = get_close_matches(asked, by_name, n=8, cutoff=0.7)
    return list(dict.fromkeys(by_name[found] for found in near))[:3]


@cache
def aliases() -> tuple[Alias, ...]:
    """Every name of every tag, the tag's own name first."""
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(alias for tag, entry in entries.items() for alias in _names(tag, entry))


@cache
def phrases() -> Phrases[Alias]:
    """All names, to be found in text."""
    return Phrases((alias.name, alias) for alias in aliases())


def named(name: str) -> Alias | None:
    """The entry of a whole name, in any case, with or without a version behind it."""
    short = name.strip()
    if not short or len(short) > _LONGEST:
        return None
    return phrases().whole(short) or phrases().whole(_VERSION.sub("", short).rstrip(" -"))


def _names(tag: str, entry: Mapping[str, Any]) -> Iterator[Alias]:
    kind, domain = entry["kind"], entry.get("domain")
    careful: list[tuple[Care, str]] = [
        *(("wary", name) for name in entry.get("wary", ())),
        *(("cased", name) for name in entry.get("cased", ())),
    ]
    if all(name.lower() != tag for _, name in careful):
        yield Alias(tag, kind, tag, "never" if entry.get("ordinary") else "none", domain=domain)
    for care, name in careful:
        # Oracle, Helm and the like are narrower than their tags; Go and React are the tags.
        yield Alias(tag, kind, name, care, name.lower() != tag, domain)
    for name in entry.get("aliases", ()):
        yield Alias(tag, kind, name, domain=domain)
    for name in entry.get("members", ()):
        yield Alias(tag, kind, name, member=True, domain=domain)


def _tag(name: str, kind: Kind) -> str | None:
    found = named(name)
    return found.tag if found is not None and found.kind == kind else None
