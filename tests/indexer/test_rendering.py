from __future__ import annotations

import re

from indexer.chunking import Limits, cut
from indexer.embedding import WordsEmbedder
from indexer.links import Links
from indexer.notes import parse_note
from indexer.rendering import Renderer, clean
from indexer.types import Note, Unit

OTHER = parse_note("# Other\n", "other.md")


def render(body: str) -> tuple[str, str, list[Unit]]:
    """The HTML of the note's page and of its chunks, and the units."""
    note = parse_note(body, "here.md")
    renderer = Renderer(Links([note, OTHER]))
    chunks, environment = cut(note, WordsEmbedder().count_tokens, Limits())
    drawn = [renderer.chunk(note, chunk, environment) for chunk in chunks]
    units = [unit for _, found in drawn for unit in found]
    return renderer.note(note).html, "\n".join(html for html, _ in drawn), units


def test_ids_are_kept_only_for_note_pages() -> None:
    page, passage, _ = render('# A b\n\n<p id="x">text</p>\n\n<h2 id="raw">r</h2>\n\n## A b\n')
    assert re.findall(r'id="([^"]*)"', page) == ["a-b", "raw", "a-b-1"]
    assert "id=" not in passage


def test_links_lead_to_notes_and_dead_ones_keep_their_words() -> None:
    page, passage, _ = render(
        "[one](other.md#x) [[other|two]] [[nobody]] [gone](gone.md) [out](https://example.org)\n"
    )
    for html in (page, passage):
        assert re.findall(r'<a href="([^"]*)"', html) == [
            "/notes/other#x",
            "/notes/other",
            "https://example.org",
        ]
        assert 'rel="noopener noreferrer nofollow"' in html
        assert all(word in html for word in ("nobody", "gone"))


def test_targets_and_dangling_addresses() -> None:
    note = parse_note(
        "[a](other.md) [b](gone.md#x) [[nobody]] [[here]] [c](https://x.y/z.md)", "here.md"
    )
    renderer = Renderer(Links([note, OTHER]))
    assert renderer.targets(note) == ({"other"}, {"gone.md#x", "nobody"})


def test_unit_numbers_match_the_units() -> None:
    _, passage, units = render(
        "# Head\n\nOne is. Two `is`.\n\n- item\n\n| a |\n|---|\n| 1 |\n\n```py\nx = 1\n```\n"
    )
    assert [int(number) for number in re.findall(r'data-unit="(\d+)"', passage)] == [
        0,
        1,
        2,
        3,
        4,
        5,
    ]
    assert len(units) == 6
    for number, unit in enumerate(units):
        rest = passage.split(f'data-unit="{number}">')[1].split("data-unit")[0]
        words = re.sub(r"<[^>]*>", "", rest)
        assert unit.text.removeprefix("a: ") in words
        assert "data-unit" not in unit.html


def test_reference_links_work_in_every_chunk() -> None:
    _, passage, _ = render(
        "## A\n\n" + "word " * 150 + "\n\n## B\n\n[x][r] " + "w " * 90 + "\n\n[r]: other.md\n"
    )
    assert '<a href="/notes/other"' in passage


def test_code_is_coloured_and_unknown_languages_are_plain() -> None:
    page, _, _ = render("```python\nx = 1\n```\n\n```nonsense\n<b>\n```\n\n```{.python}\ny\n```\n")
    assert '<span class="mi">1</span>' in page
    assert "<code>&lt;b&gt;\n</code>" in page


def test_images_become_their_description() -> None:
    assert '<span class="image">a &amp; b</span>' in render("![a & b](x.png)")[0]


def test_headings_and_checkpoints_of_a_page() -> None:
    text = "---\ncheckpoints: [{question: 'Q?'}, {other: x}, 5]\n---\n# A\n\n### B\n"
    note: Note = parse_note(text, "a.md")
    page = Renderer(Links([note])).note(note)
    assert page.headings == ((1, "A", "a"), (3, "B", "b"))
    assert page.checkpoints == ("Q?",)


def test_clean_keeps_what_is_harmless() -> None:
    harmless = "<details><summary>S</summary><kbd>Ctrl</kbd></details>"
    assert clean(harmless) == harmless
    assert clean('<span data-unit="1">x</span>', units=False) == "<span>x</span>"
