"""What a line is: a heading, a label, somebody's name or contact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.planning.intake import gazetteer
from service.planning.intake.titles import titles_in
from service.planning.intake.tokens import Token
from service.planning.intake.vocabulary import Section, vocabulary

BULLETS = frozenset("•◦▪‣●○■□*·►➢✓✔➤-–▸◆❖»>\uf0b7\uf0a7")
_NAMELESS = frozenset("curriculum vitae lebenslauf resume cv of de von".split())


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading; not `alone` if it is a label with text behind it."""

    section: Section
    alone: bool


def heading_of(tokens: Sequence[Token]) -> Heading | None:
    """The section that a line opens, if it does; a label stands in front of its colon."""
    words = [token for token in tokens if token.text not in BULLETS and token.text not in "#=_:"]
    if not words or not words[0].is_word:
        return None
    vocabulary_ = vocabulary()
    found: Section | None = None
    at = 0
    while at < min(len(words), 8):
        match = vocabulary_.headings.match(words, at)
        if match is not None:
            found, at = found or match[1], match[0]
        elif words[at].fold in vocabulary_.heading_fillers:
            at += 1
        else:
            break
    if found is None:
        return None
    if at == len(words):
        return Heading(found, alone=True)
    label = next((n for n, token in enumerate(tokens) if token.text == ":"), None)
    return Heading(found, alone=False) if label is not None and at == label else None


def without_contact(tokens: Sequence[Token]) -> list[Token]:
    """A line without its cells such as 'Phone: ...' or 'Client: ...'."""
    kept: list[Token] = []
    start = 0
    for at in range(len(tokens) + 1):
        if at < len(tokens) and tokens[at].text != "|":
            continue
        cell = tokens[start : at + 1]
        if not _is_contact(cell):
            kept += cell
        start = at + 1
    return kept


def without_people(tokens: Sequence[Token], named: set[str]) -> Sequence[Token]:
    """The tokens without the names behind Mr, Frau and the like, which are remembered."""
    titles = vocabulary().words["titles"]
    if not any(token.fold in titles for token in tokens):
        return tokens
    kept: list[Token] = []
    left = 0
    for token in tokens:
        if token.fold in titles and token.text[0].isupper():
            left = 3
        elif left and token.is_word and token.text[0].isupper():
            named.add(token.fold)
            left -= 1
            continue
        elif token.text not in ".-":
            left = 0
        kept.append(token)
    return kept


def drop_name(by_row: Sequence[list[Token]]) -> frozenset[str]:
    """Takes the name out that a CV begins with, and gives its words."""
    for found in by_row[:50]:
        start = next((n for n, t in enumerate(found) if t.fold not in _NAMELESS), len(found))
        heading = heading_of(found)
        if heading is not None and heading.section != "summary":
            return frozenset()  # a name stands above the sections
        if start == len(found) or heading is not None:
            continue
        end = start
        while end < len(found) and found[end].is_word:
            end += 1
        name = found[start:end]
        ahead = found[end].text if end < len(found) else ","
        if ahead in "'.:" or not _is_name(name):
            return frozenset()
        del found[start:end]
        return frozenset(token.fold for token in name)
    return frozenset()


def _is_contact(tokens: Sequence[Token]) -> bool:
    first = 1 if tokens and tokens[0].text in BULLETS else 0
    if len(tokens) <= first:
        return False
    match = vocabulary().lines.match(tokens, first)
    if match is None or match[1] != "contact":
        return False
    end = match[0]
    return end < len(tokens) and tokens[end].text in ":."


def _is_name(words: Sequence[Token]) -> bool:
    if not 2 <= len(words) <= 4 or not all(word.text[0].isupper() for word in words):
        return False
    if titles_in(words, 0, len(words)) or vocabulary().lines.match(words, 0):
        return False
    found = (gazetteer.phrases().match(words, at) for at in range(len(words)))
    return not any(match and match[1].care == "none" for match in found)
