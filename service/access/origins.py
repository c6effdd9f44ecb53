"""The pages of other origins that may hold the widget."""

from __future__ import annotations

from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
OPAQUE = "null"  # what a browser sends for a sandboxed frame


def parse_origin(text: str) -> str:
    """An origin as browsers write it, from one as people do. Raises ValueError, naming the fix."""
    if text == OPAQUE:
        return text
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    host = (parts.hostname or "").encode("idna").decode() if parts.hostname else ""
    if parts.scheme not in _PORTS or not host or "*" in host or "@" in parts.netloc:
        raise ValueError("it must be origins such as https://wiki.example.com, parted by commas")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("an origin ends after its host and port: leave the path out")
    host = f"[{host}]" if ":" in host else host
    plain = port is None or port == _PORTS[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if plain else f":{port}")


def is_own(origin: str, host: str) -> bool:
    """Whether an Origin header names the host that the request was sent to.

    The scheme is left out, since a proxy in front may speak another one.
    """
    try:
        parts = urlsplit(origin)
    except ValueError:  # no browser writes such an origin
        return False
    default = _PORTS.get(parts.scheme)
    sent = host.casefold().removesuffix(f":{default}")
    return parts.scheme in _PORTS and parts.netloc.casefold() == sent
