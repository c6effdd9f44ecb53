"""How close somebody has come to machine learning, proposed with care."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.planning.intake.document import Document
from service.planning.intake.hopes import is_hoped
from service.planning.intake.phrases import Phrases
from service.planning.intake.proposal import Draft
from service.planning.intake.quotes import quote
from service.planning.intake.statements import Statement
from service.planning.intake.titles import titles_in
from service.planning.intake.tokens import Token
from service.planning.intake.vocabulary import folded, vocabulary

LEVELS = ("none", "used-apis", "courses", "trained-models", "production")
_FILE = Path(__file__).with_name("learning.toml")
_NEAR = 5  # tokens between training and what is trained
_SHORT = frozenset(("ai", "ki", "ml"))  # ordinary words unless in capitals
_STUDYING = frozenset(("education", "certificate"))


@dataclass(frozen=True, slots=True)
class Sign:
    """Something that shows an exposure."""

    level: str
    quote: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Tables:
    fields: Phrases[bool]
    courses: Phrases[bool]
    named_courses: Phrases[bool]
    trains: Phrases[bool]
    models: Phrases[bool]
    production: Phrases[bool]
    other_models: frozenset[str]
    apis: frozenset[str]
    libraries: frozenset[str]


def put_exposure(draft: Draft, signs: Iterable[Sign], source: str) -> None:
    """Proposes `ml_exposure`: the closest that anything shows."""
    found = list(signs)
    if not found:
        return
    level = max((sign.level for sign in found), key=LEVELS.index)
    for sign in [sign for sign in found if sign.level == level][:3]:
        draft.put("ml_exposure", level, sign.quote, f"{source}.{sign.rule}", sign.confidence)


def signs_of_statements(statements: Iterable[Statement]) -> Iterator[Sign]:
    """From the technologies: an interface that was called, or a library used at work."""
    tables = _tables()
    for statement in statements:
        tag, weight = statement.alias.tag, statement.weight
        if weight in ("never", "wish") or statement.level == 0:
            continue
        if tag in tables.apis:
            yield Sign("used-apis", statement.quote, "ml-api", 0.6)
        if tag in tables.libraries and (weight == "use" or statement.last is not None):
            yield Sign("trained-models", statement.quote, "ml-library", 0.4)


def read_signs(document: Document) -> Iterator[Sign]:
    """From the words of a text: titles, models trained or in production, courses."""
    yield from _titles(document)
    tokens, tables = document.tokens, _tables()
    courses: set[int] | None = None
    for at in range(len(tokens)):
        match = tables.production.match(tokens, at)
        if match is not None and _is_of_learning(document, at) and not is_hoped(document, at):
            yield Sign("production", quote(tokens[at : match[0]]), "ml-production", 0.75)
        trained = _trained(document, at)
        if trained is not None and not is_hoped(document, at):
            yield Sign("trained-models", trained, "ml-training", 0.65)
        named = tables.named_courses.match(tokens, at)
        if named is not None and not is_hoped(document, at):
            yield Sign("courses", quote(tokens[at : named[0]]), "ml-course", 0.75)
        field = tables.fields.match(tokens, at)
        if field is None or (tokens[at].fold in _SHORT and not tokens[at].text.isupper()):
            continue
        words = quote(tokens[at : field[0]])
        if _is_denied(document, at, field[0]):
            yield Sign("none", f"no {words}", "ml-denied", 0.6)
            continue
        courses = _courses(document) if courses is None else courses
        studied = document.line_of(at).section in _STUDYING or document.sentences[at] in courses
        if studied and not is_hoped(document, at):
            yield Sign("courses", words, "ml-course", 0.65)


def _titles(document: Document) -> Iterator[Sign]:
    for title in titles_in(document.tokens, 0, len(document.tokens)):
        if title.kind not in ("production", "trained") or is_hoped(document, title.start):
            continue
        section = document.line_of(title.start).section
        if section in _STUDYING:
            continue
        if title.kind == "production":
            yield Sign("production", title.quote, "ml-title", 0.7)
        else:
            yield Sign("trained-models", title.quote, "ml-title", 0.7)


def _trained(document: Document, at: int) -> str | None:
    """'Trained a model', 'models were trained'."""
    tokens, tables = document.tokens, _tables()
    first = tables.trains.match(tokens, at)
    other, forward = tables.models, True
    if first is None:
        first, other, forward = tables.models.match(tokens, at), tables.trains, False
        if first is None or not _is_model(tokens, at, first[0]):
            return None
    for near in range(first[0], min(first[0] + _NEAR, len(tokens))):
        if document.sentences[near] != document.sentences[at] or tokens[near].text in ",;:":
            return None
        second = other.match(tokens, near)
        if second is not None and (not forward or _is_model(tokens, near, second[0])):
            joint = " " if near == first[0] else " ... "
            return f"{quote(tokens[at : first[0]])}{joint}{quote(tokens[near : second[0]])}"
    return None


def _is_model(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Not a data model, nor a network of computers, nor people who build models."""
    before = tokens[at - 1].fold if at else ""
    if before in _tables().other_models:
        return False
    if tokens[at].fold.startswith(("network", "netz", "reseau")):
        return before.startswith(("neural", "neuron", "convolutional", "deep", "adversarial"))
    return not (end < len(tokens) and tokens[end].fold in ("engineers", "developers", "users"))


def _is_of_learning(document: Document, at: int) -> bool:
    before = document.tokens[at - 1].fold if at else ""
    return before not in _tables().other_models


def _is_denied(document: Document, start: int, end: int) -> bool:
    """'No experience with machine learning', 'no ML experience'."""
    tokens, words = document.tokens, vocabulary()
    for near in range(start - 1, max(-1, start - 8), -1):
        if document.sentences[near] != document.sentences[start] or tokens[near].text in ",:":
            return False
        match = words.cues.match(tokens, near, words.words["fillers"])
        if match is None or match[1].saying != "never" or match[0] > start:
            continue
        behind = tokens[end].fold if end < len(tokens) else ""
        return match[1].reaching or behind.startswith(
            ("experience", "knowledge", "background", "erfahrung", "kenntnis")
        )
    return False


def _courses(document: Document) -> set[int]:
    """The sentences in which a course is named."""
    tokens, found = document.tokens, set()
    for at in range(len(tokens)):
        if _tables().courses.match(tokens, at) and not (at and tokens[at - 1].fold == "of"):
            found.add(document.sentences[at])
    return found


@cache
def _tables() -> _Tables:
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))

    def phrases(name: str) -> Phrases[bool]:
        return Phrases((phrase, True) for phrase in tables[name])

    return _Tables(
        fields=phrases("fields"),
        courses=phrases("courses"),
        named_courses=phrases("named_courses"),
        trains=phrases("trains"),
        models=phrases("models"),
        production=phrases("production"),
        other_models=folded(tables["other_models"]),
        apis=folded(tables["apis"]),
        libraries=folded(tables["libraries"]),
    )
