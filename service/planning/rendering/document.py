"""A plan as it is given out: JSON, and what every export is rendered from."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from service.planning.learner.background import Assumption
from service.planning.schedule.feasibility import Option


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class Citation(_Part):
    """A heading of a note; `url` is relative to the service's root."""

    note: str
    heading: str
    url: str


class Summary(_Part):
    text: str
    source: Literal["template", "model"] = "template"
    citations: list[Citation]


class GoalNote(_Part):
    """A note that is near to the text of the goal; `week` is where it ends, if it is planned."""

    slug: str
    title: str
    week: int | None
    citation: Citation


class Totals(_Part):
    """Hours and weeks from the first to the last; `weeks_high` if notes take longer than planned."""

    learning_h: float
    review_h: float
    buffer_h: float
    weeks: int
    weeks_high: int
    end_date: date
    end_date_high: date


class CutNote(_Part):
    slug: str
    title: str
    priority: int
    hours: float
    reason: str
    blocks: list[str] = Field(description="notes to learn that need it")
    change: str = Field(description="what would bring it back")


class Feasibility(_Part):
    status: Literal["ok", "trimmed", "infeasible"]
    cut: list[CutNote]
    options: list[Option]


class SkippedNote(_Part):
    slug: str
    title: str
    reason: str = Field(
        description="claimed, quiz, assumed_from:x, excluded, excluded_with:x, done or skipped"
    )
    why: str
    change: str
    check: str | None = Field(description="its question in the diagnostic")


class StretchNote(_Part):
    slug: str
    title: str
    hours: float


class Milestone(_Part):
    slug: str
    deliverable: str
    acceptance: list[str]


class Phase(_Part):
    id: str
    title: str
    weeks: tuple[int, int]
    goal: str
    milestone: Milestone
    mistakes: list[str]


class DiscountShown(_Part):
    source: str = Field(serialization_alias="from")
    pct: int


class Item(_Part):
    """A part of a note in one week. `hours` are what is planned, `base_hours` the whole note's."""

    id: str
    slug: str
    title: str
    part: str
    hours: float
    base_hours: float
    discount: DiscountShown | None
    reason: str
    reasons: list[str]
    why: str
    unlocks: list[str]
    citation: Citation
    status: Literal["open", "done", "partial", "failed"] = "open"


class Question(_Part):
    id: str
    slug: str
    question: str
    answer_anchor: str


class ReviewShown(_Part):
    slug: str
    title: str
    minutes: int
    question_ids: list[str]
    citation: Citation


class Hours(_Part):
    learn: float
    review: float
    buffer: float


class WeekShown(_Part):
    n: int
    start: date
    end: date
    off: bool
    hours: Hours
    sessions: int = Field(description="sittings of session_minutes for learning and reviews")
    items: list[Item]
    reviews: list[ReviewShown]
    checkpoint: list[Question]
    deliverable: str
    mistakes: list[str]


class Moved(_Part):
    slug: str
    from_week: int
    to_week: int


class Dropped(_Part):
    slug: str
    why: str


class Changes(_Part):
    """What differs from the plan that was posted back."""

    moved: list[Moved]
    added: list[str]
    dropped: list[Dropped]
    end_date_before: date
    end_date: date

    @property
    def any(self) -> bool:
        """Whether anything moved, came or went."""
        return bool(self.moved or self.added or self.dropped)


class PaceShown(_Part):
    """How long notes take against the plan; `used` for the range once three are logged."""

    value: float
    items: int
    used: bool


class Plan(_Part):
    """A study plan. The same profile over the same notes gives the same bytes."""

    plan_id: str
    schema_version: Literal["1"] = "1"
    revision: int
    kb_version: str
    profile: dict[str, Any]
    assumptions: list[Assumption]
    summary: Summary
    goal: list[GoalNote] = []
    totals: Totals
    feasibility: Feasibility
    skipped: list[SkippedNote]
    stretch: list[StretchNote]
    diagnostic: list[Question]
    phases: list[Phase]
    weeks: list[WeekShown]
    order_rationale: str
    pace: PaceShown
    changes: Changes | None
    wording: str | None = Field(
        description="where to post the same profile for the model's wording, if it was asked for"
    )
    warnings: list[str]
