"""Whether the service may listen where the settings say."""

from __future__ import annotations

from service.errors import NotReady
from service.settings import Settings


def check_exposure(settings: Settings) -> str:
    """Who gets in, in words. Raises NotReady for settings that leave a door open by accident."""
    if settings.user_header and not settings.trusted_proxies:
        raise NotReady(
            "ONRAMP_USER_HEADER is set, but no proxy is trusted to send it: set "
            "ONRAMP_TRUSTED_PROXIES to the addresses of your reverse proxy."
        )
    if settings.admins and not settings.user_header:
        raise NotReady(
            "ONRAMP_ADMINS names users, but nothing says who is one: set ONRAMP_USER_HEADER, or "
            "give a key the scope 'admin'."
        )
    if settings.guarded:
        ways = ["keys"] + (["users that a trusted proxy names"] if settings.user_header else [])
        return " and ".join(ways)
    if settings.is_local:
        return "everybody on this machine"
    if settings.on_loopback:
        return "everybody on this machine, and everybody whom the reverse proxy lets through"
    if settings.public:
        return "everybody who reaches the address: ONRAMP_PUBLIC is set"
    raise NotReady(
        f"ONRAMP_HOST is '{settings.host}', which others can reach, and there is no access control: "
        "set ONRAMP_ACCESS=keys, or ONRAMP_USER_HEADER with ONRAMP_TRUSTED_PROXIES, or "
        "ONRAMP_PUBLIC=true if everybody who reaches it may use it."
    )
