"""Where sentences begin. Used on notes when they are indexed and on what a model writes."""

from __future__ import annotations

import re
from collections.abc import Collection

# A stop, closing quotes or brackets, then white space; or a full-width stop, which needs none.
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*\s+|[。！？]+[」』”]*\s*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|cf|al|approx|resp|fig|eq|sec|ch|dr|mr|mrs|ms|prof|st|vol|pp?)"
    r"|\b(?-i:[A-Z]))\.$",
    re.IGNORECASE,
)


def sentence_starts(text: str, openers: Collection[int] = ()) -> list[int]:
    """Offsets at which a sentence begins, the first of them 0.

    A sentence begins after a stop if it opens with anything but a small letter, so that "3.5", "e.g.
    this" and "model.eval() changes" stay whole. `openers` are offsets that may open a sentence
    whatever stands there: inline code, which is often written small.
    """
    starts = [0]
    for stop in _STOP.finditer(text):
        start = stop.end()
        if start >= len(text):
            break
        if text[start].islower() and start not in openers:
            continue
        if _ABBREVIATION.search(text, starts[-1], len(text[: stop.end()].rstrip())):
            continue
        starts.append(start)
    return starts


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, white space folded, none of them empty."""
    starts = sentence_starts(text)
    spans = zip(starts, [*starts[1:], len(text)], strict=True)
    folded = (" ".join(text[start:end].split()) for start, end in spans)
    return [sentence for sentence in folded if sentence]
