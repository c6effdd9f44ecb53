"""Everything that is decided about a plan, before any of it is put into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.planning.graph.catalogue import Catalogue
from service.planning.graph.concept import Checkpoint
from service.planning.learner.background import Background, settle
from service.planning.learner.profile import Profile
from service.planning.learner.transfer import Transfer
from service.planning.reasons import Reasons
from service.planning.schedule.feasibility import Fit, Option, fit, ways_out
from service.planning.schedule.history import pace_of, read_history
from service.planning.schedule.phases import Phase, cut_phases
from service.planning.schedule.rehearsal import Review, diagnostic, plan_reviews
from service.planning.schedule.selection import Selection, ordered, select
from service.planning.schedule.timeline import History, Pace, Week, fill

_UNCHECKED = ("claimed", "inferred", "assumed")


@dataclass(frozen=True, slots=True)
class Draft:
    """A decided plan. `order` are the notes still to learn, `measured` pace and how many told it.

    `relevant` are the goal's notes and what they need, in their order; `diagnostic` the questions of
    the first week.
    """

    catalogue: Catalogue
    background: Background
    transfer: Transfer
    selection: Selection
    history: History
    fit: Fit
    options: Sequence[Option]
    order: Sequence[str]
    weeks: Sequence[Week]
    reviews: Mapping[int, list[Review]]
    phases: Sequence[Phase]
    measured: tuple[float, int]
    relevant: Sequence[str]
    diagnostic: Sequence[Checkpoint]

    @property
    def pace(self) -> Pace:
        return Pace(self.background.pace)

    @property
    def reasons(self) -> Reasons:
        return Reasons(self.catalogue, self.background, self.transfer, self.selection)


def draft(profile: Profile, catalogue: Catalogue) -> Draft:
    """Decides everything about a plan. Raises BadField."""
    background = settle(profile, catalogue)
    transfer = Transfer(catalogue, background)
    selection = select(catalogue, background, transfer)
    history = read_history(profile.plan_ref, background, catalogue)
    found = fit(catalogue, background, transfer, selection, history)
    kept = dict.fromkeys(found.kept, 0)
    order = ordered(kept, selection, catalogue, background.order)
    left = [(slug, transfer.quanta(catalogue.concepts[slug])) for slug in order]
    pace = Pace(background.pace)
    weeks = fill(left, pace, history, background.off)
    learnt = list(dict.fromkeys(part.slug for week in weeks for part in week.parts))
    relevant = sorted(selection.relevant, key=catalogue.position.__getitem__)
    planned = {slug: transfer.planned(catalogue.concepts[slug]) for slug in background.log}
    return Draft(
        catalogue=catalogue,
        background=background,
        transfer=transfer,
        selection=selection,
        history=history,
        fit=found,
        options=ways_out(catalogue, background, transfer, selection, history, found),
        order=order,
        weeks=weeks,
        reviews=plan_reviews(
            weeks, catalogue, pace, selection.priority, _relearn(transfer, catalogue, history)
        ),
        phases=cut_phases(learnt, catalogue, selection, background.order),
        measured=pace_of(background, planned),
        relevant=relevant,
        diagnostic=diagnostic(_doubtful(relevant, transfer, selection), catalogue),
    )


def _doubtful(relevant: Sequence[str], transfer: Transfer, selection: Selection) -> list[str]:
    """What is claimed or taken to be known without a check, the core first."""
    doubtful = [
        slug
        for slug in relevant
        if transfer.known(slug) and transfer.levels[slug].source in _UNCHECKED
    ]
    return sorted(doubtful, key=lambda slug: selection.needs.get(slug, 3))


def _relearn(transfer: Transfer, catalogue: Catalogue, history: History) -> dict[str, int]:
    """What notes with a failed check build on, to be reviewed in the first open week."""
    failed = [slug for slug, mastery in transfer.levels.items() if mastery.source == "failed"]
    return {
        before: history.first
        for slug in failed
        for before in catalogue.concepts[slug].prerequisites
    }
