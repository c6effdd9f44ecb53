"""A profile made definite: defaults filled in and told, names resolved against the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.errors import BadField
from service.planning.graph.catalogue import Catalogue
from service.planning.graph.concept import QUANTUM
from service.planning.intake.gazetteer import language_tag, nearest_names, skill_tag
from service.planning.learner.previous import PreviousWeek
from service.planning.learner.profile import Constraints, Known, Maths, Profile, Progress
from service.planning.technologies import technology_text

_MATHS_LEVELS = ("none", "school", "university", "strong")
_DEPTHS = {"core": 1, "standard": 2, "full": 3}
_HOURS = 6.0
_SHORTEST = "tabular"  # of the domains
_LONGEST = 104  # weeks
_LOG_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Assumption:
    """A default that was used, and why it is what it is."""

    field: str
    value: Any
    why: str


@dataclass(frozen=True, slots=True)
class Background:
    """What a plan is computed from.

    `pace` is half hours a week, `horizon` weeks (None: open); `interest` is "" without a domain,
    `session` minutes.
    """

    role: str
    interest: str
    domains: Mapping[str, float]
    languages: Mapping[str, int]
    skills: Mapping[str, int]
    maths: Mapping[str, int]
    exposure: str
    known: Mapping[str, Known]
    pace: int
    start: date
    horizon: int | None
    off: frozenset[int]
    depth: int
    order: str
    session: int
    constraints: Constraints
    include: frozenset[str]
    exclude: frozenset[str]
    log: Mapping[str, Progress]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[str, ...]

    @property
    def hours(self) -> float:
        """Hours a week."""
        return self.pace * QUANTUM


def settle(profile: Profile, catalogue: Catalogue) -> Background:
    """The profile with every default filled in.

    `start_date` has to be set: the core knows no clock. Raises BadField, naming the field.
    """
    if profile.start_date is None:
        raise BadField("start_date", "give the day on which the plan begins, such as 2026-01-05")
    begun = profile.plan_ref.weeks[0].start if profile.plan_ref and profile.plan_ref.weeks else None
    if begun and begun != profile.start_date:
        raise BadField("start_date", f"plan_ref begins on {begun}: give that day, or leave it out")
    assumptions = _assumptions(profile)
    warnings: list[str] = []
    include = _slugs(profile.must_include, "must_include", catalogue)
    exclude = _slugs(profile.must_exclude, "must_exclude", catalogue)
    if both := sorted(include & exclude):
        raise BadField("must_exclude", f"'{both[0]}' stands in must_include too: keep one of them")
    known = {
        catalogue.find(name, f"known_concepts.{name}"): known
        for name, known in sorted(profile.known_concepts.items())
    }
    languages: dict[str, int] = {}
    for name, level in sorted(profile.languages.items()):
        tag = language_tag(name) or name.strip().casefold()
        languages[tag] = max(level, languages.get(tag, 0))
    return Background(
        role=profile.target_role or "undecided",
        interest=profile.interest_domain or (_SHORTEST if profile.target_role == "applied" else ""),
        domains=dict(sorted(profile.domains.items())),
        languages=languages,
        skills=_skills(profile, warnings),
        maths=_maths(profile),
        exposure=profile.ml_exposure or "none",
        known=known,
        pace=round((profile.hours_per_week or _HOURS) / QUANTUM),
        start=profile.start_date,
        horizon=_horizon(profile, profile.start_date),
        off=frozenset(profile.weeks_off),
        depth=_DEPTHS[profile.depth],
        order=profile.order,
        session=profile.session_minutes,
        constraints=profile.constraints,
        include=include,
        exclude=exclude,
        log=_log(profile, catalogue, warnings),
        assumptions=assumptions,
        warnings=tuple(warnings),
    )


def _horizon(profile: Profile, start: date) -> int | None:
    """How many weeks there are, those off included; at least one of them is free to learn in."""
    weeks = profile.weeks
    if profile.deadline is not None:
        weeks = ((profile.deadline - start).days + 1) // 7
        if profile.deadline <= start:
            raise BadField("deadline", f"it has to come after start_date ({start})")
        if weeks < 1:
            raise BadField("deadline", f"leave at least one whole week after start_date ({start})")
        if weeks > _LONGEST:
            raise BadField("deadline", f"it may be {_LONGEST} weeks away at most, or leave it out")
    if weeks is not None and set(range(1, weeks + 1)) <= set(profile.weeks_off):
        raise BadField("weeks_off", f"all {weeks} weeks are off: leave at least one to learn in")
    return weeks


def _maths(profile: Profile) -> dict[str, int]:
    overall = _MATHS_LEVELS.index(profile.maths_level or "none")
    said = {name: getattr(profile.maths, name) for name in Maths.model_fields}
    return {name: overall if level is None else level for name, level in said.items()}


def _skills(profile: Profile, warnings: list[str]) -> dict[str, int]:
    skills: dict[str, int] = {}
    for name, level in sorted(profile.skills.items()):
        tag = skill_tag(name)
        if tag is None:
            near = [technology_text(tag) for tag in nearest_names(name)]
            hint = f"; did you mean {' or '.join(near[:2])}?" if near else "."
            warnings.append(f"skills: '{name}' is not known here and changes nothing{hint}")
            continue
        skills[tag] = max(level, skills.get(tag, 0))
    return skills


def _log(profile: Profile, catalogue: Catalogue, warnings: list[str]) -> dict[str, Progress]:
    """What became of each note; of several entries on one the last counts.

    Notes that an earlier plan knew and these notes don't are passed over, and named.
    """
    before = {item.slug for week in _weeks(profile) for item in week.items}
    log: dict[str, Progress] = {}
    for at, entry in enumerate(profile.progress):
        if catalogue.resolve(entry.slug) is None and entry.slug in before:
            warnings.append(f"progress.{at}: the notes no longer hold '{entry.slug}'.")
            continue
        if entry.date and profile.start_date and (entry.date - profile.start_date).days > _LOG_DAYS:
            raise BadField(f"progress.{at}.date", "it may be ten years after start_date at most")
        log[catalogue.find(entry.slug, f"progress.{at}.slug")] = entry
    return log


def _weeks(profile: Profile) -> list[PreviousWeek]:
    return profile.plan_ref.weeks if profile.plan_ref else []


def _slugs(names: list[str], field: str, catalogue: Catalogue) -> frozenset[str]:
    return frozenset(catalogue.find(name, f"{field}.{at}") for at, name in enumerate(names))


def _assumptions(profile: Profile) -> tuple[Assumption, ...]:
    """The defaults in use, those first that change most."""
    assumed = []

    def assume(missing: bool, field: str, value: Any, why: str) -> None:
        if missing:
            assumed.append(Assumption(field, value, why))

    assume(
        profile.target_role in (None, "undecided"),
        "target_role",
        "undecided",
        "what at least two of the roles MLOps engineer, ML platform engineer and applied ML engineer "
        "call core; decide after the first milestone",
    )
    no_domain = profile.interest_domain is None and profile.target_role == "applied"
    assume(no_domain, "interest_domain", _SHORTEST, "the domain with the shortest way")
    assume(profile.hours_per_week is None, "hours_per_week", _HOURS, "what many keep beside a job")
    assume(not profile.domains, "domains", {}, "no background shortens a note")
    assume(not profile.languages, "languages", {}, "Python is learnt from the start")
    no_maths = profile.maths_level is None and profile.maths == Maths()
    assume(no_maths, "maths_level", "none", "school maths is enough to begin; no note is shortened")
    assume(profile.ml_exposure is None, "ml_exposure", "none", "nothing about ML is taken as known")
    return tuple(assumed)
