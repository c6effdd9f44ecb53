"""The graph of the notes: prerequisites that a plan can be built on, links that lead somewhere."""

from __future__ import annotations

from graphlib import TopologicalSorter

import pytest

from tests.content.corpus import BY_SLUG, CONCEPT_SLUGS, CONCEPTS, NOTES, Note, slug_of

FOUNDATIONS = [note for note in CONCEPTS if note.meta["level"] == "foundation"]
EDGES = [(note, BY_SLUG[slug]) for note in CONCEPTS for slug in note.prerequisites]


def closure(slug: str) -> set[str]:
    """The note and all that has to be learnt before it."""
    found, open_ends = set(), [slug]
    while open_ends:
        at = open_ends.pop()
        if at not in found:
            found.add(at)
            open_ends += BY_SLUG[at].prerequisites
    return found


def hours(slugs: set[str]) -> float:
    return sum(BY_SLUG[slug].meta["hours"] for slug in slugs)


def test_slugs_are_unique() -> None:
    assert len(BY_SLUG) == len(NOTES)


def test_prerequisites_have_no_cycle() -> None:
    graph = {note.slug: note.prerequisites for note in CONCEPTS}
    assert set(TopologicalSorter(graph).static_order()) == CONCEPT_SLUGS


def test_rank_is_a_topological_order() -> None:
    assert sorted(note.meta["rank"] for note in CONCEPTS) == list(range(len(CONCEPTS)))
    late = [(n.slug, before.slug) for n, before in EDGES if before.meta["rank"] >= n.meta["rank"]]
    assert late == []


def test_no_prerequisite_stands_in_a_later_month() -> None:
    late = [(n.slug, before.slug) for n, before in EDGES if before.meta["month"] > n.meta["month"]]
    assert late == []


@pytest.mark.parametrize("note", CONCEPTS, ids=slug_of)
def test_no_prerequisite_is_implied_by_another(note: Note) -> None:
    assert len(set(note.prerequisites)) == len(note.prerequisites)
    for slug in note.prerequisites:
        others = [closure(other) for other in note.prerequisites if other != slug]
        assert slug not in set().union(*others)


def test_what_implies_a_concept_builds_no_circle() -> None:
    graph = {note.slug: note.meta["implied_by"] for note in CONCEPTS}
    assert set(TopologicalSorter(graph).static_order()) == CONCEPT_SLUGS


def test_a_served_model_is_at_most_16_hours_away() -> None:
    assert hours(closure("serve-model-fastapi")) <= 16


@pytest.mark.parametrize("note", FOUNDATIONS, ids=slug_of)
def test_a_foundation_is_at_most_20_hours_away(note: Note) -> None:
    assert hours(closure(note.slug)) <= 20


@pytest.mark.parametrize("note", NOTES, ids=slug_of)
def test_every_link_leads_to_a_note_and_heading(note: Note) -> None:
    for link in note.links:
        slug, _, anchor = link.partition("#")
        assert slug in BY_SLUG
        assert anchor == "" or anchor in BY_SLUG[slug].anchors


@pytest.mark.parametrize("note", CONCEPTS, ids=slug_of)
def test_where_next_is_a_list_of_links_with_reasons(note: Note) -> None:
    lines = note.body.split("\n## Where next\n", 1)[1].strip().split("\n- ")
    assert all(line.removeprefix("- ").startswith("[[") and "]]: " in line for line in lines)


def test_every_note_can_be_reached() -> None:
    """A reader who follows links gets from the roadmap to every other note."""
    found, open_ends = set(), ["roadmap"]
    while open_ends:
        at = open_ends.pop()
        if at not in found:
            found.add(at)
            open_ends += [link.partition("#")[0] for link in BY_SLUG[at].links]
    assert BY_SLUG.keys() - found == set()
