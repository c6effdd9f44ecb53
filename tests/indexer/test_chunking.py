from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.chunking import Limits, cut
from indexer.embedding import WordsEmbedder
from indexer.types import Chunk, Note

count = WordsEmbedder().count_tokens
SMALL = Limits(largest=20, whole=40, tiny=5)
WORDS = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=60)
BLOCKS = st.one_of(
    WORDS,
    st.builds(lambda level, title: "#" * level + " " + title, st.integers(1, 7), WORDS),
    st.builds(lambda title: title + "\n===", WORDS),
    st.builds(
        lambda mark, lines, end: f"{mark}py\n" + "\n".join(lines) + f"\n{end}",
        st.sampled_from(["```", "~~~~", " ```"]),
        st.lists(WORDS, max_size=8),
        st.sampled_from(["```", "~~~~", ""]),
    ),
    st.lists(WORDS, min_size=1, max_size=15).map(
        lambda rows: "| a | b |\n|---|---|\n" + "\n".join(f"| {row} | x |" for row in rows)
    ),
    st.lists(WORDS, min_size=1, max_size=8).map(lambda items: "\n".join(f"- {i}" for i in items)),
    st.lists(WORDS, min_size=1, max_size=8).map(lambda items: "\n".join(f"3) {i}" for i in items)),
    st.builds(lambda text, times: text * times, WORDS, st.integers(1, 200)),
    st.sampled_from(
        ["> quote", "    code", "<div>\n\n</div>", "[a]: /b", "---", "\x0c", "字。" * 90]
    ),
)
BODIES = st.lists(
    st.tuples(BLOCKS, st.sampled_from(["\n", "\n\n", "\n\n\n", "\n \t\n", ""])), max_size=12
).map(lambda parts: "".join(block + gap for block, gap in parts))


def chunks_of(body: str, limits: Limits | None = None, title: str = "T") -> list[Chunk]:
    return cut(Note("n", "n", title, body), count, limits or Limits())[0]


def texts_of(body: str, limits: Limits | None = None) -> list[str]:
    return [chunk.text for chunk in chunks_of(body, limits)]


@settings(max_examples=200, deadline=None)
@given(BODIES, st.sampled_from([SMALL, Limits()]))
def test_the_chunks_of_a_note_joined_are_its_body(body: str, limits: Limits) -> None:
    texts = texts_of(body, limits)
    assert "".join(texts) == body
    assert all(texts)


def test_half_a_megabyte_in_one_note_and_in_one_line() -> None:
    many = "".join(f"## Part {at}\n\nSome words here for part {at}.\n\n" for at in range(11_000))
    line = "word " * 100_000
    for body in (many, line):
        texts = texts_of(body)
        assert "".join(texts) == body
        assert all(count(text) <= Limits().stretched for text in texts)


def test_a_fence_is_cut_only_over_its_limit() -> None:
    lead = "Some words that stand before the code and fill the chunk up.\n\n"
    for lines in (3, 8, 18):
        fence = "```py\n" + "a b\n\n" * lines + "```\n"
        assert count(fence) <= SMALL.whole + 8
        held = [text for text in texts_of(lead + fence, SMALL) if "```py" in text]
        assert (fence in held[0]) is (count(fence) <= SMALL.whole)


def test_table_rows_are_cut_only_between() -> None:
    rows = [f"| r{at} | some words here |\n" for at in range(30)]
    chunks = chunks_of("| a | b |\n|---|---|\n" + "".join(rows), SMALL)
    assert len(chunks) > 5
    for row in rows:
        assert sum(row in chunk.text for chunk in chunks) == 1
    assert all(chunk.markdown.startswith("| a | b |\n|---|---|\n") for chunk in chunks)


def test_a_small_table_stays_whole_after_a_short_lead_in() -> None:
    table = "Thus:\n\n| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 4
    assert texts_of(table, SMALL) == [table]


def test_tiny_sections_are_put_together() -> None:
    body = "# T\n\n## A\n\none\n\n## B\n\ntwo\n\n## C\n\nthree\n"
    assert texts_of(body) == [body]
    apart = "## A\n\n" + "word " * 90 + "\n\n## B\n\n" + "word " * 90 + "\n"
    assert len(texts_of(apart)) == 2


def test_bare_headings_go_forward() -> None:
    body = "# T\n\n## A\n\n" + "word " * 60 + "\n\n# B\n\n## C\n\n" + "word " * 60 + "\n"
    chunks = chunks_of(body)
    assert [chunk.text.split()[:4] for chunk in chunks] == [
        ["#", "T", "##", "A"],
        ["#", "B", "##", "C"],
    ]
    assert [(chunk.heading, chunk.anchor) for chunk in chunks] == [(("A",), "a"), (("B", "C"), "c")]


def test_a_note_of_headings_only() -> None:
    assert "".join(texts_of("# A\n\n## B\n")) == "# A\n\n## B\n"


def test_the_title_is_not_repeated_in_the_path() -> None:
    (chunk,) = chunks_of("# T\n\n## A\n\ntext\n\n### B\n", title="T")
    assert chunk.heading == ("A",)
    assert chunk.embedded_text().splitlines()[0] == "T > A"
