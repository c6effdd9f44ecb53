"""MediaWiki from Debian's package, over SQLite, served by PHP's own server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hosts.process import LOOPBACK, needed, run, running
from tests.hosts.recipe import recipe
from tests.hosts.wiki_page import LINKED, START

PROGRAM = Path("/usr/share/mediawiki")
WORKERS = "4"
# Scripts of a wiki are off unless allowed; jobs that wait would call the server from itself.
SETTINGS = """
$wgUseSiteJs = true;
$wgJobRunRate = 0;
$wgEnableUploads = false;
$wgUploadDirectory = "{folder}/images";
$wgCacheDirectory = "{folder}/cache";
$wgShowExceptionDetails = true;
$wgFavicon = "data:,";
"""


@contextmanager
def mediawiki_site(
    folder: Path, server: str, *, port: int, attributes: dict[str, str] | None = None
) -> Iterator[str]:
    """The address of a wiki in an empty folder that shows the widget of a service."""
    needed(shutil.which("php") and PROGRAM.exists(), "MediaWiki")
    _install(folder, port)
    env = {"MW_CONFIG_FILE": str(folder / "LocalSettings.php")}
    pages = recipe("mediawiki", server, attributes)
    pages[LINKED.title] = LINKED.text  # before the page that links to it, else the link is red
    pages["Main Page"] = f"{START.text}\n\n[[{LINKED.title}]]\n"
    for title, text in pages.items():
        edit = ["php", str(PROGRAM / "maintenance/edit.php"), "--user", "Admin", title]
        run(edit, folder=folder, env=env, text=text)
    command = ["php", "-S", f"{LOOPBACK}:{port}", "-t", str(PROGRAM)]
    env["PHP_CLI_SERVER_WORKERS"] = WORKERS
    page = "/index.php?title=Main_Page"
    with running(command, folder=folder, env=env, port=port, page=page) as address:
        yield address


def _install(folder: Path, port: int) -> None:
    options = {
        "confpath": folder,
        "dbtype": "sqlite",
        "dbpath": folder / "database",
        "dbname": "wiki",
        "pass": "only-for-a-test",
        "server": f"http://{LOOPBACK}:{port}",
        "scriptpath": "",
        "skins": "Vector",
    }
    settings = folder / "LocalSettings.php"
    command = ["php", str(PROGRAM / "maintenance/install.php")]
    command += [f"--{name}={value}" for name, value in options.items()]
    # Without this the installer looks at the settings of a wiki that the machine may run already.
    run([*command, START.title, "Admin"], folder=folder, env={"MW_CONFIG_FILE": str(settings)})
    for name in ("images", "cache"):
        (folder / name).mkdir()
    with settings.open("a", encoding="utf-8") as file:
        file.write(SETTINGS.format(folder=folder))
