"""The weeks of a plan with their items, reviews, questions and deliverables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from math import ceil

from service.planning.graph.concept import QUANTUM, Checkpoint, Concept, Place
from service.planning.reasons import Reason
from service.planning.rendering.document import (
    Citation,
    DiscountShown,
    Hours,
    Item,
    Question,
    ReviewShown,
    WeekShown,
)
from service.planning.schedule.draft import Draft
from service.planning.schedule.rehearsal import A_QUANTUM, MINUTES, Review, checkpoints
from service.planning.schedule.timeline import Part, Week, last_weeks

_SERVED_BY = 2  # the week in which something has to answer requests
_SKELETON = (
    "A walking skeleton, as the exercise of this week's notes: a served model, the simplest there is, "
    "an HTTP endpoint that answers every request with one fixed prediction. The weeks after replace "
    "its parts."
)
_WEIGHT = {"project": 0, "practice": 1}  # what a week is judged by, if it is finished in it


@lru_cache(maxsize=4096)
def cite(place: Place) -> Citation:
    """A heading as it is given out."""
    return Citation(note=place.note, heading=place.heading, url=place.url)


@lru_cache(maxsize=4096)
def shown_question(checkpoint: Checkpoint) -> Question:
    """A checkpoint as it is given out, without its answer."""
    return Question(
        id=checkpoint.id,
        slug=checkpoint.place.note,
        question=checkpoint.question,
        answer_anchor=checkpoint.place.url,
    )


def render_weeks(draft: Draft) -> list[WeekShown]:
    """All weeks in their order, those off included."""
    writer = _Weeks(draft)
    return [writer.week(week) for week in draft.weeks]


class _Weeks:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._last = last_weeks(draft.weeks)
        self._reasons: dict[str, Reason] = {}
        self._explain = draft.reasons
        parts = [part for week in draft.weeks for part in week.parts]
        self._count = Counter(part.slug for part in parts)
        self._seen: Counter[str] = Counter()
        self._diagnosed = bool(draft.diagnostic)
        self._skeleton = _skeleton_week(draft, self._last)

    def week(self, week: Week) -> WeekShown:
        draft = self._draft
        start = draft.background.start + timedelta(weeks=week.n - 1)
        reviews = draft.reviews.get(week.n, [])
        slugs = list(dict.fromkeys(part.slug for part in week.parts))
        finished = [slug for slug in slugs if self._last[slug] == week.n]
        hours = self._hours(week, reviews)
        mistakes = [one for slug in slugs for one in draft.catalogue.concepts[slug].mistakes]
        return WeekShown(
            n=week.n,
            start=start,
            end=start + timedelta(days=6),
            off=week.off,
            hours=hours,
            sessions=ceil((hours.learn + hours.review) * 60 / draft.background.session),
            items=[self._item(part) for part in week.parts],
            reviews=[self._review(review) for review in reviews],
            checkpoint=[shown_question(one) for one in checkpoints(finished, draft.catalogue)],
            deliverable=self._deliverable(week, slugs, finished),
            mistakes=[one for one in dict.fromkeys(mistakes) if one in draft.catalogue.concepts],
        )

    def _hours(self, week: Week, reviews: Sequence[Review]) -> Hours:
        if week.off:
            return Hours(learn=week.learnt * QUANTUM, review=0, buffer=0)
        pace = self._draft.pace
        review = -(-len(reviews) // A_QUANTUM)
        if week.n == 1 and self._diagnosed:
            review = pace.review
        buffer = max(0, pace.whole - week.learnt - review)
        return Hours(learn=week.learnt * QUANTUM, review=review * QUANTUM, buffer=buffer * QUANTUM)

    def _item(self, part: Part) -> Item:
        slug = part.slug
        concept = self._draft.catalogue.concepts[slug]
        reason = self._reasons.get(slug) or self._explain.of(slug)
        self._reasons[slug] = reason
        self._seen[slug] += 1
        discount = reason.discount
        priority = self._draft.selection.priority
        return Item(
            id=f"{slug}:{self._seen[slug]}",
            slug=slug,
            title=concept.title,
            part=f"{self._seen[slug]}/{self._count[slug]}",
            hours=part.quanta * QUANTUM,
            base_hours=concept.quanta * QUANTUM,
            discount=DiscountShown(source=discount.source, pct=discount.percent)
            if discount
            else None,
            reason=reason.codes[0],
            reasons=list(reason.codes),
            why=reason.text,
            unlocks=[one for one in self._draft.catalogue.dependents[slug] if one in priority],
            citation=cite(reason.place),
            status=part.status,
        )

    def _review(self, review: Review) -> ReviewShown:
        concept = self._draft.catalogue.concepts[review.slug]
        place = review.questions[0].place if review.questions else concept.place
        return ReviewShown(
            slug=review.slug,
            title=concept.title,
            minutes=MINUTES,
            question_ids=[one.id for one in review.questions],
            citation=cite(place),
        )

    def _deliverable(self, week: Week, slugs: list[str], finished: list[str]) -> str:
        if week.off or not slugs:
            return ""
        concepts = self._draft.catalogue.concepts
        if week.n == self._skeleton:
            return _SKELETON
        if not finished:
            return f"Under way: {concepts[slugs[-1]].title}."
        best = min(reversed(finished), key=lambda slug: _weight(concepts[slug]))
        return concepts[best].deliverable


def _weight(concept: Concept) -> int:
    return _WEIGHT.get(concept.kind, 2)


def _skeleton_week(draft: Draft, last: dict[str, int]) -> int | None:
    """The week of the walking skeleton, if the first rung is not reached soon enough by itself."""
    rungs = draft.selection.ladder.rungs
    first = rungs[0].notes[0] if rungs else ""
    usable = [week.n for week in draft.weeks if not week.off and week.parts][:_SERVED_BY]
    if draft.transfer.known(first) or not usable or last.get(first, usable[-1] + 1) <= usable[-1]:
        return None
    return usable[-1]
