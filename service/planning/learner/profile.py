"""The background profile as it comes in: every field bounded, unknown ones refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from service.planning.learner.previous import PreviousPlan

Role = Literal["mlops", "platform", "applied", "ai-engineer", "undecided"]
Interest = Literal["nlp", "vision", "tabular", "recommender", "time-series"]
Domain = Literal[
    "backend",
    "frontend",
    "fullstack",
    "data-engineering",
    "devops-sre",
    "mobile",
    "embedded",
    "qa",
    "game",
    "security",
]
MathsLevel = Literal["none", "school", "university", "strong"]
Exposure = Literal["none", "used-apis", "courses", "trained-models", "production"]
Depth = Literal["core", "standard", "full"]
Order = Literal["blend", "roadmap", "ship-first"]

Level = Annotated[int, Field(strict=True, ge=0, le=3)]
Years = Annotated[float, Field(strict=True, ge=0, le=50, allow_inf_nan=False)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Slug = Annotated[str, Field(min_length=1, max_length=120)]
Slugs = Annotated[list[Slug], Field(max_length=100)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Maths(_Part):
    """0 nothing, 1 school, 2 university, 3 strong; None: not said."""

    linear_algebra: Level | None = None
    calculus: Level | None = None
    probability: Level | None = None
    statistics: Level | None = None


class Known(_Part):
    """How well a concept is known, and how one knows: 3 leaves its note out."""

    level: Level
    evidence: Literal["self", "quiz", "work"] = "self"


def _as_known(value: Any) -> Any:
    return {"level": value} if isinstance(value, int) else value


class Constraints(_Part):
    """A GPU or network that is missing is told where a note is about it; no note is left out.

    `no_cloud` and `budget_eur` are kept with the profile and change nothing.
    """

    no_gpu: Annotated[bool, Field(strict=True)] = True
    no_cloud: Annotated[bool, Field(strict=True)] = True
    offline: Annotated[bool, Field(strict=True)] = False
    budget_eur: Annotated[float, Field(strict=True, ge=0, le=1_000_000, allow_inf_nan=False)] = 0


class Progress(_Part):
    """What became of a planned note. `score` below 0.6 counts as a failed check."""

    slug: Slug
    status: Literal["done", "partial", "skipped", "failed_check"]
    hours: Annotated[float | None, Field(strict=True, ge=0, le=1000, allow_inf_nan=False)] = None
    score: Annotated[float | None, Field(strict=True, ge=0, le=1, allow_inf_nan=False)] = None
    date: Day | None = None


class Profile(_Part):
    """A background profile. Everything may be left out; what is assumed then is told in the plan."""

    schema_version: Literal["1"] = "1"
    target_role: Role | None = None
    interest_domain: Interest | None = None
    years_experience: Annotated[
        Years | None, Field(description="kept with the profile; only domain years shorten notes")
    ] = None
    current_role: Annotated[str, Field(max_length=80)] = ""
    domains: Annotated[dict[Domain, Years], Field(max_length=6)] = {}
    languages: Annotated[dict[Name, Level], Field(max_length=20)] = {}
    skills: Annotated[dict[Name, Level], Field(max_length=60)] = {}
    maths: Maths = Maths()
    maths_level: MathsLevel | None = None
    ml_exposure: Exposure | None = None
    known_concepts: Annotated[
        dict[Slug, Annotated[Known, BeforeValidator(_as_known)]], Field(max_length=200)
    ] = {}
    hours_per_week: Annotated[
        float | None,
        Field(strict=True, ge=1, le=40, multiple_of=0.5, description="1-40, in half hours"),
    ] = None
    start_date: Day | None = None
    weeks: Annotated[int | None, Field(strict=True, ge=1, le=104)] = None
    deadline: Annotated[date | None, Field(description="instead of weeks; after start_date")] = None
    weeks_off: Annotated[
        list[Annotated[int, Field(strict=True, ge=1, le=520)]], Field(max_length=104)
    ] = []
    depth: Depth = "standard"
    order: Order = "blend"
    session_minutes: Annotated[int, Field(strict=True, ge=25, le=180)] = 60
    constraints: Constraints = Constraints()
    must_include: Slugs = []
    must_exclude: Slugs = []
    goal_text: Annotated[str, Field(max_length=2000)] = ""
    progress: Annotated[list[Progress], Field(max_length=400)] = []
    plan_ref: PreviousPlan | None = None
    narrative: Literal["template", "model"] = "template"

    @model_validator(mode="after")
    def _check_time(self) -> Profile:
        if self.weeks is not None and self.deadline is not None:
            raise ValueError("give either weeks or deadline, not both")
        return self

    def echo(self) -> dict[str, Any]:
        """The profile as a plan shows it, to be posted back."""
        return self.model_dump(mode="json", exclude={"plan_ref"}, exclude_defaults=True)
