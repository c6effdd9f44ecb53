"""How a person shows a key to the pages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from itsdangerous import TimestampSigner

from service.access.api_key import make_key
from service.access.sessions import LIFETIME, Sessions
from service.api.sign_in import own_path

PERSON = {"Accept": "text/html,*/*"}
ELSEWHERE = ["https://evil.com", "//evil.com", "///evil.com", "/\\evil.com", "\\\\evil.com", "/\t/evil.com",
             "\t//evil.com", " //evil.com", "javascript:alert(1)", "evil.com", "", "http:evil.com", "/\r\nX: 1",
             "/é", "/" + "x" * 2000]  # fmt: skip


@pytest.fixture
def keyed(client_of: Callable[..., TestClient]) -> TestClient:
    client = client_of(access="keys")
    client.follow_redirects = False
    return client


def new_key(client: TestClient, *scopes: str) -> str:
    key, text = make_key("test", list(scopes) or ["chat"], datetime.now(UTC))  # type: ignore[arg-type]
    client.app.state.onramp.store.keys.add(key)  # type: ignore[attr-defined]
    return text


def test_a_person_signs_in_goes_on_and_signs_out(keyed: TestClient) -> None:
    text = new_key(keyed, "chat", "search")
    sent = keyed.get("/notes?q=a%20queue&x=1", headers=PERSON)
    assert sent.status_code == 303
    assert sent.headers["location"] == "/sign-in?next=/notes%3Fq%3Da%2520queue%26x%3D1"
    form = keyed.get(sent.headers["location"])
    assert form.status_code == 200
    target = re.search(r'name="next" value="([^"]*)"', form.text)
    assert target is not None
    assert target[1] == "/notes?q=a%20queue&amp;x=1"
    done = keyed.post("/sign-in", data={"key": f" {text}\n", "next": "/notes?q=a%20queue&x=1"})
    assert (done.status_code, done.headers["location"]) == (303, "/notes?q=a%20queue&x=1")
    assert keyed.get("/notes", headers=PERSON).status_code == 200
    assert keyed.get("/examples").status_code == 200
    assert "You are signed in" in keyed.get("/sign-in").text
    assert keyed.post("/sign-out").status_code == 303
    assert keyed.get("/examples").status_code == 401


def test_the_cookie_holds_no_secret_and_stays_here(keyed: TestClient) -> None:
    text = new_key(keyed)
    cookie = keyed.post("/sign-in", data={"key": text}).headers["set-cookie"]
    assert text.rpartition("_")[2] not in cookie
    told = {part.strip().partition("=")[0].lower(): part for part in cookie.split(";")}
    assert {"httponly", "samesite", "path", "max-age"} <= set(told)
    assert "secure" not in told
    assert "domain" not in told
    assert told["samesite"].strip().lower() == "samesite=strict"
    assert told["path"].strip() == "Path=/"


def test_over_https_the_cookie_is_secure(keyed: TestClient) -> None:
    client = TestClient(keyed.app, "https://localhost", follow_redirects=False)
    cookie = client.post("/sign-in", data={"key": new_key(keyed)}).headers["set-cookie"]
    assert cookie.startswith("__Host-onramp=")
    assert "; Secure" in cookie
    assert client.get("/examples").status_code == 200


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(keyed: TestClient, target: str) -> None:
    assert own_path(target) == "/"
    done = keyed.post("/sign-in", data={"key": new_key(keyed), "next": target})
    assert done.headers["location"] == "/"
    form = keyed.get(f"/sign-in?next={quote(target)}").text
    assert 'name="next" value="/"' in form
    assert "evil.com" not in form


@pytest.mark.parametrize("path", ["/", "/notes/a?q=//x", "/plan?next=https://a"])
def test_paths_of_ours_stay_as_they_are(path: str) -> None:
    assert own_path(path) == path


def test_an_address_with_two_slashes_is_no_way_out(keyed: TestClient) -> None:
    sent = keyed.get("http://localhost//evil.com", headers=PERSON)
    assert sent.headers["location"] == "/sign-in?next=//evil.com"
    assert "evil.com" not in keyed.get(sent.headers["location"]).text


@pytest.mark.parametrize("host", ["[", "a b", "evil.com/x?y#", "@"])
def test_a_broken_host_breaks_nothing(client_of: Callable[..., TestClient], host: str) -> None:
    client = client_of(access="keys", host="0.0.0.0")
    headers = PERSON | {"Host": host, "Cookie": "onramp=x"}
    sent = client.get("/notes/a%20b?x=1", headers=headers, follow_redirects=False)
    assert sent.headers["location"] == "/sign-in?next=/notes/a%2520b%3Fx%3D1"


def test_a_key_that_is_revoked_ends_the_session(keyed: TestClient) -> None:
    text = new_key(keyed)
    keyed.post("/sign-in", data={"key": text})
    assert keyed.get("/examples").status_code == 200
    keyed.app.state.onramp.store.keys.revoke(text.split("_")[1], datetime.now(UTC))  # type: ignore[attr-defined]
    until = time.monotonic() + 10
    while keyed.get("/examples").status_code == 200:
        assert time.monotonic() < until
        time.sleep(0.2)
    assert keyed.get("/examples").status_code == 401


@pytest.mark.parametrize(
    "body", [{"key": "onramp_x"}, {}, {"key": ""}, {f"f{n}": "x" for n in range(20)}]
)
def test_a_wrong_key_shows_the_form_again(keyed: TestClient, body: dict[str, str]) -> None:
    response = keyed.post("/sign-in", data=body | {"next": '/notes?q="><script>'})
    assert response.status_code == 401
    assert "not in force" in response.text
    assert "set-cookie" not in response.headers
    assert "<script>" not in response.text


def test_a_key_without_the_scope_is_told_so_on_a_page(keyed: TestClient) -> None:
    keyed.post("/sign-in", data={"key": new_key(keyed, "chat")})
    response = keyed.get("/plan", headers=PERSON)
    assert response.status_code == 403
    assert "needs the scope" in response.text
    assert keyed.get("/nowhere", headers=PERSON).status_code == 404


def test_tries_from_one_address_are_bounded(keyed: TestClient) -> None:
    replies = [keyed.post("/sign-in", data={"key": "x"}) for _ in range(12)]
    assert {reply.status_code for reply in replies} == {401, 429}
    refused = replies[-1]
    assert refused.json()["error"] == "too_many_tries"
    assert 0 < int(refused.headers["retry-after"]) <= 60
    person = keyed.post("/sign-in", data={"key": "x", "next": "/plan"}, headers=PERSON)
    assert (person.status_code, "retry-after" in person.headers) == (429, True)
    assert "Too many tries from here" in person.text
    assert 'name="next" value="/plan"' in person.text
    other = TestClient(keyed.app, "http://localhost", client=("192.0.2.1", 1), follow_redirects=False)  # fmt: skip
    assert other.post("/sign-in", data={"key": new_key(keyed)}).status_code == 303


def test_a_cookie_is_nothing_on_another_sites_requests(
    client_of: Callable[..., TestClient],
) -> None:
    wiki = "https://wiki.example.com"
    client = client_of(access="keys", embed_origins=(wiki,))
    client.post("/sign-in", data={"key": new_key(client)})
    assert client.get("/examples").status_code == 200
    assert client.get("/examples", headers={"Origin": wiki}).json()["error"] == "token_refused"
    for path in ("/sign-in", "/sign-out"):
        for origin in (wiki, "https://evil.com", "null"):
            assert client.post(path, headers={"Origin": origin}).status_code == 403


def test_cookies_that_are_altered_or_old_are_nothing(keyed: TestClient) -> None:
    text = new_key(keyed)
    keyed.post("/sign-in", data={"key": text})
    good = keyed.cookies["onramp"]
    other = new_key(keyed).split("_")[1]
    for value in (
        good.replace(text.split("_")[1], other),
        good.rpartition(".")[0],
        other,
        "",
        "é",
        "x" * 3000,
    ):
        keyed.cookies.clear()
        headers = {b"Cookie": f"onramp={value}".encode()}
        assert keyed.get("/examples", headers=headers).status_code == 401, value  # type: ignore[arg-type]


def test_a_value_is_good_for_a_working_day(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions, now = Sessions("s" * 32), int(time.time())
    value = sessions.start("0" * 12)
    assert sessions.key_id(value) == "0" * 12
    assert Sessions("t" * 32).key_id(value) is None
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: now + LIFETIME + 2)
    assert sessions.key_id(value) is None
