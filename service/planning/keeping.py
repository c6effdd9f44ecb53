"""What a profile loses before its plan is kept: every word that somebody wrote freely."""

from __future__ import annotations

import re

from service.planning.graph.catalogue import Catalogue
from service.planning.intake.gazetteer import language_tag, skill_tag
from service.planning.learner.previous import PreviousPlan
from service.planning.learner.profile import Profile

_OTHER = "another language"
_SLUG = re.compile(r"[\w.~/-]+")  # of a note that has gone; no sentence looks like it


def without_words(profile: Profile, catalogue: Catalogue) -> Profile:
    """The profile without goal, role and names that aren't known here; its plan stays the same.

    Unknown skills change nothing in a plan. Of unknown languages only the highest level does. What a
    plan that is carried on says of notes goes if it is neither a note nor looks like one.
    """

    def is_note(name: str) -> bool:
        return catalogue.resolve(name) is not None or _SLUG.fullmatch(name) is not None

    def of_notes(plan: PreviousPlan) -> PreviousPlan:
        weeks = [
            week.model_copy(update={"items": [item for item in week.items if is_note(item.slug)]})
            for week in plan.weeks
        ]
        return plan.model_copy(update={"weeks": weeks})

    languages = {name: level for name, level in profile.languages.items() if language_tag(name)}
    others = [level for name, level in profile.languages.items() if name not in languages]
    return profile.model_copy(
        update={
            "goal_text": "",
            "current_role": "",
            "skills": {name: level for name, level in profile.skills.items() if skill_tag(name)},
            "progress": [entry for entry in profile.progress if is_note(entry.slug)],
            "plan_ref": profile.plan_ref and of_notes(profile.plan_ref),
            "languages": languages | ({_OTHER: max(others)} if others else {}),
        }
    )
