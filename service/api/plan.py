"""POST /plan and what belongs to it: import, explanation and check."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Body, Depends, Query, Request
from fastapi.responses import Response

from service.api.answers import Answer
from service.api.identity import turn_of
from service.api.kept_plans import Kept, KeptPlan, keep
from service.api.plan_examples import PROFILES
from service.api.sse import event_stream
from service.api.state import State, state_of
from service.planning.explanation import Ask, Explanation, answer
from service.planning.exports.calendar import to_calendar
from service.planning.exports.markdown import to_markdown
from service.planning.goal import with_goal
from service.planning.graph.catalogue import Catalogue, read_catalogue
from service.planning.intake.request import Document, Proposed, propose
from service.planning.keeping import without_words
from service.planning.learner.profile import Profile
from service.planning.linter.check import Checked, check_plan
from service.planning.linter.meaning import by_meaning
from service.planning.linter.submission import Submitted
from service.planning.plan import begin, make_plan
from service.planning.rendering.document import Plan

router = APIRouter(prefix="/plan", tags=["plan"])


def catalogue_of(state: Annotated[State, Depends(state_of)]) -> Catalogue:
    """The concepts of the index in force."""
    return read_catalogue(state.current.index)


Form = Literal["json", "md", "ics"]
Concepts = Annotated[Catalogue, Depends(catalogue_of)]


@router.post(
    "",
    summary="Make a study plan",
    response_model=Plan,
    responses={
        200: {"content": {"text/markdown": {}, "text/calendar": {}}},
        201: {
            "model": KeptPlan,
            "description": "The plan is kept, and read again at the address in Location.",
            "headers": {"Location": {"schema": {"type": "string"}}},
            "content": {"text/markdown": {}, "text/calendar": {}},
        },
    },
)
async def plan(
    profile: Annotated[Profile, Body(openapi_examples=PROFILES)],
    request: Request,
    state: Annotated[State, Depends(state_of)],
    form: Annotated[Form, Query(alias="format")] = "json",
    kept: Annotated[
        bool, Query(alias="keep", description="keep it on the server, without free texts")
    ] = False,
) -> Response:
    """A dated plan, week by week. A profile that is too tight is no error: see `feasibility`."""
    made = await state.retrievals.run(_planned, profile, state, kept)
    place = await keep(state, made, request) if kept else None
    return await to_thread.run_sync(_shown, made, place, form, str(request.base_url))


def _planned(profile: Profile, state: State, kept: bool) -> Plan:
    index = state.current.index
    catalogue = read_catalogue(index)
    said = without_words(profile, catalogue) if kept else profile
    made = make_plan(begin(said, datetime.now(UTC).date()), catalogue)
    return with_goal(made, profile.goal_text, index, state.embedder, catalogue)


def _shown(made: Plan, place: Kept | None, form: Form, base: str) -> Response:
    status, headers = (201, {"Location": place.url}) if place else (200, {})
    if form == "md":
        text = to_markdown(made, base)
        return Response(text, status, headers, media_type="text/markdown; charset=utf-8")
    if form == "ics":
        headers["Content-Disposition"] = 'attachment; filename="study-plan.ics"'
        calendar = to_calendar(made, datetime.now(UTC).replace(microsecond=0), base)
        return Response(calendar, status, headers, media_type="text/calendar")
    if place:
        made = KeptPlan.model_construct(**dict(made), kept=place)
    text = made.model_dump_json(by_alias=True)
    return Response(text, status, headers, media_type="application/json")


@router.post("/wording", summary="Have a plan worded by the model", response_class=Response)
async def wording(
    profile: Annotated[Profile, Body(openapi_examples=PROFILES)],
    request: Request,
    state: Annotated[State, Depends(state_of)],
) -> Response:
    """The summary and a line a phase as server-sent events: `begun`, `text` for each, `done`.

    Texts that the plan does not support are the template's. The plan itself is not touched.
    """
    state.draining.check()  # before the plan is made
    today = datetime.now(UTC).date()
    catalogue = read_catalogue(state.current.index)
    made = await state.retrievals.run(make_plan, begin(profile, today), catalogue)
    return event_stream((await Answer.begin_wording(state, made, turn_of(request))).events())


@router.post("/profile", summary="Read a CV or a JSON Resume")
def profile(document: Document) -> Proposed:
    """A proposed profile with the evidence for it, to be confirmed. Nothing of it is kept."""
    return propose(document)


@router.post("/explain", summary="Ask why, and what if")
def explain(ask: Ask, catalogue: Concepts) -> Explanation:
    """Why a note is in the plan, or what would change without it or with another profile."""
    today = datetime.now(UTC).date()
    return answer(ask.model_copy(update={"profile": begin(ask.profile, today)}), catalogue)


@router.post("/check", summary="Check anybody's plan")
async def check(submitted: Submitted, state: Annotated[State, Depends(state_of)]) -> Checked:
    """What is wrong with a plan from here or elsewhere: order, budget, coverage."""
    return await state.retrievals.run(_checked, submitted, state)


def _checked(submitted: Submitted, state: State) -> Checked:
    index = state.current.index
    catalogue = read_catalogue(index)
    settled = begin(submitted.profile, datetime.now(UTC).date())
    find = by_meaning(index, state.embedder, catalogue)
    return check_plan(submitted.model_copy(update={"profile": settled}), catalogue, find)
