"""The paragraphs of a note that lead over from a background: "Coming from backend work, ..."."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indexer.types import Passage
from service.planning.graph.concept import Place, place

_OPENING = re.compile(r"Coming from ([^,.]{1,80})[,.]")
_SENTENCES = 2  # of a paragraph: what carries over, and where it misleads
# What a paragraph may call a background, by domain or by `language:`.
_WORDS: Mapping[str, str] = {
    "backend": "backend",
    "database": "data-engineering",
    "data engineering": "data-engineering",
    "SRE": "devops-sre",
    "DevOps": "devops-sre",
    "platform": "devops-sre",
    "QA": "qa",
    "test engineering": "qa",
    "security": "security",
    "fraud": "security",
    "frontend": "frontend",
    "mobile": "mobile",
    "game": "game",
    "graphics": "game",
    "embedded": "embedded",
    "JavaScript": "language:javascript",
    "TypeScript": "language:typescript",
    "Java ": "language:java",
    "C#": "language:csharp",
    "Go ": "language:go",
    "C++": "language:cpp",
}
# Whose paragraph speaks to a domain that has none of its own.
NEXT_OF_KIN: Mapping[str, tuple[str, ...]] = {
    "fullstack": ("backend", "frontend"),
    "mobile": ("frontend",),
    "embedded": ("game",),
    "game": ("embedded",),
}


@dataclass(frozen=True, slots=True)
class Bridge:
    """The first sentences of such a paragraph, and the heading that they stand under."""

    text: str
    place: Place


def read_bridges(passages: Iterable[Passage]) -> dict[str, Bridge]:
    """By background, the paragraph of a note that is written for it; the first one wins."""
    bridges: dict[str, Bridge] = {}
    for passage in passages:
        heading = passage.heading[-1] if passage.heading else passage.title
        under = place(passage.note, heading, passage.anchor)
        blocks: dict[int, list[str]] = {}
        for unit in passage.units:
            if unit.kind == "sentence":
                blocks.setdefault(unit.block, []).append(unit.text)
        for sentences in blocks.values():
            opening = _OPENING.match(sentences[0])
            if opening is None:
                continue
            bridge = Bridge(" ".join(sentences[:_SENTENCES]), under)
            named = f"{opening[1]} "
            for word, background in _WORDS.items():
                if word in named:
                    bridges.setdefault(background, bridge)
    return bridges
