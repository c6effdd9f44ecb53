"""MkDocs with the Material theme and instant navigation, built by itself and served as files."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hosts.process import LOOPBACK, needed, run, served_folder
from tests.hosts.recipe import recipe
from tests.hosts.wiki_page import LINKED, START

# Fonts come from somebody else's server unless they are turned off, and instant navigation needs
# the site's address.
SITE = """\
site_name: {title}
site_url: {address}/
theme:
  name: material
  font: false
  features:
    - navigation.instant
"""


@contextmanager
def mkdocs_site(
    folder: Path, server: str, *, port: int, attributes: dict[str, str] | None = None
) -> Iterator[str]:
    """The address of a site in an empty folder that shows the widget of a service."""
    needed(importlib.util.find_spec("material"), "MkDocs Material")
    pages = {
        "docs/index.md": f"# {START.title}\n\n{START.text}\n\n[{LINKED.title}]({LINKED.slug}.md)\n",
        f"docs/{LINKED.slug}.md": f"# {LINKED.title}\n\n{LINKED.text}\n",
        "mkdocs.yml": SITE.format(title=START.title, address=f"http://{LOOPBACK}:{port}"),
    }
    for place, text in recipe("mkdocs", server, attributes).items():
        pages[place] = pages.get(place, "") + text
    (folder / "docs").mkdir()
    for place, text in pages.items():
        (folder / place).write_text(text, encoding="utf-8")
    run([sys.executable, "-m", "mkdocs", "build", "--quiet"], folder=folder, env={})
    with served_folder(folder / "site", port) as address:
        yield address
