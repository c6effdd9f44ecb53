"""A larger model that may turn down what code is unsure of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from indexer.embedding import WordsEmbedder
from indexer.index import Index
from service.answering.assistant import Assistant, Question
from service.answering.conversation import Turn
from service.answering.decide import Decision
from service.answering.events import Event
from service.answering.generator import Generator, QuotingGenerator
from service.answering.judge import Judge
from service.answering.prompt import Prompt, judge_prompt
from service.errors import ModelAway, NotReady
from service.settings import Settings
from service.wiring import build_judge

QUESTION = "What does a bounded queue refuse?"


class Model:
    """Says one thing when it judges, and nothing when it words."""

    name = "model"
    paraphrases = True

    def __init__(self, *said: str, away: bool = False) -> None:
        self._said = said
        self._away = away
        self.judged: list[str] = []
        self.taken: list[str] = []

    def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
        if prompt.system != judge_prompt("", "").system:
            return
        self.judged.append(prompt.user)
        if self._away:
            raise ModelAway("It is away.")
        for piece in self._said:
            self.taken.append(piece)
            yield piece


@pytest.fixture
def index(settings: Settings) -> Index:
    return Index.load(settings.index_directory, WordsEmbedder())


def assistant(model: Generator) -> Assistant:
    return Assistant(WordsEmbedder(), model, judge=Judge(model))


def ask(index: Index, model: Generator, question: str = QUESTION) -> list[Event]:
    return list(assistant(model).answer(index, Question(question, "c"), lambda: False))


@pytest.fixture
def unsure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every answer is."""
    monkeypatch.setattr("service.answering.decide.SURE", 9.0)


@pytest.mark.usefixtures("unsure")
@pytest.mark.parametrize("said", [("No",), ("no", "."), ("N", "o", ", the text"), ("**No**",)])
def test_an_unsure_answer_that_the_model_turns_down_is_a_refusal(
    index: Index, said: tuple[str, ...]
) -> None:
    model = Model(*said)
    events = ask(index, model)
    assert [event.name for event in events] == ["passages", "refusal"]
    refusal = events[-1].payload()
    assert "come near" in refusal["answer"]
    assert refusal["nearest"]
    assert refusal["timings"]["total_ms"] is not None
    [judged] = model.judged
    assert QUESTION in judged
    assert "refuses work when 8 jobs wait" in judged


@pytest.mark.usefixtures("unsure")
@pytest.mark.parametrize(
    "said", [("Yes",), ("Yes", ". No"), ("Nothing says so",), ("",), ("12345 " * 9, "no"), ("¿?",)]
)
def test_whatever_else_it_says_changes_nothing(index: Index, said: tuple[str, ...]) -> None:
    plain = list(
        Assistant(WordsEmbedder(), Model()).answer(index, Question(QUESTION, "c"), lambda: False)
    )
    events = ask(index, Model(*said))
    assert [event.name for event in events] == [event.name for event in plain]
    assert events[-1].payload()["answer"] == plain[-1].payload()["answer"]


@pytest.mark.usefixtures("unsure")
def test_it_is_read_no_further_than_its_verdict(index: Index) -> None:
    model = Model("No", ", since", " the text", " is about queues.")
    ask(index, model)
    assert model.taken == ["No", ", since"]


@pytest.mark.usefixtures("unsure")
def test_a_model_that_is_away_turns_nothing_down(index: Index) -> None:
    assert ask(index, Model(away=True))[-1].name == "done"


def test_a_sure_answer_is_not_judged(index: Index) -> None:
    model = Model("No")
    assert ask(index, model)[-1].name == "done"
    assert not model.judged


@pytest.mark.usefixtures("unsure")
def test_what_is_refused_anyway_is_not_judged(index: Index) -> None:
    model = Model("Yes")
    assert [event.name for event in ask(index, model, "Who won the 2018 World Cup?")] == ["refusal"]
    assert not model.judged


@pytest.mark.usefixtures("unsure")
def test_a_follow_up_leans_on_no_answer_that_was_turned_down(index: Index) -> None:
    for said, remembered in (("no", False), ("yes", True)):
        asked = assistant(Model(said))
        list(asked.answer(index, Question(QUESTION, "c"), lambda: False))
        last = asked._conversations.last("c")
        assert (last == Turn(QUESTION, "Queues")) is remembered


@pytest.mark.usefixtures("unsure")
def test_what_was_remembered_before_is_remembered_again(index: Index) -> None:
    asked, before = assistant(Model("no")), Turn("What does a cache keep?", "Caches")
    asked._conversations.remember("c", before)
    events = asked.answer(index, Question(QUESTION, "c"), lambda: False)
    assert next(events).name == "passages"
    assert asked._conversations.last("c") == Turn(QUESTION, "Queues")
    assert [event.name for event in events] == ["refusal"]
    assert asked._conversations.last("c") == before


@pytest.mark.usefixtures("unsure")
def test_a_conversation_that_was_forgotten_meanwhile_stays_so(index: Index) -> None:
    for said in ("no", "yes"):
        asked = assistant(Model(said))
        asked._conversations.remember("c", Turn("What does a cache keep?", "Caches"))
        events = asked.answer(index, Question(QUESTION, "c"), lambda: False)
        next(events)
        asked.forget("c")
        list(events)
        assert asked._conversations.last("c") is None


def test_only_weak_evidence_is_judged() -> None:
    judge = Judge(Model())
    assert judge.wants(Decision(True, 0.5))
    assert not judge.wants(Decision(True, 0.9))
    assert not judge.wants(Decision(False, 0.3))


def test_the_settings_choose_it_and_the_packaged_model_is_no_judge(settings: Settings) -> None:
    wanted = settings.model_copy(update={"judge": True})
    assert build_judge(settings, Model()) is None
    assert build_judge(wanted, Model()) is not None
    with pytest.raises(NotReady, match="ONRAMP_MODEL_URL"):
        build_judge(wanted, QuotingGenerator())


def test_braces_in_notes_and_questions_are_text() -> None:
    prompt = judge_prompt("{question} and {text}", "What is {0}?")
    assert "{question} and {text}" in prompt.user
    assert "What is {0}?" in prompt.user
