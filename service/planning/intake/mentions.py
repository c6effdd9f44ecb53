"""Technologies named in a document. Names that are ordinary words are held to their company."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from service.planning.intake import gazetteer
from service.planning.intake.document import Document
from service.planning.intake.gazetteer import Alias
from service.planning.intake.meaning import Mention, is_meant
from service.planning.intake.phrases import Phrases
from service.planning.intake.tokens import Token
from service.planning.intake.vocabulary import vocabulary

_HERE = Path(__file__).parent


def find_mentions(document: Document) -> list[Mention]:
    """Every technology and field of mathematics that is named, in order."""
    found = [m for m in _candidates(document) if not _is_proper_name(document, m)]
    sure = [mention.alias.care == "none" for mention in found]
    # Twice, so that what was accepted speaks for its neighbours on both sides.
    for order in (range(len(found)), range(len(found) - 1, -1, -1)):
        for at in order:
            sure[at] = sure[at] or is_meant(document, found, sure, at)
    return [mention for mention, meant in zip(found, sure, strict=True) if meant]


@cache
def _maths() -> Phrases[Alias]:
    fields = tomllib.loads((_HERE / "maths.toml").read_text(encoding="utf-8"))["fields"]
    return Phrases(
        (name, Alias(field, "maths", name)) for field, names in fields.items() for name in names
    )


def _candidates(document: Document) -> list[Mention]:
    tokens = document.tokens
    found = []
    at = 0
    while at < len(tokens):
        matches = (gazetteer.phrases().match(tokens, at), _maths().match(tokens, at))
        match = max((m for m in matches if m), key=lambda m: m[0], default=None)
        if match is not None and match[1].care != "never" and _has_edges(tokens, at, *match):
            found.append(Mention(match[1], at, match[0]))
            at = match[0]
        else:
            at += 1
    return found


def _has_edges(tokens: Sequence[Token], start: int, end: int, alias: Alias) -> bool:
    first, last = tokens[start], tokens[end - 1]
    if not first.glue and start:
        before = tokens[start - 1]
        if before.line == first.line and (before.is_word or before.is_number):
            return False
    if end == len(tokens) or tokens[end].glue or tokens[end].line != last.line:
        return True
    behind = tokens[end]
    if behind.is_word or behind.text in "+#_":
        return False
    return not (behind.is_number and len(alias.name) < 3)


def _is_proper_name(document: Document, mention: Mention) -> bool:
    """Whether it is part of a company's, a street's or the person's own name."""
    tokens, words = document.tokens, vocabulary().words
    start, end = mention.start, mention.end
    if end - start == 1 and mention.alias.care != "none" and tokens[start].fold in document.names:
        return True
    line = tokens[start].line
    before = [token.fold for token in tokens[max(0, start - 3) : start] if token.line == line]
    while before and before[-1] in ("de", "du", "des", "del", "la"):
        before.pop()
    if before and before[-1] in words["streets_before"]:
        return True
    for at in range(end, min(end + 4, len(tokens))):
        token = tokens[at]
        if token.line != line or token.glue == "" or not token.text[0].isupper():
            break
        if token.fold in words["companies"] or (at == end and token.fold in words["streets"]):
            return True
    return end < len(tokens) and tokens[end].glue == "-" and tokens[end].fold in words["streets"]
