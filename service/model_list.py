"""Where each model came from, and its digest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from indexer.errors import ModelMissing
from indexer.model_files import EMBEDDER, digest_of, packaged_file
from service.answering import conversion
from service.answering.verification.entailment import WEIGHTS
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model in words: what it does, its origin, the digest of its weights, where they lie."""

    role: str
    origin: str
    digest: str
    path: str


def list_models(settings: Settings) -> Iterator[ModelEntry]:
    """The packaged models, the prepared generator, and those that the settings name."""
    yield _packaged("embedder", EMBEDDER, "model/model.safetensors")
    yield ModelEntry(
        "judge of wording",
        f"trained from {EMBEDDER}, part of Onramp",
        digest_of(WEIGHTS),
        str(WEIGHTS),
    )
    yield _packaged("generator", conversion.PACKAGE, ".gguf")
    folder = conversion.prepared_folder(settings.models_directory)
    if conversion.is_prepared(settings.models_directory):
        source = (folder / "SOURCE").read_text(encoding="utf-8").split()
        yield _weights(
            "generator, prepared", f"converted from {source[0]} {source[2][:12]}", folder
        )
    else:
        yield ModelEntry("generator, prepared", "not prepared: run `make setup`", "-", str(folder))
    for role, value in (
        ("embedder, set", settings.embedder),
        ("reranker, set", settings.reranker),
        ("generator, set", settings.model),
    ):
        if value and value not in ("minilm", "words"):
            yield _weights(role, "named by the settings", Path(value))


def _packaged(role: str, package: str, ending: str) -> ModelEntry:
    try:
        path = packaged_file(package, ending)
    except ModelMissing as error:
        return ModelEntry(role, str(error), "-", "-")
    origin = f"package {package} {metadata.version(package)}"
    return ModelEntry(role, origin, digest_of(path), str(path))


def _weights(role: str, origin: str, folder: Path) -> ModelEntry:
    path = folder / "model.safetensors"
    if not path.is_file():
        return ModelEntry(role, f"{origin}; has no model.safetensors", "-", str(folder))
    return ModelEntry(role, origin, digest_of(path), str(path))
