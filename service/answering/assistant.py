"""The path of a question, on one screen."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from collections.abc import Generator as Events
from dataclasses import dataclass, replace

from indexer.embedding import Embedder
from indexer.index import Index
from service.answering.cite import Citations
from service.answering.conversation import Conversations, KeptTurn, Turn, resumed
from service.answering.decide import Decision, belongs, decide
from service.answering.events import (
    Done,
    Event,
    FollowUps,
    PassagesFound,
    Refusal,
    Status,
    Timings,
)
from service.answering.evidence import Evidence, choose
from service.answering.generator import Generator, Remote
from service.answering.rerank import Reranker, rerank
from service.answering.retrieve import Retrieval, retrieve
from service.answering.small_talk import SmallTalk
from service.answering.suggest import follow_ups, nearest
from service.answering.understand import Reading, readings, root_of
from service.answering.word import word
from service.errors import ModelAway
from service.tracing import span

_UNSURE = "The notes come near this question, but they may not answer it."
_AWAY = "The language model can't be reached at the moment, so the notes are quoted word for word."
_REFUSED = "The notes don't cover this. These topics are nearest to it."


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, in which conversation, and from which note's page if any.

    `earlier` are the questions before, oldest first, from clients that name no conversation.
    `key` is the id of the key that asks, `kept` what the store has of the conversation.
    """

    text: str
    conversation: str
    page: str | None = None
    earlier: tuple[str, ...] = ()
    key: str | None = None
    kept: KeptTurn | None = None


class Assistant:
    """Answers questions over whichever generation of an index is in force; remembers conversations."""

    def __init__(
        self,
        embedder: Embedder,
        generator: Generator,
        notice: str | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._embedder = embedder
        self._reranker = reranker
        self._small_talk = SmallTalk(embedder)
        self.generator = generator
        self._conversations = Conversations()
        self._notice = notice

    @property
    def model(self) -> str:
        """The name of the generator."""
        return self.generator.name

    @property
    def trouble(self) -> str | None:
        """Why the model cannot be reached, and answers quote."""
        return self.generator.trouble if isinstance(self.generator, Remote) else None

    def forget(self, conversation: str) -> None:
        """Forgets what a conversation was about."""
        self._conversations.forget(conversation)

    def answer(self, index: Index, asked: Question, cancelled: Callable[[], bool]) -> Events[Event]:
        """Yields the events of an answer; the first comes before the model is touched.

        Code decides whether to answer, what is evidence and what is cited; the model only words it.
        """
        began, answer_id = time.perf_counter(), uuid.uuid4().hex
        ids = (answer_id, asked.conversation)
        reply = self._small_talk.exact(asked.text)
        if reply is not None:
            yield self._done(ids, "smalltalk", reply, Timings(0, None, _since(began)))
            return
        last = self._last(index, asked)
        reading, retrieval, decision = self._understand(index, asked, last)
        question, rewritten = reading.question, reading.rewritten
        retrieval, evidence = self._evidence(index, retrieval, decision)
        retrieved = _since(began)
        if not evidence and not rewritten:
            reply = self._small_talk.near(retrieval.vector)
            if reply is not None:
                yield self._done(ids, "smalltalk", reply, Timings(retrieved, None, retrieved))
                return
        if not evidence:
            topics = nearest(retrieval)
            yield Refusal(
                *ids, question, rewritten, _REFUSED, topics, Timings(retrieved, None, retrieved)
            )
            return

        citations = Citations(evidence, retrieval)
        turn = Turn(reading.root or question, evidence[0].passage.title)
        self._conversations.remember(asked.conversation, turn, asked.key)
        yield PassagesFound(*ids, question, rewritten, self.generator.name, citations.passages())

        texts, first, away = [], None, None
        worded = word(question, evidence, citations, self.generator, self._embedder, cancelled)
        try:
            with span("wording"):
                for sentence in worded:
                    first = first or _since(began)
                    texts.append(sentence.line)
                    yield sentence
        except ModelAway:
            away = _AWAY
        yield FollowUps(follow_ups(index, retrieval, evidence))
        timings = Timings(retrieved, first, _since(began))
        notices = [self._notice, away, _doubt(decision)]
        yield self._done(
            ids, "answered", "\n".join(texts), timings, " ".join(filter(None, notices))
        )

    def _evidence(
        self, index: Index, retrieval: Retrieval, decision: Decision
    ) -> tuple[Retrieval, list[Evidence]]:
        """The passages in their last order, and what answers out of them: nothing if that was decided."""
        if not decision.answerable:
            return retrieval, []
        with span("reranking"):
            retrieval = rerank(retrieval, self._reranker)
        return retrieval, choose(index, retrieval)

    def _last(self, index: Index, asked: Question) -> Turn | None:
        """The turn that a follow-up leans on: remembered, read again from what was asked, or the page."""
        last = self._before(index, asked) or _turn_of(index, asked.page)
        for text in asked.earlier:
            if self._small_talk.exact(text) is not None:
                continue
            reading, retrieval, decision = self._understand(index, Question(text, ""), last)
            evidence = choose(index, retrieval) if decision.answerable else []
            if evidence:
                last = Turn(reading.question, evidence[0].passage.title)
        return last

    def _before(self, index: Index, asked: Question) -> Turn | None:
        """The turn before in the conversation: the one in memory or the one in the store, if later."""
        kept, name = asked.kept, (asked.conversation, asked.key)
        if kept is None:
            return self._conversations.last(*name)
        question = root_of(kept.question) if kept.rewritten else kept.question
        return (
            self._conversations.last(*name, after=kept.moment)
            or resumed(replace(kept, question=question), index.titles)
            or self._conversations.last(*name)
        )

    def _understand(
        self, index: Index, asked: Question, last: Turn | None
    ) -> tuple[Reading, Retrieval, Decision]:
        """The reading of a question for which the notes hold the strongest evidence."""
        found = []
        for reading in readings(asked.text, last):
            with span("retrieval"):
                retrieval = retrieve(index, self._embedder, reading.question, asked.page)
            with span("deciding"):
                decision = decide(retrieval)
                if reading.said is not None and decision.answerable:
                    vector = self._embedder.embed_question(reading.said)
                    related = belongs(index, retrieval, reading.said, vector)
                    decision = Decision(related, decision.strength, decision.unknown)
            found.append((reading, retrieval, decision))
        return max(found, key=lambda entry: (entry[2].answerable, entry[2].strength))

    def _done(
        self, ids: tuple[str, str], status: Status, text: str, timings: Timings, notice: str = ""
    ) -> Done:
        return Done(*ids, status, text, self.generator.name, notice or None, timings)


def _turn_of(index: Index, page: str | None) -> Turn | None:
    """What "it" points to in a first question: the note that is being read."""
    title = index.titles.get(page) if page else None
    return Turn(title, title) if title else None


def _doubt(decision: Decision) -> str | None:
    """What people must know of an answer that may not be one."""
    if decision.unknown:
        return f"The notes don't mention {' or '.join(decision.unknown)}; this comes nearest."
    return None if decision.sure else _UNSURE


def _since(began: float) -> int:
    return round(1000 * (time.perf_counter() - began))
