from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from service.doctor import Finding, examine
from service.settings import Settings
from tests.service.answering.fake_server import FakeServer, fake_server, status, words


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as fake:
        yield fake


def findings(settings: Settings, **changes: object) -> tuple[Finding, str]:
    """What is found about the generator, and the whole report."""
    found = list(examine(settings.model_copy(update=changes)))
    [generator] = [finding for finding in found if finding.topic == "generator"]
    return generator, "\n".join(finding.text for finding in found)


def test_the_model_server_is_asked_and_its_key_is_not_shown(
    settings: Settings, server: FakeServer
) -> None:
    changes = {"generator": "auto", "model_url": server.url, "model_key": SecretStr("sk-secret")}
    found, report = findings(settings, **changes)
    assert found == Finding("generator", f"first on {server.url}", True)
    assert server.seen[0][1]["Authorization"] == "Bearer sk-secret"
    assert "model_key = set" in report
    assert "sk-secret" not in report
    found, _ = findings(settings, **changes, model="third")
    assert found.ok is None
    assert "third" in found.text


def test_a_model_server_that_cannot_be_used_is_a_fault(
    settings: Settings, server: FakeServer
) -> None:
    found, _ = findings(settings, generator="openai")
    assert (found.ok, "ONRAMP_MODEL_URL" in found.text) == (False, True)
    server.models = status(401)
    found, _ = findings(settings, generator="openai", model_url=server.url)
    assert (found.ok, "ONRAMP_MODEL_KEY" in found.text) == (False, True)
    server.models = status(500)
    found, _ = findings(settings, generator="openai", model_url=server.url)
    assert (found.ok, "ONRAMP_MODEL" in found.text) == (False, True)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.7"])
def test_a_service_that_goes_by_any_name_is_told_of(settings: Settings, host: str) -> None:
    """A page that points a name of its own at the service would be of its origin."""

    def told(**changes: object) -> list[Finding]:
        found = examine(settings.model_copy(update={"host": host} | changes))
        return [finding for finding in found if finding.topic == "hosts"]

    [finding] = told()
    assert finding.ok is None
    assert "ONRAMP_HOSTS" in finding.text
    assert not told(hosts=("onramp.example.com",))
    assert not told(host="127.0.0.1")


def test_several_workers_are_told_and_one_is_not(settings: Settings) -> None:
    assert not [found for found in examine(settings) if found.topic == "workers"]
    several = settings.model_copy(update={"workers": 3})
    [found] = [found for found in examine(several) if found.topic == "workers"]
    assert found.ok
    assert found.text.startswith("3 processes")


@pytest.mark.parametrize(
    ("verdicts", "ok"), [(("yes", "no"), True), (("yes", "yes"), False), (("no", "no"), False)]
)
def test_a_judge_is_tried_out(
    settings: Settings, server: FakeServer, verdicts: tuple[str, str], ok: bool
) -> None:
    changes = {"generator": "openai", "model_url": server.url, "judge": True}
    server.replies = [words(said) for said in verdicts]
    found = examine(settings.model_copy(update=changes))
    [judge] = [finding for finding in found if finding.topic == "judge"]
    assert judge.ok is ok
    assert ("ONRAMP_JUDGE" in judge.text) is not ok


@pytest.mark.parametrize("generator", ["quote", "openai"])
def test_a_judge_without_a_model_is_a_fault(settings: Settings, generator: str) -> None:
    found = examine(settings.model_copy(update={"judge": True, "generator": generator}))
    [judge] = [finding for finding in found if finding.topic == "judge"]
    assert judge.ok is False
    assert "ONRAMP_MODEL_URL" in judge.text


def test_a_judge_that_cannot_be_asked_is_no_bad_judge(
    settings: Settings, server: FakeServer
) -> None:
    server.replies = [status(503)]
    changes = {"generator": "openai", "model_url": server.url, "judge": True}
    found = examine(settings.model_copy(update=changes))
    [judge] = [finding for finding in found if finding.topic == "judge"]
    assert judge.ok is None
    assert "The model server failed" in judge.text
