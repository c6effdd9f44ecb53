"""Markdown tokens to HTML that is safe to put into a page.

Notes are data from anybody: raw HTML in them is allowed to exist, and everything that comes out is
cleaned by an allow-list. Images become their description, so that no page asks another server for
anything.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

import nh3
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

from indexer.links import Links
from indexer.markdown import WIKI, headings, parser, said
from indexer.types import Chunk, Note, RenderedNote, Unit, note_url
from indexer.units import cut_units

_TAGS = frozenset(
    """
    a abbr b blockquote br code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li mark
    ol p pre q s small span strong sub summary sup table tbody td th thead tr ul
    """.split()
)
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))
_UNIT_TAGS = ("span", "pre", "tr")
_TOKEN_CLASSES = {name for name in STANDARD_TYPES.values() if name} | {"image"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_FORMATTER = HtmlFormatter(nowrap=True)
_HIGHLIGHT_LIMIT = 20_000  # characters; a lexer may be slow, and nobody reads colours in a dump


def clean(source: str, *, anchors: bool = False, units: bool = True) -> str:
    """HTML with only allowed tags, attributes, classes and schemes.

    `anchors` keeps the `id` of headings: for a note's own page, not for a passage inside another
    page, whose ids it could imitate. `units` keeps the numbers of the units.
    """
    attributes: dict[str, set[str]] = {"a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"}}
    if units:
        attributes |= {tag: {"data-unit"} for tag in _UNIT_TAGS}
    attributes |= {tag: {"colspan", "rowspan"} for tag in ("td", "th")}
    if anchors:
        attributes |= {tag: {"id"} for tag in _HEADINGS}
    return nh3.clean(
        source,
        tags=set(_TAGS),
        attributes=attributes,
        allowed_classes={"span": _TOKEN_CLASSES, "pre": {"highlight"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    ).strip()


class Renderer:
    """Renders notes and chunks of one folder, links resolved among its notes."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._parser = parser()
        self._renderer = RendererHTML()
        rules: dict[str, Any] = {"fence": _code, "code_block": _code, "image": _image}
        self._renderer.rules |= rules

    def note(self, note: Note) -> RenderedNote:
        """The whole note as a page."""
        tokens = self._parser.parse(note.body)
        found = []
        for position, level, title, anchor in headings(tokens):
            tokens[position].attrSet("id", anchor)
            found.append((level, title, anchor))
        self._resolve(note, tokens)
        checkpoints = note.fields.get("checkpoints")
        return RenderedNote(
            slug=note.slug,
            title=note.title,
            summary=note.summary,
            html=clean(self._html(tokens), anchors=True, units=False),
            headings=tuple(found),
            questions=note.questions,
            checkpoints=tuple(_questions_of(checkpoints)),
        )

    def chunk(
        self, note: Note, chunk: Chunk, environment: dict[str, Any]
    ) -> tuple[str, list[Unit]]:
        """A chunk as cleaned HTML with its units numbered, and the units."""
        tokens = self._parser.parse(chunk.markdown, dict(environment))
        _disarm(tokens)
        self._resolve(note, tokens)
        cuts = cut_units(tokens)
        units = [
            Unit(
                cut.text, cut.kind, cut.block, clean(self._unit(cut.kind, cut.tokens), units=False)
            )
            for cut in cuts
        ]
        return clean(self._html(tokens)), units

    def targets(self, note: Note) -> tuple[set[str], set[str]]:
        """The slugs that a note's text links to, and the addresses that lead nowhere."""
        slugs, dangling = set(), set()
        for token in self._parser.parse(note.body):
            for address in _addresses(token):
                target = self._links.resolve(note, address)
                if target is not None:
                    slugs.add(target[0])
                elif address.startswith(WIKI) or _looks_local(address):
                    dangling.add(address.removeprefix(WIKI))
        return slugs - {note.slug}, dangling

    def _resolve(self, note: Note, tokens: Sequence[Token]) -> None:
        for token in tokens:
            for child in token.children or []:
                if child.type != "link_open":
                    continue
                address = str(child.attrGet("href") or "")
                target = self._links.resolve(note, address)
                if target is not None:
                    child.attrSet("href", note_url(*target))
                elif address.startswith(WIKI) or not _SCHEME.match(address):
                    child.attrs.pop("href", None)  # leads nowhere here: keep the words

    def _html(self, tokens: Sequence[Token]) -> str:
        return self._renderer.render(tokens, self._parser.options, {})

    def _unit(self, kind: str, tokens: Sequence[Token]) -> str:
        if kind == "row":
            return f"<table>{self._html(tokens)}</table>"
        if kind == "code":
            return self._html(tokens)
        return self._renderer.renderInline(tokens, self._parser.options, {})


def _addresses(token: Token) -> list[str]:
    opened = (child for child in token.children or [] if child.type == "link_open")
    return [str(child.attrGet("href") or "") for child in opened]


def _disarm(tokens: Sequence[Token]) -> None:
    """Takes from raw HTML the attribute by which units are numbered: a note must not forge one."""
    for token in tokens:
        for part in (token, *(token.children or [])):
            if part.type in ("html_block", "html_inline"):
                part.content = re.sub("data-unit", "data-other", part.content, flags=re.IGNORECASE)


def _looks_local(address: str) -> bool:
    path = address.split("#")[0]
    return path.endswith((".md", ".markdown")) and "://" not in address


def _questions_of(checkpoints: object) -> list[str]:
    entries = checkpoints if isinstance(checkpoints, list) else []
    return [
        str(entry["question"])
        for entry in entries
        if isinstance(entry, dict) and "question" in entry
    ]


def _code(tokens: Sequence[Token], position: int, _: OptionsDict, __: object) -> str:
    token = tokens[position]
    language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
    unit = token.attrGet("data-unit")
    number = "" if unit is None else f' data-unit="{unit}"'
    return (
        f'<pre class="highlight"{number}><code>{_coloured(token.content, language)}</code></pre>\n'
    )


def _coloured(source: str, language: str) -> str:
    if not language or len(source) > _HIGHLIGHT_LIMIT:
        return html.escape(source)
    try:
        lexer = get_lexer_by_name(language.strip("{}.").lower(), stripnl=False)
    except ClassNotFound:
        return html.escape(source)
    return str(highlight(source, lexer, _FORMATTER))


def _image(tokens: Sequence[Token], position: int, _: OptionsDict, __: object) -> str:
    return f'<span class="image">{html.escape(said(tokens[position]))}</span>'
