"""Reverse proxies whose headers are believed, and the address of who stands behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

UNKNOWN = "unknown"  # a peer without an address, such as a Unix socket's


def parse_network(text: str) -> str:
    """A network or address in its usual form. Raises ValueError, naming the fix."""
    try:
        network = ip_network(text)
    except ValueError:
        raise ValueError(
            "it must be addresses or networks such as 10.0.0.5 or 10.0.0.0/24, parted by commas"
        ) from None
    if network.prefixlen == 0:
        raise ValueError("it must name the proxies alone: everybody could say who they are")
    return str(network)


class TrustedProxies:
    """The networks of the proxies."""

    def __init__(self, networks: Iterable[str]) -> None:
        self._networks = tuple(ip_network(network) for network in networks)

    def trusts(self, peer: str) -> bool:
        """Whether a request from this address comes from one of the proxies."""
        address = _parse(peer)
        return address is not None and any(address in network for network in self._networks)

    def client(self, peer: str, forwarded: Sequence[str]) -> str:
        """Who made the request: the right-most address that isn't a proxy's.

        `forwarded` holds the values of X-Forwarded-For. What stands further left was written by
        whoever made the request, and could be anything.
        """
        nearest = peer
        entries = [entry for value in forwarded for entry in value.split(",")]
        while entries and self.trusts(nearest):
            address = _parse(entries.pop().strip())
            if address is None:
                break
            nearest = str(address)
        known = _parse(nearest)
        return str(known) if known else nearest or UNKNOWN


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    """An address, with or without a port; IPv4 that is written as IPv6 becomes IPv4 again."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
