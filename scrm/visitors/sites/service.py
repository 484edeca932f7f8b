"""Finds a site by its key, and holds requests to the sites that its settings allow (S-12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest

from aiohttp import web

from scrm.channels.registry import OpenChannel, Registry
from scrm.kernel.errors import Forbidden, NotFound, Unavailable
from scrm.visitors.values import PLATFORM, Website
from scrm.web.addresses import own_origin

PREFLIGHT_KEPT = "600"
"""Seconds for which a browser need not ask again."""


@dataclass(frozen=True, slots=True)
class Site:
    """A channel of ours, and what its settings say of the site."""

    channel: OpenChannel
    website: Website


def find(registry: Registry, key: str) -> Site:
    """Raises NotFound; Unavailable where somebody has paused the channel."""
    for site in sites(registry):
        if compare_digest(site.website.key.encode(), key.encode("utf-8", "replace")):
            if not site.channel.is_active:
                raise Unavailable("This chat is paused; come again later")
            return site
    raise NotFound("chat", "by this key")


def sites(registry: Registry) -> list[Site]:
    """All that are open."""
    found = []
    for channel in registry:
        website: Website | None = getattr(channel.connector, "website", None)
        if channel.platform.name == PLATFORM and website is not None and website.key:
            found.append(Site(channel, website))
    return found


def allowed(request: web.Request, site: Site) -> list[str]:
    """Where the chat may be shown: on the hub's own pages, and where its settings say."""
    return [own_origin(request), *site.website.sites]


def require_origin(request: web.Request, site: Site, *, named: bool) -> None:
    """Raises Forbidden for a page of another site; with `named`, for one that names none too."""
    origin = request.headers.get("Origin")
    if origin is None and not named:
        return
    if origin not in allowed(request, site):
        raise Forbidden("This chat may not be used from this site", code="site_not_allowed")


def sharing(request: web.Request, site: Site) -> Mapping[str, str]:
    """Headers by which a browser lets an allowed page read the answer; no cookies are involved."""
    origin = request.headers.get("Origin", "")
    if origin not in allowed(request, site):
        return {"Vary": "Origin"}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": "Retry-After",
        "Vary": "Origin",
    }


def preflight(request: web.Request, site: Site) -> web.Response:
    headers = dict(sharing(request, site)) | {
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Allow-Headers": "Authorization, Content-Type, X-File-Name",
        "Access-Control-Max-Age": PREFLIGHT_KEPT,
    }
    return web.Response(status=204, headers=headers)
