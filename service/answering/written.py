"""What a model writes, cut into pieces that can be checked one by one, as soon as each has ended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.sentences import sentence_starts

WrittenKind = Literal["sentence", "item", "code", "table"]
_FENCE = re.compile(r"[ \t]*(```|~~~)")
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d+[.)])[ \t]+\S")
_ROW = re.compile(r"[ \t]*\|")
_LONGEST = 45  # words of a sentence; a small model that writes on has lost its way
_LONGEST_BLOCK = 400  # words of code or of a table


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence, a list item without its mark, a whole code block with fences, or a whole table."""

    kind: WrittenKind
    text: str


def cut_written(stream: Iterator[str], hopeful: Callable[[str], bool]) -> Iterator[Written]:
    """Cuts a stream of text. Ends early at a piece that is too long to be worth waiting for.

    `hopeful` is asked about the beginning of code that has not ended: if it may still be supported.
    """
    pending = ""
    for text in stream:
        pending += text
        ready, pending = _ready(pending, ended=False)
        yield from ready
        fence = _FENCE.match(pending)
        if fence and not hopeful(pending):
            return
        longest = _LONGEST_BLOCK if fence or _ROW.match(pending) else _LONGEST
        if len(pending.split()) > longest:
            return
    yield from _ready(pending, ended=True)[0]


def _ready(text: str, ended: bool) -> tuple[list[Written], str]:
    """The pieces that have ended, and what is left."""
    found: list[Written] = []
    while text.strip():
        text = text.lstrip("\n")
        end = _end_of_block(text, ended)
        if end is None:
            break
        if end:
            kind: WrittenKind = "code" if _FENCE.match(text) else "table"
            found.append(Written(kind, text[:end].strip("\n")))
        else:
            line, newline, _ = text.partition("\n")
            if not newline and not ended:
                sentences, rest = _sentences(line, ended=False)
                return found + sentences, rest
            found += _sentences(line, ended=True)[0]
            end = len(line) + len(newline)
        text = text[end:]
    return found, text


def _end_of_block(text: str, ended: bool) -> int | None:
    """Where the code or table at the start of a text ends: 0 if there is none, None if not yet."""
    fence = _FENCE.match(text)
    if fence:
        closed = re.search(rf"\n[ \t]*{fence[1]}[^\n]*(?:\n|$)", text)
        return closed.end() if closed else (len(text) if ended else None)
    if not _ROW.match(text):
        return 0 if ended or not "```".startswith(text.strip()[:3]) else None
    for line in re.finditer(r"[^\n]*(?:\n|$)", text):
        if not _ROW.match(line[0]):
            return line.start() if line[0] or ended else None
    return len(text)


def _sentences(line: str, ended: bool) -> tuple[list[Written], str]:
    if _ITEM.match(line):
        return ([Written("item", _bare(line))], "") if ended else ([], line)
    starts = sentence_starts(line)
    ends = [*starts[1:], len(line)] if ended else starts[1:]
    cut = [_bare(line[start:end]) for start, end in zip(starts, ends, strict=False)]
    rest = "" if ended else line[starts[-1] :]
    return [Written("sentence", text) for text in cut if text], rest


def _bare(text: str) -> str:
    """A sentence without the mark of a list or heading; "" if it has no letters."""
    text = re.sub(r"^\s*(?:[-*+•#>]+|\d+[.)])\s+", "", text).strip()
    return text if any(letter.isalpha() for letter in text) else ""
