"""A sentence as the verifier reads it: the words that claim something, their clause, what is denied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from service.answering.verification.lexicon import KINDS_OF_THING, LIGHT, NUMBERS, RELATIONS, root
from service.answering.words import content_words

Conditions = tuple[tuple[int, frozenset[int]], ...]
Kind = Literal["word", "relation", "number", "name", "exact"]
_TOKEN = re.compile(
    r"https?://\S+[\w/]|[€$£]?\d+(?:[.,]\d+)*(?:%|(?![\w]))|--[\w-]+(?:=[\w.-]+)?|\w+=[\w.]+"
    r"|@?[\w-]*\w(?:[._/@]\w+)+(?:\(\))?|\w+\(\)|\.[a-z]\w+|[^\W_]+(?:['’][^\W_]+)*|\w+|[,;:()—–.!?]"
)
_NUMBER = re.compile(r"[€$£]?\d+(?:[.,]\d+)*%?$")
_EXACT = re.compile(
    r"https?:|--|.*[_=/@(]|.*\w\.\w|\.\w|[A-Za-z]+\d|[a-z]+[A-Z]|[A-Z]\w*[a-z][A-Z]"
)
_NOT = frozenset(
    """
    not no never nothing none neither nor cannot without fails fail unable instead rather nobody
    hardly lack lacks lacking unless
    """.split()
)
_BREAKS = frozenset("while whereas but because which although if when unless then".split())
_CONDITIONS = frozenset("if unless".split())
_SUPPOSING = frozenset("if unless when whenever".split())
_LEANING = frozenset(
    "it its he his she her they their them this that these those such both".split()
)
_HARD = frozenset(";:()—–")
_BEFORE_ONE = frozenset("only the this which no other another either or whether".split())
_AFTER_ONE = frozenset("that which of on in at for from to , .".split()) | {""}
_POINTING = frozenset("the these those other all".split())
_DETERMINERS = frozenset("a an the of each every all its their your this that these those".split())
_DIMENSIONS = frozenset("long high wide deep tall old away".split())  # "two metres long"
_FRONTING = frozenset("use using with by to call set pass run".split())
_BE = frozenset("is are was were be been being gets get got".split())
_PARTICIPLE = re.compile(
    r"\w+ed$|(?:built|made|held|kept|sent|known|found|given|taken|led|lost|met|paid|run|set|shown|written|chosen)$"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word that carries weight. `at` counts all words and marks; `clause` numbers the clauses."""

    text: str
    root: str
    kind: Kind
    at: int
    clause: int


@dataclass(frozen=True, slots=True)
class Denial:
    """A negation: the roots that it denies, to the end of its clause, and all roots of the clause.

    `trailing` if nothing comes after it, as in "but these do not": then it denies what stands before.
    """

    scope: tuple[str, ...]
    clause: frozenset[str]
    trailing: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """`words` are all words and marks, in small letters; a token's `at` is its place among them.

    `conditions` are the clauses that "if" or "unless" opens, with those that they govern;
    `supposed` adds those that "when" opens.
    """

    words: tuple[str, ...]
    tokens: tuple[Token, ...]
    denials: tuple[Denial, ...]
    conditions: Conditions
    supposed: frozenset[int]

    @property
    def roots(self) -> frozenset[str]:
        return frozenset(token.root for token in self.tokens)

    def clauses(self) -> list[list[Token]]:
        """The tokens by clause, in order."""
        found: dict[int, list[Token]] = {}
        for token in self.tokens:
            found.setdefault(token.clause, []).append(token)
        return list(found.values())

    @property
    def leans(self) -> bool:
        """Whether it opens with a pronoun, whose meaning stands in the sentence before."""
        return bool(self.words) and self.words[0] in _LEANING

    def passive(self) -> frozenset[str]:
        """The roots of verbs in the passive."""
        words = self.words
        return frozenset(
            root(word)
            for at, word in enumerate(words)
            if _PARTICIPLE.match(word) and not _BE.isdisjoint(words[max(0, at - 3) : at])
        )

    def tied(self, token: Token) -> bool:
        """Whether "of" or a genitive ties a token to the one before."""
        before = self.words[max(0, token.at - 3) : token.at]
        return "of" in before or any(word.endswith(("'s", "s'")) for word in before[-2:])

    def named(self, token: Token) -> bool:
        """Whether an article, a genitive or "of" marks a token as a noun."""
        before = self.words[token.at - 1] if token.at else ""
        return before in _DETERMINERS or before.endswith(("'s", "s'"))

    def points(self, token: Token) -> bool:
        """Whether a token stands for what was named before, like "the command"."""
        pointed = token.at > 0 and self.words[token.at - 1] in ("the", "this")
        return pointed and token.text.lower() in KINDS_OF_THING

    def fronted(self, clause: Sequence[Token]) -> bool:
        """Whether a clause opens with its means: "Use X to ...", "With X, ..."."""
        return not _FRONTING.isdisjoint(self.words[max(0, clause[0].at - 2) : clause[0].at])

    def joined(self, clause: Sequence[Token]) -> bool:
        """Whether a clause opens with "and", and may share the subject of the one before."""
        return "and" in self.words[max(0, clause[0].at - 2) : clause[0].at]


