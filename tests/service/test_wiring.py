from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from indexer.errors import ModelMissing
from service.settings import Settings
from service.wiring import QUOTING, build_embedder, build_generator


def test_without_a_model_auto_quotes_and_says_so(settings: Settings) -> None:
    generator, notice = build_generator(settings.model_copy(update={"generator": "auto"}))
    assert generator.name == "quote"
    assert notice == QUOTING


def test_the_answer_says_that_it_is_quoted(client_of: Callable[..., TestClient]) -> None:
    body = {"question": "What does a bounded queue refuse?", "stream": False}
    assert client_of(generator="auto").post("/chat", json=body).json()["notice"] == QUOTING
    assert client_of(generator="quote").post("/chat", json=body).json()["notice"] is None


def test_a_model_that_is_asked_for_must_be_there(settings: Settings) -> None:
    with pytest.raises(ModelMissing, match="make setup"):
        build_generator(settings.model_copy(update={"generator": "transformers"}))


def test_an_embedder_folder_that_is_none_is_named(settings: Settings) -> None:
    with pytest.raises(ModelMissing, match="ONRAMP_EMBEDDER"):
        build_embedder(settings.model_copy(update={"embedder": "nowhere"}))
