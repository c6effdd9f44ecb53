"""A model may word a plan; what it adds is not shown, and it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from indexer.embedding import WordsEmbedder
from service.answering.prompt import Prompt
from service.errors import ModelAway
from service.planning.graph.catalogue import Catalogue
from service.planning.plan import make_plan
from service.planning.rendering.document import Plan
from service.planning.wording import PlanText, PlanWriter, Worded, WordingBegun, parts_of
from tests.service.planning.personas import profile_of


class Parrot:
    """Says the first of the sentences that it is given, and then what it was told to add."""

    name = "parrot"
    paraphrases = False

    def __init__(self, addition: str = "") -> None:
        self.addition = addition
        self.asked = 0

    def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
        self.asked += 1
        notes = [line for line in prompt.user.splitlines() if line.startswith("- ")]
        yield f"{notes[0].removeprefix('- ')} {self.addition}"


@pytest.fixture
def plan(catalogue: Catalogue) -> Plan:
    return make_plan(profile_of("backend-python"), catalogue)


def texts(writer: PlanWriter, plan: Plan) -> list[PlanText]:
    events = list(writer.write(plan, lambda: False))
    assert isinstance(events[0], WordingBegun)
    assert isinstance(events[-1], Worded)
    return [event for event in events if isinstance(event, PlanText)]


def test_what_the_plan_supports_is_shown(plan: Plan) -> None:
    shown = texts(PlanWriter(WordsEmbedder(), Parrot()), plan)
    assert [one.part for one in shown] == ["summary", *(phase.id for phase in plan.phases)]
    assert {one.source for one in shown} == {"model"}


@pytest.mark.parametrize(
    "addition",
    [
        "You will earn 200000 a year.",
        "Read more at https://example.org/x.",
        "Kubernetes and TensorFlow come first.",
        "Skip everything and buy a course instead.",
    ],
)
def test_what_it_does_not_support_is_not(plan: Plan, addition: str) -> None:
    for shown in texts(PlanWriter(WordsEmbedder(), Parrot(addition)), plan):
        assert addition.rstrip(".") not in shown.text


def test_a_silent_model_leaves_the_template(plan: Plan) -> None:
    class Silent(Parrot):
        def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
            return iter(())

    shown = texts(PlanWriter(WordsEmbedder(), Silent()), plan)
    assert [(one.part, one.text) for one in shown] == list(parts_of(plan))
    assert {one.source for one in shown} == {"template"}


def test_a_model_that_is_away_leaves_the_templates_and_is_asked_again_next_time(plan: Plan) -> None:
    class Away(Parrot):
        away = True

        def generate(self, prompt: Prompt, cancelled: Callable[[], bool]) -> Iterator[str]:
            if self.away:
                self.asked += 1
                raise ModelAway("It is not there.")
            yield from super().generate(prompt, cancelled)

    model = Away()
    writer = PlanWriter(WordsEmbedder(), model)
    shown = texts(writer, plan)
    assert [(one.part, one.text) for one in shown] == list(parts_of(plan))
    assert model.asked == 1  # not for each text anew
    model.away = False
    assert {one.source for one in texts(writer, plan)} == {"model"}


def test_a_plan_is_worded_once(plan: Plan) -> None:
    model = Parrot()
    writer = PlanWriter(WordsEmbedder(), model)
    assert texts(writer, plan) == texts(writer, plan)
    assert model.asked == len(parts_of(plan))


def test_another_plan_under_the_same_name_gets_its_own_words(
    plan: Plan, catalogue: Catalogue
) -> None:
    writer = PlanWriter(WordsEmbedder(), Parrot())
    texts(writer, plan)
    other = make_plan(profile_of("frontend"), catalogue).model_copy(
        update={"plan_id": plan.plan_id, "revision": plan.revision}
    )
    assert texts(writer, other)[0].text != texts(writer, plan)[0].text


def test_i18_wording_changes_nothing_else(catalogue: Catalogue) -> None:
    plain = make_plan(profile_of("backend-python"), catalogue)
    worded = make_plan(profile_of("backend-python", narrative="model"), catalogue)
    differs = {"profile", "wording"}
    assert plain.model_dump(exclude=differs) == worded.model_dump(exclude=differs)
    assert worded.wording == "/plan/wording"
