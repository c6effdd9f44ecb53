"""Addresses of other servers, as settings give them."""

from __future__ import annotations

from urllib.parse import urlsplit


def parse_base_url(url: str, example: str, secret: str) -> str:
    """A base URL without its last slash. Raises ValueError, naming the fix.

    `secret` says where a password belongs. The messages leave the address out, since one may stand
    in it.
    """
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError(f"it must be a URL such as {example}")
    if "@" in parts.netloc:
        raise ValueError(f"it must not hold a user or password: {secret}")
    if parts.query or parts.fragment:
        raise ValueError("it must be the base URL alone, without '?' or '#'")
    return url.rstrip("/")
