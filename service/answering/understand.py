"""What a question means by itself: made to stand without its conversation."""

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
_CONTINUED = re.compile(
    r"(?:and|but|or|so|also|then)\b[,\s]*|(?:what|how) about\b\s*|same for\b\s*", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:why|how|how so|why not|when|where|really|how come|for example|an example|example|go on"
    r"|(?:tell me )?more|more (?:details?|about that)|(?:can you )?(?:explain|elaborate)(?: more)?"
    r"|in what way|such as|like what|since when)"
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question made to stand alone, and whether it had to be rewritten for that."""

    question: str
    rewritten: bool = False


def understand(question: str, last: Turn | None) -> Understood:
    """Reads a question in the light of the turn before it, by rules alone."""
    question = without_greeting(" ".join(question.split()))
    bare = re.sub(r"[\s!.,?:;)(-]+$", "", question.lower()).strip()
    if last is None or not _leans(question, bare):
        return Understood(question)
    return Understood(_stand_alone(question, bare, last), rewritten=True)


def _leans(question: str, bare: str) -> bool:
    """Whether a question says too little by itself: a pronoun, a continuation, a bare why."""
    if _BARE.fullmatch(bare) or _CONTINUED.match(question):
        return True
    words = question.split()
    return len(words) <= 12 and _LEANING.search(question) is not None


def _stand_alone(question: str, bare: str, last: Turn) -> str:
    earlier = last.question.rstrip(" ?.!")
    if _BARE.fullmatch(bare):
        return f"{earlier}: {question}"
    continued = _CONTINUED.match(question)
    if continued:
        rest = question[continued.end() :]
        return f"{earlier}, {rest}" if len(rest.split()) <= 6 else rest
    return _LEANING.sub(last.topic, question, count=1)
