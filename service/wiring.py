"""The one place that names concrete classes. Each adapter is imported in the branch that picks it."""

from __future__ import annotations

from pathlib import Path

from indexer.embedding import Embedder, WordsEmbedder
from service.answering.conversion import is_prepared, prepared_folder
from service.answering.generator import Generator, QuotingGenerator
from service.settings import Settings

QUOTING = "No language model is installed, so this answer quotes the notes word for word."


def build_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name. Raises ModelMissing."""
    if settings.embedder == "words":
        return WordsEmbedder()
    from indexer.sentence_embedder import SentenceEmbedder

    if settings.embedder == "minilm":
        return SentenceEmbedder()
    return SentenceEmbedder(Path(settings.embedder))


def build_generator(settings: Settings) -> tuple[Generator, str | None]:
    """The generator that the settings name, and what people must be told of it.

    Only `auto` without a model falls back to quoting, and says so. Raises ModelMissing otherwise.
    """
    folder = model_of(settings)
    if settings.generator == "quote":
        return QuotingGenerator(), None
    if settings.generator == "auto" and folder is None:
        return QuotingGenerator(), QUOTING
    from service.answering.transformers_generator import TransformersGenerator

    return TransformersGenerator(folder or str(prepared_folder(settings.models_directory))), None


def model_of(settings: Settings) -> str | None:
    """The language model in force: the one that is set, else the prepared one, else None."""
    if settings.model:
        return settings.model
    if is_prepared(settings.models_directory):
        return str(prepared_folder(settings.models_directory))
    return None
