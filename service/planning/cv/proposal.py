"""What a document supports of a profile, with the words that say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_QUOTE = 80  # characters
_LANGUAGES, _SKILLS, _DOMAINS = 20, 60, 6  # at most, in a profile


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a value is proposed. `quote` holds matched words only, never what stands beside them."""

    field: str
    value: Any
    quote: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A profile to be confirmed."""

    profile: dict[str, Any]
    evidence: tuple[Evidence, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class Findings:
    """Collects what was found; for each field the weightiest statement counts, then the highest."""

    _best: dict[str, tuple[int, Evidence]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def add(
        self,
        field_: str,
        value: float | str,
        quote: str,
        rule: str,
        confidence: float,
        weight: int = 1,
    ) -> None:
        """One statement. `weight` ranks kinds of statements: an explicit one outweighs a mention."""
        new = Evidence(field_, value, " ".join(quote.split())[:_QUOTE], rule, confidence)
        held = self._best.get(field_)
        if held is None or (weight, _rank(value)) > (held[0], _rank(held[1].value)):
            self._best[field_] = (weight, new)

    def warn(self, text: str) -> None:
        if text not in self.warnings:
            self.warnings.append(text)

    def proposal(self) -> Proposal:
        """The profile within its bounds: what is known best stays."""
        groups: dict[str, list[Evidence]] = {}
        single: list[Evidence] = []
        for _, evidence in self._best.values():
            group, dot, _ = evidence.field.partition(".")
            (groups.setdefault(group, []) if dot else single).append(evidence)
        bounds = {"languages": _LANGUAGES, "skills": _SKILLS, "domains": _DOMAINS}
        profile: dict[str, Any] = {one.field: one.value for one in single}
        kept = list(single)
        for group, found in groups.items():
            found.sort(key=lambda one: (-_rank(one.value), -one.confidence, one.field))
            found = found[: bounds.get(group, len(found))]
            profile[group] = {one.field.partition(".")[2]: one.value for one in found}
            kept += found
        kept.sort(key=lambda one: one.field)
        return Proposal(_sorted(profile), tuple(kept), tuple(self.warnings))


_EXPOSURES = ("none", "used-apis", "courses", "trained-models", "production")


def _rank(value: float | str) -> float:
    return _EXPOSURES.index(value) if isinstance(value, str) else value


def _sorted(profile: Mapping[str, Any]) -> dict[str, Any]:
    def inner(value: Any) -> Any:
        return dict(sorted(value.items())) if isinstance(value, dict) else value

    return {key: inner(profile[key]) for key in sorted(profile)}


def in_halves(months: Iterable[int] | int) -> float:
    """Years of so many months, in halves, 50 at most."""
    count = months if isinstance(months, int) else len(set(months))
    return min(50.0, max(0.5, round(count / 6) / 2)) if count else 0.0
