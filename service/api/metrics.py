"""What Prometheus reads, in a registry of its own for each application."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from service.answering.events import Done, Event, Refusal, SentenceChecked

_SPEEDS = (1, 2, 5, 10, 20, 30, 40, 60, 80, 120, 200, 400)  # tokens a second
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """Counts and times of the answers."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answers = Counter(
            "onramp_answers_total", "Answers by how they ended.", ["status"], registry=self.registry
        )
        self._sentences = Counter(
            "onramp_sentences_total",
            "Sentences shown, by origin.",
            ["origin"],
            registry=self.registry,
        )
        self._lost = Counter(
            "onramp_unsaved_total",
            "Writes to the store that failed.",
            ["kind"],
            registry=self.registry,
        )
        self._requests = Histogram(
            "onramp_request_seconds",
            "Requests by route and status, until the last byte of their answer.",
            ["method", "route", "status"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._tokens = Counter(
            "onramp_model_tokens_total", "Tokens that the model wrote.", registry=self.registry
        )
        self._speed = Histogram(
            "onramp_model_tokens_per_second",
            "Tokens a second of each text that the model wrote.",
            buckets=_SPEEDS,
            registry=self.registry,
        )
        self._retrieval = self._histogram("retrieval", "From the question to its passages.")
        self._first = self._histogram("first_sentence", "From the question to the first sentence.")
        self._total = self._histogram("answer", "From the question to the end of its answer.")
        self.queue = Gauge(
            "onramp_queue_depth", "Answers waiting or being worded.", registry=self.registry
        )
        self.chunks = Gauge(
            "onramp_index_chunks", "Chunks of the index in force.", registry=self.registry
        )

        self.age = Gauge(
            "onramp_index_age_seconds",
            "Since the index in force was made.",
            registry=self.registry,
        )

    def _histogram(self, name: str, text: str) -> Histogram:
        return Histogram(f"onramp_{name}_seconds", text, buckets=_SECONDS, registry=self.registry)

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
        if tokens and seconds > 0:
            self._speed.observe(tokens / seconds)

    def refuse(self) -> None:
        """Takes note of a question that found the queue full."""
        self._answers.labels("busy").inc()

    def lose(self, kind: str) -> None:
        """Takes note of an answer or a vote that could not be kept."""
        self._lost.labels(kind).inc()

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self.registry)
