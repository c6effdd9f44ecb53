"""The path of a question, on one screen."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from collections.abc import Generator as Events
from dataclasses import dataclass

from indexer.embedding import Embedder
from indexer.index import Index
from service.answering.cite import Citations
from service.answering.conversation import Conversations, Turn
from service.answering.decide import decide
from service.answering.events import Done, Event, FollowUps, PassagesFound, Refusal, Status, Timings
from service.answering.evidence import choose
from service.answering.generator import Generator
from service.answering.retrieve import retrieve
from service.answering.suggest import follow_ups, nearest
from service.answering.understand import understand
from service.answering.word import word

_REFUSED = "The notes don't cover this. These topics are nearest to it."


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, in which conversation, and from which note's page if any."""

    text: str
    conversation: str
    page: str | None = None


class Assistant:
    """Answers questions over one generation of an index."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        generator: Generator,
        conversations: Conversations,
        notice: str | None = None,
    ) -> None:
        self.index = index
        self._embedder = embedder
        self._generator = generator
        self._conversations = conversations
        self._notice = notice

    def answer(self, asked: Question, cancelled: Callable[[], bool]) -> Events[Event]:
        """Yields the events of an answer; the first comes before the model is touched.

        Code decides whether to answer, what is evidence and what is cited; the model only words it.
        """
        began, answer_id = time.perf_counter(), uuid.uuid4().hex
        ids = (answer_id, asked.conversation)
        understood = understand(asked.text, self._conversations.last(asked.conversation))
        question, rewritten = understood.question, understood.rewritten
        if understood.reply is not None:
            yield self._done(ids, "smalltalk", understood.reply, Timings(0, None, _since(began)))
            return

        retrieval = retrieve(self.index, self._embedder, question, asked.page)
        evidence = choose(self.index, retrieval) if decide(retrieval).answerable else []
        retrieved = _since(began)
        if not evidence:
            topics = nearest(retrieval)
            yield Refusal(
                *ids, question, rewritten, _REFUSED, topics, Timings(retrieved, None, retrieved)
            )
            return

        citations = Citations(evidence, retrieval)
        self._conversations.remember(asked.conversation, Turn(question, evidence[0].passage.title))
        yield PassagesFound(*ids, question, rewritten, self._generator.name, citations.passages())

        texts, first = [], None
        worded = word(question, evidence, citations, self._generator, self._embedder, cancelled)
        for sentence in worded:
            first = first or _since(began)
            texts.append(sentence.text)
            yield sentence
        yield FollowUps(follow_ups(self.index, retrieval, evidence))
        timings = Timings(retrieved, first, _since(began))
        yield self._done(ids, "answered", "\n".join(texts), timings)

    def _done(self, ids: tuple[str, str], status: Status, text: str, timings: Timings) -> Done:
        return Done(*ids, status, text, self._generator.name, self._notice, timings)


def _since(began: float) -> int:
    return round(1000 * (time.perf_counter() - began))
