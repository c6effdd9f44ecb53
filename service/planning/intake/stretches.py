"""The stretches of text in which a phrase can be in force."""

from __future__ import annotations

from collections.abc import Iterator

from service.planning.intake.document import Document
from service.planning.intake.vocabulary import vocabulary


def stretches(document: Document) -> Iterator[tuple[int, int, bool]]:
    """Sentences, and after a label alone on its line the lines below it."""
    tokens, at = document.tokens, 0
    while at < len(tokens):
        label = _label_end(document, at)
        if label is not None:
            yield at, label, True
            at = label
            continue
        end = at + 1
        while end < len(tokens) and document.sentences[end] == document.sentences[at]:
            end += 1
        yield at, end, False
        at = end


def _label_end(document: Document, at: int) -> int | None:
    """Where the list under a label such as 'Currently learning' ends, if one begins here."""
    number = document.tokens[at].line
    line = document.lines[number]
    if at != line.start or not 1 <= line.end - line.start <= 5:
        return None
    match = vocabulary().cues.match(document.tokens, at)
    if match is None or match[1].saying == "use":
        return None
    colon = match[0] < line.end and document.tokens[match[0]].text == ":"
    if match[0] != line.end and not (colon and match[0] + 1 == line.end):
        return None
    end = line.end
    for below in document.lines[number + 1 :]:
        if below.start == below.end or below.heading or _labels(document, below.start, below.end):
            break
        end = below.end
    return end if end > line.end else None


def _labels(document: Document, start: int, end: int) -> bool:
    return any(token.text == ":" for token in document.tokens[start : min(end, start + 4)])
