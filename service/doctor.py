"""What is installed, which models and index are in force, what is wrong and how to mend it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata

from pydantic import SecretStr

from indexer.errors import IndexerError
from indexer.index import Index
from service.access.exposure import check_exposure
from service.answering.conversion import is_prepared
from service.answering.decide import SURE, THRESHOLD
from service.errors import ModelAway, NotReady, ServiceError
from service.settings import Settings, origin_of
from service.wiring import (
    build_embedder,
    build_generator,
    build_judge,
    build_reranker,
    check_traces,
    key_of,
    model_of,
    server_of,
)

_PACKAGES = ("torch", "transformers", "sentence-transformers", "faiss-cpu", "fastapi")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `ok` is None for what is only told."""

    topic: str
    text: str
    ok: bool | None = None


def examine(settings: Settings, store: bool = True) -> Iterator[Finding]:
    """Looks at everything that the service needs, without starting it; at the store if told so."""
    yield Finding("python", sys.version.split()[0], sys.version_info >= (3, 11))
    for name in _PACKAGES:
        yield _package(name)
    yield _no_cuda()
    yield _access(settings)
    yield _guarded("embedder", lambda: _embedder(settings))
    if settings.reranker is not None:
        yield _guarded("reranker", lambda: _reranker(settings))
    yield _server(settings) or _generator(settings)
    if settings.judge:
        yield _judge(settings)
    yield _guarded("index", lambda: _index(settings))
    if store:
        yield _guarded("store", lambda: _store(settings))
    yield from _traces(settings)
    yield from _hosts(settings)
    yield from _workers(settings)
    yield Finding("decision", f"answers from a strength of {THRESHOLD}, and is sure from {SURE}")
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        shown = settings.index_directory if name == "index" else value
        if isinstance(value, SecretStr):
            shown = "set"
        yield Finding("setting", f"{name} = {shown} ({origin_of(name)})")


def _hosts(settings: Settings) -> Iterator[Finding]:
    if not settings.names:
        yield Finding(
            "hosts",
            f"on {settings.host} requests may name any host, so that a page of any site can reach "
            "the service under a name of its own: set ONRAMP_HOSTS to the names that it goes by",
        )


def _workers(settings: Settings) -> Iterator[Finding]:
    if settings.workers > 1:
        counted = "by the service" if settings.counts_in_memory else "in the store of limits_url"
        text = (
            f"{settings.workers} processes serve, one has the model; callers are counted {counted}"
        )
        yield Finding("workers", text, True)


def _traces(settings: Settings) -> Iterator[Finding]:
    if settings.otel_endpoint is None:
        return
    try:
        check_traces()
    except NotReady as error:
        yield Finding("traces", str(error), False)
    else:
        yield Finding("traces", f"they go to {settings.otel_endpoint}", True)


def _access(settings: Settings) -> Finding:
    try:
        return Finding("access", check_exposure(settings), True)
    except NotReady as error:
        return Finding("access", str(error), False)


def _store(settings: Settings) -> str:
    from service.store.store import Store

    Store.open(settings.database).close()
    return "answers, votes and plans can be kept"


def _package(name: str) -> Finding:
    try:
        return Finding("package", f"{name} {metadata.version(name)}", True)
    except metadata.PackageNotFoundError:
        return Finding("package", f"{name} is not installed: run `make setup`", False)


def _no_cuda() -> Finding:
    names = {dist.metadata["Name"] or "" for dist in metadata.distributions()}
    cuda = sorted(name for name in names if name.lower().startswith("nvidia-"))
    if cuda:
        return Finding(
            "package",
            f"{len(cuda)} CUDA packages came along ({cuda[0]}, ...): remove .venv and run "
            "`make setup`, with TORCH_INDEX set to PyTorch's CPU index",
            False,
        )
    return Finding("package", "no CUDA package", True)


def _guarded(topic: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(topic, look(), True)
    except IndexerError as error:
        return Finding(topic, str(error), False)


def _embedder(settings: Settings) -> str:
    embedder = build_embedder(settings)
    return f"{embedder.name}, {embedder.dimension} numbers, sha256 {embedder.digest[:12]}"


def _reranker(settings: Settings) -> str:
    reranker = build_reranker(settings)
    return f"{reranker.name} orders the best passages" if reranker else "none"


def _server(settings: Settings) -> Finding | None:
    """The model server, None if words come from elsewhere."""
    try:
        url = server_of(settings)
        if url is None:
            return None
        from service.answering.openai_generator import served_models

        listed = served_models(url, key_of(settings))
    except ServiceError as error:
        return Finding("generator", str(error), False)
    if settings.model is None and not listed:
        return Finding("generator", f"{url} lists no model: set ONRAMP_MODEL to one's name", False)
    model = settings.model or listed[0]
    if model not in listed:
        # Some servers list nothing, or take more names than they list.
        return Finding("generator", f"{model}, which {url} does not list: see that it has it")
    return Finding("generator", f"{model} on {url}", True)


def _generator(settings: Settings) -> Finding:
    if settings.generator == "quote":
        return Finding("generator", "quote: answers are the notes' own sentences", True)
    model = model_of(settings)
    if model is not None:
        return Finding("generator", model, True)
    known = is_prepared(settings.models_directory)
    fix = "run `make setup`, or set ONRAMP_MODEL to the folder of a causal language model"
    text = f"no language model is prepared: {fix}"
    return Finding("generator", text, known or None if settings.generator == "auto" else False)


def _judge(settings: Settings) -> Finding:
    """A server's model is tried out; one on this machine would have to be loaded for that."""
    try:
        if server_of(settings) is None and settings.model and settings.generator != "quote":
            return Finding("judge", f"{settings.model} may turn down unsure answers")
        generator, _ = build_generator(settings)
        judge = build_judge(settings, generator)
        trouble = judge.trouble() if judge else None
    except ModelAway as error:
        return Finding("judge", f"it can't be tried out: {error}")
    except (IndexerError, ServiceError) as error:
        return Finding("judge", str(error), False)
    if trouble is not None:
        fix = "set ONRAMP_MODEL_URL or ONRAMP_MODEL to a larger one, or leave ONRAMP_JUDGE out"
        return Finding("judge", f"{generator.name} can't judge: {trouble}; {fix}", False)
    return Finding("judge", f"{generator.name} may turn down unsure answers", True)


def _index(settings: Settings) -> str:
    index = Index.load(settings.index_directory, build_embedder(settings))
    counts = index.manifest
    index.close()
    return (
        f"{index.name} of {counts.created}: {counts.notes} notes, {counts.chunks} chunks, "
        f"{counts.units} units"
    )
