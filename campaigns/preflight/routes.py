"""Pre-flight over HTTP."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from pydantic import Field

from campaigns.facts.service import windows_of
from campaigns.life.routes import with_receipts
from campaigns.preflight import service
from campaigns.preflight.values import Asked, FatedView, PreflightView, Wanted
from campaigns.unsubscribing.routes import STOP_LINKS
from scrm.channels.registry import REGISTRY, Registry
from scrm.web.bodies import IdText, Query
from scrm.web.call import Call
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Page
from tagging.segments.routes import COUNTERS, WAIT_FOR_COUNTER
from tagging.turns.service import turn

routes = Routes("campaigns")

READ = "campaigns.read"
_BUSY = "Others count people now; come again in a moment"


class SliceQuery(Query):
    fate: str | None = Field(default=None, max_length=20, description="Only these")
    why: str | None = Field(default=None, max_length=60, description="Only these")
    channel: IdText | None = Field(default=None, description="Only those on this channel")
    lacks: str | None = Field(
        default=None, max_length=200, description="Only those who have no value for this variable"
    )
    then: str | None = Field(
        default=None,
        max_length=200,
        description="Only those who wait for these reasons afterwards, with commas; empty for none",
    )
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


@routes.post("/campaigns/{id}/preflight", READ, answer=PreflightView)
async def preflight_campaign(call: Call[None, None]) -> PreflightView:
    """What would become of its people if it went now: who gets it on which channel, who later, who is
    held, who does not, and why."""
    registry = call[REGISTRY]
    async with turn(call[COUNTERS], WAIT_FOR_COUNTER, _BUSY):
        return await service.look(call.database, _asked(call), rates_of(registry))


@routes.get("/campaigns/{id}/preflight", READ, query=SliceQuery, answer=Page[FatedView])
async def list_preflight(call: Call[None, SliceQuery]) -> Page[FatedView]:
    """The people of one slice. A page may hold fewer than were asked for, or none, and go on."""
    query, place = call.query, place_of(call.query.cursor, 1)
    wanted = Wanted(query.fate, query.why, query.channel, query.lacks, query.then)
    after = place[0] if place else 0
    async with turn(call[COUNTERS], WAIT_FOR_COUNTER, _BUSY):
        found, last = await service.page(call.database, _asked(call), wanted, after, query.limit)
    return Page(found, cursor_of(None if last is None else (last,)))


def _asked(call: Call[Any, Any]) -> Asked:
    registry = call[REGISTRY]
    windows = partial(windows_of, registry)
    asked = Asked(call.id(), with_receipts(registry), windows, call.now, rates_of(registry))
    return asked._replace(stop_link=call[STOP_LINKS].sample)


def rates_of(registry: Registry) -> Mapping[int, float]:
    """Messages a second, 0 for as many as it can, of each channel that is at work."""
    return {one.id: one.rate for one in registry if one.is_active}
