"""What a benchmark found. Times are in the unit of the field's name; a section left out is None."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from statistics import median, quantiles
from typing import Any


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and 95th centile of samples."""

    p50: float
    p95: float

    @classmethod
    def of(cls, samples: Iterable[float]) -> Spread | None:
        """None without samples; one sample is both of its centiles."""
        values = list(samples)
        if len(values) < 2:
            return cls(values[0], values[0]) if values else None
        return cls(median(values), quantiles(values, n=20, method="inclusive")[18])


@dataclass(frozen=True, slots=True)
class Machine:
    """Where and over what it was measured; `threads` is how many torch takes."""

    cores: int
    threads: int
    generator: str
    embedder: str
    notes: int
    chunks: int
    questions: int


@dataclass(frozen=True, slots=True)
class Latency:
    """Of one question at a time, in this process. `worded_by_model` is a share of all sentences."""

    retrieval_ms: Spread | None
    first_sentence_ms: Spread | None
    full_answer_ms: Spread | None
    worded_by_model: float | None
    answered: int
    refused: int


@dataclass(frozen=True, slots=True)
class Speed:
    """One way to word the prompts: medians over the questions.

    Tokens that a cache spares count as read, so `prefill_tokens_per_s` is what a caller sees.
    """

    name: str
    prefill_tokens_per_s: float
    decode_tokens_per_s: float
    wording_ms: Spread | None


@dataclass(frozen=True, slots=True)
class Wording:
    """The first of `speeds` is ours. `times_ours` has by name the median time over ours.

    All write as many tokens as ours did for the same prompt. `plain_answer_ms` is a plain service:
    the same retrieval, then `transformers.generate` until the text ends or has 160 tokens;
    `answer_ratio` is its median over that of `our_answer_ms`.
    """

    prompts: int
    new_tokens: float
    speeds: list[Speed]
    times_ours: dict[str, float]
    our_answer_ms: Spread | None
    plain_answer_ms: Spread | None
    answer_ratio: float | None


@dataclass(frozen=True, slots=True)
class Load:
    """Some users at once, each asking one question after another; `lost` must be 0."""

    users: int
    asked: int
    answered: int
    busy: int
    lost: int
    answers_per_minute: float
    passages_ms: Spread | None


@dataclass(frozen=True, slots=True)
class Served:
    """A server in a process of its own. `start_up_s` ends when it is ready to answer."""

    start_up_s: float
    loads: list[Load]
    peak_memory_mb: float | None


@dataclass(frozen=True, slots=True)
class Indexing:
    """A build of some notes from nothing, nothing cached."""

    notes: int
    chunks: int
    units: int
    seconds: float
    chunks_per_s: float
    units_per_s: float


@dataclass(frozen=True, slots=True)
class Large:
    """Passages over an index that was multiplied to at least 10,000 chunks."""

    chunks: int
    units: int
    passages_ms: Spread | None


@dataclass(slots=True)
class Figures:
    """A whole run; `left_out` says in words what was not measured, and why."""

    machine: Machine
    latency: Latency
    wording: Wording | None = None
    served: Served | None = None
    indexing: Indexing | None = None
    large: Large | None = None
    left_out: list[str] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """The same as plain data."""
        return asdict(self)
