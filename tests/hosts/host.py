"""The hosts that the widget is tried on, and the addresses where they will be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache

from tests.hosts.docusaurus import docusaurus_site
from tests.hosts.dokuwiki import dokuwiki_site
from tests.hosts.mediawiki import mediawiki_site
from tests.hosts.mkdocs import mkdocs_site
from tests.hosts.process import LOOPBACK, free_port

HOSTILE = "hostile"
WIKIS: dict[str, Callable[..., AbstractContextManager[str]]] = {
    "docusaurus": docusaurus_site,
    "dokuwiki": dokuwiki_site,
    "mediawiki": mediawiki_site,
    "mkdocs": mkdocs_site,
}


@cache
def port_of(host: str) -> int:
    """The port of a host, chosen once a run: a service is told of it before the host is there."""
    return free_port()


def origins() -> list[str]:
    """The origins of all hosts, for the service's list of those that may show the widget."""
    return [f"http://{LOOPBACK}:{port_of(host)}" for host in (*WIKIS, HOSTILE)]
