"""What an answer is made of, in the order in which it is told.

passages, queue (while it waits), sentence (repeated), follow_ups, then exactly one of done, refusal,
fault. Small talk is a lone done. A refusal comes alone, or after the passages if a model has turned
them down.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal

from indexer.types import UnitKind

Origin = Literal["model", "quote"]
Status = Literal["answered", "smalltalk"]


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage as people see it; `marked` are the numbers of the units that are evidence."""

    n: int
    note: str
    title: str
    heading: str
    url: str
    html: str
    marked: list[int]
    score: float


@dataclass(frozen=True, slots=True)
class Nearest:
    """A topic to look at when the notes don't cover the question."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds since the question came in; None for what has not happened."""

    retrieval_ms: int
    first_sentence_ms: int | None = None
    total_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """Root of the events; `terminal` ones end the stream."""

    name: ClassVar[str]
    terminal: ClassVar[bool] = False

    def payload(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class PassagesFound(Event):
    name: ClassVar[str] = "passages"

    answer_id: str
    conversation_id: str
    question: str
    rewritten: bool
    model: str
    passages: list[ShownPassage]
    queue: int = 0


@dataclass(frozen=True, slots=True)
class QueueMoved(Event):
    """How many answers are worded before this one, each time that changes."""

    name: ClassVar[str] = "queue"

    ahead: int


@dataclass(frozen=True, slots=True)
class SentenceChecked(Event):
    """A sentence, item, row or code block of the answer.

    `label` is the heading or question that it needs to be read under, or empty.
    """

    name: ClassVar[str] = "sentence"

    text: str
    html: str
    kind: UnitKind
    origin: Origin
    citations: list[int]
    label: str = ""

    @property
    def line(self) -> str:
        """The text in one line with its label."""
        joint = " " if self.label.endswith("?") else ": "
        return self.label + joint + self.text if self.label else self.text


@dataclass(frozen=True, slots=True)
class FollowUps(Event):
    name: ClassVar[str] = "follow_ups"

    follow_ups: list[str]


@dataclass(frozen=True, slots=True)
class Done(Event):
    name: ClassVar[str] = "done"
    terminal: ClassVar[bool] = True

    answer_id: str
    conversation_id: str
    status: Status
    answer: str
    model: str
    notice: str | None
    timings: Timings


@dataclass(frozen=True, slots=True)
class Refusal(Event):
    name: ClassVar[str] = "refusal"
    terminal: ClassVar[bool] = True

    answer_id: str
    conversation_id: str
    question: str
    rewritten: bool
    answer: str
    nearest: list[Nearest]
    timings: Timings
    status: Literal["refused"] = field(default="refused")


@dataclass(frozen=True, slots=True)
class Fault(Event):
    name: ClassVar[str] = "fault"
    terminal: ClassVar[bool] = True

    error: str
    detail: str
