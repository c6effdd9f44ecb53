from __future__ import annotations

import pytest

from service.answering.written import Written, cut_written

TEXT = """A queue holds work. A bound refuses it:

1. Stop the sender.
2. Wait for the worker. Then go on.

```python
queue.put(1)

queue.join()
```

| job | state |
| --- | --- |
| a | done |
The end."""
CUT = [
    Written("sentence", "A queue holds work."),
    Written("sentence", "A bound refuses it:"),
    Written("item", "Stop the sender."),
    Written("item", "Wait for the worker. Then go on."),
    Written("code", "```python\nqueue.put(1)\n\nqueue.join()\n```"),
    Written("table", "| job | state |\n| --- | --- |\n| a | done |"),
    Written("sentence", "The end."),
]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 40, 1000])
def test_pieces_are_the_same_however_the_text_arrives(size: int) -> None:
    stream = (TEXT[at : at + size] for at in range(0, len(TEXT), size))
    assert list(cut_written(stream, bool)) == CUT


def test_a_sentence_is_ready_when_the_next_begins() -> None:
    heard: list[str] = []

    def stream() -> object:
        for text in ("One is here. ", "Two ", "is here. Thr"):
            heard.append(text)
            yield text

    first = next(cut_written(stream(), bool))  # type: ignore[arg-type]
    assert first.text == "One is here."
    assert len(heard) <= 2


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("```\nnever closed", ["code"]),
        ("| a | b |", ["table"]),
        ("`loss.backward()` walks the graph.", ["sentence"]),
        ("- one\n- two", ["item", "item"]),
        ("## Heading\n\n---\n***\n", ["sentence"]),
        ("", []),
        ("\n\n \n", []),
    ],
)
def test_ends_and_odd_starts(text: str, kinds: list[str]) -> None:
    assert [written.kind for written in cut_written(iter([text]), bool)] == kinds
    assert [written.kind for written in cut_written(iter(text), bool)] == kinds


def test_a_sentence_without_end_is_given_up() -> None:
    words = ("word " for _ in range(1000))
    assert list(cut_written(words, bool)) == []
    assert next(words) is not None


def test_code_without_hope_is_given_up_at_once() -> None:
    stream = iter(["Text. ", "\n```py\nx", " = 1\n", "y\n```\n", "More."])
    found = list(cut_written(stream, lambda beginning: "x = 1" not in beginning))
    assert [written.text for written in found] == ["Text."]
    assert next(stream) == "y\n```\n"
