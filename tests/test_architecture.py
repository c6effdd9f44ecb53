"""The fences between the parts, read from the imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted([*ROOT.glob("indexer/**/*.py"), *ROOT.glob("service/**/*.py")])
MIGRATIONS = {
    path.relative_to(ROOT).as_posix() for path in ROOT.glob("service/store/migrations/**/*.py")
}
HOMES = {
    "faiss": {"indexer/vectors.py"},
    "sentence_transformers": {
        "indexer/sentence_embedder.py",
        "service/answering/cross_encoder.py",
    },
    "tokenizers": {"indexer/sentence_embedder.py"},
    "transformers": {
        "indexer/sentence_embedder.py",
        "service/answering/cross_encoder.py",
        "service/answering/transformers_generator.py",
        "service/answering/conversion.py",
        "service/answering/verification/entailment.py",
        "service/answering/verification/pair_encoder.py",
        "service/benchmark/plain_transformers.py",
    },
    "mcp": {"service/protocols/mcp_server.py", "service/api/mcp_route.py"},
    "httpx2": {"service/answering/openai_generator.py", "service/benchmark/load.py"},
    "torch": {
        "service/answering/device.py",
        "service/answering/transformers_generator.py",
        "service/answering/conversion.py",
        "service/answering/verification/entailment.py",
        "service/answering/verification/pair_encoder.py",
        "service/benchmark/plain_transformers.py",
    },
    "sklearn": {"service/insights/gaps.py"},
    "limits": {"service/access/rates.py", "service/access/tries.py"},
    "nh3": {"indexer/rendering.py"},
    "yaml": {
        "indexer/notes.py",
        "service/evaluation/entries.py",
    },
    "ir_measures": {"service/evaluation/measures.py"},
    "alembic": {"service/store/migrate.py", *MIGRATIONS},
    "sqlalchemy": {
        "service/store/answers.py",
        "service/store/database.py",
        "service/store/diagnosis.py",
        "service/store/engines.py",
        "service/store/feedback.py",
        "service/store/keys.py",
        "service/store/migrate.py",
        "service/store/plans.py",
        "service/store/tables.py",
        "service/store/usage.py",
        "service/store/backup.py",
        *MIGRATIONS,
    },
    "opentelemetry": {"service/open_telemetry.py"},
    "structlog": {"service/logs.py"},
    "prometheus_client": {"service/api/metrics.py", "service/api/health.py"},
}
WRITE_SIDE = {
    "build",
    "database",
    "vector_files",
    "embedded_texts",
    "page",
    "notes",
    "chunking",
    "pieces",
}
WRITE_SIDE |= {"rendering", "units", "links", "markdown"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_imports_respect_the_fences(path: Path) -> None:
    name = name_of(path)
    for module in imports(path):
        top = module.split(".")[0]
        assert not (name.startswith("indexer/") and top == "service"), module
        if top in HOMES:
            assert name in HOMES[top], f"{name} imports {module}"
        if top == "fastapi":
            assert name == "service/app.py" or name.startswith("service/api/"), module
        if name.startswith("service/") and name != "service/cli.py" and top == "indexer":
            assert module.split(".")[1] not in WRITE_SIDE, f"{name} imports {module}"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 50, node.name


def test_types_imports_nothing_of_ours() -> None:
    assert not [module for module in imports(ROOT / "indexer/types.py") if "indexer" in module]


def test_packages_resolve_inside_the_repository() -> None:
    import indexer
    import service

    for package in (indexer, service):
        assert ROOT in Path(package.__file__ or "/").parents


def test_the_readme_names_every_part_of_the_tree() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for folder in ("kb/", "indexer/", "service/", "answering/", "api/", "web/", "tests/"):
        assert folder in readme
    for setting in (
        "host",
        "notes",
        "embedder",
        "generator",
        "model_url",
        "queue",
        "refresh_seconds",
        "hosts",
        "embed_origins",
        "embed_secret",
        "database_url",
        "keep_questions",
        "keep_days",
    ):
        assert f"`{setting}`" in readme
