"""A text as tokens, lines with the section they stand in, and sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.planning.intake.columns import in_one_column
from service.planning.intake.sections import (
    BULLETS,
    drop_name,
    heading_of,
    without_contact,
    without_people,
)
from service.planning.intake.tokens import Token, clean, tokenise, unhyphenated
from service.planning.intake.vocabulary import Section, folded, vocabulary

_ENDS = frozenset(".!?")
_ABBREVIATIONS = frozenset(
    "e g eg ie i z b bzw ca approx etc incl inkl vs sept jan feb mrz apr okt dez no nr z d h p ej ex".split()
)
_OPEN = frozenset(
    "at by from in bei chez von bis para por par dans vom zum zur since seit as als".split()
)
_HEADED = re.compile(r"(?<!\S)([A-ZÀ-Ý]{5,20}(?: [A-ZÀ-Ý]{4,20})?)(?!\S)")
_LONG = 160  # characters of a line in which several sections may stand
_TOOLS = folded(
    "technologies tools stack tech environment environnement technologien technology software "
    "databases frameworks tecnologias outils herramientas languages project projects".split()
)
_WRAPPED = 40  # characters from which on a line may go on in the next one


@dataclass(frozen=True, slots=True)
class Line:
    """The tokens `start` to `end` of a line, and where in the document it stands."""

    start: int
    end: int
    section: Section
    bullet: bool = False
    heading: bool = False
    opens: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """Tokens without personal lines; `sentences` holds the number of each token's sentence.

    `aside` are tokens of awards and the like, which tell of nothing but dates; `names` are words
    of the person's name.
    """

    tokens: Sequence[Token]
    lines: Sequence[Line]
    sentences: Sequence[int]
    names: frozenset[str] = frozenset()
    aside: Sequence[Token] = ()

    def line_of(self, at: int) -> Line:
        return self.lines[self.tokens[at].line]


def read_document(text: str, section: Section | None = None, name: str = "") -> Document:
    """A text cut up. With a section given, all of it stands there and no headings are looked for.

    `name` is the person's, if it is known: it is none of a technology.
    """
    rows = unhyphenated(_rows(clean(text), whole=section is not None))
    by_row: list[list[Token]] = [[] for _ in rows]
    for token in tokenise(rows):
        by_row[token.line].append(token)
    named = {token.fold for token in tokenise([name])}
    if section is None:
        named |= drop_name(by_row)
    found = [without_contact(tokens) for tokens in by_row]
    headings = [heading_of(tokens) if section is None else None for tokens in found]
    labels = Counter(
        tokens[0].fold for tokens, of in zip(found, headings, strict=True) if of and not of.alone
    )
    tokens: list[Token] = []
    aside: list[Token] = []
    lines: list[Line] = []
    current: Section = section or "summary"
    for row, words, heading in zip(rows, found, headings, strict=True):
        here = current
        if heading is not None and (heading.alone or current not in ("job", "project")):
            here = heading.section
            current = here if heading.alone else current
        kept = [] if here in ("reference", "interest") else without_people(words, named)
        aside += words if here == "interest" else []
        lines.append(
            Line(
                len(tokens),
                len(tokens) + len(kept),
                here,
                bullet=bool(kept) and kept[0].text in BULLETS,
                heading=heading is not None and heading.alone,
                opens=heading is not None and _opens(lines, words, labels),
                width=len(row.rstrip()),
            )
        )
        tokens += kept
    return Document(tokens, lines, list(_sentences(tokens, lines)), frozenset(named), aside)


def _rows(text: str, *, whole: bool) -> list[str]:
    """The lines of a text; those of a whole CV in one column and with their headings apart."""
    if whole:
        return text.split("\n")
    rows = (_HEADED.sub(_apart, row) if len(row) > _LONG else row for row in text.split("\n"))
    return in_one_column("\n".join(rows).split("\n"))


def _apart(match: re.Match[str]) -> str:
    """A heading in capitals in the middle of a line gets one of its own."""
    return f"\n{match[1]}\n" if vocabulary().headings.whole(match[1]) else match[0]


def _opens(lines: Sequence[Line], found: Sequence[Token], labels: Mapping[str, int]) -> bool:
    """Whether a label such as 'Skills:' begins a section and is not a part of a job."""
    apart = bool(lines) and lines[-1].start == lines[-1].end
    return apart or (labels[found[0].fold] == 1 and found[0].fold not in _TOOLS)


def _sentences(tokens: Sequence[Token], lines: Sequence[Line]) -> Iterator[int]:
    number = 0
    for at in range(len(tokens)):
        if at and _ends_before(tokens, at, lines):
            number += 1
        yield number


def _ends_before(tokens: Sequence[Token], at: int, lines: Sequence[Line]) -> bool:
    last, token = tokens[at - 1], tokens[at]
    if token.line != last.line:
        return not _goes_on(last, token, lines)
    if last.text not in _ENDS or token.glue != " ":
        return token.text in "•▪‣" or last.text == ";" or token.text == ";"
    before = tokens[at - 2] if at > 1 else last
    return last.text != "." or before.fold not in _ABBREVIATIONS


def _goes_on(last: Token, token: Token, lines: Sequence[Line]) -> bool:
    """Whether a line is broken in the middle of a sentence."""
    line, after = lines[last.line], lines[token.line]
    if token.line - last.line > 1 or after.bullet or line.heading or after.heading:
        return False
    words = vocabulary().words
    if last.text in ",&/" or (last.fold in words["and"] | words["joints"] | _OPEN and last.is_word):
        return True
    if last.text in ".!?:;)":
        return False
    return line.width >= _WRAPPED and token.is_word and token.text[0].islower()
