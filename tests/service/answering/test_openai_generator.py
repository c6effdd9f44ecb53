from __future__ import annotations

import socket
import time
import traceback
from collections.abc import Iterator

import httpx2
import pytest

from service.answering.openai_generator import OpenAIGenerator, served_models
from service.answering.prompt import Prompt
from service.errors import GenerationFault, NotReady
from tests.service.answering.fake_server import (
    FakeServer,
    Reply,
    drop,
    event,
    fake_server,
    hang,
    hang_after,
    listing,
    status,
    stream,
    words,
)

PROMPT = Prompt("Rewrite.", "Notes: a queue holds work.")
KEY = "sk-very-secret"
ECHO = '{"error": {"message": "bad key sk-very-secret", "code": "invalid_api_key"}}'


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with fake_server() as fake:
        yield fake


def generator(server: FakeServer, model: str | None = "m", read: float = 5) -> OpenAIGenerator:
    timeout = httpx2.Timeout(read)
    return OpenAIGenerator(server.url, key=KEY, model=model, timeout=timeout)


def text(server: FakeServer, **options: float) -> str:
    return "".join(generator(server, **options).generate(PROMPT, lambda: False))


def test_words_come_in_pieces_from_one_greedy_bounded_request(server: FakeServer) -> None:
    pieces = list(generator(server, "some/model").generate(PROMPT, lambda: False))
    assert pieces == ["Hello", " world."]
    [(path, headers, body)] = server.seen
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {KEY}"
    assert body == {
        "model": "some/model",
        "messages": [
            {"role": "system", "content": PROMPT.system},
            {"role": "user", "content": PROMPT.user},
        ],
        "temperature": 0,
        "max_tokens": 160,
        "stream": True,
    }


def test_the_first_model_that_the_server_lists_is_taken(server: FakeServer) -> None:
    server.models = listing("/srv/models/tiny", "other")
    made = generator(server, model=None)
    assert made.name == "tiny"
    list(made.generate(PROMPT, lambda: False))
    assert server.seen[-1][2]["model"] == "/srv/models/tiny"


@pytest.mark.parametrize("models", [listing(), status(404), status(500)])
def test_without_a_list_the_model_must_be_named(server: FakeServer, models: Reply) -> None:
    server.models = models
    with pytest.raises(NotReady, match="set ONRAMP_MODEL to the name"):
        generator(server, model=None)
    assert text(server) == "Hello world."


@pytest.mark.parametrize(
    ("models", "named"),
    [
        (status(401, ECHO), "ONRAMP_MODEL_KEY"),
        (stream("<html>hello</html>"), "ONRAMP_MODEL_URL"),
        (status(200, '{"data": 7}'), "ONRAMP_MODEL_URL"),
        (status(302, Location="http://127.0.0.1:1/"), "ONRAMP_MODEL_URL"),
        (drop, "ONRAMP_MODEL_URL"),
    ],
)
def test_a_server_that_cannot_be_used_is_not_ready(
    server: FakeServer, models: Reply, named: str
) -> None:
    server.models = models
    with pytest.raises(NotReady, match=named) as caught:
        served_models(server.url, KEY)
    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_frames_of_any_cut_and_kind_are_read(server: FakeServer) -> None:
    whole = ': ping\r\n\r\ndata: {"choices": []}\r\n\r\n' + event("ü") + event("-1", "length")

    def trickle(handler: object) -> None:
        stream("")(handler)  # type: ignore[arg-type]
        for byte in whole.encode():
            handler.wfile.write(bytes([byte]))  # type: ignore[attr-defined]
            handler.wfile.flush()  # type: ignore[attr-defined]

    server.replies = [trickle]
    assert text(server) == "ü-1"


