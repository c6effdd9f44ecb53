"""onramp keys, in processes of its own."""

from __future__ import annotations

import pytest

from service.access.api_key import parse_key
from service.settings import Settings
from tests.service.test_cli import onramp


def test_a_key_is_made_listed_and_revoked(settings: Settings) -> None:
    made = onramp(settings, "keys", "create", "a [red]wiki", "--scope", "search", "--scope", "chat")
    assert made.returncode == 0, made.stderr
    parts = parse_key(made.stdout.removesuffix("\n"))
    assert parts is not None
    key_id, secret = parts
    assert "chat, search" in made.stderr
    listed = onramp(settings, "keys", "list", COLUMNS="200").stdout
    for shown in (key_id, "a [red]wiki", "chat search", "never", "in force"):
        assert shown in listed
    assert secret not in listed
    assert onramp(settings, "keys", "revoke", key_id).returncode == 0
    assert "revoked" in onramp(settings, "keys", "list", COLUMNS="200").stdout


def test_a_key_with_an_end_shows_it(settings: Settings) -> None:
    onramp(settings, "keys", "create", "ci", "--scope", "chat", "--days", "30")
    assert "until 20" in onramp(settings, "keys", "list", COLUMNS="200").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("create", "ci", "--scope", "everything"), "chat, plan, search, insights, admin"),
        (("create", " ", "--scope", "chat"), "NAME"),
        (("create", "x" * 101, "--scope", "chat"), "NAME"),
        (("create", "a\nb", "--scope", "chat"), "NAME"),
        (("revoke", "000000000000"), "onramp keys list"),
    ],
)
def test_mistakes_are_told_in_one_line(
    settings: Settings, arguments: tuple[str, ...], told: str
) -> None:
    done = onramp(settings, "keys", *arguments)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
