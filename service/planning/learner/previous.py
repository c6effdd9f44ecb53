"""What is read of a plan that is posted back: where its notes stood, and when it began."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class PreviousItem(_Part):
    slug: Annotated[str, Field(min_length=1, max_length=120)]
    hours: Annotated[float, Field(gt=0, le=100, multiple_of=0.5, allow_inf_nan=False)]


class PreviousWeek(_Part):
    n: Annotated[int, Field(ge=1, le=2000)]
    start: date
    items: Annotated[list[PreviousItem], Field(max_length=100)] = []


class PreviousTotals(_Part):
    end_date: date


class PreviousPlan(_Part):
    """A plan as `POST /plan` gave it; what it says beyond these fields is not read."""

    plan_id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    kb_version: Annotated[str, Field(max_length=64)]
    revision: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    totals: PreviousTotals
    weeks: Annotated[list[PreviousWeek], Field(max_length=1000)] = []
