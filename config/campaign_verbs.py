"""What the command line can have done about campaigns."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from campaigns import service as campaigns
from campaigns.facts.service import windows_of
from campaigns.life import service as life
from campaigns.life.routes import is_small, with_receipts
from campaigns.preflight import service as preflight
from campaigns.preflight.routes import rates_of
from campaigns.preflight.values import Asked
from campaigns.report import service as reports
from campaigns.store import occurrences
from campaigns.tables import Campaign
from campaigns.values import CampaignView
from config.control import verb
from config.hub import Hub
from config.verbs import BY

AT_ONCE = 200
PATIENT = 300.0
"""Seconds that a pre-flight may take: whoever waits for it can end it."""

Act = Callable[[Session, int, str, datetime], Campaign]


@verb("campaign.list")
async def list_campaigns(hub: Hub, _given: dict[str, Any]) -> Any:
    """All that are not put away, the newest first."""
    now = hub.clock.now()

    def work(session: Session) -> list[CampaignView]:
        found, before = list[CampaignView](), None
        while True:
            some, before = campaigns.page(session, before, AT_ONCE, now)
            found += some
            if before is None:
                return found

    return await hub.database.read(work)


@verb("campaign.preflight")
async def preflight_campaign(hub: Hub, given: dict[str, Any]) -> Any:
    windows = partial(windows_of, hub.registry)
    receipts, rates = with_receipts(hub.registry), rates_of(hub.registry)
    wants = Asked(int(given["id"]), receipts, windows, hub.clock.now(), rates, PATIENT)
    return await preflight.look(hub.database, wants, rates)


@verb("campaign.launch")
async def launch_campaign(hub: Hub, given: dict[str, Any]) -> Any:
    campaign_id, now = int(given["id"]), hub.clock.now()
    at_once = await hub.database.read(lambda s: is_small(s, campaign_id, now))
    return await _done(hub, campaign_id, lambda *of: life.launch(*of, at_once=at_once))


@verb("campaign.pause")
async def pause_campaign(hub: Hub, given: dict[str, Any]) -> Any:
    return await _done(hub, int(given["id"]), life.pause)


@verb("campaign.resume")
async def resume_campaign(hub: Hub, given: dict[str, Any]) -> Any:
    return await _done(hub, int(given["id"]), life.resume)


@verb("campaign.cancel")
async def cancel_campaign(hub: Hub, given: dict[str, Any]) -> Any:
    return await _done(hub, int(given["id"]), life.cancel)


@verb("campaign.report")
async def report_campaign(hub: Hub, given: dict[str, Any]) -> Any:
    def look(session: Session) -> Any:
        row = campaigns.get(session, int(given["id"]))
        return reports.report(session, [one.id for one in occurrences(session, row.id)])

    return await hub.database.read(look)


async def _done(hub: Hub, campaign_id: int, act: Act) -> Any:
    now = hub.clock.now()

    def work(session: Session) -> Any:
        return campaigns.view(session, act(session, campaign_id, BY, now), now)

    return await hub.database.write(work)
