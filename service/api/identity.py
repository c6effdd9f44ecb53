"""Who makes a request, read from its headers."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import Headers

from service.access.caller import CALLER, SCOPES, Caller, Scope
from service.access.key_ring import KeyRing
from service.access.origins import is_own
from service.access.proxies import UNKNOWN, TrustedProxies
from service.access.sessions import Sessions
from service.settings import Settings

_LONGEST_NAME = 200
_USES: frozenset[Scope] = frozenset({"chat", "plan", "search"})


class Identity:
    """Reads who calls. The origin gate stands outside and has let the request through."""

    def __init__(self, settings: Settings) -> None:
        self._guarded = settings.guarded
        self._user_header = settings.user_header
        self._admins = frozenset(settings.admins)
        self._proxies = TrustedProxies(settings.trusted_proxies)
        # Whoever is on this machine may read the database as well. Elsewhere nobody's questions
        # and none of the service's figures are for everybody.
        everybody = frozenset(SCOPES) if settings.is_local else _USES
        self._open = frozenset[Scope]() if settings.guarded else everybody

    @property
    def asks_for_keys(self) -> bool:
        """Whether nobody gets in without a key."""
        return self._guarded and not self._user_header

    async def of(self, request: Request, keys: KeyRing, sessions: Sessions) -> Caller | None:
        """The caller; None if a key was sent that isn't good. Raises Busy."""
        headers = request.headers
        peer = request.client.host if request.client else UNKNOWN
        origin = headers.get("origin")
        own = origin is None or is_own(origin, headers.get("host", ""))
        if origin is not None and not own:  # listed, and with a token wherever one is needed
            return Caller("token", origin, frozenset({"chat"}))
        if user := self._user(peer, headers):
            return Caller("user", user, frozenset(SCOPES) if user in self._admins else _USES)
        scheme, _, text = headers.get("authorization", "").partition(" ")
        if self._guarded and scheme.casefold() == "bearer":
            key = await keys.open(text.strip())
            return key.caller if key else None
        if self._guarded and (value := request.cookies.get(cookie_name(self.is_secure(request)))):
            key_id = sessions.key_id(value)
            key = await keys.find(key_id) if key_id else None
            if key:
                return key.caller
        return self.stranger(request)

    def stranger(self, request: Request) -> Caller:
        """Whoever shows nothing, told apart by address."""
        peer = request.client.host if request.client else UNKNOWN
        address = self._proxies.client(peer, request.headers.getlist("x-forwarded-for"))
        return Caller("address", address, self._open)

    def is_secure(self, request: Request) -> bool:
        """Whether the browser speaks https, to us or to a trusted proxy."""
        peer = request.client.host if request.client else UNKNOWN
        if self._proxies.trusts(peer) and "x-forwarded-proto" in request.headers:
            return request.headers["x-forwarded-proto"] == "https"
        return bool(request.scope["scheme"] == "https")

    def _user(self, peer: str, headers: Headers) -> str | None:
        """The user that a trusted proxy names. Two names are none: one may be the caller's own."""
        if not self._user_header or not self._proxies.trusts(peer):
            return None
        names = headers.getlist(self._user_header)
        name = names[0].strip() if len(names) == 1 else ""
        return name if name.isprintable() and len(name) <= _LONGEST_NAME else None


def cookie_name(secure: bool) -> str:
    """Over https, a name that browsers take from no other host, not even from one's own domain."""
    return "__Host-onramp" if secure else "onramp"


def turn_of(request: Request) -> str:
    """What callers take turns by."""
    caller = caller_of(request)
    return f"{caller.kind} {caller.name}"


def asker(request: Request) -> tuple[str, str | None]:
    """What callers take turns by, and the id of the key that they show."""
    return turn_of(request), caller_of(request).key_id


def caller_of(request: Request) -> Caller:
    """The caller of a request that has passed the access gate."""
    caller: Caller = request.scope[CALLER]
    return caller
