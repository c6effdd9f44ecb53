"""API keys: `onramp_<id>_<secret>`, shown once when they are made, kept as a digest."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from service.access.caller import Caller, Scope

_FORM = re.compile(r"onramp_([0-9a-f]{12})_([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept: a row, field by field. `digest` is the secret's SHA-256 in hex.

    The secret holds 256 random bits, so that nobody can guess it from a plain SHA-256: a slow hash
    would only cost time at each request.
    """

    id: str
    name: str
    digest: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def is_good(self, now: datetime) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)

    def opens(self, secret: str) -> bool:
        """Whether the secret is this key's; takes the same time for every wrong one."""
        return hmac.compare_digest(_digest(secret), self.digest)

    @property
    def caller(self) -> Caller:
        return Caller("key", self.id, frozenset(self.scopes), self.id)


def make_key(
    name: str, scopes: list[Scope], now: datetime, expires: datetime | None = None
) -> tuple[ApiKey, str]:
    """A new key and its text, which is not kept anywhere."""
    key_id, secret = secrets.token_hex(6), secrets.token_hex(32)
    key = ApiKey(key_id, name, _digest(secret), scopes, now, expires)
    return key, f"onramp_{key_id}_{secret}"


def parse_key(text: str) -> tuple[str, str] | None:
    """Id and secret in a key's text, None if it has another form."""
    found = _FORM.fullmatch(text)
    return (found[1], found[2]) if found else None


def _digest(secret: str) -> str:
    return sha256(secret.encode("ascii")).hexdigest()
