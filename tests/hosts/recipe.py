"""What a wiki's owner pastes to get the widget: read from one text for each host, filled in."""

from __future__ import annotations

import html
import json
from pathlib import Path

from service.api.recipes import read_files

RECIPES = Path(__file__).parents[2] / "web" / "recipes"


def recipe(host: str, server: str, attributes: dict[str, str] | None = None) -> dict[str, str]:
    """The parts of a host's recipe by the place where each belongs, for a service's address."""
    filling = json.dumps(of_widget(server, attributes))
    return {
        file.name: file.text.replace("$HOST", server).replace("$ATTRIBUTES", filling)
        for file in read_files(RECIPES / f"{host}.txt")
    }


def element(server: str, attributes: dict[str, str] | None = None) -> str:
    """The widget as HTML."""
    pairs = of_widget(server, attributes).items()
    written = "".join(f' {name}="{html.escape(value)}"' for name, value in pairs)
    return f"<onramp-widget{written}></onramp-widget>"


def of_widget(server: str, attributes: dict[str, str] | None) -> dict[str, str]:
    """The widget's attributes: where its service is, and those asked for."""
    return {"server": server} | (attributes or {})
