"""How far what a phrase says reaches: to the next technology, or through a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.planning.intake.tokens import Token
from service.planning.intake.vocabulary import Cue, vocabulary

_FAR = 8  # tokens from a phrase to what it is about
_JOINED = frozenset(",/&+•()-|")


@dataclass(slots=True)
class Active:
    """A phrase in force: its tokens, and behind which token its list goes on (`anchor`)."""

    cue: Cue
    start: int
    end: int
    depth: int
    label: bool
    anchor: int
    tail: str = ""
    used: bool = False
    last: int = -1


def reaches(active: Active, gap: Sequence[Token]) -> bool:
    """Whether the first technology behind a phrase is what it is about."""
    if active.label:
        return len(gap) <= _FAR
    joints = vocabulary().words["joints"]
    plain = all(token.fold in joints or token.text in "-/('" for token in gap)
    if not active.cue.reaching:
        return plain and len(gap) <= 3
    if active.cue.saying == "wish" and len(gap) > 4:
        return plain
    commas = sum(token.text in ",|•" for token in gap)
    return len(gap) <= _FAR and (
        plain or commas == 0 or (active.cue.saying == "never" and len(gap) <= 4)
    )


def goes_on(active: Active, gap: Sequence[Token]) -> bool:
    """Whether the next technology is of the same list."""
    if active.label:
        return True
    words = vocabulary().words
    if not active.cue.reaching:
        return len(gap) <= 1 and all(
            t.text in "/&" or t.fold in ("and", "und", "et", "y") for t in gap
        )
    strange = [t for t in gap if not is_joined([t]) and t.fold not in words["joints"]]
    if active.cue.saying in ("never", "wish"):
        return len(strange) <= 3 and len(gap) <= 6
    with_ = any(token.fold in ("with", "mit", "avec", "con", "in", "en", "for") for token in gap)
    return len(strange) <= (0 if with_ else 1) and len(gap) <= 5


def is_joined(gap: Sequence[Token]) -> bool:
    words = vocabulary().words
    return all(token.text in _JOINED or token.fold in words["and"] for token in gap)
