"""The schema of the front matter: the fields of concepts and guides, and what each may hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.content.corpus import BY_SLUG, CONCEPT_SLUGS, CONCEPTS

LEVELS = {"foundation", "core", "applied", "advanced"}
KINDS = set("mindset concept maths tool practice project domain course career mistake".split())
ROLES = {"mlops", "platform", "applied", "ai-engineer"}
DOMAINS = {"nlp", "vision", "tabular", "recommender", "time-series"}
BACKGROUNDS = set(
    "backend frontend fullstack data-engineering devops-sre mobile embedded qa game security".split()
)
MATHS = {f"math:{field}" for field in ("linear_algebra", "calculus", "probability", "statistics")}
DISCOUNT = re.compile(r"skill:[a-z0-9]+(-[a-z0-9]+)*")


def is_text(value: Any) -> bool:
    return isinstance(value, str) and value != "" and value == value.strip()


def is_texts(value: Any) -> bool:
    unique = isinstance(value, list) and len(set(map(str, value))) == len(value)
    return unique and all(is_text(item) for item in value)


def is_number(value: Any, low: float, high: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high


def is_known(slugs: Any) -> bool:
    return is_texts(slugs) and set(slugs) <= CONCEPT_SLUGS


def are_records(value: Any, **fields: Callable[[Any], bool]) -> bool:
    """A list of mappings, each with just these fields and each field as its test wants it."""
    return isinstance(value, list) and all(
        isinstance(item, dict)
        and item.keys() == fields.keys()
        and all(holds(item[name]) for name, holds in fields.items())
        for item in value
    )


def is_discounts(value: Any) -> bool:
    return isinstance(value, dict) and all(
        (key in BACKGROUNDS | MATHS or DISCOUNT.fullmatch(key)) and is_number(share, 0.1, 0.7)
        for key, share in value.items()
    )


def is_roles(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= ROLES and set(value.values()) <= {1, 2, 3}


def is_resources(value: Any) -> bool:
    return are_records(
        value,
        title=is_text,
        url=lambda url: is_text(url) and re.fullmatch(r"https?://\S+", url) is not None,
        kind=lambda kind: kind in {"book", "course", "paper", "docs"},
        minutes=lambda minutes: isinstance(minutes, int) and is_number(minutes, 1, 6000),
    )


Fields = dict[str, Callable[[Any], bool]]
SHARED: Fields = {
    "slug": lambda slug: (
        is_text(slug) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) is not None
    ),
    "title": is_text,
    "summary": lambda text: is_text(text) and text.endswith("."),
    "aliases": is_texts,
    "questions": lambda questions: is_texts(questions) and 6 <= len(questions) <= 10,
    "checkpoints": lambda value: are_records(
        value, question=is_text, answer=is_text, heading=lambda link: link.startswith("#")
    ),
    "resources": is_resources,
}
GUIDE: Fields = {**SHARED, "kind": lambda kind: kind == "guide"}
CONCEPT: Fields = {
    **SHARED,
    "level": LEVELS.__contains__,
    "kind": KINDS.__contains__,
    "month": lambda month: isinstance(month, int) and is_number(month, 0, 5),
    "hours": lambda hours: is_number(hours, 0.5, 12) and hours * 2 == int(hours * 2),
    "prerequisites": lambda edges: are_records(edges, slug=CONCEPT_SLUGS.__contains__, why=is_text),
    "roles": is_roles,
    "domains": lambda domains: is_texts(domains) and set(domains) <= DOMAINS,
    "discounts": is_discounts,
    "implied_by": is_known,
    "rank": lambda rank: isinstance(rank, int) and is_number(rank, 0, len(CONCEPTS)),
    "deliverable": is_text,
    "mistakes": lambda slugs: (
        is_known(slugs) and all(BY_SLUG[slug].meta["kind"] == "mistake" for slug in slugs)
    ),
}
