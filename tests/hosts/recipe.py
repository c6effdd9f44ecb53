"""What a wiki's owner pastes to get the widget: read from one text for each host, filled in."""

from __future__ import annotations

import html
import json
from pathlib import Path

RECIPES = Path(__file__).parents[2] / "web" / "recipes"
PART = "=== "


def recipe(host: str, server: str, attributes: dict[str, str] | None = None) -> dict[str, str]:
    """The parts of a host's recipe by the place where each belongs, for a service's address."""
    parts: dict[str, str] = {}
    place = ""
    for line in (RECIPES / f"{host}.txt").read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith(PART):
            place = line.removeprefix(PART).strip()
            parts[place] = ""
        else:
            parts[place] += line
    filling = json.dumps(of_widget(server, attributes))
    return {
        place: text.replace("$HOST", server).replace("$ATTRIBUTES", filling)
        for place, text in parts.items()
    }


def element(server: str, attributes: dict[str, str] | None = None) -> str:
    """The widget as HTML."""
    pairs = of_widget(server, attributes).items()
    written = "".join(f' {name}="{html.escape(value)}"' for name, value in pairs)
    return f"<onramp-widget{written}></onramp-widget>"


def of_widget(server: str, attributes: dict[str, str] | None) -> dict[str, str]:
    """The widget's attributes: where its service is, and those asked for."""
    return {"server": server} | (attributes or {})
