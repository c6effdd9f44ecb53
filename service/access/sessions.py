"""What the cookie of a signed-in browser holds: the id of a key, signed; never the secret."""

from __future__ import annotations

from itsdangerous import BadSignature, TimestampSigner

LIFETIME = 8 * 3600  # seconds: a working day
_SALT = "onramp.session"


class Sessions:
    """Makes and reads the cookie's value. Whether the key is in force is for the ring to say."""

    def __init__(self, secret: str) -> None:
        self._signer = TimestampSigner(secret, salt=_SALT)

    def start(self, key_id: str) -> str:
        """A value that is good for LIFETIME seconds."""
        return self._signer.sign(key_id).decode()

    def key_id(self, value: str) -> str | None:
        """The id in a value, None if it is missing, altered or too old."""
        try:
            return self._signer.unsign(value, max_age=LIFETIME).decode()
        except (BadSignature, UnicodeError):
            return None
