"""What a background is worth: how well each concept is known, and what shortens the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from service.planning.graph.catalogue import Catalogue
from service.planning.graph.concept import QUANTUM, Concept
from service.planning.learner.background import Background
from service.planning.learner.profile import Progress

Source = Literal["claimed", "quiz", "inferred", "assumed", "done", "skipped", "failed"]

KNOWN = 3
_REFRESH = 2
_PASSED = 0.6  # of a check's questions
_FACTORS = (100, 80, 40, 0)  # per cent of the hours that are left, by level
_HALF, _FULL = 1, 3  # years in a domain from which half of a discount counts, and all of it
_MOSTLY = 60  # per cent: a maths field that shortens a note by so much replaces it when strong
_NEVER_ASSUMED = "train-val-test-split"  # nor the mistakes: everybody believes to know these
_EXPOSURE: Mapping[str, Mapping[str, int]] = {
    "none": {},
    "used-apis": {"ml-abstraction-stack": 1},
    "courses": {"ml-abstraction-stack": 2, "train-val-test-split": 1},
    "trained-models": {
        "ml-abstraction-stack": 2,
        "train-val-test-split": 2,
        "scikit-learn-workflow": 2,
        "classification-metrics": 2,
    },
    "production": {
        "ml-abstraction-stack": 2,
        "train-val-test-split": 2,
        "scikit-learn-workflow": 2,
        "classification-metrics": 2,
        "serve-model-fastapi": 2,
        "model-monitoring": 2,
    },
}


@dataclass(frozen=True, slots=True)
class Mastery:
    """How well a concept is known, 0 to 3, and how that is known. `via` is what it follows from."""

    level: int
    source: Source
    via: str = ""


@dataclass(frozen=True, slots=True)
class Discount:
    """Per cent off a note's hours, and the domain, `skill:` or `math:` that they are for."""

    source: str
    percent: int


def has_failed(entry: Progress) -> bool:
    """Whether a check of the note was failed."""
    low = entry.score is not None and entry.score < _PASSED
    return entry.status == "failed_check" or (entry.status == "done" and low)


class Transfer:
    """The levels and discounts of one background. Nothing is known that is not listed here."""

    def __init__(self, catalogue: Catalogue, background: Background) -> None:
        self._background = background
        self._catalogue = catalogue
        self._discounts: dict[str, Discount | None] = {}
        self.levels = self._said()
        self._assume()
        self._before = dict(self.levels)
        self._follow_progress()

    def known(self, slug: str) -> bool:
        """Whether a note can be left out."""
        return self.level(slug) == KNOWN

    def level(self, slug: str) -> int:
        mastery = self.levels.get(slug)
        return mastery.level if mastery else 0

    def discount(self, concept: Concept) -> Discount | None:
        """The largest that matches, none if none does; discounts never add up."""
        if concept.slug not in self._discounts:
            self._discounts[concept.slug] = self._largest(concept)
        return self._discounts[concept.slug]

    def _largest(self, concept: Concept) -> Discount | None:
        best: Discount | None = None
        for source, percent in concept.discounts.items():
            share = percent * self._weight(source) // 100
            if share and (best is None or share > best.percent):
                best = Discount(source, share)
        return best

    def quanta(self, concept: Concept) -> int:
        """Half hours that are left of a note, rounded up; 0 if it is known."""
        if self.known(concept.slug):
            return 0
        quanta = self._cost(concept, self.level(concept.slug))
        entry = self._background.log.get(concept.slug)
        if entry and entry.status == "partial" and entry.hours:
            return max(1, quanta - int(entry.hours // QUANTUM))
        return quanta

    def planned(self, concept: Concept) -> int:
        """Half hours that the note was worth before anything was logged."""
        before = self._before.get(concept.slug)
        return self._cost(concept, before.level if before else 0)

    def _cost(self, concept: Concept, level: int) -> int:
        discount = self.discount(concept)
        left = (100 - (discount.percent if discount else 0)) * _FACTORS[level]
        return max(1, -(-concept.quanta * left // 10_000))

    def _follow_progress(self) -> None:
        """What was logged outweighs what was said; a failed check brings a note back, shortened."""
        for slug, entry in self._background.log.items():
            if has_failed(entry):
                self.levels[slug] = Mastery(_REFRESH, "failed")
            elif entry.status == "done":
                self.levels[slug] = Mastery(KNOWN, "done")
            elif entry.status == "skipped":
                self.levels[slug] = Mastery(KNOWN, "skipped")

    def _weight(self, source: str) -> int:
        """Per cent of a discount that this background earns."""
        background = self._background
        kind, _, name = source.partition(":")
        if not name:
            years = background.domains.get(kind, 0)
            return 100 if years >= _FULL else 50 if years >= _HALF else 0
        if source == "skill:other-language":
            others = [level for tag, level in background.languages.items() if tag != "python"]
            return 100 if max(others, default=0) >= 2 else 0
        levels = background.skills if kind == "skill" else background.maths
        return (0, 50, 100, 100)[levels.get(name, 0)]

    def _said(self) -> dict[str, Mastery]:
        """What the profile says: a claim about a concept outweighs whatever could be inferred."""
        background, concepts = self._background, self._catalogue.concepts
        inferred = {
            slug: Mastery(level, "inferred", "ml_exposure")
            for slug, level in _EXPOSURE[background.exposure].items()
        }
        python = background.languages.get("python", 0)
        if python:
            level = KNOWN if python >= 2 else 1
            inferred["python-for-swe"] = Mastery(level, "inferred", "languages.python")
        for slug, concept in concepts.items():
            for field, level in background.maths.items():
                mostly = concept.discounts.get(f"math:{field}", 0) >= _MOSTLY
                if concept.kind == "maths" and mostly and level == KNOWN:
                    inferred[slug] = Mastery(KNOWN, "inferred", f"maths.{field}")
        claimed = {
            slug: Mastery(known.level, "quiz" if known.evidence == "quiz" else "claimed")
            for slug, known in background.known.items()
        }
        return {slug: said for slug, said in (inferred | claimed).items() if slug in concepts}

    def _assume(self) -> None:
        """Whoever knows a concept well knows what it needs and what it goes beyond.

        Not across the edge from maths to a tool: algebra is taught here in NumPy, but whoever knows
        algebra need not know NumPy.
        """
        claimed = self._background.known
        waiting = sorted(slug for slug in self.levels if self.known(slug))
        while waiting:
            slug = waiting.pop(0)
            for other in self._follows(slug):
                if not self.known(other) and other not in claimed:
                    self.levels[other] = Mastery(KNOWN, "assumed", slug)
                    waiting.append(other)

    def _follows(self, slug: str) -> list[str]:
        concepts = self._catalogue.concepts
        maths = concepts[slug].kind == "maths"
        before = [
            other
            for other in concepts[slug].prerequisites
            if not (maths and concepts[other].kind == "tool")
        ]
        return [
            other
            for other in (*before, *self._catalogue.implies[slug])
            if concepts[other].kind != "mistake" and other != _NEVER_ASSUMED
        ]
