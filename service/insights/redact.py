"""Takes out of a question what may identify somebody."""

from __future__ import annotations

import re

LONGEST = 160  # characters of a question that are shown

_PRIVATE = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[email]"),
    (re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE), "[link]"),
    (re.compile(r"(?<!\w)@\w{2,}"), "[name]"),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), "[address]"),
    (re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])[\w-]{20,}\b"), "[key]"),
    (re.compile(r"(?<![\w.])\+?\d(?:[ ()/.-]{0,2}\d){6,}(?!\w)"), "[number]"),
    (
        re.compile(r"\b((?:[Mm]y name is|I am called|[Tt]his is)\s+)[A-Z]\w+(?:\s+[A-Z]\w+)*"),
        r"\1[name]",
    ),
    (re.compile(r"\b((?:Mr|Mrs|Ms|Dr|Prof)\.?\s+)[A-Z]\w+(?:\s+[A-Z]\w+)*"), r"\1[name]"),
)


def redact(question: str) -> str:
    """The question on one line, cut at LONGEST, without addresses, links, names that introduce
    themselves, long numbers and keys."""
    text = " ".join(question.split())
    for pattern, instead in _PRIVATE:
        text = pattern.sub(instead, text)
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
