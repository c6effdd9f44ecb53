"""The bodies that come in. Unknown fields are refused, every text is bounded."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

QUESTION_LIMIT = 2000

Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=QUESTION_LIMIT)
]


class Page(BaseModel):
    """The page on which the question was asked."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=2000)
    title: str = Field("", max_length=300)


class ChatRequest(BaseModel):
    """A question to the assistant."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"question": "What does loss.backward() do?", "stream": False}]
        },
    )

    question: Text
    conversation_id: str | None = Field(None, pattern=r"^[A-Za-z0-9_-]{16,64}$")
    page: Page | None = None
    stream: Annotated[bool, Field(strict=True)] = True


class SearchRequest(BaseModel):
    """A search over the passages."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"query": "zero_grad"}]}
    )

    query: Text
    k: Annotated[int, Field(strict=True, ge=1, le=50)] = 10


class EmbedToken(BaseModel):
    """What a page of another origin sends with its requests, and for how many seconds."""

    token: str
    expires_in: int
