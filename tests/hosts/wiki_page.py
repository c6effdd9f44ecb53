"""The two pages that every host shows: a start page, and one that it links to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WikiPage:
    """A page as it is told to a host, which has its own markup for a title and a link."""

    slug: str
    title: str
    text: str


START = WikiPage("start", "Team wiki", "What the team writes down for those who are new.")
LINKED = WikiPage(
    "training-loop", "Training loop", "Forward, loss, backward, step: what a run repeats."
)
