"""What clients of OpenAI's protocol send. Their other parameters are taken and change nothing."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, field_validator

from service.api.openai_tasks import asked_in, chooses_tools, is_task
from service.api.schemas import QUESTION_LIMIT
from service.errors import BadField

_READ = 50  # messages, from the last: what is older is left aside
_EARLIER = 3  # questions that a follow-up may lean on
_MESSAGES = 2000


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
    def task(self) -> str | None:
        """What a front end asks for by itself, None if a person asks. Some send it as the system's."""
        first, last = self.messages[0].text, self.messages[-1].text
        if self.messages[0].role == "system" and chooses_tools(first):
            return first
        return last if is_task(last) else None

    @property
    def question(self) -> str:
        """The question. Raises BadField."""
        question = asked_in(self.last)
        if len(question) > QUESTION_LIMIT:
            raise BadField(
                "messages", f"a question may have {QUESTION_LIMIT} characters: make it shorter"
            )
        return question

    @property
    def earlier(self) -> tuple[str, ...]:
        """The questions before, oldest first."""
        said = [asked_in(one.text) for one in self.messages[-_READ:-1] if one.role == "user"]
        return tuple(text[:QUESTION_LIMIT] for text in said if text)[-_EARLIER:]
