from __future__ import annotations

import pytest

from service.errors import NotReady
from service.settings import Settings, read_settings
from service.wiring import server_of


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ftp://host/v1", "such as"),
        ("file:///etc/passwd", "such as"),
        ("127.0.0.1:8080/v1", "such as"),
        ("http://", "such as"),
        ("http://host:99999/v1", "such as"),
        ("http://[::1/v1", "such as"),
        ("http://ho st/v1", "such as"),
        ("http://me:hunter2@host/v1", "ONRAMP_MODEL_KEY"),
        ("http://hunter2@host/v1", "ONRAMP_MODEL_KEY"),
        ("http://host/v1?key=hunter2", "base URL"),
        ("http://host/v1#hunter2", "base URL"),
    ],
)
def test_an_address_that_is_none_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, url: str, told: str
) -> None:
    monkeypatch.setenv("ONRAMP_MODEL_URL", url)
    with pytest.raises(NotReady, match="'model_url'") as caught:
        read_settings()
    assert told in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_the_collector_is_an_address_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings(otel_endpoint="http://127.0.0.1:4318/").otel_endpoint == "http://127.0.0.1:4318"
    monkeypatch.setenv("ONRAMP_OTEL_ENDPOINT", "http://me:hunter2@collector")
    with pytest.raises(NotReady, match=r"'otel_endpoint'.*OTEL_EXPORTER_OTLP_HEADERS") as caught:
        read_settings()
    assert "hunter2" not in str(caught.value)


def test_the_key_is_never_part_of_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRAMP_MODEL_KEY", " sk-secret\n")
    settings = read_settings()
    assert settings.model_key is not None
    assert settings.model_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in repr(settings)
    monkeypatch.setenv("ONRAMP_MODEL_KEY", "sk-secret\nX: y")
    with pytest.raises(NotReady, match="'model_key'") as caught:
        read_settings()
    assert "sk-secret" not in str(caught.value)


def test_one_setting_chooses_the_server() -> None:
    url = "http://127.0.0.1:8080/v1"
    assert server_of(Settings()) is None
    assert server_of(Settings(model_url=url + "/")) == url
    assert server_of(Settings(model_url=url, generator="openai")) == url
    assert server_of(Settings(model_url=url, generator="transformers")) is None
    assert server_of(Settings(model_url=url, generator="quote")) is None
    with pytest.raises(NotReady, match="set ONRAMP_MODEL_URL"):
        server_of(Settings(generator="openai"))
