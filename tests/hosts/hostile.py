"""A host made by hand to be hard on a widget: a strict policy, and a style sheet that spares nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

from tests.hosts.process import served
from tests.hosts.recipe import element
from tests.hosts.wiki_page import START

HOME = Path(__file__).parent / "hostile"
FILES = {"/host.css": "text/css", "/pages.js": "text/javascript"}
STYLE = '<link rel="stylesheet" href="/host.css">'
UNPOLICED = {"/plain", "/styled", "/sandbox", "/frame"}
PAGE = (
    '<!doctype html><html lang="en" dir="{direction}"><head><meta charset="utf-8">'
    "<title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"
)


def strict_policy(server: str) -> str:
    """A policy that lets in the widget and the host's own files, no inline style and no frame."""
    return (
        f"default-src 'none'; script-src 'self' {server}; connect-src {server}; "
        f"img-src {server}; style-src 'self'"
    )


@contextmanager
def hostile_site(
    server: str,
    *,
    port: int,
    attributes: dict[str, str] | None = None,
    policy: str | None = None,
) -> Iterator[str]:
    """The address of a host with these pages; the policy (strict unless given) is on the last five.

    /plain: nothing in the widget's way. /styled: the style sheet. /sandbox: /plain in a frame
    without an origin. /frame: the service's own page in a frame. /strict: style sheet and policy,
    as on all that follow. /two: two widgets, and the script twice. /spa: pages that replace each
    other in place. /rtl: written from right to left. /inline: in a column of 300 px.
    """
    pages = hostile_pages(server, attributes or {})
    header = strict_policy(server) if policy is None else policy

    class Host(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path in pages:
                self.answer(200, "text/html", pages[path].encode(), path not in UNPOLICED)
            elif path in FILES:
                self.answer(200, FILES[path], (HOME / path[1:]).read_bytes())
            else:
                self.answer(204 if path == "/favicon.ico" else 404, "text/plain", b"")

        def answer(self, status: int, kind: str, body: bytes, policed: bool = False) -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            if policed:
                self.send_header("Content-Security-Policy", header)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Says nothing: a test's output is for what it found."""

    with served(Host, port) as address:
        yield address


def hostile_pages(server: str, attributes: dict[str, str]) -> dict[str, str]:
    """The host's pages by path."""
    script = f'<script type="module" src="{server}/widget.js"></script>'
    again = f'<script type="module" src="{server}/widget.js?again"></script>'
    own = '<script defer src="/pages.js"></script>'
    widget = element(server, attributes)
    inline = f'<div class="column">{element(server, attributes | {"mode": "inline"})}</div>'

    def page(body: str, head: str = script, style: str = STYLE, direction: str = "ltr") -> str:
        return PAGE.format(title=START.title, head=style + head, body=body, direction=direction)

    return {
        "/plain": page(widget, style=""),
        "/styled": page(widget),
        "/sandbox": page('<iframe sandbox="allow-scripts" src="/plain"></iframe>', "", ""),
        "/frame": page(f'<iframe src="{server}/embed"></iframe>', "", ""),
        "/strict": page(widget),
        "/two": page(widget + widget, script + again),
        "/spa": page(widget, script + own),
        "/rtl": page(widget, direction="rtl"),
        "/inline": page(inline),
    }
