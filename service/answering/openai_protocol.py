"""What goes to and comes from a server that speaks OpenAI's chat protocol. Pure: nothing is sent here.

Shapes: https://platform.openai.com/docs/api-reference/chat, as vLLM, llama.cpp, Ollama and
`transformers serve` speak it too.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ValidationError

from service.answering.prompt import Prompt

END = "[DONE]"
_PATIENCE = 5.0  # seconds
NOT_A_SERVER = (
    "The model server's reply is not that of an OpenAI-compatible server: set ONRAMP_MODEL_URL to the "
    "server's base URL, which mostly ends in /v1."
)
BROKE_OFF = "The model server broke off while it worded the answer: try again, and see its log if that recurs."


class Garbled(Exception):
    """The server's reply does not have the protocol's shape."""


class Refused(Exception):
    """The server answered with a status other than 200; the message is fit to be shown."""

    def __init__(self, told: str, status: int, retry_after: str | None = None) -> None:
        super().__init__(told)
        self.status = status
        self.retry_after = retry_after


class _Delta(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    delta: _Delta = _Delta()
    finish_reason: str | None = None


class Chunk(BaseModel):
    """One event of a stream. `error` is what servers send that fail after the stream has opened."""

    choices: list[_Choice] = []
    error: Any = None

    @property
    def text(self) -> str:
        return self.choices[0].delta.content or "" if self.choices else ""

    @property
    def last(self) -> bool:
        return bool(self.choices and self.choices[0].finish_reason)


class _Model(BaseModel):
    id: str


class _Models(BaseModel):
    data: list[_Model]


class _Error(BaseModel):
    code: str | None = None
    type: str | None = None


class _Problem(BaseModel):
    error: _Error


def request_body(model: str, prompt: Prompt, new_tokens: int) -> dict[str, Any]:
    """A request for a greedy, streamed wording of at most `new_tokens` tokens."""
    return {
        "model": model,
        "messages": [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": prompt.user},
        ],
        "temperature": 0,
        "max_tokens": new_tokens,
        "stream": True,
    }


def read_chunk(data: str) -> Chunk:
    """One event's data. Raises Garbled."""
    try:
        return Chunk.model_validate_json(data)
    except ValidationError:
        raise Garbled from None  # the error would carry the text of the answer into the log


def read_models(body: bytes) -> list[str]:
    """The names in the reply to GET /models, in the server's order. Raises Garbled."""
    try:
        return [model.id for model in _Models.model_validate_json(body).data]
    except ValidationError:
        raise Garbled from None


def complaint(status: int, body: bytes, model: str) -> str:
    """What to tell about a status other than 200, naming the setting and the fix.

    The server's own words are left out but for its error code: they may hold the key or the question.
    """
    if status in (401, 403):
        return "The model server refuses the key: set ONRAMP_MODEL_KEY to one that it takes."
    if status == 429:
        return (
            "The model server takes no more requests for now: try again later, or set "
            "ONRAMP_MODEL_URL to a server with more room."
        )
    if 300 <= status < 400:
        return NOT_A_SERVER
    if status == 404:
        return (
            f"The model server does not know the model '{model}', or has no chat at this address: set "
            "ONRAMP_MODEL to a name that it lists, and ONRAMP_MODEL_URL to its base URL."
        )
    told = f"status {status}{_code(body)}"
    if status >= 500:
        return f"The model server failed ({told}): see its log, or set ONRAMP_GENERATOR to quote."
    return (
        f"The model server refuses the request ({told}): see its log, and set ONRAMP_MODEL to a chat "
        "model that it serves."
    )


def _code(body: bytes) -> str:
    try:
        error = _Problem.model_validate_json(body).error
    except ValidationError:
        return ""
    code = error.code or error.type or ""
    return f", {code}" if re.fullmatch(r"[a-z_]{1,40}", code) else ""


def wait_before_retry(refused: Refused, attempt: int) -> float | None:
    """Seconds to wait before asking again; None if that is no use, or too long to wait unasked."""
    if refused.status != 429 and refused.status < 500:
        return None
    if re.fullmatch(r"[0-9]{1,6}", refused.retry_after or ""):
        seconds = float(refused.retry_after or 0)
        return seconds if seconds <= _PATIENCE else None
    return pause(attempt)


def pause(attempt: int) -> float:
    """Seconds to wait after attempt 0, 1, ... has failed."""
    return 0.25 * (1 << attempt)
