"""Whether a plan fits its time, what is cut if not, and the ways out that are true when followed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from service.planning.graph.catalogue import Catalogue
from service.planning.graph.concept import QUANTUM
from service.planning.learner.background import Background
from service.planning.learner.transfer import Transfer
from service.planning.schedule.selection import Selection, select
from service.planning.schedule.timeline import History, Pace, room, weeks_for
from service.planning.words import hours_text, weeks_text

_CORE = 1
_MOST_WEEKS, _MOST_HOURS = 104, 80  # what a profile may ask for, in weeks and in half hours


@dataclass(frozen=True, slots=True)
class Option:
    """A way out. `change` is what to change in the profile for it; None if nothing."""

    kind: Literal["more_weeks", "more_hours", "core_only", "stage"]
    value: float
    text: str
    change: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """`kept` and `cut` are notes to learn, the most important first."""

    kept: tuple[str, ...]
    cut: tuple[str, ...]
    status: Literal["ok", "trimmed", "infeasible"]


def fit(
    catalogue: Catalogue,
    background: Background,
    transfer: Transfer,
    selection: Selection,
    history: History,
) -> Fit:
    """The notes that fit, in the order of their importance.

    The first that does not fit ends it, even if a shorter one would fit behind: more time then
    always keeps what less time kept.
    """
    slugs = sorted(selection.priority, key=lambda slug: selection.importance(slug, catalogue))
    if background.horizon is None:
        return Fit(tuple(slugs), (), "ok")
    left = room(Pace(background.pace), history, background.off, background.horizon)
    for at, slug in enumerate(slugs):
        left -= transfer.quanta(catalogue.concepts[slug])
        if left < 0:
            core = any(selection.priority[other] == _CORE for other in slugs[at:])
            status: Literal["infeasible", "trimmed"] = "infeasible" if core else "trimmed"
            return Fit(tuple(slugs[:at]), tuple(slugs[at:]), status)
    return Fit(tuple(slugs), (), "ok")


def ways_out(
    catalogue: Catalogue,
    background: Background,
    transfer: Transfer,
    selection: Selection,
    history: History,
    found: Fit,
) -> list[Option]:
    """What would make the plan whole, and how far it comes as it is; nothing if nothing is cut."""
    if background.horizon is None or not found.cut:
        return []

    def total(slugs: Sequence[str]) -> int:
        return sum(transfer.quanta(catalogue.concepts[slug]) for slug in slugs)

    options = _more_time(background, history, total((*found.kept, *found.cut)))
    if background.depth > _CORE:
        core = select(catalogue, replace(background, depth=_CORE), transfer)
        options += _core_only(background, history, total(list(core.priority)))
    reached = _highest_rung(catalogue, selection, transfer, set(found.kept), background)
    return [*options, *reached]


def _more_time(background: Background, history: History, quanta: int) -> list[Option]:
    options = []
    weeks = weeks_for(quanta, Pace(background.pace), history, background.off)
    pace = hours_text(background.hours)
    if weeks <= _MOST_WEEKS:
        text = f"Take {weeks_text(weeks)} at {pace} a week: then nothing is cut."
        options.append(Option("more_weeks", weeks, text, {"weeks": weeks, "deadline": None}))
    hours = _hours_for(quanta, background, history)
    if hours:
        span = weeks_text(background.horizon or 0)
        text = f"Take {hours_text(hours)} a week for the {span}: then nothing is cut."
        options.append(Option("more_hours", hours, text, {"hours_per_week": hours}))
    return options


def _core_only(background: Background, history: History, quanta: int) -> list[Option]:
    weeks = weeks_for(quanta, Pace(background.pace), history, background.off)
    if weeks > _MOST_WEEKS:
        return []
    horizon = background.horizon or 0
    if weeks <= horizon:
        text = f"Keep to the core of the role: it fits in {weeks_text(weeks)}."
        return [Option("core_only", horizon, text, {"depth": "core"})]
    hours = _hours_for(quanta, background, history)
    either = f", or {hours_text(hours)} a week for the {weeks_text(horizon)}" if hours else ""
    text = (
        f"The core of the role alone needs {weeks_text(weeks)} at {hours_text(background.hours)} a "
        f"week{either}."
    )
    change = {"depth": "core", "weeks": weeks, "deadline": None}
    return [Option("core_only", weeks, text, change)]


def _hours_for(quanta: int, background: Background, history: History) -> float | None:
    """Hours a week that do by the end, None above what a profile may ask for."""
    for whole in range(background.pace + 1, _MOST_HOURS + 1):
        if room(Pace(whole), history, background.off, background.horizon or 0) >= quanta:
            return whole * QUANTUM
    return None


def _highest_rung(
    catalogue: Catalogue,
    selection: Selection,
    transfer: Transfer,
    kept: set[str],
    background: Background,
) -> list[Option]:
    stage, rungs = 0, selection.ladder.rungs
    for at, rung in enumerate(rungs, 1):
        if not catalogue.needed(rung.notes, transfer.known) <= kept:
            break
        stage = at
    if not stage or stage == len(rungs):
        return []
    span = f"In {weeks_text(background.horizon or 0)} at {hours_text(background.hours)} a week"
    text = f"{span}: {rungs[stage - 1].shows}. Not: {rungs[stage].shows}."
    return [Option("stage", stage, text)]
