"""The service doesn't listen where others reach it unless somebody has decided who gets in."""

from __future__ import annotations

import pytest

from service.access.exposure import check_exposure
from service.errors import NotReady
from service.settings import Settings, read_settings
from tests.service.test_cli import onramp


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "onramp.example.com", ""])
def test_a_public_address_without_access_control_is_refused(host: str) -> None:
    with pytest.raises(NotReady) as caught:
        check_exposure(Settings(host=host))
    for name in ("ONRAMP_HOST", "ONRAMP_ACCESS", "ONRAMP_USER_HEADER", "ONRAMP_PUBLIC"):
        assert name in str(caught.value)


@pytest.mark.parametrize(
    "changes",
    [{"host": "127.0.0.1"}, {"host": "localhost"}, {"host": "::1"}, {"access": "keys"}, {"public": True},
     {"user_header": "X-Forwarded-User", "trusted_proxies": ("10.0.0.5",)}],
)  # fmt: skip
def test_where_it_may_listen(changes: dict[str, object]) -> None:
    assert check_exposure(Settings(host="0.0.0.0").model_copy(update=changes))


def test_a_header_that_nobody_is_trusted_to_send() -> None:
    with pytest.raises(NotReady, match="ONRAMP_TRUSTED_PROXIES"):
        check_exposure(Settings(user_header="X-Forwarded-User"))
    with pytest.raises(NotReady, match="ONRAMP_USER_HEADER"):
        check_exposure(Settings(admins=("ada",)))


def test_the_command_line_refuses_to_serve_and_says_how(settings: Settings) -> None:
    done = onramp(settings, "serve", ONRAMP_HOST="0.0.0.0", ONRAMP_PORT="0")
    assert done.returncode == 1
    assert "ONRAMP_ACCESS=keys" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("TRUSTED_PROXIES", "proxy.example.com", "10.0.0.5"),
        ("TRUSTED_PROXIES", "0.0.0.0/0", "the proxies alone"),
        ("USER_HEADER", "X Forwarded", "X-Forwarded-User"),
        ("ACCESS", "maybe", "'access'"),
    ],
)
def test_settings_that_are_wrong_say_what_they_may_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    monkeypatch.setenv(f"ONRAMP_{name}", value)
    with pytest.raises(NotReady, match=f"'{name.lower()}'") as caught:
        read_settings()
    assert told in str(caught.value)
