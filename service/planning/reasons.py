"""Why a note is in a plan, and why it takes as long as it does, in words with a citation."""

from __future__ import annotations

from dataclasses import dataclass

from service.planning.graph.bridges import NEXT_OF_KIN, Bridge
from service.planning.graph.catalogue import Catalogue
from service.planning.graph.concept import QUANTUM, Concept, Place
from service.planning.graph.ladder import title_of
from service.planning.learner.background import Background
from service.planning.learner.transfer import KNOWN, Discount, Transfer
from service.planning.schedule.selection import Selection
from service.planning.words import DOMAINS, earned_text, hours_text, interest_text, joined

_GOALS = {1: "GOAL_CORE", 2: "GOAL_STANDARD", 3: "GOAL_FULL"}
_SHARE = {1: "80%", 2: "40%"}  # of the time, for what is half known

# How to go about a note that a background does not shorten: worked examples help where all is new.
_ADVICE = {
    "concept": "begin with its worked example",
    "maths": "work through its numbers by hand once",
    "tool": "run its snippet before you read on",
    "practice": "do its exercise in full",
    "mistake": "look for it in a project of your own",
    "project": "take the whole time for it",
    "domain": "try each method on its small example",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """`codes` say what put a note into the plan and what shortens it, the deciding one first."""

    codes: tuple[str, ...]
    text: str
    place: Place
    discount: Discount | None


class Reasons:
    """Explains the notes of one plan."""

    def __init__(
        self,
        catalogue: Catalogue,
        background: Background,
        transfer: Transfer,
        selection: Selection,
    ) -> None:
        self._catalogue = catalogue
        self._background = background
        self._transfer = transfer
        self._selection = selection
        years = background.domains
        self._domains = sorted(
            (one for one in years if years[one] > 0), key=lambda one: -years[one]
        )

    def of(self, slug: str) -> Reason:
        """Why a note is planned for this background."""
        concept = self._catalogue.concepts[slug]
        discount = self._transfer.discount(concept)
        code, cause = self._cause(concept)
        level = self._transfer.level(slug)
        codes = [code, *(["REFRESH"] if level else [])]
        if discount:
            codes.append(f"DISCOUNT:{discount.source}")
        bridge = self._bridge(concept)
        text = joined(
            (cause, self._hours(concept, discount, level), self._lead(concept, bridge, discount))
        )
        return Reason(tuple(codes), text, bridge.place if bridge else concept.place, discount)

    def chain(self, slug: str) -> list[str]:
        """The notes from one that is planned to the goal that it is needed for, both included."""
        chain = [slug]
        while (after := self._needed_by(chain[-1])) and not self._is_goal(chain[-1]):
            chain.append(after)
        return chain

    def _is_goal(self, slug: str) -> bool:
        return slug in self._selection.goal

    def _needed_by(self, slug: str) -> str | None:
        """The most important planned note that names this one as its prerequisite."""
        priority = self._selection.priority
        after = [one for one in self._catalogue.dependents[slug] if one in priority]
        return min(
            after, key=lambda one: (priority[one], self._catalogue.position[one]), default=None
        )

    def _cause(self, concept: Concept) -> tuple[str, str]:
        """The code of what put a note into the plan, and the same in words."""
        slug, background = concept.slug, self._background
        after = self._needed_by(slug)
        if slug in background.include:
            return "USER_ASKED", "You asked for it."
        if concept.kind == "mistake" and self._is_goal(slug):
            return "MISTAKE", "A mistake that software engineers make here, met before it bites."
        if concept.kind == "project" and self._is_goal(slug):
            return "PROJECT", "A project: what you make here is what you can show."
        if concept.domains and self._is_goal(slug):
            return "DOMAIN", f"The methods of your domain, {interest_text(background.interest)}."
        if not self._is_goal(slug) and after:
            why = self._catalogue.concepts[after].whys.get(slug, "")
            title = self._catalogue.concepts[after].title
            return f"PREREQ_OF:{after}", f"Needed for “{title}”{': ' + why if why else ''}."
        need = self._selection.needs.get(slug, 1)
        kind = {1: "Core", 2: "Standard", 3: "A stretch"}[need]
        role = "while the role is open" if background.role == "undecided" else ""
        return _GOALS[need], f"{kind} {role or 'for the role ' + title_of(background.role)}."

    def _hours(self, concept: Concept, discount: Discount | None, level: int) -> str:
        """The note's own hours, those planned, and what makes the difference."""
        planned = self._transfer.planned(concept) if level != KNOWN else 0
        if not planned or planned == concept.quanta:
            return ""
        causes = [earned_text(discount.source)] if discount else []
        if level in _SHARE:
            causes.append(f"you know a part of it, so {_SHARE[level]} of the time will do")
        change = f"{hours_text(concept.quanta * QUANTUM)} → {hours_text(planned * QUANTUM)}"
        return f"{change}: {', and '.join(causes)}." if causes else ""

    def _bridge(self, concept: Concept) -> Bridge | None:
        """The paragraph of the note that is written for the background, the longest domain first."""
        bridges, background = self._catalogue.bridges[concept.slug], self._background
        languages = sorted(background.languages, key=lambda tag: -background.languages[tag])
        for language in languages:
            if f"language:{language}" in bridges and background.languages[language] >= 2:
                return bridges[f"language:{language}"]
        for domain in self._domains:
            for one in (domain, *NEXT_OF_KIN.get(domain, ())):
                if one in bridges:
                    return bridges[one]
        return None

    def _lead(self, concept: Concept, bridge: Bridge | None, discount: Discount | None) -> str:
        if bridge:
            return bridge.text
        if discount or not self._domains:
            return ""
        advice = _ADVICE.get(concept.kind, _ADVICE["concept"])
        return f"No short cut from {DOMAINS[self._domains[0]]} here: {advice}."
