"""A plan as a Markdown checklist with links to the notes."""

from __future__ import annotations

from collections.abc import Iterator

from service.planning.rendering.document import GoalNote, Item, Phase, Plan, WeekShown
from service.planning.words import date_text, hours_text, joined

_SPECIAL = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|"})

_DIAGNOSTIC = "Answer these without looking: what you get wrong belongs into the plan."


def to_markdown(plan: Plan, base: str = "") -> str:
    """The checklist. `base` is the service's address, so that links work from anywhere."""
    return "\n".join(_lines(plan, base.rstrip("/"))) + "\n"


def _lines(plan: Plan, base: str) -> Iterator[str]:
    yield from ("# Study plan", "", _plain(plan.summary.text), "")
    if plan.goal:
        yield from ("## Near to your goal", "")
        yield from (_goal(note, base) for note in plan.goal)
        yield ""
    if plan.feasibility.options:
        yield from ("## Ways out", "")
        yield from (f"- {_plain(option.text)}" for option in plan.feasibility.options)
        yield ""
    if plan.diagnostic:
        yield from ("## Before you start", "", _DIAGNOSTIC, "")
        for question in plan.diagnostic:
            yield f"- [ ] {_plain(question.question)} ([answer]({base}{question.answer_anchor}))"
        yield ""
    for week in plan.weeks:
        for phase in plan.phases:
            if phase.weeks[0] == week.n:
                yield from _phase(phase)
        yield from _week(week, base)
    if plan.feasibility.cut:
        yield from ("## Cut", "")
        yield from (
            f"- {_plain(note.title)}, {hours_text(note.hours)}" for note in plan.feasibility.cut
        )
        yield ""
    if plan.skipped:
        yield from ("## Left out", "")
        yield from (f"- {_plain(note.title)}: {_plain(note.why)}" for note in plan.skipped)


def _goal(note: GoalNote, base: str) -> str:
    where = f"week {note.week}" if note.week else "not in this plan"
    return f"- [{_plain(note.title)}]({base}{note.citation.url}), {where}"


def _phase(phase: Phase) -> Iterator[str]:
    milestone = f"Milestone: {_plain(phase.milestone.deliverable)}"
    yield from (f"## {_plain(phase.title)}", "", f"{_plain(phase.goal)} {milestone}", "")


def _week(week: WeekShown, base: str) -> Iterator[str]:
    yield from (f"### Week {week.n}, from {date_text(week.start)}", "")
    if week.off:
        yield from ("Off.", "")
        return
    for item in week.items:
        yield _item(item, base)
    for review in week.reviews:
        link = f"[{_plain(review.title)}]({base}{review.citation.url})"
        yield f"- [ ] Review {link}, {review.minutes} min"
    for question in week.checkpoint:
        yield f"- [ ] {_plain(question.question)} ([answer]({base}{question.answer_anchor}))"
    if week.sessions:
        yield from ("", f"Sittings: {week.sessions}.")
    if week.deliverable:
        yield from ("", f"Deliverable: {_plain(week.deliverable)}")
    yield ""


def _item(item: Item, base: str) -> str:
    mark = " " if item.status == "open" else "x"
    part = "" if item.part == "1/1" else f", part {item.part}"
    link = f"[{_plain(item.title)}]({base}{item.citation.url})"
    why = _plain(item.why) if item.id.endswith(":1") else ""  # once a note, not once a part
    return joined((f"- [{mark}] {link}, {hours_text(item.hours)}{part}.", why))


def _plain(text: str) -> str:
    """One line in which nothing is markup."""
    return " ".join(text.split()).translate(_SPECIAL)
