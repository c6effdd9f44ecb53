"""The one place that names concrete classes. Each adapter is imported in the branch that picks it."""

from __future__ import annotations

from pathlib import Path

from indexer.embedding import Embedder, WordsEmbedder
from service.access.rates import Rates
from service.answering.conversion import is_prepared, prepared_folder
from service.answering.generator import Generator, QuotingGenerator, Told, untold
from service.answering.judge import Judge
from service.answering.rerank import Reranker
from service.answering.verification.entailment import trained_entailment
from service.errors import NotReady
from service.settings import Settings
from service.tracing import Tracer

QUOTING = "No language model is installed, so this answer quotes the notes word for word."


def build_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name. Raises ModelMissing."""
    if settings.embedder == "words":
        return WordsEmbedder()
    from indexer.sentence_embedder import SentenceEmbedder

    if settings.embedder == "minilm":
        return SentenceEmbedder()
    return SentenceEmbedder(Path(settings.embedder))


def build_reranker(settings: Settings) -> Reranker | None:
    """The cross-encoder that the settings name. Raises ModelMissing."""
    if settings.reranker is None:
        return None
    from service.answering.cross_encoder import CrossEncoderReranker

    return CrossEncoderReranker(settings.reranker)


def build_generator(settings: Settings, told: Told = untold) -> tuple[Generator, str | None]:
    """The generator that the settings name, and what people must be told of it.

    Only `auto` without a model falls back to quoting, and says so. Raises ModelMissing or
    NotReady otherwise.
    """
    if settings.generator == "quote":
        return QuotingGenerator(), None
    url = server_of(settings)
    if url is not None:
        from service.answering.openai_generator import OpenAIGenerator

        trained_entailment()  # judges its words, so it is missed now and not in the first answer
        return OpenAIGenerator(url, key=key_of(settings), model=settings.model, told=told), None
    folder = model_of(settings)
    if settings.generator == "auto" and folder is None:
        return QuotingGenerator(), QUOTING
    from service.answering.transformers_generator import TransformersGenerator

    folder = folder or str(prepared_folder(settings.models_directory))
    own = settings.model is not None  # the packaged model is too small to be trusted with words
    if own:
        trained_entailment()
    return TransformersGenerator(folder, paraphrases=own, told=told), None


def build_judge(settings: Settings, generator: Generator) -> Judge | None:
    """Who may turn down unsure answers. Raises NotReady if the settings want it without a model."""
    if not settings.judge:
        return None
    if not generator.paraphrases:
        raise NotReady(
            "ONRAMP_JUDGE needs a language model that can tell yes from no, and the packaged one is too "
            "small: set ONRAMP_MODEL_URL or ONRAMP_MODEL, and no ONRAMP_GENERATOR beside it, or leave "
            "ONRAMP_JUDGE out."
        )
    return Judge(generator)


def build_rates(settings: Settings) -> Rates:
    """What counts callers. Raises NotReady."""
    rates = {
        "chat": settings.limit_chat,
        "search": settings.limit_search,
        "plan": settings.limit_plan,
    }
    return Rates(rates, settings.limits_url.get_secret_value())


def server_of(settings: Settings) -> str | None:
    """The base URL of the model server in force, None if words come from elsewhere.

    Raises NotReady if a server is asked for and none is named.
    """
    if settings.generator == "openai" and settings.model_url is None:
        raise NotReady(
            "The generator 'openai' has no server: set ONRAMP_MODEL_URL to the base URL of one, such as "
            "http://127.0.0.1:8080/v1."
        )
    return settings.model_url if settings.generator in ("auto", "openai") else None


def build_traces(settings: Settings) -> Tracer | None:
    """What takes traces to the collector, None if there is none. Raises NotReady."""
    if settings.otel_endpoint is None:
        return None
    check_traces()
    from service.open_telemetry import OpenTelemetry

    return OpenTelemetry(settings.otel_endpoint)


def check_traces() -> None:
    """Raises NotReady if the libraries for traces are not installed."""
    try:
        import service.open_telemetry  # noqa: F401
    except ImportError:
        raise NotReady(
            "Traces for ONRAMP_OTEL_ENDPOINT need the extra 'otel': install it with `pip install "
            "'onramp-assistant[otel]'`, or leave the setting out."
        ) from None


def key_of(settings: Settings) -> str | None:
    return settings.model_key.get_secret_value() if settings.model_key else None


def model_of(settings: Settings) -> str | None:
    """The language model on this machine: the one that is set, else the prepared one, else None."""
    if settings.model:
        return settings.model
    if is_prepared(settings.models_directory):
        return str(prepared_folder(settings.models_directory))
    return None
