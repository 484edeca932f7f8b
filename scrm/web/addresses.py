"""Where a request comes from, and where this hub is for the world, with or without a proxy.

A header that a client may write himself is believed only from a proxy that the settings name.
"""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv6Address, ip_network

import structlog
from aiohttp import web

from scrm.web.proxies import Proxies, read_address

log = structlog.get_logger()

FORWARDING = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
HOUSEHOLD = 64
"""The bits of an IPv6 address that one customer's machines have in common."""

PROXIES = web.AppKey("proxies", Proxies)
PUBLIC_URL = web.AppKey("public_url", str)


def client_address(request: web.Request) -> str:
    """The address of who asks, behind the proxies of ours that it came through."""
    forwarded = request.headers.getall("X-Forwarded-For", ())
    return _client(request.remote or "", forwarded, request.app[PROXIES])


def client_network(request: web.Request) -> str:
    """Who asks, for counting: an IPv6 customer has more addresses than anybody can count."""
    return _network(client_address(request))


def network_of(peer: str, forwarded: Sequence[str], proxies: Proxies) -> str:
    """`client_network` of whom no application knows yet."""
    return _network(_client(peer, forwarded, proxies))


def _client(peer: str, forwarded: Sequence[str], proxies: Proxies) -> str:
    if forwarded and not proxies.trust(peer):
        _warn_of(peer)
    return proxies.client_of(peer, forwarded)


def _network(address: str) -> str:
    found = read_address(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((int(found) >> HOUSEHOLD << HOUSEHOLD, HOUSEHOLD)))
    return address


def is_from_here(request: web.Request) -> bool:
    """Whether a program on this machine asks, and not somebody through a proxy on it."""
    came_through = any(name in request.headers for name in FORWARDING)
    if came_through and not request.app[PROXIES].trust(request.remote or ""):
        return False
    found = read_address(client_address(request))
    return found is not None and found.is_loopback


def is_secure(request: web.Request) -> bool:
    """Whether the browser came over TLS. A forged header only makes one's own cookie stricter."""
    return request.secure or request.headers.get("X-Forwarded-Proto") == "https"


def own_origin(request: web.Request) -> str:
    """Scheme and host of this hub as people type them, for links."""
    public_url = request.app[PUBLIC_URL]
    if public_url:
        return public_url
    scheme = "https" if is_secure(request) else request.scheme
    return f"{scheme}://{request.host}"


@lru_cache(100)
def _warn_of(peer: str) -> None:
    """Once for each proxy that is not named: all who come through it share one address."""
    found = read_address(peer)
    if found is not None and found.is_private:  # of the world's, anybody may send such a header
        log.warning(
            "a proxy stands before the hub; name it in SCRM_TRUSTED_PROXIES",
            action="web.unknown_proxy",
            peer=peer,
        )
