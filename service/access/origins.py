"""The pages of other origins that may hold the widget, and the names in Origin and Host."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address

_PORTS = {"http": 80, "https": 443}
OPAQUE = "null"  # what a browser sends for a sandboxed frame
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_PLACE = rf"(?P<host>{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{{1,5}}))?"
_HOST = re.compile(_PLACE, re.ASCII | re.IGNORECASE)
_ORIGIN = re.compile(rf"(?P<scheme>https?)://{_PLACE}", re.ASCII | re.IGNORECASE)
_URL = re.compile(rf"{_ORIGIN.pattern}(?P<rest>[/?#].*)?", re.ASCII | re.IGNORECASE | re.DOTALL)

_PATH = re.compile(
    r"(?:/(?!\.{1,2}(?:/|$))(?:[\w.~!$&*+,;=:-]|%[0-9a-f]{2})+)*", re.ASCII | re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Place:
    """A host as browsers write it, IPv6 without brackets, and its port if one is given."""

    host: str
    port: int | None


def place_of(header: str) -> Place | None:
    """What a Host header names, None if it is not exactly a host and perhaps a port."""
    return _place(_HOST.fullmatch(header))


def parse_host(text: str) -> str:
    """A name that the service goes by, without a port. Raises ValueError, naming the fix."""
    place = place_of(f"[{text}]" if text.count(":") > 1 else text)
    if place is None or place.port is not None:
        raise ValueError("it must be names such as onramp.example.com, without scheme or port")
    return place.host.removesuffix(".")


def parse_origin(text: str) -> str:
    """An origin as browsers write it, from one as people do. Raises ValueError, naming the fix."""
    if text == OPAQUE:
        return text
    if not text.isascii():
        raise ValueError(
            "a name outside of ASCII is given as browsers send it, such as https://xn--fa-hia.de"
        )
    match = _URL.fullmatch(text)
    place = _place(match)
    if match is None or place is None:
        raise ValueError("it must be origins such as https://wiki.example.com, parted by commas")
    if match["rest"] not in (None, "/"):
        raise ValueError("an origin ends after its host and port: leave the path out")
    scheme = match["scheme"].lower()
    host = f"[{place.host}]" if ":" in place.host else place.host
    plain = place.port in (None, _PORTS[scheme])
    return f"{scheme}://{host}" + ("" if plain else f":{place.port}")


def parse_public_url(text: str) -> str:
    """The address that a service is reached by, perhaps below a path, without a slash at its end.

    Raises ValueError, naming the fix; the words leave the address out, since a password may be in it.
    """
    text = text.strip()
    if not text.isascii():
        raise ValueError(
            "a name outside of ASCII is given as browsers send it, such as https://xn--fa-hia.de, "
            "and a path with its signs encoded, such as /caf%C3%A9"
        )
    if "@" in text.partition("://")[2].partition("/")[0]:
        raise ValueError("it must not hold a user or password, since readers see it")
    if "?" in text or "#" in text:
        raise ValueError("it must be the address alone, without '?' or '#'")
    match = _URL.fullmatch(text)
    path = (match["rest"] or "").rstrip("/") if match else ""
    if match is None or not _PATH.fullmatch(path):
        raise ValueError("it must be an address such as https://onramp.example.com")
    if match["port"] and not 0 < int(match["port"]) <= 65535:
        raise ValueError("its port must be between 1 and 65535")
    return parse_origin(text[: match.start("rest")] if match["rest"] else text) + path


def is_own(origin: str, host: str) -> bool:
    """Whether an Origin header names the host that the request was sent to.

    The scheme is left out, since a proxy in front may speak another one.
    """
    return _names(_ORIGIN.fullmatch(origin), host)


def is_own_page(url: str, host: str) -> bool:
    """Whether a Referer header is a page of the host that the request was sent to."""
    return _names(_URL.fullmatch(url), host)


def _names(match: re.Match[str] | None, host: str) -> bool:
    named, sent = _place(match), place_of(host)
    if match is None or named is None or sent is None:
        return False
    default = _PORTS[match["scheme"].lower()]
    ports = [default if place.port is None else place.port for place in (named, sent)]
    return named.host == sent.host and ports[0] == ports[1]


def _place(match: re.Match[str] | None) -> Place | None:
    if match is None:
        return None
    port = int(match["port"]) if match["port"] else None
    host = match["host"].lower()
    try:
        if host.startswith("["):
            host = str(IPv6Address(host[1:-1]))
        elif host.rstrip(".").rpartition(".")[2].isdecimal():  # browsers take such a name for IPv4
            host = str(IPv4Address(host.rstrip(".")))
    except AddressValueError:
        return None
    return Place(host, port) if port is None or 0 < port <= 65535 else None
