from __future__ import annotations

import pytest

from indexer.embedding import WordsEmbedder
from indexer.markdown import blocks
from indexer.pieces import pieces
from indexer.types import Block

count = WordsEmbedder().count_tokens


def cut(body: str, largest: int = 10, whole: int = 16) -> tuple[list[Block], list[str]]:
    (block,), _ = blocks(body)
    found = list(pieces(block, body, count, largest, whole))
    return found, [body[piece.start : piece.end] for piece in found]


@pytest.mark.parametrize(
    "body",
    ["Short.\n", "```\n" + "a " * 10 + "\n```\n", "| a |\n|-|\n| b |\n", "- a\n- b\n"],
)
def test_a_block_within_its_limit_is_itself(body: str) -> None:
    found, texts = cut(body)
    assert texts == [body]
    assert (found[0].before, found[0].after) == ("", "")


def test_lists_are_cut_between_items() -> None:
    items = [f"- one two three {at}\n  - inner {at}\n" for at in range(4)]
    assert cut("".join(items))[1] == items
    numbered = [f"{at}. one two three four five\n" for at in range(1, 5)]
    assert cut("".join(numbered))[1] == numbered


def test_paragraphs_are_cut_between_sentences() -> None:
    body = "One two three four five six. Seven eight nine ten eleven. 一二三。四五六七。"
    texts = cut(body, largest=8)[1]
    assert texts == [body[:29], body[29:-5], body[-5:]]


@pytest.mark.parametrize(("fence", "info"), [("```", "py"), ("~~~~", "")])
def test_code_is_cut_at_blank_lines_and_stays_code(fence: str, info: str) -> None:
    parts = ["a b c d e f g\n\n", "h i j k l m n\n\n", "o p q r s t u\n"]
    body = f"{fence}{info}\n{''.join(parts)}{fence}\n"
    found, texts = cut(body)
    assert "".join(texts) == body
    assert len(found) > 1
    for piece, text in zip(found, texts, strict=True):
        tokens = blocks(piece.before + text + piece.after)[0]
        assert [token.kind for token in tokens] == ["fence"]
    assert (found[0].before, found[-1].after) == ("", "")
    assert found[1].before == f"{fence}{info}\n"
    assert found[0].after == f"\n{fence}"


def test_tables_are_cut_between_rows_and_keep_their_header() -> None:
    rows = [f"| {at} | word |\n" for at in range(9)]
    found, texts = cut("| a | b |\n|---|---|\n" + "".join(rows), largest=14)
    assert all(any(row in text for text in texts) for row in rows)
    assert all(piece.before == "| a | b |\n|---|---|\n" for piece in found[1:])


@pytest.mark.parametrize(
    "body",
    ["word " * 500, "x" * 3_000, "字" * 500, "| " + "w " * 300 + "|\n|-|\n", "```\n" + "w " * 300],
)
def test_lines_without_seams_are_cut_at_words(body: str) -> None:
    texts = cut(body)[1]
    assert "".join(texts) == body
    assert max(map(count, texts)) <= 10
