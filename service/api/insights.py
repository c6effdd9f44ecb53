"""GET /insights: what people asked for and did not get, for whoever writes the notes."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from service.api.pages import page
from service.api.security import page_policy
from service.api.state import State, state_of
from service.insights.gaps import READ, gaps
from service.insights.report import Insights, insights
from service.insights.table import as_csv
from service.store.recorder import now

router = APIRouter()
_SPANS = (7, 30, 90)
_ONE = CapacityLimiter(1)  # it compares hundreds of questions: never beside itself


@router.get("/insights", summary="What the notes lack", response_class=Response)
async def insights_page(
    state: Annotated[State, Depends(state_of)],
    days: Annotated[int, Query(ge=1, le=366)] = 30,
    form: Annotated[Literal["html", "csv"], Query(alias="format")] = "html",
) -> Response:
    """Questions that were refused or voted down, grouped, with use, speed and votes; as a page or CSV.

    Nothing in it tells who asked: addresses, names and numbers are taken out of the questions.
    """
    report = await to_thread.run_sync(_report, state, days, limiter=_ONE)
    if form == "csv":
        name = f"onramp-insights-{days}-days.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(as_csv(report.gaps), media_type="text/csv", headers=headers)
    policy = page_policy(scripts=False, connect=False, forms=True)
    highest = max((day.count for day in report.days), default=0)
    return page(
        "insights", "/insights", policy=policy, report=report, days=days, spans=_SPANS,
        highest=highest, read=READ,
    )  # fmt: skip


def _report(state: State, days: int) -> Insights:
    moment = now()
    asked = state.store.usage.since(moment - timedelta(days=days))
    found = gaps(asked, state.current.index, state.embedder)
    return insights(asked, found, moment, days)