@pytest.mark.parametrize(
    ("reply", "named", "requests"),
    [
        (status(401, ECHO), "set ONRAMP_MODEL_KEY", 1),
        (status(404), "set ONRAMP_MODEL to a name .* ONRAMP_MODEL_URL", 1),
        (
            status(400, '{"error": {"code": "context_length_exceeded"}}'),
            "context_length_exceeded",
            1,
        ),
        (status(400, '{"error": {"code": 400, "message": "no"}}'), "status 400", 1),
        (status(307, Location="http://127.0.0.1:1/"), "set ONRAMP_MODEL_URL", 1),
        (status(429, Retry_After="60"), "try again later", 1),
        (status(429, Retry_After="0"), "try again later", 3),
        (status(500, "oops"), "status 500.*ONRAMP_GENERATOR", 3),
        (status(200, '{"choices": []}'), "set ONRAMP_MODEL_URL", 1),
        (stream("data: <html>\n\n"), "set ONRAMP_MODEL_URL", 1),
        (stream('data: {"choices": [7]}\n\n'), "set ONRAMP_MODEL_URL", 1),
        (stream('data: {"error": {"message": "out of memory"}}\n\n'), "broke off", 1),
        (stream(f"data: {'x' * 3_000_000}"), "set ONRAMP_MODEL_URL", 1),
        (drop, "see whether it runs at ONRAMP_MODEL_URL", 3),
        (stream(""), "see whether it runs at ONRAMP_MODEL_URL", 3),
    ],
)
def test_each_failure_names_its_fix_and_is_tried_again_only_if_it_may_pass(
    server: FakeServer, reply: Reply, named: str, requests: int
) -> None:
    server.replies = [reply]
    with pytest.raises(GenerationFault, match=named) as caught:
        text(server)
    assert len(server.seen) == requests
    assert KEY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("failing", [status(500), status(429, Retry_After="1"), drop])
def test_what_passes_is_not_noticed(server: FakeServer, failing: Reply) -> None:
    server.replies = [failing, failing, words("fine")]
    assert text(server) == "fine"


@pytest.mark.parametrize("rest", ["", "data: {\n\n"])
def test_an_answer_that_has_begun_is_not_asked_for_again(server: FakeServer, rest: str) -> None:
    server.replies = [stream(event("One") + rest)]
    pieces = generator(server).generate(PROMPT, lambda: False)
    assert next(pieces) == "One"
    with pytest.raises(GenerationFault, match="broke off"):
        next(pieces)
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("reply", "named"), [(hang, "whether it runs"), (hang_after("One"), "broke")]
)
def test_a_silent_server_is_given_up_and_not_asked_again(
    server: FakeServer, reply: Reply, named: str
) -> None:
    server.replies = [reply]
    with pytest.raises(GenerationFault, match=named):
        text(server, read=0.3)
    assert len(server.seen) == 1
    assert server.gone.wait(2)


def test_a_server_that_does_not_run_is_named() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(GenerationFault, match="ONRAMP_MODEL_URL"):
        list(OpenAIGenerator(url, model="m").generate(PROMPT, lambda: False))
    with pytest.raises(NotReady, match="ONRAMP_MODEL_URL"):
        OpenAIGenerator(url)


@pytest.mark.parametrize("reply", [hang, hang_after("One")])
def test_cancelling_closes_the_connection_while_the_server_is_silent(
    server: FakeServer, reply: Reply
) -> None:
    server.replies = [reply]
    began = time.monotonic()
    pieces = generator(server).generate(PROMPT, lambda: time.monotonic() > began + 0.2)
    assert list(pieces) in ([], ["One"])
    assert time.monotonic() - began < 1
    assert server.gone.wait(1)


def test_leaving_the_answer_closes_the_connection_without_a_word(
    server: FakeServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.replies = [hang_after("One")]
    pieces = generator(server).generate(PROMPT, lambda: False)
    assert next(pieces) == "One"
    pieces.close()  # type: ignore[attr-defined]
    assert server.gone.wait(1)
    assert caplog.messages == []


def test_an_answer_may_not_take_for_ever(
    server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.answering.openai_generator._LONGEST", 0.2)
    server.replies = [hang_after("One")]
    with pytest.raises(GenerationFault, match="ONRAMP_MODEL_URL to a faster one"):
        text(server)
    assert server.gone.wait(1)
