"""Cases of `onramp eval answers`: questions with what a right answer is, read from YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from service.errors import BadInput
from service.evaluation.entries import read_entries
from service.evaluation.queries import plain

Kind = Literal[
    "lookup", "how-to", "career", "comparison", "multi-note", "follow-up", "near-miss", "off-topic",
    "small-talk", "injection",
]  # fmt: skip
Outcome = Literal["answered", "refused", "smalltalk"]
_KINDS: frozenset[str] = frozenset(get_args(Kind))
_FIELDS = {"id", "kind", "question", "history", "page", "notes", "must", "must_not", "expect"}
_OUTCOMES: frozenset[str] = frozenset(get_args(Outcome))


@dataclass(frozen=True, slots=True)
class Case:
    """One question after others of the same conversation, and what is expected.

    `notes` are docids that answer it. Each entry of `must` is a tuple of phrases of which one has
    to be in the answer; none of `must_not` may be.
    """

    id: str
    kind: Kind
    question: str
    expect: tuple[Outcome, ...]
    notes: frozenset[str] = frozenset()
    history: tuple[str, ...] = ()
    page: str | None = None
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()


def read_cases(path: Path) -> list[Case]:
    """The cases of a YAML file: a list of mappings. Raises BadInput, naming case and field."""
    return read_entries(path, "case", _FIELDS, _case)


def _case(entry: Mapping[str, Any], where: str, at: int) -> Case:
    kind, question = entry.get("kind"), entry.get("question")
    if kind not in _KINDS:
        raise BadInput(f"{where}: `kind` is none of {', '.join(sorted(_KINDS))}.")
    if not isinstance(question, str) or not question.strip():
        raise BadInput(f"{where}: `question` is missing.")
    notes = frozenset(map(plain, _texts(entry, "notes", where)))
    must = [choice if isinstance(choice, list) else [choice] for choice in entry.get("must") or []]
    return Case(
        id=str(entry.get("id", at)),
        kind=kind,
        question=question,
        expect=_expected(entry, kind, bool(notes), where),
        notes=notes,
        history=tuple(_texts(entry, "history", where)),
        page=entry.get("page"),
        must=tuple(tuple(map(str, choice)) for choice in must),
        must_not=tuple(_texts(entry, "must_not", where)),
    )


def _expected(
    entry: Mapping[str, Any], kind: str, answerable: bool, where: str
) -> tuple[Outcome, ...]:
    given = entry.get("expect")
    if given is not None:
        if given not in _OUTCOMES:
            raise BadInput(f"{where}: `expect` is none of {', '.join(sorted(_OUTCOMES))}.")
        return (given,)
    if answerable:
        return ("answered",)
    if kind == "small-talk":
        return ("smalltalk",)
    return ("refused", "smalltalk") if kind == "injection" else ("refused",)


def _texts(entry: Mapping[str, Any], key: str, where: str) -> list[str]:
    value = entry.get(key) or []
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise BadInput(f"{where}: `{key}` is not a list of texts.")
    return value
