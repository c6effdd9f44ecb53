"""The Markdown dialect: one parser, its heading anchors and its top-level blocks.

CommonMark with tables and strikethrough; raw HTML passes the parser and is cleaned afterwards
(`rendering.py`). Block tokens carry the source lines they came from, which lets a chunk be cut from
the source, so that nothing is lost on the way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from indexer.types import Block

WIKI = "wiki:"  # scheme of the address that a wikilink gets until `links.py` resolves it
_WIKILINK = re.compile(r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]")


def parser() -> MarkdownIt:
    """A parser for notes."""
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    markdown.inline.ruler.before("link", "wikilink", _wikilink)
    return markdown


def _wikilink(state: StateInline, silent: bool) -> bool:
    """Inline rule for `[[target]]`, `[[target#heading]]` and `[[target|label]]`."""
    match = _WIKILINK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        target, label = match[1].strip(), match[2]
        state.push("link_open", "a", 1).attrSet("href", WIKI + target)
        state.push("text", "", 0).content = (label or target).strip()
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def anchor_of(title: str, taken: dict[str, int]) -> str:
    """The fragment of a heading, made as the common Markdown hosts make it.

    `taken` counts the anchors given so far in the same note: a second "Setup" becomes `setup-1`.
    """
    words = unicodedata.normalize("NFKC", title).casefold()
    slug = re.sub(r"[^\w\- ]", "", words).strip().replace(" ", "-") or "section"
    count = taken.get(slug, 0)
    taken[slug] = count + 1
    if count == 0:
        return slug
    return anchor_of(f"{slug}-{count}", taken)


def said(token: Token) -> str:
    """What one token of an inline says; an image is its description."""
    if token.type in ("text", "code_inline"):
        return token.content
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return "".join(map(said, token.children or [])) if token.type == "image" else ""


def plain_text(inline: Token) -> str:
    """What an inline token says, without its marks."""
    return "".join(map(said, inline.children or [])).strip()


def headings(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str, str]]:
    """Position of the opening token, level, title and anchor of every heading in order."""
    taken: dict[str, int] = {}
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            title = plain_text(tokens[position + 1])
            yield position, int(token.tag[1]), title, anchor_of(title, taken)


def blocks(body: str) -> tuple[list[Block], dict[str, Any]]:
    """The top-level blocks of a body, and the parser's environment (its link references).

    The spans touch: the first starts at 0, each ends where the next one starts, and the last ends at
    `len(body)`. Blank lines and link definitions belong to the block before them, or to the first.
    """
    environment: dict[str, Any] = {}
    tokens = parser().parse(body, environment)
    titles = {at: (level, title, anchor) for at, level, title, anchor in headings(tokens)}
    # Only "\n" ends a line for the parser; str.splitlines would cut at form feeds and the like.
    offsets = [0, *accumulate(len(line) + 1 for line in body.split("\n"))]
    starts: list[tuple[int, str, int, str, str]] = []
    for position, token in enumerate(tokens):
        if token.level or token.nesting < 0 or token.map is None:
            continue
        level, title, anchor = titles.get(position, (0, "", ""))
        starts.append((offsets[token.map[0]], token.type, level, title, anchor))
    if not starts:
        return ([Block(0, len(body), "paragraph_open")] if body else []), environment
    ends = [start for start, *_ in starts[1:]] + [len(body)]
    spans = [
        Block(start, end, kind, level, title, anchor)
        for (start, kind, level, title, anchor), end in zip(starts, ends, strict=True)
    ]
    first = spans[0]
    spans[0] = Block(0, first.end, first.kind, first.level, first.title, first.anchor)
    return spans, environment
