"""A plan that somebody wants checked: one of ours as JSON, a list of topics, or pasted text."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from service.planning.learner.previous import PreviousPlan
from service.planning.learner.profile import Profile
from service.planning.linter.topics import Topic, read_topics


class TopicGiven(BaseModel):
    """A line of somebody's plan."""

    model_config = ConfigDict(extra="forbid")

    topic: Annotated[str, Field(min_length=1, max_length=300)]
    hours: Annotated[float | None, Field(ge=0, le=1000, allow_inf_nan=False)] = None
    week: Annotated[int | None, Field(ge=1, le=520)] = None


class Submitted(BaseModel):
    """A plan to check: one of ours as JSON, a list of topics, or pasted text."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "profile": {"target_role": "mlops", "hours_per_week": 6},
                    "text": "Week 1\n- Docker for models, 4 h\n- Kubernetes (6 h)\nWeek 2: MLflow",
                }
            ]
        },
    )

    profile: Profile = Profile()
    plan: PreviousPlan | None = None
    topics: Annotated[list[TopicGiven] | None, Field(max_length=500)] = None
    text: Annotated[str | None, Field(max_length=50_000)] = None

    @model_validator(mode="after")
    def _check_one(self) -> Submitted:
        if sum(value is not None for value in (self.plan, self.topics, self.text)) != 1:
            raise ValueError("give one plan: 'plan', 'topics' or 'text'")
        return self

    def entries(self) -> list[Topic]:
        """The lines of the plan in their order."""
        if self.plan is not None:
            return [
                Topic(item.slug, week.n, item.hours)
                for week in self.plan.weeks
                for item in week.items
            ]
        if self.text is not None:
            return read_topics(self.text)
        return [Topic(one.topic, one.week, one.hours) for one in self.topics or []]
