"""Words as evidence: which of them carry meaning, and when two are the same word."""

from __future__ import annotations

import re

_STOP = frozenset(
    """
    a about above after again all also am an and any are aren't as at be because been before
    being between both but by can can't cannot could couldn't did didn't do does doesn't doing
    don't down each few for from further get gets getting give go got had has have haven't
    having he her here him his how how's i i'd i'll i'm i've if in into is isn't it it's its
    itself just know let let's like look make many may me might more most much must my myself
    need no nor not now of off on once one only or other our out over own per please really same
    say see shall she should show so some still such take tell than that that's the their them
    then there these they they're this those through to too under up us use used using very want
    was wasn't way we we're well were what what's when where which while who whom whose why will
    with without won't would you you'd you'll you're you've your yours explain whats hows wheres
    whos im ive dont doesnt didnt cant isnt arent wont id lets
    """.split()
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NAME = re.compile(
    r"(?<!^)(?<![.!?:] )\b(?:[A-Z][\w+#-]*\w|\w*[a-z][A-Z]\w*|[A-Za-z]+\d\w*)\b", re.MULTILINE
)
_ENDINGS = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ies",
    "ied",
    "edly",
    "ed",
    "ers",
    "er",
    "es",
    "ly",
    "s",
)
_NEGATIONS = frozenset(
    """
    not no never nothing none neither nor cannot without n't isn't aren't don't doesn't didn't
    can't won't wasn't weren't wouldn't shouldn't couldn't hasn't haven't
    """.split()
)


def words(text: str) -> list[str]:
    """The words of a text in small letters, apostrophes straightened."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def names(text: str) -> list[str]:
    """What looks like a name inside a sentence: "JAX", "PyTorch", "HTTP2". None in a text in capitals."""
    return [] if text.isupper() else list(dict.fromkeys(_NAME.findall(text)))


def content_words(text: str) -> list[str]:
    """The words that carry meaning, in order, each once."""
    return list(dict.fromkeys(word for word in words(text) if word not in _STOP))


def stem(word: str) -> str:
    """A word without its common English ending, so that inflected forms meet.

    Plainer than Porter's: it only has to make two forms of a word in one passage equal.
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            base = word.removesuffix(ending)
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz":
                base = base[:-1]
            return base.rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


def stems(text: str) -> set[str]:
    """The stems of the content words of a text."""
    return {stem(word) for word in content_words(text)}


def negations(text: str) -> int:
    """How many words of a text deny something."""
    return sum(word in _NEGATIONS for word in words(text))
