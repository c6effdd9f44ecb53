"""create_app(): the FastAPI application, put together from settings."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from anyio import to_thread
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from service.access.key_ring import KeyRing
from service.access.places import Places
from service.access.secret import secret_of
from service.access.sessions import Sessions
from service.access.tokens import Tokens
from service.access.tries import Tries
from service.answering.assistant import Assistant
from service.answering.generator import Generator
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
from service.api.identity import Identity
from service.api.mcp_route import add_mcp
from service.api.metrics import Metrics
from service.api.origin_gate import OriginGate
from service.api.rate_limit import RateLimit
from service.api.request_log import RequestLog
from service.api.request_trace import RequestTrace
from service.api.retrievals import Retrievals
from service.api.security import SecurityHeaders
from service.api.state import WEB, State
from service.api.web_files import WebFiles
from service.current_index import CurrentIndex
from service.draining import Draining
from service.model_queue import ModelQueue
from service.model_watch import watch_model
from service.planning.wording import PlanWriter
from service.settings import Settings
from service.store.recall import Recall
from service.store.recorder import Recorder, now
from service.store.retention import forget_daily
from service.store.store import Store
from service.tracing import Recorder as TraceRecorder
from service.wiring import build_embedder, build_generator, build_rates, build_traces
from service.workers.seat import Seat
from service.workers.shared_generator import SharedGenerator
from service.workers.shared_queue import SharedQueue
from service.workers.shared_rates import Counts, SharedRates

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
_RETRIEVALS = 2  # at once: one a core
_WAITING = 64  # more: the longest questions take half a second each


def create_app(settings: Settings, store: Store | None = None, seat: Seat | None = None) -> FastAPI:
    """The application. Index and models are loaded when it starts, not when it is made.

    A store that is open already is used, and closed in the end. With a seat it is one of several
    processes: the model and the counts of callers are another's. Start-up raises IndexerError or
    NotReady, whose message names the fix, if index, models or database can't be used.
    """
    rates, traces = _rates(settings, seat), build_traces(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        state = await to_thread.run_sync(_load, settings, store, rates, seat)
        app.state.onramp = state
        beside = [
            asyncio.create_task(_watch(state.current, settings.refresh_seconds)),
            asyncio.create_task(watch_model(state.assistant.generator)),
        ]
        if seat is None or seat.first:
            forgetting = forget_daily(state.store, settings.keep_days, now)
            beside.append(asyncio.create_task(forgetting))
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


def _rates(settings: Settings, seat: Seat | None) -> Counts:
    if seat is not None and settings.counts_in_memory:
        return SharedRates(seat.rates_socket)
    return build_rates(settings)


def _add_middleware(
    app: FastAPI, settings: Settings, rates: Counts, traces: TraceRecorder | None
) -> None:
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
        app.add_middleware(RequestTrace, recorder=traces)
    app.add_middleware(RequestLog)


def _load(settings: Settings, store: Store | None, rates: Counts, seat: Seat | None) -> State:
    embedder = build_embedder(settings)
    current = CurrentIndex(settings.index_directory, embedder)
    metrics = Metrics()
    queue, generator, notice = _model(settings, seat, metrics)
    assistant = Assistant(embedder, generator, notice)  # loads the embedder's weights
    store = store or Store.open(settings.database)
    secret = secret_of(settings) if seat is None else seat.secret
    return State(
        current=current,
        embedder=embedder,
        assistant=assistant,
        writer=PlanWriter(embedder, generator),
        queue=queue,
        metrics=metrics,
        retrievals=Retrievals(_RETRIEVALS, _WAITING),
        places=Places(settings.streams),
        store=store,
        recorder=Recorder(store, settings.keep_questions, metrics.lose, shared=seat is not None),
        recall=Recall(store.answers, settings.keep_questions),
        tokens=Tokens(secret),
        keys=KeyRing(store.keys),
        sessions=Sessions(secret),
        tries=Tries(),
        identity=Identity(settings),
        embed_origins=settings.embed_origins,
        public_url=settings.public_url,
        draining=Draining(),
        keep_days=settings.keep_days,
        rates=rates,
    )


def _model(
    settings: Settings, seat: Seat | None, metrics: Metrics
) -> tuple[ModelQueue | SharedQueue, Generator, str | None]:
    """The queue and the generator of this process, or those of the process that has the model."""
    if seat is not None:
        shared = SharedGenerator(seat.model_socket, metrics.generated)
        return SharedQueue(seat.model_socket, metrics.waited), shared, shared.notice
    generator, notice = build_generator(settings, metrics.generated)
    queue = ModelQueue(settings.queue, settings.answer_seconds, metrics.waited)
    return queue, generator, notice


async def _watch(current: CurrentIndex, seconds: float) -> None:
    """Looks for a new generation for as long as the service runs."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await to_thread.run_sync(current.refresh)
        except Exception:
            log.exception("looking for a new index failed")
