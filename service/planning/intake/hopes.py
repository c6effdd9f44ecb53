"""Whether something is only hoped for, or denied, by the words in front of it."""

from __future__ import annotations

from service.planning.intake.document import Document
from service.planning.intake.vocabulary import folded, vocabulary

_FAR = 10  # tokens in front
_NEAR = 6
_HOPES = folded(
    "aspiring become becoming towards toward into transition transitioning seeking looking goal "
    "objective wish want future werden ziel devenir objectif souhaite ser objetivo convertirme "
    "aspirante angehender angehende aiming hope hoping target interested preparing planned planning "
    "pursuing expected upcoming supported supporting alongside wants dream bereite interessiere "
    "interesse interesa moving hopes next learn vorbereitung prepare preparando".split()
)


def is_hoped(document: Document, at: int) -> bool:
    """Whether a wish or a negation stands in front of a token in its clause."""
    tokens, words = document.tokens, vocabulary()
    for near in range(at - 1, max(-1, at - _FAR - 1), -1):
        if document.sentences[near] != document.sentences[at]:
            return False
        if tokens[near].fold in words.words["but"]:
            return False
        if at - near <= _NEAR and tokens[near].fold in _HOPES:
            return True
        if is_denied_here(document, near, at):
            return True
    return False


def is_denied_here(document: Document, near: int, at: int) -> bool:
    """Whether a phrase that denies or wishes begins at `near` and ends before `at`."""
    words = vocabulary()
    match = words.cues.match(document.tokens, near, words.words["fillers"])
    if match is None or match[0] > at or match[1].saying not in ("never", "wish"):
        return False
    if not match[1].reaching and at - match[0] > 1:
        return False
    before = document.tokens[near - 1].fold if near else ""
    return not (match[1].saying == "wish" and before in ("machine", "deep", "reinforcement"))
