"""What the navigation holds besides the pages for all, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from service.access.api_key import make_key

PERSON = {"Accept": "text/html"}
PAGES = ["/", "/plan", "/map", "/notes", "/notes/queues", "/embed-guide", "/insights", "/nowhere"]
INSIGHTS = '<a href="/insights"'
SIGN_OUT = '<form action="/sign-out" method="post">'


def signed_in(client: TestClient, *scopes: str) -> TestClient:
    key, text = make_key("test", list(scopes), datetime.now(UTC))  # type: ignore[arg-type]
    client.app.state.onramp.store.keys.add(key)  # type: ignore[attr-defined]
    assert client.post("/sign-in", data={"key": text}, follow_redirects=False).status_code == 303
    return client


@pytest.mark.parametrize("path", PAGES)
def test_on_ones_own_machine_there_are_insights_and_nothing_to_sign_out_of(
    client: TestClient, path: str
) -> None:
    page = client.get(path, headers=PERSON)
    assert INSIGHTS in page.text
    assert SIGN_OUT not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"


def test_open_to_others_the_insights_are_not_offered(
    client_of: Callable[..., TestClient],
) -> None:
    page = client_of(host="0.0.0.0", public=True).get("/", headers=PERSON).text
    assert INSIGHTS not in page
    assert SIGN_OUT not in page


@pytest.mark.parametrize("path", PAGES)
def test_who_is_signed_in_can_sign_out_on_every_page(
    client_of: Callable[..., TestClient], path: str
) -> None:
    client = signed_in(client_of(access="keys"), "chat", "plan", "search", "insights")
    page = client.get(path, headers=PERSON)
    assert page.text.count(SIGN_OUT) == 1
    assert INSIGHTS in page.text
    assert "form-action 'self'" in page.headers["content-security-policy"]
    assert page.headers["referrer-policy"] == "same-origin"


def test_insights_are_for_who_may_see_them(client_of: Callable[..., TestClient]) -> None:
    client = signed_in(client_of(access="keys"), "chat")
    assert INSIGHTS not in client.get("/", headers=PERSON).text
    form = client.get("/sign-in").text
    assert form.count("/sign-out") == 1  # its own


def test_what_one_reader_sees_is_not_shown_to_the_next(
    client_of: Callable[..., TestClient],
) -> None:
    client = signed_in(client_of(access="keys"), "chat", "insights")
    assert SIGN_OUT in client.get("/", headers=PERSON).text
    client.post("/sign-out")
    assert SIGN_OUT not in client.get("/sign-in").text
    assert INSIGHTS not in client.get("/sign-in").text


def test_who_comes_through_a_proxy_signs_out_there(client_of: Callable[..., TestClient]) -> None:
    client = client_of(
        user_header="X-Forwarded-User", trusted_proxies=("192.0.2.1",), admins=("ada",)
    )
    proxy = TestClient(client.app, "http://localhost", client=("192.0.2.1", 1))
    for user, shown in (("ada", True), ("bob", False)):
        page = proxy.get("/", headers=PERSON | {"X-Forwarded-User": user}).text
        assert (INSIGHTS in page) == shown
        assert SIGN_OUT not in page
