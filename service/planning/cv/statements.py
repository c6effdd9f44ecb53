"""How well a text says that a technology is known: years, negations, words of strength."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from service.planning.cv.mentions import Mention

_COUNTS: Mapping[str, int] = {
    word: count
    for count, words in enumerate(
        (
            "one ein einem un uno",
            "two zwei deux dos",
            "three drei trois tres",
            "four vier quatre cuatro",
            "five fünf cinq cinco",
            "six sechs seis",
            "seven sieben sept siete",
            "eight acht huit ocho",
            "nine neun neuf nueve",
            "ten zehn dix diez",
            "eleven elf onze once",
            "twelve zwölf douze doce",
        ),
        1,
    )
    for word in words.split()
} | {
    "fifteen": 15,
    "fünfzehn": 15,
    "quinze": 15,
    "quince": 15,
    "twenty": 20,
    "zwanzig": 20,
    "vingt": 20,
}
NUMBER = rf"(\d{{1,2}}|{'|'.join(sorted(_COUNTS, key=len, reverse=True))})"
_YEARS = r"(?:years?|yrs?|jahren?|jahre|ans|années?|años?)"
_YEARS_BEFORE = re.compile(
    rf"\b{NUMBER}(?:[.,]\d)?\s?\+?\s?{_YEARS}\b[^\n.;]{{0,45}}$", re.IGNORECASE
)
_YEARS_AFTER = re.compile(
    rf"\s{{0,3}}[(:–|-]?\s{{0,3}}{NUMBER}\s?\+?\s?(?:{_YEARS}|y)\b(?!\s+(?:of|in|with|de|en|mit)\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[.!?](?=\s)|[;\n•]|\b(?:but|aber|mais|pero|sino|however|jedoch)\b", re.IGNORECASE
)
_NEGATED = re.compile(
    r"\b(?:no (?:experience|knowledge|background)|without (?:any )?experience|never (?:used|worked)|"
    r"not (?:yet )?(?:used|worked|familiar)|lack of experience|"
    r"(?:want|would like|wish|hope|hoping|plan|planning|keen|eager|looking|interested)\b.{0,25}?"
    r"\b(?:learn\w{0,3}|explore|get into|try)|(?:currently|started|still|am|now) learning|"
    r"keine (?:\w+ )?(?:erfahrung|kenntnisse)\w{0,2}|noch nie|möchte .{0,30}?lernen|lerne gerade|"
    r"pas d['’]expérience|aucune expérience|jamais (?:utilisé|travaillé)|souhaite apprendre|"
    r"sans expérience|envie d['’]apprendre|en cours d['’]apprentissage|"
    r"sin experiencia|no tengo (?:\w+ )?(?:experiencia|conocimientos)|no he (?:usado|trabajado)|"
    r"ninguna experiencia|nunca he|quiero aprender|me gustaría aprender|aprendiendo)",
    re.IGNORECASE,
)
_NO = re.compile(r"\bno\s$", re.IGNORECASE)
_LACKED_AFTER = re.compile(r"\s(?:experience|knowledge|background|skills)\b", re.IGNORECASE)
_NONE = re.compile(r"\b(?:none|keine?|aucune?|ningun[oa])\b", re.IGNORECASE)
_WANTED_AFTER = re.compile(r"[^.;\n]{0,60}\blernen\b", re.IGNORECASE)
_WEAK = re.compile(
    r"\b(?:basics?|basic knowledge|beginner|familiar(?:ity)?|some (?:experience|knowledge|exposure)|"
    r"exposure to|little|a bit of|ein wenig|un peu de|un poco de|elementary|novice|"
    r"rudimentary|grundkenntnisse|grundlagen|anfänger|erste erfahrung\w*|etwas|notions|débutant|"
    r"bases (?:en|du|de (?!données))|connaissances de base|básic[oa]s?|nociones|"
    r"principiante|conocimientos básicos)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:expert(?:ise)?|advanced|fluent|proficient|strong|deep|extensive|mastery|"
    r"experte|sehr gute?|fortgeschritten\w*|tiefe|umfassende|avancée?s?|confirmée?|maîtrise|courant|"
    r"experto|experta|avanzad[oa]s?|dominio|amplia)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\([^()]{0,40}$")
_OVER_A_LIST = re.compile(
    r"\W{0,3}(?:knowledge |experience |skills? |kenntnisse )?(?:with|to|of|in|at|mit|in|von|de|en|du|"
    r"des|con|avec|:)\b|\s{0,2}:",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"[ \t]{0,30}[(:|–-]?[ \t]{0,30}([^(),;|\n]{1,40})")
_NEAR = 90  # characters that a word of strength reaches, over a list

YEARS, NEGATION, WORD, BARE, LACKED = 4, 3, 2, 1, 0  # the weights of statements


@dataclass(frozen=True, slots=True)
class Statement:
    """A level, 0 to 3, with the words that say it and how much they weigh."""

    level: int
    quote: str
    rule: str
    confidence: float
    weight: int


def count_of(number: str) -> int:
    """A number in digits or in words."""
    return int(number) if number.isdecimal() else _COUNTS[number.lower()]


def read_statement(text: str, mention: Mention) -> Statement:
    """What the text says of a technology at one place; at least that it is in use."""
    name = text[mention.start : mention.end]
    start = _clause_start(text, mention.start)
    before = text[start : mention.start]
    negated = _last(_NEGATED, before)
    if negated is None and _LACKED_AFTER.match(text, mention.end):
        negated = _NO.search(before)
    if mention.alias.member and negated:
        return Statement(1, name, "cv.mention", 0.2, LACKED)
    if negated or ("möchte" in before.lower() and _WANTED_AFTER.match(text, mention.end)):
        words = negated[0] if negated else "möchte lernen"
        return Statement(0, f"{words} … {name}", "cv.negation", 0.8, NEGATION)
    worded, at = _worded(text, mention, before, name)
    years, earlier = (
        _YEARS_AFTER.match(text, mention.end),
        _YEARS_BEFORE.search(_without_brackets(before)),
    )
    if years is None and earlier and earlier.start() > at:  # the nearer of the two counts
        years = earlier
    if years:
        count = count_of(years[1])
        level = 3 if count >= 3 else 2 if count >= 1 else 1
        return Statement(level, f"{years[1]} years … {name}", "cv.years-of", 0.9, YEARS)
    return worded


def _worded(text: str, mention: Mention, before: str, name: str) -> tuple[Statement, int]:
    """What a word of strength says, and where in `before` it stands: -1 if there is none."""
    beside = _beside(text, mention.end)
    # What stands in brackets belongs to what stands before them.
    ahead = _without_brackets(before)
    for where, ahead_of in ((beside, False), (ahead, True)):
        if not ahead_of and _NONE.match(where):
            return Statement(0, f"{name} … {where[:20]}", "cv.negation", 0.8, NEGATION), len(before)
        weak, strong = _last(_WEAK, where), _last(_STRONG, where)
        nearest = max(
            (one for one in (weak, strong) if one), key=lambda one: one.start(), default=None
        )
        if nearest is None or (ahead_of and not _reaches(where[nearest.end() :])):
            continue
        level, rule = (1, "cv.weak-word") if nearest is weak else (3, "cv.strong-word")
        statement = Statement(level, f"{nearest[0]} … {name}", rule, 0.7, WORD)
        return statement, nearest.start() if ahead_of else len(before)
    return Statement(2, name, "cv.mention", 0.5, BARE), -1


def _without_brackets(text: str) -> str:
    """As long as before, since places in it are compared."""
    return _BRACKETS.sub(lambda found: " " * len(found[0]), text)


def _beside(text: str, end: int) -> str:
    """What is said right behind a name: in brackets, after a colon, in the next cell, or at once."""
    found = _BESIDE.match(text, end)
    if found is None:
        return ""
    opened = found[0][: found.start(1) - found.start()].strip() != ""
    first = _WEAK.match(found[1]) or _STRONG.match(found[1])
    return found[1] if opened or first else ""


def _reaches(between: str) -> bool:
    """Whether a word such as "basic" still speaks of what comes: "familiar with" does over a list."""
    if len(between) > _NEAR:
        return False
    return _OVER_A_LIST.match(between) is not None or not re.search(r"[,/|]", between)


def _clause_start(text: str, at: int) -> int:
    window = max(0, at - 300)
    last = _last(_CLAUSE, text[window:at])
    return window + last.end() if last else window


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):  # noqa: B007 - the last one is wanted
        pass
    return found