@lru_cache(maxsize=2000)
def read(text: str) -> Reading:
    """Cuts a sentence into tokens and clauses."""
    parts = _TOKEN.findall(text.replace("’", "'"))
    words = tuple(part.lower() for part in parts)
    tokens: list[Token] = []
    clauses: list[int] = []  # of each word
    for at, (part, word) in enumerate(zip(parts, words, strict=True)):
        clauses.append((clauses[-1] if clauses else 0) + _opens_clause(words, at))
        if _counts_nothing(words, at):
            continue
        token = _token(part, word, at, clauses[-1], first=at == 0 or parts[at - 1] in ".!?:")
        if token is not None:
            tokens.append(token)
    supposed = frozenset(clauses[at] for at, word in enumerate(words) if word in _SUPPOSING)
    denials = [
        _denial(words, tokens, at, clauses[at]) for at in range(len(words)) if _denies(words, at)
    ]
    return Reading(words, tuple(tokens), tuple(denials), _conditions(words, clauses), supposed)


def _token(part: str, word: str, at: int, clause: int, *, first: bool) -> Token | None:
    if not any(letter.isalnum() for letter in part):
        return None
    if _counts(word):
        return Token(part, NUMBERS.get(word, word), "number", at, clause)
    if _EXACT.match(part):
        return Token(part, word, "exact", at, clause)
    if part[0].isupper() and not first and content_words(word):
        return Token(part, root(word), "name", at, clause)
    if root(word) in RELATIONS:
        return Token(part, root(word), "relation", at, clause)
    if not content_words(word) or word in ("means", "meant") or root(word) in _LIGHT_ROOTS:
        return None
    return Token(part, root(word), "word", at, clause)


_LIGHT_ROOTS = frozenset(root(word) for word in LIGHT)


def _opens_clause(lower: Sequence[str], at: int) -> bool:
    word = lower[at]
    before = lower[at - 1] if at else ""
    if before in _HARD or word in _HARD:
        return word not in _HARD
    return at > 0 and (before == "," or word in _BREAKS)


def _counts_nothing(lower: Sequence[str], at: int) -> bool:
    """Whether a word claims nothing here: "one" as a pronoun, "may" before "not", "end" before "up"."""
    before, word = lower[at - 1] if at else "", lower[at]
    after = lower[at + 1] if at + 1 < len(lower) else ""
    if word == "one":
        return before in _BEFORE_ONE or after in _AFTER_ONE
    if word in NUMBERS and before in _POINTING:
        return True  # "the other two": the same that were named before
    if word in KINDS_OF_THING:
        return bool(_EXACT.match(before) or _EXACT.match(after))
    if word in _DIMENSIONS:
        return any(_counts(other) for other in lower[max(0, at - 2) : at])
    return (word in ("may", "can") and after == "not") or (root(word) == "end" and after == "up")


def _counts(word: str) -> bool:
    return word in NUMBERS or _NUMBER.match(word) is not None


def _denies(lower: Sequence[str], at: int) -> bool:
    word = lower[at]
    after = lower[at + 1] if at + 1 < len(lower) else ""
    if word in ("instead", "rather"):
        return after in ("of", "than")
    if root(word) == "stop":
        return after.endswith("ing")
    return word in _NOT or word.endswith("n't")


def _denial(words: Sequence[str], tokens: Sequence[Token], at: int, clause: int) -> Denial:
    inside = [t for t in tokens if t.clause == clause and t.kind != "relation"]
    after = [t.root for t in inside if t.at > at]
    before = [t.root for t in inside if t.at < at]
    whole = frozenset(after + before)
    if words[at] in ("no", "without"):
        after = after[:2]  # what it denies is a thing, not the rest of the clause
    if words[at].startswith("lack"):
        return Denial(tuple(before + after), whole, trailing=True)
    return Denial(tuple(after or before[-2:]), whole, not after)


def _conditions(words: Sequence[str], clauses: Sequence[int]) -> Conditions:
    """What a condition governs: all that follows if it comes first, else the clause before it."""
    hard = {clause for at, clause in enumerate(clauses) if at and words[at - 1] in _HARD}
    opened = {clauses[at] for at, word in enumerate(words) if word in _CONDITIONS}
    governed = []
    for clause in sorted(opened):
        if clause == 0 or clause in hard:
            end = min((other for other in hard if other > clause), default=clauses[-1] + 1)
            governed.append((clause, frozenset(range(clause + 1, end))))
        else:
            governed.append((clause, frozenset({clause - 1})))
    return tuple(governed)
