"""make_plan(): from a profile to the plan that is given out."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256

from service.planning.graph.catalogue import Catalogue
from service.planning.learner.profile import Profile
from service.planning.rendering.document import Plan
from service.planning.rendering.render import render
from service.planning.schedule.draft import draft


def make_plan(profile: Profile, catalogue: Catalogue) -> Plan:
    """The plan for a profile whose `start_date` is set. Raises BadField, naming the field.

    A request that is too tight is no error: the plan says what is cut and what would help.
    """
    return render(draft(profile, catalogue), profile, plan_id_of(profile, catalogue))


def begin(profile: Profile, today: date) -> Profile:
    """The profile with a day to begin on: its own, that of the plan carried on, else today."""
    if profile.start_date is not None:
        return profile
    before = profile.plan_ref.weeks if profile.plan_ref else []
    start = before[0].start if before else today
    return profile.model_copy(update={"start_date": start})


def plan_id_of(profile: Profile, catalogue: Catalogue) -> str:
    """16 hexadecimal digits of the notes and the profile, free texts left out.

    A plan that is carried on keeps its name, so that a calendar finds its entries again.
    """
    if profile.plan_ref is not None:
        return profile.plan_ref.plan_id
    free = {"current_role", "goal_text", "narrative", "plan_ref"}
    said = profile.model_dump(mode="json", exclude=free, exclude_defaults=True)
    text = json.dumps(said, sort_keys=True)  # whatever the order of its keys
    return sha256(f"{catalogue.version}{text}".encode()).hexdigest()[:16]
