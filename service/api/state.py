"""What every endpoint may use, made once when the application starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from fastapi import Request

from indexer.embedding import Embedder
from service.access.key_ring import KeyRing
from service.access.places import Places
from service.access.sessions import Sessions
from service.access.tokens import Tokens
from service.access.tries import Tries
from service.answering.assistant import Assistant
from service.answering.rerank import Reranker
from service.api.identity import Identity
from service.api.metrics import Metrics
from service.api.retrievals import Retrievals
from service.current_index import CurrentIndex
from service.draining import Draining
from service.model_queue import ModelQueue
from service.planning.wording import PlanWriter
from service.store.recall import Recall
from service.store.recorder import Recorder
from service.store.store import Store
from service.workers.shared_queue import SharedQueue
from service.workers.shared_rates import Counts

WEB = next(
    folder
    for folder in (Path(__file__).parents[1] / "web", Path(__file__).parents[2] / "web")
    if folder.is_dir()
)


@dataclass(frozen=True, slots=True)
class State:
    """The parts of a running service."""

    current: CurrentIndex
    embedder: Embedder
    reranker: Reranker | None
    assistant: Assistant
    writer: PlanWriter
    queue: ModelQueue | SharedQueue
    metrics: Metrics
    retrievals: Retrievals
    places: Places
    store: Store
    recorder: Recorder
    recall: Recall
    tokens: Tokens
    keys: KeyRing
    sessions: Sessions
    tries: Tries
    identity: Identity
    embed_origins: tuple[str, ...]
    public_url: str | None
    draining: Draining
    keep_days: int
    rates: Counts


def state_of(request: Request) -> State:
    return cast(State, request.app.state.onramp)
