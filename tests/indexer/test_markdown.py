from __future__ import annotations

from itertools import pairwise

import pytest

from indexer.markdown import anchor_of, blocks, headings, parser


def html(source: str) -> str:
    return str(parser().render(source)).strip()


@pytest.mark.parametrize(
    ("source", "href", "label"),
    [
        ("[[note]]", "wiki:note", "note"),
        ("[[ note | a label ]]", "wiki:note", "a label"),
        ("[[note#Part two]]", "wiki:note#Part two", "note#Part two"),
        ("[[Узел]]", "wiki:Узел", "Узел"),
    ],
)
def test_wikilinks(source: str, href: str, label: str) -> None:
    assert html(f"See {source}.") == f'<p>See <a href="{href}">{label}</a>.</p>'


@pytest.mark.parametrize("source", ["[[]]", "[[a", "[[a\nb]]", "`[[a]]`", "[a]]", r"\[[a]]"])
def test_what_is_no_wikilink(source: str) -> None:
    assert "wiki:" not in html(source)


def test_dialect_has_tables_and_strikethrough() -> None:
    assert "<td>1</td>" in html("| a |\n|---|\n| 1 |")
    assert html("~~x~~") == "<p><s>x</s></p>"


def test_anchors_of_equal_titles_differ() -> None:
    taken: dict[str, int] = {}
    titles = ["Setup", "Setup", "Setup 1", "Setup", "?!", "What's new?", "Über uns"]
    assert [anchor_of(title, taken) for title in titles] == [
        "setup",
        "setup-1",
        "setup-1-1",
        "setup-2",
        "section",
        "whats-new",
        "über-uns",
    ]


def test_headings_in_order() -> None:
    tokens = parser().parse("# A `b` [c](d) ![e](f)\n\nSetext\n======\n\n### A b c e\n")
    assert [found[1:] for found in headings(tokens)] == [
        (1, "A b c e", "a-b-c-e"),
        (1, "Setext", "setext"),
        (3, "A b c e", "a-b-c-e-1"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "\n\n# A\n\ntext\n\n\n```\n# no heading\n\n```\n- a\n\n  b\n- c\n\n[x]: /y\n",
        "[only]: /definitions\n",
        "form\x0cfeed\x85next\u2028line\n# A\n\x1cb\n",
        "<div>\n\nraw\n\n</div>",
        "```\nnever closed",
        "a\n\n    code\n\n| a |\n|---|\n| b |\nend",
        "   \n \n",
    ],
)
def test_blocks_touch_and_cover_the_body(body: str) -> None:
    spans, _ = blocks(body)
    assert spans[0].start == 0
    assert spans[-1].end == len(body)
    assert all(one.end == two.start for one, two in pairwise(spans))


def test_blocks_of_nothing() -> None:
    assert blocks("") == ([], {})


def test_heading_blocks_carry_level_title_and_anchor() -> None:
    spans, environment = blocks("## A\n\ntext [x]\n\n## A\n\n[x]: /y\n")
    found = [(span.level, span.title, span.anchor) for span in spans]
    assert found == [(2, "A", "a"), (0, "", ""), (2, "A", "a-1")]
    assert environment["references"]["X"]["href"] == "/y"
