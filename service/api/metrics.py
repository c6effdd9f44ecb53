"""What Prometheus reads, in a registry of its own for each application.

Where several processes serve, the library keeps the values in the files of a folder that they share,
and whichever is asked tells the sums.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from service.answering.events import Done, Event, Refusal, SentenceChecked

_TEXT = 8  # tokens from which their speed says something: a yes or no is mostly reading
_SPEEDS = (1, 2, 5, 10, 20, 30, 40, 60, 80, 120, 200, 400)  # tokens a second
FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # read by the library when it is imported
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """Counts and times of the answers."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = self._counter("answers_total", "Answers by how they ended.", "status")
        self._sentences = self._counter("sentences_total", "Sentences shown, by origin.", "origin")
        self._lost = self._counter("unsaved_total", "Writes to the store that failed.", "kind")
        self._rejected = self._counter(
            "rejected_total", "Requests turned away by limits.", "reason"
        )
        self._tokens = self._counter("model_tokens_total", "Tokens that the model wrote.")
        self._speed = self._histogram(
            "model_tokens_per_second", "Of each text that the model wrote.", buckets=_SPEEDS
        )
        self._requests = self._histogram(
            "request_seconds", "Until the last byte of the answer.", "method", "route", "status"
        )
        self._retrieval = self._histogram("retrieval_seconds", "From the question to its passages.")
        self._first = self._histogram(
            "first_sentence_seconds", "From the question to the first sentence."
        )
        self._total = self._histogram(
            "answer_seconds", "From the question to the end of its answer."
        )
        self._wait = self._histogram(
            "queue_wait_seconds", "From the queue's taking an answer until the model words it."
        )
        self.queue = self._gauge("queue_depth", "Answers waiting or being worded.")
        self.chunks = self._gauge("index_chunks", "Chunks of the index in force.")
        self.age = self._gauge("index_age_seconds", "Since the index in force was made.")

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"onramp_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str) -> Gauge:
        """Of the process that set it last, where several do: all see the same."""
        return Gauge(f"onramp_{name}", text, registry=self.registry, multiprocess_mode="mostrecent")

    def _histogram(
        self, name: str, text: str, *labels: str, buckets: Sequence[float] = _SECONDS
    ) -> Histogram:
        return Histogram(f"onramp_{name}", text, labels, buckets=buckets, registry=self.registry)

    def observe(self, event: Event) -> None:
        """Takes note of an event that is sent."""
        if isinstance(event, SentenceChecked):
            self._sentences.labels(event.origin).inc()
        if not event.terminal:
            return
        self._answers.labels(getattr(event, "status", event.name)).inc()
        if isinstance(event, Done | Refusal) and event.status != "smalltalk":
            timings = event.timings
            self._retrieval.observe(timings.retrieval_ms / 1000)
            if timings.first_sentence_ms is not None:
                self._first.observe(timings.first_sentence_ms / 1000)
            if timings.total_ms is not None:
                self._total.observe(timings.total_ms / 1000)

    def served(self, method: str, route: str, status: int, seconds: float) -> None:
        """Takes note of a request that has ended."""
        self._requests.labels(method, route, str(status)).observe(seconds)

    def generated(self, tokens: int, seconds: float) -> None:
        """Takes note of a text that the model wrote."""
        self._tokens.inc(tokens)
        if tokens >= _TEXT and seconds > 0:
            self._speed.observe(tokens / seconds)

    def waited(self, seconds: float) -> None:
        """Takes note of how long an answer waited for the model."""
        self._wait.observe(seconds)

    def reject(self, reason: str) -> None:
        """Takes note of a request that was turned away before it was looked at."""
        self._rejected.labels(reason).inc()

    def refuse(self) -> None:
        """Takes note of a question that found the queue full."""
        self._answers.labels("busy").inc()

    def lose(self, kind: str) -> None:
        """Takes note of an answer, a vote or a plan that could not be kept."""
        self._lost.labels(kind).inc()

    def text(self) -> bytes:
        """The exposition format."""
        if FOLDER not in os.environ:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
