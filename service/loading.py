"""The parts of a running service, made from settings."""

from __future__ import annotations

from service.access.key_ring import KeyRing
from service.access.places import Places
from service.access.secret import secret_of
from service.access.sessions import Sessions
from service.access.tokens import Tokens
from service.access.tries import Tries
from service.answering.assistant import Assistant
from service.answering.generator import Generator
from service.api.identity import Identity
from service.api.metrics import Metrics
from service.api.retrievals import Retrievals
from service.api.state import State
from service.current_index import CurrentIndex
from service.draining import Draining
from service.model_queue import ModelQueue
from service.planning.wording import PlanWriter
from service.settings import Settings
from service.store.recall import Recall
from service.store.recorder import Recorder
from service.store.store import Store
from service.wiring import (
    build_embedder,
    build_generator,
    build_judge,
    build_rates,
    build_reranker,
)
from service.workers.seat import Seat
from service.workers.shared_generator import SharedGenerator
from service.workers.shared_queue import SharedQueue
from service.workers.shared_rates import Counts, SharedRates

_RETRIEVALS = 2  # at once: one a core
_WAITING = 64  # more: the longest questions take half a second each


def build_counts(settings: Settings, seat: Seat | None) -> Counts:
    """What counts callers: this process, the one that started it, or a store for several machines."""
    if seat is not None and settings.counts_in_memory:
        return SharedRates(seat.rates_socket)
    return build_rates(settings)


def load(settings: Settings, store: Store | None, rates: Counts, seat: Seat | None) -> State:
    """Loads index and models; see create_app for what it raises."""
    embedder = build_embedder(settings)
    current = CurrentIndex(settings.index_directory, embedder)
    metrics = Metrics()
    queue, generator, notice = _model(settings, seat, metrics)
    reranker = build_reranker(settings)
    judge = build_judge(settings, generator)
    assistant = Assistant(embedder, generator, notice, reranker, judge)  # loads the embedder
    store = store or Store.open(settings.database)
    secret = secret_of(settings) if seat is None else seat.secret
    return State(
        current=current,
        embedder=embedder,
        reranker=reranker,
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
