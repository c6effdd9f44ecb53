from __future__ import annotations

from pathlib import Path

import pytest

from indexer.build import build
from indexer.embedding import WordsEmbedder
from indexer.errors import NotesError
from indexer.graph import Graph, build_graph
from indexer.index import Index
from indexer.notes import parse_note
from indexer.types import Link, Note
from tests.indexer.conftest import Write


def text(*prerequisites: object) -> str:
    return f"---\nhours: 1\nlevel: 1\nmonth: 1\nprerequisites: {list(prerequisites)}\n---\nText.\n"


def concept(slug: str, *prerequisites: object) -> Note:
    return parse_note(text(*prerequisites), f"{slug}.md")


def test_prerequisites_and_links() -> None:
    notes = [concept("a"), concept("b", "a", {"slug": "a"}, {"slug": "gone"}, 5)]
    graph, unknown = build_graph(notes, {"a": ["b"]})
    assert graph.links == (Link("a", "b", "link"), Link("a", "b", "prerequisite"))
    assert [node.slug for node in graph.concepts] == ["a", "b"]
    assert graph.concepts[0].fields["hours"] == 1
    assert unknown == {"b": ["gone"]}


def test_only_notes_with_the_planners_fields_are_concepts() -> None:
    note = parse_note("---\nprerequisites: [a]\nhours: 1\n---\nx", "a.md")
    graph, unknown = build_graph([note], {})
    assert (graph.concepts, graph.links, unknown) == ((), (), {})


@pytest.mark.parametrize("cycle", [["a"], ["a", "b"], ["a", "b", "c"]])
def test_cycles_are_refused(cycle: list[str]) -> None:
    notes = [concept(slug, cycle[at - 1]) for at, slug in enumerate(cycle)]
    with pytest.raises(NotesError, match=r"form a cycle: .*a.*Take one of these"):
        build_graph(notes, {})


def test_links_may_form_cycles() -> None:
    graph, _ = build_graph([concept("a"), concept("b")], {"a": ["b"], "b": ["a"]})
    assert len(graph.links) == 2


def test_links_to_nowhere_are_refused() -> None:
    with pytest.raises(NotesError, match="do not exist: b"):
        Graph(frozenset({"a"}), (), (Link("a", "b", "link"),))


def test_a_cycle_leaves_the_index_as_it_was(write: Write, out: Path) -> None:
    build(write({"a.md": text(), "b.md": text("a")}), out, WordsEmbedder())
    with pytest.raises(NotesError, match="cycle"):
        build(write({"a.md": text("b")}), out, WordsEmbedder())
    index = Index.load(out, WordsEmbedder())
    assert index.graph.links == (Link("a", "b", "prerequisite"),)
    index.close()
