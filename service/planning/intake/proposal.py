"""What a document makes of a profile: values, the evidence for each, and what was assumed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from service.planning.intake.quotes import quote

_MOST = {"domains": 6, "languages": 20, "skills": 60}
_ORDER = ("years_experience", "domains", "languages", "skills", "maths", "ml_exposure")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field has its value. `quote` has only the matched words in it, 80 characters at most.

    `field` is a path such as `skills.kubernetes`, `confidence` lies between 0 and 1.
    """

    field: str
    value: Any
    quote: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A profile to be looked over. It has the fields that the document supports, no others."""

    profile: dict[str, Any]
    evidence: tuple[Evidence, ...]
    warnings: tuple[str, ...]


@dataclass(slots=True)
class Draft:
    """A proposal being made. The last value of a field counts."""

    values: dict[str, Any] = field(default_factory=dict)
    grounds: dict[str, list[tuple[str, str, float]]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def put(self, path: str, value: Any, quoted: str, rule: str, confidence: float) -> None:
        """A value and what it rests on; the same field may rest on more."""
        self.values[path] = value
        ground = (quote(quoted), rule, confidence)
        grounds = self.grounds.setdefault(path, [])
        if ground not in grounds:
            grounds.append(ground)

    def finish(self) -> Proposal:
        """The proposal, within the bounds of a profile."""
        profile: dict[str, Any] = {}
        evidence: list[Evidence] = []
        for group in _ORDER:
            paths = [path for path in self.values if path.partition(".")[0] == group]
            for path in self._kept(group, paths):
                value, name = self.values[path], path.partition(".")[2]
                if name:
                    profile.setdefault(group, {})[name] = value
                else:
                    profile[group] = value
                evidence += (Evidence(path, value, *ground) for ground in self.grounds[path])
        return Proposal(profile, tuple(evidence), tuple(dict.fromkeys(self.warnings)))

    def _kept(self, group: str, paths: list[str]) -> Iterable[str]:
        most = _MOST.get(group, len(paths))
        if len(paths) <= most:
            return paths
        self.warnings.append(f"More than {most} {group} were found: the clearest {most} are kept.")
        ranked = sorted(paths, key=lambda path: (-self.values[path], -self._confidence(path)))
        kept = frozenset(ranked[:most])
        return [path for path in paths if path in kept]

    def _confidence(self, path: str) -> float:
        return max(ground[2] for ground in self.grounds[path])
