"""What a plan leaves out because it is known, done or not wanted, and how to have it back."""

from __future__ import annotations

from service.planning.learner.transfer import Mastery
from service.planning.rendering.document import SkippedNote
from service.planning.schedule.draft import Draft

_BACK = "Answer its question in the first week: if that fails, log failed_check and it comes back."

_CLAIMS = {
    "languages.python": "you know Python",
    "ml_exposure": "what you have done in machine learning takes it along",
    "maths.linear_algebra": "you are strong in linear algebra",
    "maths.calculus": "you are strong in calculus",
    "maths.probability": "you are strong in probability",
    "maths.statistics": "you are strong in statistics",
}


def render_skipped(draft: Draft) -> list[SkippedNote]:
    """The goal's notes and what they need that are not planned, in the order of the notes."""
    questions = {one.place.note: one.id for one in reversed(draft.diagnostic)}
    planned = {part.slug for week in draft.weeks for part in week.parts}
    shown = []
    for slug in draft.relevant:
        if slug in planned:
            continue
        mastery = draft.transfer.levels.get(slug)
        if slug in draft.selection.excluded:
            reason, why, change = _excluded(draft, slug)
        elif mastery and draft.transfer.known(slug):
            reason, why, change = _known(draft, mastery)
        else:
            continue
        title = draft.catalogue.concepts[slug].title
        shown.append(
            SkippedNote(
                slug=slug,
                title=title,
                reason=reason,
                why=why,
                change=change,
                check=questions.get(slug),
            )
        )
    return shown


def _excluded(draft: Draft, slug: str) -> tuple[str, str, str]:
    via = draft.selection.excluded[slug]
    title = draft.catalogue.concepts[via].title
    back = f"Take “{title}” out of the notes to leave out (must_exclude)."
    if via == slug:
        return "excluded", "You left it out.", back
    return f"excluded_with:{via}", f"It needs “{title}”, which you left out.", back


def _known(draft: Draft, mastery: Mastery) -> tuple[str, str, str]:
    """Reason, why and what would bring it back."""
    if mastery.source == "assumed":
        title = draft.catalogue.concepts[mastery.via].title
        return f"assumed_from:{mastery.via}", f"Whoever knows “{title}” knows this.", _BACK
    if mastery.source == "inferred":
        return "claimed", f"Your profile says so: {_CLAIMS[mastery.via]}.", _BACK
    if mastery.source == "quiz":
        return (
            "quiz",
            "You passed its check.",
            "Set its level in known_concepts to 2 for a refresh.",
        )
    if mastery.source == "done":
        return "done", "Your log says that it is done.", "Log failed_check to go over it again."
    if mastery.source == "skipped":
        return "skipped", "Your log says that you skip it.", "Take it out of progress."
    return "claimed", "You say that you know it.", _BACK
