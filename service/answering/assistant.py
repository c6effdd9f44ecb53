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
from service.answering.judge import Judge
from service.answering.rerank import Reranker, rerank
from service.answering.retrieve import Retrieval, retrieve
from service.answering.small_talk import SmallTalk
from service.answering.suggest import follow_ups, nearest
from service.answering.understand import Reading, excerpts, readings, root_of
from service.answering.word import word
from service.errors import ModelAway
from service.tracing import span

_UNSURE = "The notes come near this question, but they may not answer it."
_AWAY = "The language model can't be reached at the moment, so the notes are quoted word for word."
_REFUSED = "The notes don't cover this. These topics are nearest to it."
_TURNED_DOWN = "The notes come near this question, but they don't seem to answer it."


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


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for a question, before a word is said. `ids` are those of answer and conversation.

    `began` is by time.perf_counter(), `retrieved` in milliseconds after it.
    """

    ids: tuple[str, str]
    reading: Reading
    retrieval: Retrieval
    decision: Decision
    evidence: list[Evidence]
    began: float
    retrieved: int

    def refusal(self, text: str, milliseconds: int) -> Refusal:
        """Says that there is no answer, that long after the question, and what comes nearest."""
        asked = (self.reading.question, self.reading.rewritten)
        timings = Timings(self.retrieved, None, milliseconds)
        return Refusal(*self.ids, *asked, text, nearest(self.retrieval), timings)


class Assistant:
    """Answers questions over whichever generation of an index is in force; remembers conversations."""

    def __init__(
        self,
        embedder: Embedder,
        generator: Generator,
        notice: str | None = None,
        reranker: Reranker | None = None,
        judge: Judge | None = None,
    ) -> None:
        self._embedder = embedder
        self._judge = judge
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

        Code decides whether to answer, what is evidence and what is cited; the model only words it, and
        may turn down what code is unsure of if there is a judge.
        """
        began, answer_id = time.perf_counter(), uuid.uuid4().hex
        ids = (answer_id, asked.conversation)
        reply = self._small_talk.exact(asked.text)
        if reply is not None:
            yield self._done(ids, "smalltalk", reply, Timings(0, None, _since(began)))
            return
        last = self._last(index, asked)
        reading, retrieval, decision = self._understand(index, asked, last)
        retrieval, evidence = self._evidence(index, retrieval, decision)
        found = _Found(ids, reading, retrieval, decision, evidence, began, _since(began))
        if evidence:
            yield from self._tell(index, asked, found, cancelled)
            return
        if not reading.rewritten:
            reply = self._small_talk.near(retrieval.vector)
            if reply is not None:
                timings = Timings(found.retrieved, None, found.retrieved)
                yield self._done(ids, "smalltalk", reply, timings)
                return
        yield found.refusal(_REFUSED, found.retrieved)

    def _tell(
        self, index: Index, asked: Question, found: _Found, cancelled: Callable[[], bool]
    ) -> Events[Event]:
        """The passages, then either what they say or that they don't answer after all."""
        reading, retrieval, evidence = found.reading, found.retrieval, found.evidence
        judge = self._judge if self._judge and self._judge.wants(found.decision) else None
        turn = Turn(reading.root or reading.question, evidence[0].passage.title)
        before = self._conversations.remember(asked.conversation, turn, asked.key)
        citations, model = Citations(evidence, retrieval), self.generator.name
        shown = citations.passages()
        yield PassagesFound(*found.ids, reading.question, reading.rewritten, model, shown)
        if judge is not None and self._turned_down(judge, found, cancelled):
            self._conversations.take_back(asked.conversation, turn, before, asked.key)
            yield found.refusal(_TURNED_DOWN, _since(found.began))
            return
        yield from self._words(index, found, citations, cancelled)

    def _turned_down(self, judge: Judge, found: _Found, cancelled: Callable[[], bool]) -> bool:
        try:
            with span("judging"):
                return judge.turns_down(found.reading.question, found.evidence, cancelled)
        except ModelAway:
            return False  # the wording finds that out too, and tells

    def _words(
        self, index: Index, found: _Found, citations: Citations, cancelled: Callable[[], bool]
    ) -> Events[Event]:
        """The sentences, what can be asked next, and the end."""
        question, evidence = found.reading.question, found.evidence
        texts, first, away = [], None, None
        worded = word(question, evidence, citations, self.generator, self._embedder, cancelled)
        try:
            with span("wording"):
                for sentence in worded:
                    first = first or _since(found.began)
                    texts.append(sentence.line)
                    yield sentence
        except ModelAway:
            away = _AWAY
        yield FollowUps(follow_ups(index, found.retrieval, evidence))
        timings = Timings(found.retrieved, first, _since(found.began))
        notice = " ".join(filter(None, (self._notice, away, _doubt(found.decision))))
        yield self._done(found.ids, "answered", "\n".join(texts), timings, notice)

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
        """The reading of a question for which the notes hold the strongest evidence.

        Parts of it are read alone if the notes don't answer the whole.
        """
        found = self._weigh(index, asked, readings(asked.text, last))
        if not any(decision.answerable for _, _, decision in found):
            found += self._weigh(index, asked, excerpts(asked.text))
        return max(
            found, key=lambda entry: (entry[2].answerable, not entry[0].excerpt, entry[2].strength)
        )

    def _weigh(
        self, index: Index, asked: Question, candidates: list[Reading]
    ) -> list[tuple[Reading, Retrieval, Decision]]:
        found = []
        for reading in candidates:
            with span("retrieval"):
                retrieval = retrieve(index, self._embedder, reading.question, asked.page)
            with span("deciding"):
                decision = decide(retrieval)
                if reading.said is not None and decision.answerable:
                    vector = self._embedder.embed_question(reading.said)
                    related = belongs(index, retrieval, reading.said, vector)
                    decision = Decision(related, decision.strength, decision.unknown)
            found.append((reading, retrieval, decision))
        return found

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
