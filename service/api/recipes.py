"""How the widget is put into each wiki: the recipes of web/recipes, as the guide shows them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.api.state import WEB

_FOLDER = WEB / "recipes"
_FILE = "=== "


@dataclass(frozen=True, slots=True)
class RecipeFile:
    """What to paste where. `$HOST` stands for the service's origin, `$ATTRIBUTES` for a JSON object."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """One wiki; `tested` is the version that the tests run it in, "" if they don't."""

    slug: str
    title: str
    tested: str
    steps: list[str]
    files: list[RecipeFile]


@cache
def recipes() -> list[Recipe]:
    """All recipes, the tested ones first as the table has them."""
    table = tomllib.loads((_FOLDER / "wikis.toml").read_text(encoding="utf-8"))
    return [
        Recipe(
            slug=wiki["slug"],
            title=wiki["title"],
            tested=wiki.get("tested", ""),
            steps=wiki["steps"],
            files=read_files(_FOLDER / f"{wiki['slug']}.txt"),
        )
        for wiki in table["wiki"]
    ]


def read_files(path: Path) -> list[RecipeFile]:
    """The files of a recipe, none if there is no such path."""
    if not path.is_file():
        return []
    parts = path.read_text(encoding="utf-8").split(_FILE)[1:]
    return [
        RecipeFile(name.strip(), text) for name, _, text in (one.partition("\n") for one in parts)
    ]
