"""DokuWiki from Debian's package, with its own settings and pages, served by PHP's own server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hosts.process import LOOPBACK, needed, running
from tests.hosts.recipe import recipe
from tests.hosts.wiki_page import LINKED, START

PROGRAM = Path("/usr/share/dokuwiki")
WORKERS = "4"
DATA = "attic cache index locks log media media_attic media_meta meta pages tmp".split()
SETTINGS = """<?php
$conf['title'] = '{title}';
$conf['savedir'] = '{folder}/data';
$conf['useacl'] = 0;
"""


@contextmanager
def dokuwiki_site(
    folder: Path, server: str, *, port: int, attributes: dict[str, str] | None = None
) -> Iterator[str]:
    """The address of a wiki in an empty folder that shows the widget of a service."""
    needed(shutil.which("php") and PROGRAM.exists(), "DokuWiki")
    for name in DATA:
        (folder / "data" / name).mkdir(parents=True)
    (folder / "conf").mkdir()
    files = recipe("dokuwiki", server, attributes)
    files["conf/local.php"] = SETTINGS.format(title=START.title, folder=folder)
    files["preload.php"] = f"<?php define('DOKU_CONF', '{folder}/conf/');\n"
    link = f"[[{LINKED.slug}|{LINKED.title}]]"
    files["data/pages/start.txt"] = f"====== {START.title} ======\n\n{START.text}\n\n{link}\n"
    files[f"data/pages/{LINKED.slug}.txt"] = f"====== {LINKED.title} ======\n\n{LINKED.text}\n"
    for place, text in files.items():
        (folder / place).write_text(text, encoding="utf-8")
    # The settings' folder is set before the wiki's first line, so that its program stays as it is.
    command = ["php", "-d", f"auto_prepend_file={folder}/preload.php"]
    command += ["-S", f"{LOOPBACK}:{port}", "-t", str(PROGRAM)]
    env = {"PHP_CLI_SERVER_WORKERS": WORKERS}
    with running(command, folder=folder, env=env, port=port, page="/doku.php") as address:
        yield address
