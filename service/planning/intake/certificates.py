"""Certificates named in a document, as statements about what they prove."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from service.planning.intake import gazetteer
from service.planning.intake.document import Document
from service.planning.intake.gazetteer import Alias
from service.planning.intake.hopes import is_hoped
from service.planning.intake.phrases import Phrases
from service.planning.intake.quotes import quote
from service.planning.intake.statements import Statement

_FILE = Path(__file__).with_name("certificates.toml")


def read_certificates(document: Document, source: str = "cv") -> Iterator[Statement]:
    """A statement for each certificate; those that are only prepared for are passed over."""
    at = 0
    while at < len(document.tokens):
        match = _certificates().match(document.tokens, at)
        if match is None:
            at += 1
            continue
        end, (alias, level) = match
        if not is_hoped(document, at):
            words = quote(document.tokens[at:end])
            yield Statement(alias, "explicit", level, words, f"{source}.certificate", 0.9)
        at = end


@cache
def _certificates() -> Phrases[tuple[Alias, int]]:
    entries = tomllib.loads(_FILE.read_text(encoding="utf-8"))["levels"]
    by_tag = {alias.tag: alias for alias in gazetteer.aliases() if alias.name == alias.tag}
    return Phrases(
        (name, (by_tag[entry["tag"]], entry["level"]))
        for entry in entries
        for name in entry["names"]
    )
