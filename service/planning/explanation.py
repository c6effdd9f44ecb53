"""Why something is in a plan, and what would become of the plan if the profile were another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from service.errors import BadField
from service.field_errors import explain as explain_error
from service.planning.graph.catalogue import Catalogue
from service.planning.graph.concept import QUANTUM
from service.planning.graph.ladder import title_of
from service.planning.learner.profile import Profile, Slug
from service.planning.rendering.document import Citation
from service.planning.rendering.skips import render_skipped
from service.planning.rendering.weeks import cite
from service.planning.schedule.draft import Draft, draft
from service.planning.schedule.timeline import last_weeks
from service.planning.words import hours_text, joined, weeks_text

_FIXED = {"start_date", "plan_ref", "progress", "schema_version"}


class Ask(BaseModel):
    """A profile with one question about its plan."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "profile": {"target_role": "mlops", "start_date": "2026-01-05"},
                    "change": {"hours_per_week": 10},
                }
            ]
        },
    )

    profile: Profile
    why: Annotated[Slug | None, Field(description="a note: why is it here, or why not")] = None
    drop: Annotated[Slug | None, Field(description="a note: what if it is left out")] = None
    change: Annotated[
        dict[str, Any] | None, Field(max_length=40, description="fields of the profile to replace")
    ] = None

    @model_validator(mode="after")
    def _check_one(self) -> Ask:
        if sum(value is not None for value in (self.why, self.drop, self.change)) != 1:
            raise ValueError("ask one thing: give 'why', 'drop' or 'change'")
        return self


class Outline(BaseModel):
    """The size of a plan."""

    weeks: int
    learning_h: float
    notes: int
    status: str


class Explanation(BaseModel):
    """The answer in words and in facts. `after` is None where nothing was changed."""

    text: str
    chain: list[str] = Field(description="from the note to the goal that it is needed for")
    citations: list[Citation]
    before: Outline
    after: Outline | None = None
    gone: list[str] = Field(default=[], description="notes that would no longer be planned")
    new: list[str] = Field(default=[], description="notes that would be planned as well")


def answer(ask: Ask, catalogue: Catalogue) -> Explanation:
    """Computed from the graph alone. Raises BadField."""
    decided = draft(ask.profile, catalogue)
    if ask.why is not None:
        return _why(catalogue.find(ask.why, "why"), decided)
    if ask.drop is not None:
        slug = catalogue.find(ask.drop, "drop")
        left_out = [*ask.profile.must_exclude, slug]
        kept = [one for one in ask.profile.must_include if catalogue.resolve(one) != slug]
        changes: dict[str, Any] = {"must_exclude": left_out, "must_include": kept}
        return _changed(ask.profile, changes, decided, f"Without “{_title(slug, catalogue)}”")
    return _changed(ask.profile, ask.change or {}, decided, "With that")


def _why(slug: str, decided: Draft) -> Explanation:
    catalogue = decided.catalogue
    before = _outline(decided)
    last = last_weeks(decided.weeks)
    title = f"“{_title(slug, catalogue)}”"
    if slug in last:
        reasons = decided.reasons
        reason = reasons.of(slug)
        chain = reasons.chain(slug) if slug in decided.selection.priority else [slug]
        path = " → ".join(_title(one, catalogue) for one in chain)
        way = f"The way to the goal: {path}." if len(chain) > 1 else ""
        text = joined((f"{title} ends in week {last[slug]}.", reason.text, way))
        return Explanation(text=text, chain=chain, citations=[cite(reason.place)], before=before)
    cited = [cite(catalogue.concepts[slug].place)]
    return Explanation(
        text=_why_not(slug, title, decided), chain=[], citations=cited, before=before
    )


def _why_not(slug: str, title: str, decided: Draft) -> str:
    for note in render_skipped(decided):
        if note.slug == slug:
            return f"{title} is left out. {note.why} {note.change}"
    if slug in decided.fit.cut:
        way = decided.options[0].text if decided.options else ""
        return joined((f"{title} is cut: there is no time for it.", way))
    need, role = decided.selection.needs.get(slug), title_of(decided.background.role)
    if need is None:
        return f"{title} is not part of the role {role}; must_include would bring it in."
    depth = {2: "standard", 3: "full"}.get(need, "core")
    return f"{title} comes in at the depth '{depth}', or with must_include."


def _changed(
    profile: Profile, changes: dict[str, Any], decided: Draft, opening: str
) -> Explanation:
    if fixed := sorted(_FIXED & changes.keys()):
        raise BadField(f"change.{fixed[0]}", "it can't be changed here; plan again with it instead")
    try:
        fields = profile.model_dump(mode="json", exclude_unset=True) | changes
        other = Profile.model_validate(fields)
    except ValidationError as error:
        first = explain_error(error.errors(include_url=False)[0], Profile)
        raise BadField(
            f"change.{first.field}", first.message.partition(": ")[2].rstrip(".")
        ) from None
    new = draft(other, decided.catalogue)
    before, after = _outline(decided), _outline(new)
    was, now = last_weeks(decided.weeks), last_weeks(new.weeks)
    gone = [slug for slug in was if slug not in now]
    come = [slug for slug in now if slug not in was]
    text = joined(
        (
            f"{opening} the plan takes {_against(weeks_text, before.weeks, after.weeks)}, with "
            f"{_against(hours_text, before.learning_h, after.learning_h)} of learning.",
            _named("No longer planned", gone, decided.catalogue),
            _named("Planned as well", come, decided.catalogue),
            new.options[0].text if new.options else "",
        )
    )
    return Explanation(
        text=text, chain=[], citations=[], before=before, after=after, gone=gone, new=come
    )


def _against(text: Callable[[Any], str], before: float, after: float) -> str:
    """A figure with what it was, if it was another."""
    return text(after) if before == after else f"{text(after)} instead of {text(before)}"


def _named(opening: str, slugs: list[str], catalogue: Catalogue) -> str:
    titles = ", ".join(f"“{_title(slug, catalogue)}”" for slug in slugs)
    return f"{opening}: {titles}." if slugs else ""


def _outline(decided: Draft) -> Outline:
    return Outline(
        weeks=len(decided.weeks),
        learning_h=sum(week.learnt for week in decided.weeks) * QUANTUM,
        notes=len(last_weeks(decided.weeks)),
        status=decided.fit.status,
    )


def _title(slug: str, catalogue: Catalogue) -> str:
    return catalogue.concepts[slug].title
