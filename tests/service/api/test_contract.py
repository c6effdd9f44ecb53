"""Whatever /openapi.json allows is answered, without a 5xx and as it says, and what it forbids as well.

`CONTRACT_CASES=300 pytest tests/service/api/test_contract.py` tries more.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.app import create_app
from service.settings import Settings
from tests.conftest import running

CASES = int(os.environ.get("CONTRACT_CASES", "12"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory, kb_index_directory: Path) -> Iterator[Any]:
    """The description that a running service gives of itself."""
    environment = os.environ | {
        "ONRAMP_DATA": str(tmp_path_factory.mktemp("contract")),
        "ONRAMP_INDEX": str(kb_index_directory),
        "ONRAMP_EMBEDDER": "words",
        "ONRAMP_GENERATOR": "quote",
    }
    with running(environment) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


def addresses() -> list[tuple[str, str]]:
    """Methods and paths that the application describes."""
    paths = create_app(Settings(embedder="words", generator="quote")).openapi()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods]


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), addresses())
def test_an_address_keeps_to_its_description(described: Any, method: str, path: str) -> None:
    @hypothesis_settings(
        max_examples=CASES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        database=None,
    )
    @given(case=described[path][method.upper()].as_strategy())
    def keeps_to_it(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    keeps_to_it()
