"""What a question means by itself: small talk, or a question that stands without its conversation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.answering.conversation import Turn

_GREETING = re.compile(
    r"(?:hi+|hello|hey+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day))"
    r"(?: there| onramp| all| everyone)?",
)
_THANKS = re.compile(
    r"(?:ok(?:ay)?[, ]*|great[, ]*|cool[, ]*|perfect[, ]*)?"
    r"(?:thanks?|thank you|thx|ty|cheers|much appreciated)(?: you)?"
    r"(?: so much| a lot| very much| again| for (?:the|your) (?:help|answer))*",
)
_FAREWELL = re.compile(r"(?:bye+|goodbye|good night|see (?:you|ya)(?: later| soon)?|ciao|farewell)")
_ACKNOWLEDGED = re.compile(
    r"(?:ok(?:ay)?|great|cool|nice|perfect|good|got it|i see|makes sense|understood|awesome|wow)"
)
_ABOUT = re.compile(
    r"(?:who|what) are you|what can (?:you|i) (?:do|ask)(?: you)?(?: here)?|what is this|help"
    r"|how are you(?: doing)?(?: today)?|what can you help (?:me )?with|are you (?:a )?(?:bot|human)"
)
_LINES = (
    (
        _GREETING,
        "Hello. Ask me anything about moving from software engineering into machine learning.",
    ),
    (_THANKS, "You're welcome. Ask on whenever you like."),
    (_FAREWELL, "Goodbye, and good luck with the next step."),
    (_ACKNOWLEDGED, "Good. What would you like to know next?"),
    (
        _ABOUT,
        "I answer questions from the notes in this knowledge base, and every sentence I show cites "
        "the passage that supports it. If the notes don't cover something, I say so.",
    ),
)
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
    """A question made to stand alone, or the friendly line that answers small talk."""

    question: str
    rewritten: bool = False
    reply: str | None = None


def understand(question: str, last: Turn | None) -> Understood:
    """Reads a question in the light of the turn before it, by rules alone."""
    question = " ".join(question.split())
    bare = re.sub(r"[\s!.,?:;)(-]+$", "", question.lower()).strip()
    for pattern, reply in _LINES:
        if pattern.fullmatch(bare):
            return Understood(question, reply=reply)
    greeted = _GREETING.match(bare)
    if greeted and len(bare) > greeted.end() + 8 and bare[greeted.end()] in ",.!- ":
        question = question[greeted.end() :].lstrip(" ,.!-")
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
