"""Who makes a request, read from its headers."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import Headers

from service.access.caller import CALLER, SCOPES, Asker, Caller, Scope
from service.access.key_ring import KeyRing
from service.access.origins import is_own
from service.access.proxies import UNKNOWN, TrustedProxies
from service.access.sessions import Sessions
from service.access.tokens import FRAME, TOKEN, Tokens
from service.api.route_scopes import WITH_TOKEN
from service.settings import Settings

_LONGEST_NAME = 200
_USES: frozenset[Scope] = frozenset({"chat", "plan", "search"})


class Identity:
    """Reads who calls. The origin gate stands outside and has let the request through."""

    def __init__(self, settings: Settings) -> None:
        self._guarded = settings.guarded
        self._local = settings.is_local
        self._framed = settings.guarded and bool(settings.embed_origins)
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

    async def of(
        self, request: Request, keys: KeyRing, sessions: Sessions, tokens: Tokens
    ) -> Caller | None:
        """The caller; None if a key was sent that isn't good. Raises Busy."""
        headers = request.headers
        peer = request.client.host if request.client else UNKNOWN
        origin = headers.get("origin")
        own = origin is None or is_own(origin, headers.get("host", ""))
        if origin is not None and not own:  # listed, and with a token wherever one is needed
            return Caller("token", origin, frozenset({"chat"}), within=self._address(request))
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
        place = (request.method, request.scope["path"])
        if self._framed and place in WITH_TOKEN and tokens.is_good(headers.get(TOKEN, ""), FRAME):
            return Caller("token", FRAME, frozenset({"chat"}), within=self._address(request))
        return self.stranger(request)

    def stranger(self, request: Request) -> Caller:
        """Whoever shows nothing, told apart by address."""
        return Caller("address", self._address(request), self._open, counted=not self._local)

    def _address(self, request: Request) -> str:
        peer = request.client.host if request.client else UNKNOWN
        return self._proxies.client(peer, request.headers.getlist("x-forwarded-for"))

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
    return caller_of(request).turn


def asker(request: Request) -> Asker:
    """Who has a question answered by this request."""
    return caller_of(request).asker


def caller_of(request: Request) -> Caller:
    """The caller of a request that has passed the access gate."""
    caller: Caller = request.scope[CALLER]
    return caller
