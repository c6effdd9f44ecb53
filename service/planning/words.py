"""Numbers, dates and backgrounds in words, as a plan writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from service.planning.technologies import technology_text

DOMAINS: Mapping[str, str] = {
    "backend": "backend work",
    "frontend": "frontend work",
    "fullstack": "full-stack work",
    "data-engineering": "data engineering",
    "devops-sre": "SRE or DevOps",
    "mobile": "mobile work",
    "embedded": "embedded work",
    "qa": "QA",
    "game": "game development",
    "security": "security work",
}
# Why a discount is earned, by what it is for.
_EARNED: Mapping[str, str] = {
    "backend": "you build and run services already",
    "frontend": "you know services from the client's side",
    "fullstack": "you build and run services already",
    "data-engineering": "you build data pipelines already",
    "devops-sre": "you run systems in production already",
    "mobile": "you ship software to devices already",
    "embedded": "you fit software into small devices already",
    "qa": "you test software already",
    "game": "you compute with vectors and matrices already",
    "security": "you think about attacks already",
    "skill:other-language": "you program in another language already",
}
_INTERESTS: Mapping[str, str] = {
    "nlp": "language",
    "vision": "vision",
    "tabular": "tabular data",
    "recommender": "recommender systems",
    "time-series": "time series",
}


def hours_text(hours: float) -> str:
    return f"{hours:g} h"


def weeks_text(weeks: int) -> str:
    return "1 week" if weeks == 1 else f"{weeks} weeks"


def date_text(day: date) -> str:
    """Such as 5 January 2026, whatever the locale of the machine."""
    months = "January February March April May June July August September October November December"
    return f"{day.day} {months.split()[day.month - 1]} {day.year}"


def earned_text(source: str) -> str:
    """Why there is a discount, as the end of a sentence."""
    kind, _, name = source.partition(":")
    if source in _EARNED:
        return _EARNED[source]
    if kind == "skill":
        return f"you know {technology_text(name)} already"
    return f"you have the {name.replace('_', ' ')} for it already" if name else "you know the field"


def interest_text(interest: str) -> str:
    return _INTERESTS.get(interest, interest)


def joined(parts: Iterable[str]) -> str:
    """Sentences after one another, empty ones left out."""
    return " ".join(part for part in parts if part)
