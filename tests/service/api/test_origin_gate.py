"""Who may call from a browser, for every route and method that the service has."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient
from itsdangerous import TimestampSigner
from pydantic import SecretStr

from service.access.tokens import LIFETIME

WIKI = "https://wiki.example.com"
OTHER = "https://evil.example.com"
SECRET = "0123456789abcdef0123456789abcdef"
NEEDED = {("POST", "/chat"), ("POST", "/feedback"), ("GET", "/examples")}
OPEN = {("GET", "/widget.js"), ("POST", "/embed/token")}
PATHS = {"/notes/{slug}": "/notes/queues", "/static": "/static/style.css"}


@pytest.fixture
def gated(client_of: Callable[..., TestClient]) -> TestClient:
    return client_of(embed_origins=(WIKI, "null"), embed_secret=None)


def routes(client: TestClient) -> Iterator[tuple[str, str]]:
    """Every route and method; one that is added tomorrow is tried as well."""
    for path, methods in client.app.openapi()["paths"].items():  # type: ignore[attr-defined]
        for method in methods:
            yield method.upper(), PATHS.get(path, path)
    for path in (
        "/",
        "/plan",
        "/map",
        "/embed",
        "/embed-guide",
        "/openapi.json",
        "/static/style.css",
    ):
        yield "GET", path


def call(client: TestClient, method: str, path: str, **headers: str) -> object:
    return client.request(
        method, path, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


def token(client: TestClient, origin: str = WIKI) -> str:
    return client.post("/embed/token", headers={"Origin": origin}).json()["token"]


def test_an_origin_that_is_not_listed_gets_nothing_from_any_route(gated: TestClient) -> None:
    tried = 0
    for method, path in routes(gated):
        for origin in (
            OTHER,
            "http://wiki.example.com",
            f"{WIKI}:444",
            f"{WIKI}.evil.com",
            "null.com",
            "http://[",
        ):
            response = gated.request(method, path, headers={"Origin": origin})
            assert response.status_code == 403, (method, path, origin)
            if path.startswith("/v1/"):  # errors have OpenAI's shape there
                assert response.json()["error"]["code"] == "origin_not_allowed"
            else:
                assert set(response.json()) == {"error", "detail"}
                assert response.json()["error"] == "origin_not_allowed"
            assert "access-control-allow-origin" not in response.headers
            tried += 1
    assert tried > 100


def test_a_listed_origin_gets_what_the_widget_needs_and_no_more(gated: TestClient) -> None:
    headers = {"Origin": WIKI, "Onramp-Token": token(gated)}
    for method, path in routes(gated):
        status = gated.request(method, path, headers=headers, json={}).status_code
        assert (status == 403) == ((method, path) not in NEEDED | OPEN), (method, path, status)


def test_our_own_pages_need_no_token(gated: TestClient) -> None:
    for method, path in routes(gated):
        response = gated.request(method, path, headers={"Origin": "http://localhost"}, json={})
        assert response.status_code not in (401, 403), (method, path)


def test_without_the_list_no_origin_is_let_in(client: TestClient) -> None:
    assert client.post("/embed/token", headers={"Origin": WIKI}).status_code == 403
    assert client.get("/widget.js", headers={"Origin": WIKI}).status_code == 403


def test_a_page_with_a_token_asks(gated: TestClient) -> None:
    headers = {"Origin": WIKI, "Onramp-Token": token(gated)}
    body = {"question": "What does a bounded queue refuse?", "stream": False}
    response = gated.post("/chat", json=body, headers=headers)
    assert response.json()["status"] == "answered"
    assert response.headers["access-control-allow-origin"] == WIKI
    assert "origin" in response.headers["vary"].lower()
    assert "access-control-allow-credentials" not in response.headers
    assert "set-cookie" not in response.headers


def test_a_sandboxed_frame_asks_where_the_list_allows_it(gated: TestClient) -> None:
    headers = {"Origin": "null", "Onramp-Token": token(gated, "null")}
    assert gated.get("/examples", headers=headers).status_code == 200


def old_token() -> str:
    class Past(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time()) - LIFETIME - 2

    return Past(SECRET, salt="onramp.embed").sign(f"00 {WIKI}").decode()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda good, foreign: "",
        lambda good, foreign: foreign,
        lambda good, foreign: good[:-1] + ("A" if good[-1] != "A" else "B"),
        lambda good, foreign: good.replace(WIKI, OTHER),
        lambda good, foreign: good.rpartition(".")[0],
        lambda good, foreign: good + "é",
        lambda good, foreign: good + "!",
        lambda good, foreign: good[:-1] + chr(ord(good[-1]) ^ 1),  # perhaps only unused bits
        lambda good, foreign: old_token(),
        lambda good, foreign: "x" * 5000,
    ],
)
def test_a_token_that_is_missing_altered_old_or_anothers_is_refused_in_one_way(
    client_of: Callable[..., TestClient], spoil: Callable[[str, str], str]
) -> None:
    client = client_of(
        embed_origins=(WIKI, "https://docs.example.com"), embed_secret=SecretStr(SECRET)
    )
    bad = spoil(token(client), token(client, "https://docs.example.com"))
    for method, path in NEEDED:
        headers = {b"Origin": WIKI.encode(), b"Onramp-Token": bad.encode()}
        response = client.request(method, path, headers=headers, json={})
        assert response.status_code == 401, (method, path)
        assert response.json()["error"] == "token_refused"
        assert set(response.json()) == {"error", "detail"}
        assert (
            response.headers["access-control-allow-origin"] == WIKI
        )  # so that the widget can read it


def test_a_preflight_allows_what_the_widget_sends(gated: TestClient) -> None:
    headers = {"Origin": WIKI, "Access-Control-Request-Method": "POST",
               "Access-Control-Request-Headers": "content-type,onramp-token",
               "Access-Control-Request-Private-Network": "true"}  # fmt: skip
    response = gated.options("/chat", headers=headers)
    assert response.status_code == 204
    assert "onramp-token" in response.headers["access-control-allow-headers"].lower()
    assert response.headers["access-control-allow-private-network"] == "true"
    assert gated.options("/plan", headers=headers).status_code == 403
    assert gated.options("/chat", headers=headers | {"Origin": OTHER}).status_code == 403


@pytest.mark.parametrize("dest", ["script", "image", "empty", "style"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_another_site_loads_by_itself_is_refused(
    gated: TestClient, site: str, dest: str
) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": dest}
    for method, path in routes(gated):
        assert gated.request(method, path, headers=headers).status_code == 403, (method, path)


def test_a_link_from_another_site_may_be_followed(gated: TestClient) -> None:
    headers = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert gated.get("/notes/queues", headers=headers).status_code == 200


def test_only_the_framed_page_goes_into_frames(gated: TestClient) -> None:
    headers = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "iframe",
    }
    assert gated.get("/notes/queues", headers=headers).status_code == 403
    framed = gated.get("/embed", headers=headers)
    assert framed.status_code == 200
    assert f"frame-ancestors 'self' {WIKI};" in framed.headers["content-security-policy"]
    assert "x-frame-options" not in framed.headers
    for path in ("/", "/plan", "/map", "/notes", "/notes/queues", "/embed-guide"):
        page = gated.get(path)
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert page.headers["x-frame-options"] == "DENY"


REFERRED = {"Referer": "http://evil.example.com/page", "Host": "onramp.lan:8000"}


@pytest.mark.parametrize("accept", ["*/*", "image/avif,image/webp,*/*", "application/json"])
def test_without_marks_of_the_browser_the_page_that_asks_counts(
    client_of: Callable[..., TestClient], accept: str
) -> None:
    """On plain http off loopback browsers send no Sec-Fetch-*."""
    client = client_of(hosts=("onramp.lan",))
    for method, path in routes(client):
        headers = REFERRED | {"Accept": accept}
        assert client.request(method, path, headers=headers).status_code == 403, (method, path)


@pytest.mark.parametrize("path", ["/", "/plan", "/notes?q=queue", "/notes/queues", "/embed"])
def test_a_link_is_followed_on_plain_http_too(
    client_of: Callable[..., TestClient], path: str
) -> None:
    client = client_of(hosts=("onramp.lan",))
    headers = REFERRED | {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert client.get(path, headers=headers).status_code == 200


@pytest.mark.parametrize("referer", ["http://onramp.lan:8000/notes/x", "", None])
def test_our_own_pages_and_plain_clients_ask_on_plain_http(
    client_of: Callable[..., TestClient], referer: str | None
) -> None:
    client = client_of(hosts=("onramp.lan",))
    headers = {"Host": "onramp.lan:8000"} | ({"Referer": referer} if referer is not None else {})
    assert client.get("/examples", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example.com", "localhost.evil.com", "", "[::2]:80", "localhost:80:80", "user@localhost",
     "localhost:x", "localhost/", "[::1]x", "localhost,evil.com", "localhost evil.com"],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_refused(client: TestClient, host: str) -> None:
    """A page that points its own name at loopback would be of our origin otherwise."""
    response = client.get("/examples", headers={"Host": host, "Origin": f"http://{host}"})
    assert response.status_code == 421
    assert response.json()["error"] == "unknown_host"


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000", "LOCALHOST"])
def test_names_of_loopback_are_ours(client: TestClient, host: str) -> None:
    assert client.get("/examples", headers={"Host": host}).status_code == 200


def test_no_response_sets_a_cookie(gated: TestClient) -> None:
    for method, path in routes(gated):
        assert "set-cookie" not in gated.request(method, path, json={}).headers
