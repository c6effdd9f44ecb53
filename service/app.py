"""create_app(): the FastAPI application, put together from settings."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from anyio import to_thread
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from service.api import (
    chat,
    conversations,
    embed,
    feedback,
    health,
    insights,
    kept_plans,
    llms,
    notes,
    openai_chat,
    pages,
    plan,
    search,
    sign_in,
)
from service.api.access_gate import AccessGate
from service.api.body_limit import BodyLimit
from service.api.described_access import describe_access
from service.api.documented import Problem, refusals
from service.api.error_shapes import ErrorShapes
from service.api.failures import Failures
from service.api.handlers import add_handlers
from service.api.head import Head
from service.api.mcp_route import add_mcp
from service.api.origin_gate import OriginGate
from service.api.rate_limit import RateLimit
from service.api.request_log import RequestLog
from service.api.request_trace import RequestTrace
from service.api.security import SecurityHeaders
from service.api.state import WEB, State
from service.api.web_files import WebFiles
from service.current_index import CurrentIndex
from service.loading import build_counts, load
from service.model_watch import watch_model
from service.settings import Settings
from service.store.recorder import now
from service.store.retention import forget_daily
from service.store.store import Store
from service.tracing import Tracer
from service.wiring import build_traces
from service.workers.seat import Seat
from service.workers.shared_rates import Counts

log = logging.getLogger(__name__)

_BODY_LIMIT = 64 * 1024
_LARGER = {
    "plan": 1024 * 1024,  # a whole plan or a CV can be posted there
    "v1": 256 * 1024,  # clients send the whole conversation
}
_ROUTES = (
    pages, chat, conversations, feedback, plan, kept_plans, search, notes, embed, insights, health, sign_in, llms,
    openai_chat,
)  # fmt: skip


def create_app(settings: Settings, store: Store | None = None, seat: Seat | None = None) -> FastAPI:
    """The application. Index and models are loaded when it starts, not when it is made.

    A store that is open already is used, and closed in the end. With a seat it is one of several
    processes: the model and the counts of callers are another's. Start-up raises IndexerError or
    NotReady, whose message names the fix, if index, models or database can't be used.
    """
    rates, traces = build_counts(settings, seat), build_traces(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        state = await to_thread.run_sync(load, settings, store, rates, seat)
        app.state.onramp = state
        beside = _beside(state, settings, seat)
        try:
            async with app.state.mcp.session_manager.run():
                yield
        finally:
            for task in beside:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await to_thread.run_sync(state.queue.close)
            await state.recorder.close()
            if traces is not None:
                await to_thread.run_sync(traces.close)
            await to_thread.run_sync(state.store.close)

    app = FastAPI(
        title="Onramp",
        summary="Answers from your notes, each sentence cited.",
        version="0.1.0",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        responses=refusals(Problem),
    )
    _add_middleware(app, settings, rates, traces)
    add_handlers(app)
    for module in _ROUTES:
        app.include_router(module.router)
    app.mount("/static", WebFiles(directory=WEB))
    app.state.mcp = add_mcp(app, settings, rates)
    describe_access(app, settings)
    return app


def _beside(state: State, settings: Settings, seat: Seat | None) -> list[asyncio.Task[None]]:
    """What goes on for as long as the service runs."""
    tasks = [
        asyncio.create_task(_watch(state.current, settings.refresh_seconds)),
        asyncio.create_task(watch_model(state.assistant.generator)),
    ]
    if seat is None or seat.first:
        forgetting = forget_daily(state.store, settings.keep_days, now)
        tasks.append(asyncio.create_task(forgetting))
    return tasks


def _add_middleware(app: FastAPI, settings: Settings, rates: Counts, traces: Tracer | None) -> None:
    """What stands around every endpoint, from the inside out."""
    app.add_middleware(BodyLimit, largest=_BODY_LIMIT, larger=_LARGER)
    app.add_middleware(RateLimit, rates=rates)
    app.add_middleware(Head)
    app.add_middleware(AccessGate, guarded=settings.guarded)
    app.add_middleware(Failures)  # inside of what adds headers, so that 500 has them too
    app.add_middleware(OriginGate, origins=settings.embed_origins, hosts=settings.names)
    app.add_middleware(ErrorShapes)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    app.add_middleware(SecurityHeaders)
    if traces is not None:
        app.add_middleware(RequestTrace, tracer=traces)
    app.add_middleware(RequestLog)


async def _watch(current: CurrentIndex, seconds: float) -> None:
    """Looks for a new generation for as long as the service runs."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await to_thread.run_sync(current.refresh)
        except Exception:
            log.exception("looking for a new index failed")
