"""The generator over any OpenAI-compatible server. The only file that imports httpx2."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from functools import partial
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import httpx2

from service.answering import openai_protocol as protocol
from service.answering.generator import Told, untold
from service.answering.prompt import Prompt
from service.errors import GenerationFault, ModelAway, NotReady

_NEW_TOKENS = 160
_RETRIES = 2
_POLL = 0.05  # seconds between looks at `cancelled` while the server is silent
_LONGEST = 180.0  # seconds that one answer may keep the queue waiting
_TIMEOUT = httpx2.Timeout(60.0, connect=5.0)
_LISTING = httpx2.Timeout(10.0, connect=5.0)
_SILENT = "The model server does not answer: see whether it runs at ONRAMP_MODEL_URL."
_SLOW = "The model server takes too long: set ONRAMP_MODEL_URL to a faster one, or ONRAMP_GENERATOR to quote."

_PASSING = (httpx2.TimeoutException, httpx2.NetworkError, httpx2.RemoteProtocolError)

log = logging.getLogger(__name__)


class OpenAIGenerator:
    """Words prompts on a server, greedily; holds no connection between answers.

    For threads without a running event loop, as the model queue's is.
    """

    def __init__(
        self,
        url: str,
        *,
        key: str | None = None,
        model: str | None = None,
        new_tokens: int = _NEW_TOKENS,
        timeout: httpx2.Timeout = _TIMEOUT,
        told: Told = untold,
    ) -> None:
        """Takes the first model that the server lists if none is named; else asks nothing yet.

        Raises NotReady if the server is to say which models it has, and doesn't.
        """
        self._url, self._timeout, self._new_tokens = url.rstrip("/"), timeout, new_tokens
        self._told = told
        self._options = _client_options(url, key)
        self._model = model or _first(served_models(url, key))
        # A server that was given a folder lists its path, which is nobody else's concern.
        path = PurePath(self._model)
        self.paraphrases = True
        self.name = path.name if path.is_absolute() else self._model
        self.trouble: str | None = None
        self._look = partial(served_models, url, key)

    def look(self) -> None:
        """Asks the server for its models, and sets `trouble` to why it can't be used."""
        try:
            self._look()
        except NotReady as error:
            self._tell_trouble(str(error))
        else:
            self._tell_trouble(None)

    def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
        """Pieces as they come. Closes the connection as soon as `cancelled` says so.

        While the server is known to be away it isn't asked: nobody should wait for it in vain.
        """
        if self.trouble is not None:
            raise ModelAway(self.trouble)
        pieces = self._pieces(prompt)
        began, tokens = time.monotonic(), 0
        try:
            with asyncio.Runner() as runner:
                try:
                    while piece := runner.run(_next(pieces, cancelled, began + _LONGEST)):
                        tokens += 1  # servers send each token as it comes
                        yield piece
                finally:
                    runner.run(pieces.aclose())  # and so the connection, however this ends
        except ModelAway as error:
            self._tell_trouble(str(error))
            raise
        finally:
            self._told(tokens, time.monotonic() - began)

    def _tell_trouble(self, trouble: str | None) -> None:
        if trouble is not None and trouble != self.trouble:
            log.warning("the model server: %s", trouble)
        elif trouble is None and self.trouble is not None:
            log.info("the model server can be reached again")
        self.trouble = trouble

    async def _pieces(self, prompt: Prompt) -> AsyncGenerator[str, None]:
        """Asks up to three times until the first piece has come, then never again."""
        begun = False
        async with httpx2.AsyncClient(timeout=self._timeout, **self._options) as client:
            for attempt in range(_RETRIES + 1):
                try:
                    async with aclosing(self._ask(client, prompt)) as pieces:
                        async for piece in pieces:
                            begun = True
                            yield piece
                    return
                except (httpx2.HTTPError, protocol.Refused, protocol.Garbled) as error:
                    wait = _wait(error, attempt)
                    if begun or wait is None or attempt == _RETRIES:
                        raise _fault(error, begun) from error
                await asyncio.sleep(wait)

    async def _ask(self, client: httpx2.AsyncClient, prompt: Prompt) -> AsyncGenerator[str, None]:
        body = protocol.request_body(self._model, prompt, self._new_tokens)
        async with client.stream("POST", f"{self._url}/chat/completions", json=body) as response:
            if response.status_code != 200:
                told = protocol.complaint(response.status_code, await response.aread(), self.name)
                retry_after = response.headers.get("Retry-After")
                raise protocol.Refused(told, response.status_code, retry_after)
            async for event in httpx2.EventSource(response):
                if event.data == protocol.END:
                    return
                chunk = protocol.read_chunk(event.data)
                if chunk.error is not None:
                    raise ModelAway(protocol.BROKE_OFF)
                if chunk.text:
                    yield chunk.text
                if chunk.last:
                    return
        raise httpx2.RemoteProtocolError("The stream ended before the answer did.")


