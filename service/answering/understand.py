"""What a question means by itself: the ways to read it without its conversation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.answering.conversation import Turn
from service.answering.small_talk import without_greeting

_LEANING = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|the (?:same|former|latter|first|second) one"
    r"|the other(?: one)?|he|she)\b",
    re.IGNORECASE,
)
_HINTING = re.compile(
    r"\b(?:there|ones?|then|else|another|instead|here|both|either)\b", re.IGNORECASE
)
_CONTINUED = re.compile(
    r"(?:ok(?:ay)?[,\s]+)?(?:(?:and|but|or|so|also|then)\b[,\s]*|(?:what|how) about\b\s*|same for\b\s*)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:why|how|how so|why not|when|where|really|how come|for example"
    r"|(?:(?:can you )?(?:give|show) me )?(?:an? )?(?:simple )?example|go on"
    r"|(?:tell me )?more|more (?:details?|about that)|(?:can you )?(?:explain|elaborate)(?: more)?"
    r"|in what way|such as|like what|since when)"
)
_TURNED = re.compile(
    r"(?:ok(?:ay)?[,.\s]+)?(?:now[,\s]+)?(?:to\s+)?(?:(?:an?\s+)?(?:new|other|another|different)\s+"
    r"(?:topic|subject|thing|question)|something\s+(?:else|different)|changing\s+(?:the\s+)?"
    r"(?:topic|subject))(?:\s+now)?\s*[:.,!-]+\s*(?=\S)",
    re.IGNORECASE,
)
_SHORT = 12  # words up to which a pronoun is taken to point to the turn before
_FRAGMENT = 6  # words up to which a continuation is no question by itself


@dataclass(frozen=True, slots=True)
class Reading:
    """A question that stands alone. `said` is what was said if that had to be rewritten for it.

    `root` is what a further follow-up is read by, if not by this question: "why" and "for example"
    add nothing to the question before them, and would pile up behind it.
    """

    question: str
    said: str | None = None
    root: str | None = None

    @property
    def rewritten(self) -> bool:
        return self.said is not None


def root_of(question: str) -> str:
    """What a rewritten question is about, without the "why" or "for example" that was put behind it."""
    root, joint, end = question.rpartition(": ")
    return root if joint and _BARE.fullmatch(_plain(end)) else question


def readings(question: str, last: Turn | None) -> list[Reading]:
    """The ways to read a question in the light of the turn before it, likeliest first, by rules."""
    question = without_greeting(" ".join(question.split()))
    turned = _TURNED.match(question)
    if turned:
        return [Reading(question[turned.end() :])]
    if last is None:
        return [Reading(question)]
    earlier = last.question.rstrip(" ?.!")
    joined = Reading(f"{earlier}: {question}", question)
    if _BARE.fullmatch(_plain(question)):
        return [Reading(joined.question, question, last.question)]
    continued = _CONTINUED.match(question)
    rest = question[continued.end() :] if continued else question
    short = len(question.split()) <= _SHORT
    if short and _LEANING.search(rest):
        return [Reading(_LEANING.sub(last.topic, rest, count=1), rest), joined]
    if continued:
        together = Reading(f"{earlier}, {rest}", question)
        return [together] if len(rest.split()) <= _FRAGMENT else [Reading(rest), together]
    if short and _HINTING.search(question):
        return [Reading(question), joined]
    return [Reading(question)]


def _plain(question: str) -> str:
    return re.sub(r"[\s!.,?:;)(-]+$", "", question.lower()).strip()
