"""A larger model's veto: before an answer of which code is unsure it is asked whether the notes hold it.

It can only turn down, never let through: what a note or a question talks it into is at worst a
refusal. Small models say yes and no by chance, so none is asked unless the settings want it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence

from indexer.types import path_of
from service.answering.decide import Decision
from service.answering.evidence import Evidence
from service.answering.generator import Generator
from service.answering.prompt import judge_prompt

_WORD = re.compile(r"\W*([^\W\d_]+)(?=\W)")
_ENOUGH = 40  # characters in which a plain yes or no has come

_SAMPLE = "A bounded queue refuses work while eight jobs wait. The sender then has to slow down."
_ANSWERED = "When does a bounded queue refuse work?"
_NOT_ANSWERED = "In which programming language was the queue written?"

log = logging.getLogger(__name__)


class Judge:
    """Asks the generator that words the answers. For the thread of the model queue alone."""

    def __init__(self, generator: Generator) -> None:
        self._generator = generator

    def wants(self, decision: Decision) -> bool:
        """Whether the evidence is so weak that the model has to be asked."""
        return decision.answerable and not decision.sure

    def turns_down(
        self, question: str, evidence: Sequence[Evidence], cancelled: Callable[[], bool]
    ) -> bool:
        """Whether the model says that the evidence does not hold the answer.

        False if it says something else than yes or no. Raises GenerationFault and ModelAway.
        """
        lines, here = list[str](), ""
        for item in evidence:
            place = path_of(item.passage.title, item.passage.heading)
            lines += filter(None, (place if place != here else "", item.label, item.unit.text))
            here = place
        holds = self.holds("\n".join(lines), question, cancelled)
        if holds is None and not cancelled():
            log.warning("the model said neither yes nor no to whether the notes answer a question")
        return holds is False

    def trouble(self) -> str | None:
        """What is wrong with the model's judgement of a plain text, None if nothing is.

        Raises GenerationFault and ModelAway.
        """
        if self.holds(_SAMPLE, _ANSWERED, lambda: False) is not True:
            return "it does not say yes of a text that holds the answer"
        if self.holds(_SAMPLE, _NOT_ANSWERED, lambda: False) is not False:
            return "it does not say no of a text that does not hold the answer"
        return None

    def holds(self, text: str, question: str, cancelled: Callable[[], bool]) -> bool | None:
        """Whether a text holds the answer to a question, None if the model does not say.

        Raises GenerationFault and ModelAway.
        """
        said = ""
        for piece in self._generator.generate(judge_prompt(text, question), cancelled):
            said += piece
            if _WORD.match(said) or len(said) >= _ENOUGH:
                break
        word = _WORD.match(said + " ")
        return {"yes": True, "no": False}.get(word[1].casefold()) if word else None