def served_models(url: str, key: str | None = None) -> list[str]:
    """The names of the models that a server lists; none if it answers but keeps no list.

    Raises NotReady if it cannot be used.
    """
    try:
        with httpx2.Client(timeout=_LISTING, **_client_options(url, key)) as client:
            response = client.get(f"{url.rstrip('/')}/models")
        status = response.status_code
        if status in (401, 403, 429) or (status < 400 and status != 200):
            raise protocol.Refused(protocol.complaint(status, b"", ""), status)
        return protocol.read_models(response.content) if status == 200 else []
    except (httpx2.HTTPError, protocol.Refused, protocol.Garbled) as error:
        raise NotReady(_tell(error, begun=False)) from error


def _first(models: list[str]) -> str:
    if not models:
        raise NotReady(
            "The model server lists no model: set ONRAMP_MODEL to the name of one, and see that "
            "ONRAMP_MODEL_URL is the server's base URL, which mostly ends in /v1."
        )
    return models[0]


def _client_options(url: str, key: str | None) -> dict[str, Any]:
    """A server on this machine is never asked by way of a proxy.

    Reading the certificates takes 20 ms, so that is done here, not for each answer.
    """
    host = urlsplit(url).hostname or ""
    local = host in ("localhost", "::1") or host.startswith("127.")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return {"headers": headers, "trust_env": not local, "verify": httpx2.create_ssl_context()}


async def _next(
    pieces: AsyncGenerator[str, None], cancelled: Callable[[], bool], deadline: float
) -> str | None:
    """The next piece, or None at the end. No step is left behind."""
    step = asyncio.ensure_future(anext(pieces, None))
    try:
        while not cancelled():
            if time.monotonic() > deadline:
                raise GenerationFault(_SLOW)
            done, _ = await asyncio.wait({step}, timeout=_POLL)
            if done:
                return step.result()
        return None
    finally:
        if not step.done():
            step.cancel()
            await asyncio.wait({step})


def _wait(error: Exception, attempt: int) -> float | None:
    """Seconds to wait before asking again, or None if that is no use: a slow server gets no slower."""
    if isinstance(error, protocol.Refused):
        return protocol.wait_before_retry(error, attempt)
    passing = isinstance(error, httpx2.NetworkError | httpx2.RemoteProtocolError)
    return protocol.pause(attempt) if passing else None


def _fault(error: Exception, begun: bool) -> GenerationFault:
    """What a failure is to whoever waits: with a set-up that is wrong the notes aren't quoted."""
    if isinstance(error, protocol.Refused):
        away = error.status == 429 or error.status >= 500
    else:
        away = begun or isinstance(error, _PASSING)
    return (ModelAway if away else GenerationFault)(_tell(error, begun))


def _tell(error: Exception, begun: bool) -> str:
    if isinstance(error, protocol.Refused):
        return str(error)
    if begun:
        return protocol.BROKE_OFF
    return _SILENT if isinstance(error, _PASSING) else protocol.NOT_A_SERVER
