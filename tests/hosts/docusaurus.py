"""Docusaurus 3 with its classic preset, built by itself and served as files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hosts.process import LOOPBACK, needed, run, served_folder
from tests.hosts.recipe import recipe
from tests.hosts.wiki_page import LINKED, START

HOME = Path(__file__).parent / "docusaurus"
PROGRAM = HOME / "node_modules" / "@docusaurus" / "core" / "bin" / "docusaurus.mjs"
CONFIG = "docusaurus.config.js"
QUIET = {
    "BROWSERSLIST_IGNORE_OLD_DATA": "1",
    "CI": "true",
    "DOCUSAURUS_NO_PERSISTENT_CACHE": "true",  # it lies beside the program, and each site has its own
    "DOCUSAURUS_NO_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "NO_UPDATE_NOTIFIER": "1",
}


@contextmanager
def docusaurus_site(
    folder: Path, server: str, *, port: int, attributes: dict[str, str] | None = None
) -> Iterator[str]:
    """The address of a site in an empty folder that shows the widget of a service."""
    needed(shutil.which("node") and PROGRAM.exists(), "Docusaurus")
    parts = recipe("docusaurus", server, attributes)
    parts[CONFIG] = f'module.exports = {{\n  ...require("./site.config.js"),\n{parts[CONFIG]}}};\n'
    link = f"[{LINKED.title}]({LINKED.slug}.md)"
    parts["docs/index.md"] = f"---\nslug: /\n---\n# {START.title}\n\n{START.text}\n\n{link}\n"
    parts[f"docs/{LINKED.slug}.md"] = f"# {LINKED.title}\n\n{LINKED.text}\n"
    for place, text in parts.items():
        (folder / place).parent.mkdir(exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
    for name in ("package.json", "site.config.js"):
        shutil.copy(HOME / name, folder)
    (folder / "node_modules").symlink_to(HOME / "node_modules")
    env = QUIET | {"SITE_URL": f"http://{LOOPBACK}:{port}", "SITE_TITLE": START.title}
    run(["node", str(PROGRAM), "build"], folder=folder, env=env)
    with served_folder(folder / "build", port) as address:
        yield address
