"""Cuts the tokens of a passage into units of evidence, and marks each in the tokens.

A unit is a sentence of a paragraph, a list item, a table row, a code block or a heading. Each is
wrapped in an element with a `data-unit` number, so that a page can mark the evidence inside a
rendered passage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from indexer.markdown import plain_text, said
from indexer.sentences import sentence_starts
from indexer.types import UnitKind


@dataclass(frozen=True, slots=True)
class Cut:
    """A unit before it is rendered: its text, and the tokens that draw it on its own."""

    text: str
    kind: UnitKind
    block: int
    tokens: tuple[Token, ...]


def cut_units(tokens: Sequence[Token]) -> list[Cut]:
    """The units of a token stream in order; marks the tokens in place.

    The number in a `data-unit` is the unit's position in the list that is returned.
    """
    return _Cutter(tokens).cuts


class _Cutter:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.cuts: list[Cut] = []
        self.block = -1
        self.header: tuple[Token, ...] = ()
        self.columns: list[str] = []
        position = 0
        while position < len(tokens):
            if tokens[position].level == 0 and tokens[position].nesting >= 0:
                self.block += 1
            position = self._take(tokens, position)

    def _take(self, tokens: Sequence[Token], position: int) -> int:
        token = tokens[position]
        if token.type in ("fence", "code_block"):
            token.attrSet("data-unit", str(len(self.cuts)))
            self._add(token.content.rstrip(), "code", (token,))
        elif token.type == "thead_open":
            end = _close(tokens, position)
            self.header = tuple(tokens[position : end + 1])
            self.columns = [plain_text(cell) for cell in self.header if cell.type == "inline"]
            return end + 1
        elif token.type == "tr_open":
            return self._row(tokens, position)
        elif token.type == "inline":
            self._inline(token, tokens[position - 1])
        return position + 1

    def _row(self, tokens: Sequence[Token], position: int) -> int:
        end = _close(tokens, position)
        cells = [plain_text(cell) for cell in tokens[position:end] if cell.type == "inline"]
        named = zip(self.columns, cells, strict=False)
        text = "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell)
        if text:
            tokens[position].attrSet("data-unit", str(len(self.cuts)))
            self._add(text, "row", (*self.header, *tokens[position : end + 1]))
        return end + 1

    def _inline(self, inline: Token, parent: Token) -> None:
        if parent.type == "heading_open":
            self._wrap(inline, [inline.children or []], "heading")
        elif parent.level > 1:  # a paragraph inside a list item
            self._wrap(inline, [inline.children or []], "item")
        else:
            self._wrap(inline, list(_sentences(inline)), "sentence")

    def _wrap(self, inline: Token, groups: list[list[Token]], kind: UnitKind) -> None:
        children: list[Token] = []
        for group in groups:
            text = " ".join(_text_of(group).split())
            if not text:
                children += group
                continue
            opening = Token("unit_open", "span", 1, attrs={"data-unit": str(len(self.cuts))})
            children += [opening, *group, Token("unit_close", "span", -1)]
            self._add(text, kind, tuple(group))
        inline.children = children

    def _add(self, text: str, kind: UnitKind, tokens: tuple[Token, ...]) -> None:
        self.cuts.append(Cut(text, kind, self.block, tokens))


def _close(tokens: Sequence[Token], position: int) -> int:
    """Position of the token that closes the one at `position`."""
    opening = tokens[position]
    closing = opening.type.replace("_open", "_close")
    return next(
        at
        for at in range(position, len(tokens))
        if tokens[at].type == closing and tokens[at].level == opening.level
    )


def _text_of(group: Sequence[Token]) -> str:
    return "".join(map(said, group))


def _sentences(inline: Token) -> Iterator[list[Token]]:
    """The children of an inline in one list a sentence.

    A cut is made only where no emphasis or link is open; a sentence that ends inside one goes on to
    the next cut outside it.
    """
    children = inline.children or []
    openers, offset = set(), 0
    for token in children:
        if token.type == "code_inline":
            openers.add(offset)
        offset += len(said(token))
    cuts = sentence_starts(_text_of(children), openers)[1:]
    group: list[Token] = []
    offset = depth = 0
    for token in children:
        depth += token.nesting
        here = [cut - offset for cut in cuts if offset <= cut < offset + len(said(token))]
        offset += len(said(token))
        if depth or not here:
            group.append(token)
            continue
        for piece, opens in _pieces(token, here):
            if opens and group:
                yield group
                group = []
            group.append(piece)
    if group:
        yield group


def _pieces(token: Token, cuts: list[int]) -> Iterator[tuple[Token, bool]]:
    """A token cut at offsets of its text, each piece with whether a sentence begins there."""
    if token.type != "text":
        yield token, True
        return
    for start, end in zip([0, *cuts], [*cuts, len(token.content)], strict=True):
        if start < end:
            piece = token.copy(content=token.content[start:end])
            yield piece, start in cuts
