"""What clients of OpenAI's protocol send. Their other parameters are taken and change nothing."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, field_validator

from service.api.schemas import QUESTION_LIMIT
from service.errors import BadField

_READ = 50  # messages, from the last: what is older is left aside
_EARLIER = 3  # questions that a follow-up may lean on
_MESSAGES = 2000
TASK = "### Task:"
_TITLE = "Provide a concise, 5-word-or-less title"


class Message(BaseModel):
    """One message; what a system message asks for can't change how answers are made."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[dict[str, Any]] | None = None

    @field_validator("content")
    @classmethod
    def _check_parts(cls, content: str | list[dict[str, Any]] | None) -> Any:
        for part in content if isinstance(content, list) else ():
            if part.get("type") not in ("text", "refusal"):
                raise ValueError("only text can be read, no images, sounds or files")
            if not isinstance(part.get("text", ""), str):
                raise ValueError("the 'text' of a part must be a string")
        return content

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.get("text", "") for part in self.content).strip()
        return (self.content or "").strip()


class StreamOptions(BaseModel):
    include_usage: bool = False


class Completion(BaseModel):
    """A request for a chat completion."""

    messages: Annotated[list[Message], Field(min_length=1, max_length=_MESSAGES)]
    model: Annotated[str, Field(max_length=200)] = "onramp"
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = 1

    @field_validator("n")
    @classmethod
    def _check_n(cls, n: int | None) -> int | None:
        if n not in (None, 1):
            raise ValueError("there is one answer to a question: leave it out or set it to 1")
        return n

    @property
    def last(self) -> str:
        """The last message, which has to be the user's. Raises BadField."""
        if self.messages[-1].role != "user" or not self.messages[-1].text:
            raise BadField("messages", "the last message must be the user's question, with text")
        return self.messages[-1].text

    @property
    def is_task(self) -> bool:
        """Whether a front end asks for a title, tags and the like, not a person a question."""
        return self.last.startswith((TASK, _TITLE))

    @property
    def question(self) -> str:
        """The question. Raises BadField."""
        if len(self.last) > QUESTION_LIMIT:
            raise BadField(
                "messages", f"a question may have {QUESTION_LIMIT} characters: make it shorter"
            )
        return self.last

    @property
    def earlier(self) -> tuple[str, ...]:
        """The questions before, oldest first."""
        said = [one.text for one in self.messages[-_READ:-1] if one.role == "user"]
        return tuple(text[:QUESTION_LIMIT] for text in said if text)[-_EARLIER:]
