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
_BOUNDARY = re.compile(r"(?<=[.!?])\s+|\s*\n\s*")
_ASKING = re.compile(
    r"(?:(?:and|but|so|also|please|ok(?:ay)?|now|then)\b[,\s]*)*"
    r"(?:how|what|why|when|which|who|where|can|could|should|would|will|is|are|am|do|does|did"
    r"|explain|tell|describe|show|compare|define|give|list)\b",
    re.IGNORECASE,
)
_SHORT = 12  # words up to which a pronoun is taken to point to the turn before
_FRAGMENT = 6  # words up to which a continuation is no question by itself
_WHOLE = 3  # words from which a sentence may be a question by itself
_ENDS = 2  # how many of the first and of the last sentences that ask are looked at
_LONGEST = 300  # characters of a part


@dataclass(frozen=True, slots=True)
class Reading:
    """A question that stands alone. `said` is what was said if that had to be rewritten for it.

    `excerpt` tells that only a part of what was said was taken.
    `root` is what a further follow-up is read by, if not by this question: "why" and "for example"
    add nothing to the question before them, and would pile up behind it.
    """

    question: str
    said: str | None = None
    root: str | None = None
    excerpt: bool = False

    @property
    def rewritten(self) -> bool:
        return self.said is not None or self.excerpt


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


def excerpts(text: str) -> list[Reading]:
    """The parts of a text that ask something; none if it is one sentence.

    The first and the last sentences that ask, alone and with the one before them, then all without the
    first sentence or without the last.
    What stands around a question, an introduction or an order to the model, makes it look less like
    what the notes say.
    """
    sentences = [part for part in _BOUNDARY.split(text.strip()) if part]
    asking = [at for at, one in enumerate(sentences) if _asks(one)]
    read = asking[:_ENDS] + asking[_ENDS:][-_ENDS:]
    runs = [(at, at + 1) for at in read] + [(at - 1, at + 1) for at in read if at > 0]
    runs += [(1, len(sentences))] if asking and asking[0] > 0 else []
    runs += [(0, len(sentences) - 1)] if asking and asking[-1] < len(sentences) - 1 else []
    parts = [sentences[start:end] for start, end in dict.fromkeys(runs)]
    alone = [part for part in parts if not (len(part) == 1 and _leans(part[0]))]
    texts = [" ".join(part) for part in alone if len(part) < len(sentences)]
    return [Reading(text, excerpt=True) for text in texts if len(text) <= _LONGEST]


def _asks(sentence: str) -> bool:
    whole = len(sentence.split()) >= _WHOLE
    return whole and (sentence.endswith("?") or _ASKING.match(sentence) is not None)


def _leans(question: str) -> bool:
    """Whether a pronoun points out of it: in a long question it mostly points to its own words."""
    return len(question.split()) <= _SHORT and _LEANING.search(question) is not None


def _plain(question: str) -> str:
    return re.sub(r"[\s!.,?:;)(-]+$", "", question.lower()).strip()
