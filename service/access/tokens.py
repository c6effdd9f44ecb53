"""Short-lived tokens for pages that hold the widget, each bound to the page's origin."""

from __future__ import annotations

import secrets

from itsdangerous import BadSignature, TimestampSigner

from service.errors import TokenRefused

TOKEN = "Onramp-Token"  # noqa: S105 - the name of a header
LIFETIME = 900  # seconds
FRAME = "frame"  # in the place of an origin: our own page, in a frame of a listed one
_SALT = "onramp.embed"
_REFUSED = "The token is missing, too old or not this page's: get another at POST /embed/token."


class Tokens:
    """Mints and checks tokens. They hold an origin, a time and a nonce, and are signed."""

    def __init__(self, secret: str) -> None:
        self._signer = TimestampSigner(secret, salt=_SALT)

    def mint(self, origin: str) -> str:
        """A token that is good for LIFETIME seconds on pages of this origin."""
        return self._signer.sign(f"{secrets.token_hex(8)} {origin}").decode()

    def is_good(self, token: str, origin: str) -> bool:
        """Whether `check` would pass."""
        try:
            self.check(token, origin)
        except TokenRefused:
            return False
        return True

    def check(self, token: str, origin: str) -> None:
        """Raises TokenRefused, always in the same words, unless it was minted for the origin."""
        body, _, signature = token.rpartition(".")
        # Base64 has several spellings of the same bytes; only the one that was minted is taken.
        exact = self._signer.get_signature(body.encode("utf-8", "replace")).decode()
        if not secrets.compare_digest(exact.encode(), signature.encode("utf-8", "replace")):
            raise TokenRefused(_REFUSED)
        try:
            signed = self._signer.unsign(token, max_age=LIFETIME).decode()
        except (BadSignature, UnicodeError):
            raise TokenRefused(_REFUSED) from None
        if signed.partition(" ")[2] != origin:
            raise TokenRefused(_REFUSED)
