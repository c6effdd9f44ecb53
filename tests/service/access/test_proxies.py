from __future__ import annotations

import pytest

from service.access.proxies import TrustedProxies, parse_network

PROXIES = TrustedProxies(["10.0.0.0/24", "fd00::5"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", [], "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),  # no proxy: the header is its own words
        ("10.0.0.5", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.5", ["192.0.2.66, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.5", ["192.0.2.66, 198.51.100.1, 10.0.0.7"], "198.51.100.1"),
        ("10.0.0.5", ["192.0.2.66", "198.51.100.1"], "198.51.100.1"),
        ("10.0.0.5", ["10.0.0.9, 10.0.0.7"], "10.0.0.9"),
        ("10.0.0.5", ["198.51.100.1:4711"], "198.51.100.1"),
        ("10.0.0.5", ["[2001:db8::1]:80"], "2001:db8::1"),
        ("fd00::5", ["2001:db8::1"], "2001:db8::1"),
        ("::ffff:10.0.0.5", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.5", ["198.51.100.1, nonsense"], "10.0.0.5"),
        ("10.0.0.5", [""], "10.0.0.5"),
        ("10.0.0.5", [], "10.0.0.5"),
        ("testclient", ["198.51.100.1"], "testclient"),
        ("", ["198.51.100.1"], "unknown"),
    ],
)
def test_the_client_is_the_right_most_address_that_is_no_proxy(
    peer: str, forwarded: list[str], client: str
) -> None:
    assert PROXIES.client(peer, forwarded) == client


def test_without_proxies_nobody_is_trusted() -> None:
    none = TrustedProxies([])
    assert not none.trusts("127.0.0.1")
    assert none.client("127.0.0.1", ["198.51.100.1"]) == "127.0.0.1"


@pytest.mark.parametrize(
    "text", ["10.0.0.5/24", "proxy.example.com", "10.0.0", "", "0.0.0.0/0", "::/0"]
)
def test_what_is_no_network_of_proxies_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="it must"):
        parse_network(text)
