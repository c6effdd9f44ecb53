"""Levels drawn or counted behind a name: 4/5, 80%, five stars of which three are full."""

from __future__ import annotations

from collections.abc import Sequence

from service.planning.intake.document import Document
from service.planning.intake.meaning import Mention
from service.planning.intake.tokens import Token

_FULL, _EMPTY = frozenset("★●⬤■▰◉⚫⭐"), frozenset("☆○◯□▱◌⚪")
_MOST = 10  # signs of a scale


def rating_behind(document: Document, mention: Mention) -> tuple[int, str] | None:
    """The level, 1 to 3, of a rating that stands directly behind a mention, and its text."""
    line = document.line_of(mention.start)
    ahead = document.tokens[mention.end : min(mention.end + _MOST + 3, line.end)]
    while ahead and ahead[0].text in "(:-|":
        ahead = ahead[1:]
    found = _signs(ahead) or _counted(ahead)
    if found is None:
        return None
    share, text = found
    return (3 if share >= 0.8 else 2 if share >= 0.5 else 1), text


def _signs(tokens: Sequence[Token]) -> tuple[float, str] | None:
    signs = []
    for token in tokens:
        if token.text not in _FULL and token.text not in _EMPTY:
            break
        signs.append(token.text)
    full = sum(sign in _FULL for sign in signs)
    if len(signs) < 3 or not full:
        return None
    # Three full signs alone are three of five.
    return full / max(len(signs), 5 if full == len(signs) else 0), "".join(signs)


def _counted(tokens: Sequence[Token]) -> tuple[float, str] | None:
    if len(tokens) < 2 or not tokens[0].text.isdecimal() or len(tokens[0].text) > 3:
        return None
    number = int(tokens[0].text)
    if tokens[1].text == "%" and 0 < number <= 100:
        return number / 100, f"{number}%"
    if len(tokens) > 2 and tokens[1].text == "/" and tokens[2].text in ("5", "10"):
        most = int(tokens[2].text)
        return (number / most, f"{number}/{most}") if 0 < number <= most else None
    return None
