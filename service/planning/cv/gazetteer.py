"""What technologies are called in CVs and profiles: from a name to its tag."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Literal

_FILE = Path(__file__).parent / "gazetteer.toml"
_LONGEST = 80  # characters of a name


@dataclass(frozen=True, slots=True)
class Alias:
    """A name, and what it is a name of.

    `domain` is what work with it is a sign of, "" if of none. `cased`: in a text it counts only in
    this case; `wary`: and only in the company of other technologies, since it is an everyday word.
    `member`: a part of what the tag stands for, so that whoever lacks it need not lack the whole.
    """

    name: str
    tag: str
    kind: Literal["language", "skill"]
    domain: str
    cased: bool
    wary: bool
    member: bool


def skill_tag(name: str) -> str | None:
    """The tag of a skill by any of its names, in any case; None if it is not known."""
    alias = find_alias(name)
    return alias.tag if alias and alias.kind == "skill" else None


def language_tag(name: str) -> str | None:
    """The tag of a programming language by any of its names; None if it is not known."""
    alias = find_alias(name)
    return alias.tag if alias and alias.kind == "language" else None


def nearest_names(name: str) -> list[str]:
    """Tags that a mistyped name may have meant, the likeliest first."""
    near = get_close_matches(_key(name), _by_key(), n=3, cutoff=0.75)
    return list(dict.fromkeys(_by_key()[key].tag for key in near))


def find_alias(name: str) -> Alias | None:
    """What a name that stands by itself is a name of."""
    return _by_key().get(_key(name))


@cache
def aliases() -> tuple[Alias, ...]:
    """Every name of the table. A tag is a name of its own, unless it is an everyday word."""
    found = []
    for tag, entry in tomllib.loads(_FILE.read_text(encoding="utf-8")).items():
        cased = [*entry.get("wary", ()), *entry.get("cased", ())]
        everyday = {name.casefold() for name in cased}
        own = [name for name in dict.fromkeys((tag, tag.replace("-", " "))) if name not in everyday]
        for name in (*own, *entry.get("aliases", ()), *entry.get("members", ()), *cased):
            wary, member = name in entry.get("wary", ()), name in entry.get("members", ())
            domain = entry.get("domain", "")
            found.append(Alias(name, tag, entry["kind"], domain, name in cased, wary, member))
    return tuple(found)


@cache
def _by_key() -> Mapping[str, Alias]:
    """The aliases by how they are compared, and the tags themselves."""
    found = {_key(alias.name): alias for alias in aliases()}
    for alias in aliases():
        found.setdefault(alias.tag, alias)
    return found


def _key(name: str) -> str:
    return " ".join(name[: 2 * _LONGEST].casefold().split())
