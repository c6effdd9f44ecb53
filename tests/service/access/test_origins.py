"""Origins and hosts are compared exactly, since everything else rests on them."""

from __future__ import annotations

import pytest

from service.access.origins import is_own, is_own_page, parse_host, parse_origin


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("null", "null"),
        ("https://wiki.example.com", "https://wiki.example.com"),
        ("HTTPS://Wiki.Example.COM:443/", "https://wiki.example.com"),
        ("http://wiki:8080", "http://wiki:8080"),
        ("https://xn--fa-hia.de", "https://xn--fa-hia.de"),
        ("http://my_wiki.local", "http://my_wiki.local"),
        ("http://[2001:DB8:0::1]:80", "http://[2001:db8::1]"),
        ("http://192.168.0.7:90", "http://192.168.0.7:90"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(text: str, origin: str) -> None:
    assert parse_origin(text) == origin


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("https://faß.de", "xn--"),
        ("https://ｗiki.example.com", "xn--"),
        ("https://wiki.example.com/page", "path"),
        ("https://wiki.example.com?x", "path"),
        *(
            (f"https://{host}", "https://wiki.example.com")
            for host in ("*", "*.example.com", "a;b", "a b", "x..y", ".x", "-x", "a\x00b", "a\nb",
                         "user@wiki.example.com", "wiki.example.com:", "wiki.example.com:x",
                         "wiki.example.com:+80", "wiki.example.com:0", "wiki.example.com:65536",
                         "wiki.example.com:٨٠", "[::1", "[zz]", "[::1]x", "1.2.3", "1.2.3.256",
                         "a'b", 'a"b', "", "x" * 64 + ".de", "wiki.example.com\n", "a,b", "a%2eb")
        ),
        ("ftp://wiki.example.com", "https://wiki.example.com"),
        ("wiki.example.com", "https://wiki.example.com"),
        ("https:wiki.example.com", "https://wiki.example.com"),
        (" https://wiki.example.com", "https://wiki.example.com"),
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused_with_the_fix(text: str, fix: str) -> None:
    with pytest.raises(ValueError, match=r"ASCII|origin") as refused:
        parse_origin(text)
    assert fix in str(refused.value) or not text.isascii()


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8000", "localhost:8000"),
        ("http://LOCALHOST:8000", "localhost:8000"),
        ("http://localhost", "localhost:80"),
        ("https://onramp.example.com", "onramp.example.com"),  # a proxy speaks TLS
        ("https://onramp.example.com", "onramp.example.com:443"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("http://[::1]", "[0:0::1]:80"),
    ],
)
def test_our_own_origin(origin: str, host: str) -> None:
    assert is_own(origin, host)
    assert is_own_page(f"{origin}/notes/x?q=http://evil.example.com", host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8000", "localhost:8001"),
        ("http://localhost:8000", "localhost"),
        ("http://localhost.evil.com", "localhost"),
        ("http://user@localhost", "localhost"),
        ("http://user@localhost", "user@localhost"),
        ("http://localhost/x", "localhost"),
        ("http://localhost:", "localhost"),
        ("http://localhost:8000x", "localhost:8000"),
        ("http://localhost:٨", "localhost:8"),
        ("http://localhost\n", "localhost"),
        ("http://[::1]evil", "[::1]"),
        ("http://[::1]:8000", "[::2]:8000"),
        ("http://[", "["),
        ("http://", ""),
        ("ws://localhost", "localhost"),
        ("null", "null"),
        ("null", ""),
        ("", ""),
    ],
)
def test_not_our_own_origin(origin: str, host: str) -> None:
    assert not is_own(origin, host)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://localhost.evil.com/", "localhost"),
        ("http://localhost@evil.com/", "localhost"),
        ("http://evil.com/http://localhost/", "localhost"),
        ("http://localhost\\@evil.com/", "localhost"),
        ("//localhost/", "localhost"),
        ("javascript://localhost/", "localhost"),
    ],
)
def test_not_a_page_of_ours(url: str, host: str) -> None:
    assert not is_own_page(url, host)


@pytest.mark.parametrize("name", ["a..b", "a:80", "[::1]:80", "a b", "", "http://a", "a/b", "é.de"])
def test_what_is_no_name_of_a_host_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="without scheme or port"):
        parse_host(name)


def test_names_of_hosts_are_written_in_one_way() -> None:
    assert parse_host("Onramp.Example.COM.") == "onramp.example.com"
    assert parse_host("0:0::1") == "::1"
