"""What a unit needs beside it, so that a reader understands it: its lead-in, its list, its heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape

from indexer.types import Passage, Unit
from service.answering.words import words

_SHORT_PARAGRAPH = 60  # words up to which a sentence takes along those before it
_SHORT_LIST = 90  # words up to which a list or table is shown whole
_SHORT_SECTION = 60  # words up to which everything below a heading is
_LEANING = re.compile(
    r"(?:it|its|this|that|these|those|they|their|such|however|therefore|thus|hence|otherwise|instead"
    r"|then|now|also|here|because it|so|but|and|in this (?:case|example)|in the (?:last|previous) \w+"
    r"|as an example|the other|the same|for example|both|each of|the above"
    r"|(?:\w+ ){1,3}(?:it|them)\.$)(?!\w)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b(?:described|shown|listed|mentioned|defined|given|see) (?:above|below)\b", re.IGNORECASE
)
# Words that stand for what the heading names, and the fields of an entry of a reference.
_NAMELESS = re.compile(
    r"\b(?:this|the) (?:flag|option|setting|check|api|value|property|parameter|method|hook|command|"
    r"field|function|plugin|solution)\b",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"(?:default|type|usage|alias|aliases|required|deprecated)\b\W{0,3}:", re.IGNORECASE
)
_LINK = re.compile(r"<a .*?</a>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_TELLING = 4  # words beside its links from which an entry says something by itself
_KEY = re.compile(r"<(?:a|code|strong|em)\b")
POINTING = re.compile(
    r"where next|see also|next steps?|further reading|related|references|what'?s next|table of contents"
    r"|in this (?:section|chapter|module|page)",
    re.IGNORECASE,
)


def label(passage: Passage, positions: Sequence[int]) -> str:
    """What a run has to be read under: the question that it answers where the two stand together,
    or the innermost heading if the run speaks of what only the heading names. May be empty."""
    units = [passage.units[at] for at in positions]
    before = passage.units[positions[0] - 1] if positions[0] > 0 else None
    if before and asks(before) and before.block == units[0].block and before.kind == "sentence":
        return before.text
    above = [unit.text for unit in passage.units[: positions[0]] if heads(unit)]
    heading = above[-1] if above else (passage.title, *passage.heading)[-1]
    said = set(words(" ".join(unit.text for unit in units)))
    needs = any(_NAMELESS.search(unit.text) or _ENTRY.match(unit.text) for unit in units)
    return heading if needs and not set(words(heading)) <= said else ""


def around(units: Sequence[Unit], at: int) -> tuple[int, ...]:
    """The positions that have to be shown together with the unit at `at`; may be none."""
    first = last = at
    while first > 0 and _leans(units[first]) and _shown(units[first - 1]):
        first -= 1
    if _leans(units[first]):
        return ()  # nothing to lean on: it would be read as being about something else
    while last + 1 < len(units) and _introduces(units, last):
        block = units[last + 1].block
        last += 1
        while last + 1 < len(units) and units[last + 1].block == block:
            last += 1
    if units[at].kind in ("item", "row"):
        # One entry of a list means little without the words that say what it is a list of, and a
        # short list is steps or choices that belong together.
        opening, closing = _block(units, first)
        if size(units[opening : closing + 1]) <= _SHORT_LIST:
            first, last = opening, closing
        if opening > 0 and _introduces(units, opening - 1):
            return (opening - 1, *range(first, last + 1))
    elif units[at].kind == "sentence" and units[at].block == units[first].block:
        opening, closing = _block(units, first)
        short = size(units[opening : closing + 1]) <= _SHORT_PARAGRAPH
        if short and not _leans(units[opening]) and not any(map(asks, units[opening:first])):
            first = opening
        end = last
        while end + 1 < len(units) and end - first < 3 and _follows(units, end):
            end += 1
        last = end
    if units[last].text.endswith(":"):
        last -= 1  # what it leads in to stands in another passage
    return _whole_if_short(units, first, last)


def _whole_if_short(units: Sequence[Unit], first: int, last: int) -> tuple[int, ...]:
    """A run, widened to its section if that is short: an entry of a reference, say, whose default
    and type stand beside its meaning."""
    opening, closing = first, last
    while opening > 0 and not heads(units[opening - 1]):
        opening -= 1
    while closing + 1 < len(units) and not heads(units[closing + 1]):
        closing += 1
    section = units[opening : closing + 1]
    whole = (opening > 0 or closing + 1 < len(units)) and size(section) <= _SHORT_SECTION
    if whole and not any(map(asks, section)) and not section[-1].text.endswith(":"):
        return tuple(range(opening, closing + 1))
    return tuple(range(first, last + 1))


def _block(units: Sequence[Unit], at: int) -> tuple[int, int]:
    """The first and the last unit of the block in which a unit stands."""
    first = last = at
    while first > 0 and units[first - 1].block == units[at].block:
        first -= 1
    while last + 1 < len(units) and units[last + 1].block == units[at].block:
        last += 1
    return first, last


def size(units: Iterable[Unit]) -> int:
    return sum(len(unit.text.split()) for unit in units)


def is_bare(unit: Unit) -> bool:
    """Whether a unit is a single name or number, which by itself says nothing."""
    return unit.kind == "item" and len(unit.text.split()) < 2


def is_catalogue(passage: Passage, positions: Sequence[int]) -> bool:
    """Whether all that stands together are rows, or items that begin with their own name, as in a
    reference. Steps and nested lists mean little in part."""
    for at in positions:
        unit = passage.units[at]
        named = unit.kind == "item" and _KEY.match(unit.html) and _in_plain_list(passage.html, at)
        if unit.kind != "row" and not named:
            return False
    return True


def _in_plain_list(html: str, at: int) -> bool:
    """Whether the unit with that number stands in a list without numbers, and in no list in a list."""
    before = html.partition(f'data-unit="{at}"')[0]
    numbered = before.count("<ol") - before.count("</ol>")
    return numbered == 0 and before.count("<ul") - before.count("</ul>") == 1


def heads(unit: Unit) -> bool:
    return unit.kind == "heading"


def asks(unit: Unit) -> bool:
    return unit.text.endswith("?")


def points(unit: Unit) -> bool:
    """Whether a unit only sends the reader elsewhere."""
    if POINTING.match(unit.text):
        return True
    described = len(words(unescape(_TAG.sub(" ", _LINK.sub(" ", unit.html))))) >= _TELLING
    return unit.html.startswith("<a ") and len(words(unit.text)) < 8 and not described


def _leans(unit: Unit) -> bool:
    leaning = _LEANING.match(unit.text) or _BACK.search(unit.text)
    return unit.kind == "sentence" and leaning is not None


def _shown(unit: Unit) -> bool:
    return unit.kind == "sentence" and not asks(unit)


def _introduces(units: Sequence[Unit], at: int) -> bool:
    """Whether the unit at `at` is a lead-in to the block after it."""
    after = units[at + 1] if at + 1 < len(units) else None
    if after is None or after.block == units[at].block or after.kind in ("sentence", "heading"):
        return False
    return units[at].kind == "sentence" and units[at].text.endswith((":", "these", "following"))


def _follows(units: Sequence[Unit], at: int) -> bool:
    """Whether the sentence after `at` goes on with the same paragraph."""
    after = units[at + 1]
    return after.block == units[at].block and after.kind == "sentence" and not asks(after)
