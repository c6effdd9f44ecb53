"""What a profile loses before its plan is kept: every word that somebody wrote freely."""

from __future__ import annotations

from service.planning.intake.gazetteer import language_tag, skill_tag
from service.planning.learner.profile import Profile

_OTHER = "another language"


def without_words(profile: Profile) -> Profile:
    """The profile without goal, role and names that aren't known here; its plan stays the same.

    Unknown skills change nothing in a plan. Of unknown languages only the highest level does.
    """
    languages = {name: level for name, level in profile.languages.items() if language_tag(name)}
    others = [level for name, level in profile.languages.items() if name not in languages]
    return profile.model_copy(
        update={
            "goal_text": "",
            "current_role": "",
            "skills": {name: level for name, level in profile.skills.items() if skill_tag(name)},
            "languages": languages | ({_OTHER: max(others)} if others else {}),
        }
    )
