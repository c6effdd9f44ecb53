"""What the users ask: the questions of tests/evals, in conversations of one or two turns."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from service.evaluation.cases import read_cases

_EVALS = Path(__file__).parents[2] / "evals"
_OFF_TOPIC_EACH = 8  # so many questions of the notes to one that has nothing to do with them


@cache
def conversations() -> list[list[str]]:
    """Questions in their order; the second is a follow-up. Off-topic ones are spread among them."""
    asked = [[*case.history, case.question] for case in read_cases(_EVALS / "kb.yaml")]
    foreign = read_cases(_EVALS / "foreign.yaml")
    off_topic = [case.question for case in foreign if case.kind == "off-topic"]
    mixed: list[list[str]] = []
    for at, turns in enumerate(asked):
        mixed.append(turns)
        if at % _OFF_TOPIC_EACH == 0:
            mixed.append([off_topic[at // _OFF_TOPIC_EACH % len(off_topic)]])
    return mixed


@cache
def queries() -> list[str]:
    """The last question of each conversation."""
    return [turns[-1] for turns in conversations()]
