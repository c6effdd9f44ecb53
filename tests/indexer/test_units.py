from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.markdown import parser
from indexer.units import Cut, cut_units

LINES = ["\n", "\n\n", "# ", "- ", "1. ", "\n> ", "    ", "```\n", "---\n", "| x "]
INSIDE = [
    "**",
    "`",
    "~~",
    "[[a]]",
    "![i](u)",
    "[x](y)",
    "`co. De`",
    "word ",
    "One. ",
    "Two! ",
    "。",
]
SCRAPS = st.sampled_from([*LINES, *INSIDE, "| a | b |\n|---|---|\n"])


def cuts_of(source: str) -> list[Cut]:
    return cut_units(parser().parse(source))


def test_kinds_and_blocks() -> None:
    cuts = cuts_of(
        "# Head\n\nOne is. Two is.\n\n- item a. More.\n- item b\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n```py\nx = 1\n```\n\n    y = 2\n"
    )
    assert [(cut.kind, cut.text, cut.block) for cut in cuts] == [
        ("heading", "Head", 0),
        ("sentence", "One is.", 1),
        ("sentence", "Two is.", 1),
        ("item", "item a. More.", 2),
        ("item", "item b", 2),
        ("row", "a: 1; b: 2", 3),
        ("code", "x = 1", 4),
        ("code", "y = 2", 5),
    ]


def test_rows_name_their_columns_and_leave_out_empty_cells() -> None:
    cuts = cuts_of("| *a* |  | c |\n|-|-|-|\n| `1` | 2 |  |\n|  |  |  |\n")
    assert [cut.text for cut in cuts] == ["a: 1; 2"]


def test_each_table_has_its_own_columns() -> None:
    cuts = cuts_of("| a |\n|-|\n| 1 |\n\n| b |\n|-|\n| 2 |\n")
    assert [cut.text for cut in cuts] == ["a: 1", "b: 2"]


def test_emphasis_and_links_are_never_cut() -> None:
    cuts = cuts_of("One **two. Three** four. Five [six. Seven](x) eight. Nine.\n")
    assert [cut.text for cut in cuts] == [
        "One two. Three four.",
        "Five six. Seven eight.",
        "Nine.",
    ]


def test_code_may_open_a_sentence_and_holds_no_stop() -> None:
    cuts = cuts_of("Call it first. `model.eval()` turns it off. Version 3.5 is out.\n")
    assert [cut.text for cut in cuts] == [
        "Call it first.",
        "model.eval() turns it off.",
        "Version 3.5 is out.",
    ]


def test_lines_of_one_sentence_are_folded() -> None:
    assert [cut.text for cut in cuts_of("One\ntwo  \nthree.\nFour.\n")] == [
        "One two three.",
        "Four.",
    ]


def test_what_says_nothing_is_no_unit() -> None:
    assert cuts_of("<!-- comment -->\n\n---\n\n#\n\n<br>\n") == []


def test_images_count_by_their_description() -> None:
    assert [cut.text for cut in cuts_of("![A curve](x.png)\n")] == ["A curve"]


def test_numbers_are_positions_in_the_list() -> None:
    markdown = parser()
    tokens = markdown.parse("# A\n\nB is. C is.\n\n- d\n\n| e |\n|-|\n| f |\n\n```\ng\n```\n")
    cuts = cut_units(tokens)
    html = markdown.renderer.render(tokens, markdown.options, {})
    numbers = [int(number) for number in re.findall(r'data-unit="(\d+)"', html)]
    assert numbers == list(range(len(cuts)))


@settings(max_examples=150, deadline=None)
@given(st.lists(SCRAPS, max_size=40).map("".join))
def test_numbers_are_positions_in_any_markdown(source: str) -> None:
    markdown = parser()
    tokens = markdown.parse(source)
    cuts = cut_units(tokens)
    html = markdown.renderer.render(tokens, markdown.options, {})
    numbers = [int(number) for number in re.findall(r'data-unit="(\d+)"', html)]
    assert numbers == list(range(len(cuts)))
    assert all(cut.text for cut in cuts if cut.kind != "code")
