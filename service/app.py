"""create_app(): the FastAPI application, put together from settings."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles

from service.answering.assistant import Assistant
from service.api import chat, health, notes, plan, search
from service.api.body_limit import BodyLimit
from service.api.handlers import add_handlers
from service.api.metrics import Metrics
from service.api.security import SecurityHeaders
from service.api.state import WEB, State
from service.current_index import CurrentIndex
from service.model_queue import ModelQueue
from service.planning.wording import PlanWriter
from service.settings import Settings
from service.wiring import build_embedder, build_generator

log = logging.getLogger(__name__)

_BODY_LIMIT = 64 * 1024
_LARGER = {"plan": 1024 * 1024}  # a whole plan or a CV can be posted there
_RETRIEVALS = 2  # at once: one a core


def create_app(settings: Settings) -> FastAPI:
    """The application. Index and models are loaded when it starts, not when it is made.

    Start-up raises IndexerError, whose message names the fix, if index or models can't be used.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        state = await to_thread.run_sync(_load, settings)
        app.state.onramp = state
        watcher = asyncio.create_task(_watch(state.current, settings.refresh_seconds))
        try:
            yield
        finally:
            watcher.cancel()
            with suppress(asyncio.CancelledError):
                await watcher
            await to_thread.run_sync(state.queue.close)

    app = FastAPI(
        title="Onramp",
        summary="Answers from your notes, each sentence cited.",
        version="0.1.0",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.add_middleware(BodyLimit, largest=_BODY_LIMIT, larger=_LARGER)
    app.add_middleware(SecurityHeaders)
    add_handlers(app)
    for module in (chat, plan, search, notes, health):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=WEB))

    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(WEB / "index.html", headers={"Cache-Control": "no-cache"})

    return app


def _load(settings: Settings) -> State:
    embedder = build_embedder(settings)
    current = CurrentIndex(settings.index_directory, embedder)
    generator, notice = build_generator(settings)
    return State(
        current=current,
        embedder=embedder,
        assistant=Assistant(embedder, generator, notice),  # loads the embedder's weights
        writer=PlanWriter(embedder, generator),
        queue=ModelQueue(settings.queue),
        metrics=Metrics(),
        retrievals=CapacityLimiter(_RETRIEVALS),
    )


async def _watch(current: CurrentIndex, seconds: float) -> None:
    """Looks for a new generation for as long as the service runs."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await to_thread.run_sync(current.refresh)
        except Exception:
            log.exception("looking for a new index failed")
