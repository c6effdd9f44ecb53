from __future__ import annotations

import pytest

from indexer.links import Links
from indexer.notes import parse_note

NOTES = [
    parse_note("---\ntitle: The Queue\naliases: [fifo]\nslug: queue\n---\nx", "deep/line.md"),
    parse_note("x", "deep/other.md"),
    parse_note("# Home\n", "index.md"),
    parse_note("x", "guide/README.md"),
    parse_note("x", "my file.md"),
]
LINKS = Links(NOTES)
HERE = NOTES[1]


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("line.md", ("queue", "")),
        ("./line.md#part", ("queue", "part")),
        ("../deep/line", ("queue", "")),
        ("/deep/line.md", ("queue", "")),
        ("/queue", ("queue", "")),
        ("../index.md", ("index", "")),
        ("../guide/", ("guide/README", "")),
        ("../my%20file.md", ("my file", "")),
        ("#here", ("deep/other", "here")),
        ("LINE.MD", ("queue", "")),
        ("../line.html", ("queue", "")),
        ("wiki:queue", ("queue", "")),
        ("wiki:QUEUE#Part two", ("queue", "part-two")),
        ("wiki:deep/line", ("queue", "")),
        ("wiki:line", ("queue", "")),
        ("wiki:the queue", ("queue", "")),
        ("wiki:fifo", ("queue", "")),
        ("wiki:#Part", ("deep/other", "part")),
    ],
)
def test_resolved(address: str, target: tuple[str, str]) -> None:
    assert LINKS.resolve(HERE, address) == target


@pytest.mark.parametrize(
    "address",
    [
        "nowhere.md",
        "../../line.md",
        "../../../etc/passwd",
        "wiki:nobody",
        "https://example.org/line.md",
        "//example.org/line.md",
        "mailto:line.md",
        "javascript:alert(1)",
        "http://[broken",
        "",
        "#",
    ],
)
def test_not_a_note(address: str) -> None:
    assert LINKS.resolve(HERE, address) is None


def test_a_slug_goes_before_a_title_and_a_title_before_an_alias() -> None:
    notes = [
        parse_note("---\ntitle: First\naliases: [b, second]\n---\nx", "a.md"),
        parse_note("---\ntitle: Second\naliases: [a]\n---\nx", "b.md"),
    ]
    links = Links(notes)
    assert links.resolve(notes[0], "wiki:b") == ("b", "")
    assert links.resolve(notes[0], "wiki:a") == ("a", "")
    assert links.resolve(notes[0], "wiki:second") == ("b", "")
