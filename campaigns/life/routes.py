"""Campaigns over HTTP: at work."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import Field
from sqlmodel import Session

from campaigns import service as campaigns
from campaigns.audience import service as audience
from campaigns.definition import service as definitions
from campaigns.life import service
from campaigns.life.values import Again
from campaigns.stopping import service as stopping
from campaigns.stopping.service import StopView
from campaigns.tables import Campaign
from campaigns.values import CampaignView, Resend
from scrm.channels.registry import REGISTRY, Registry
from scrm.channels.values import Capability
from scrm.kernel.errors import Invalid
from scrm.web.bodies import Body, IdText
from scrm.web.call import Call
from scrm.web.routes import Routes

routes = Routes("campaigns")

READ = "campaigns.read"
WRITE = "campaigns.write"
SEND = "campaigns.send"
"""What has messages go out; whoever may write may stop them."""


class ResendBody(Body):
    resend: Resend = Field(description="To whose message failed, or who did not read it")
    occurrence: IdText | None = Field(
        default=None, description="Of which run; without it of the newest"
    )


@routes.get("/campaigns/stop", READ, answer=StopView)
async def get_stop(call: Call[None, None]) -> StopView:
    """Whether all campaigns are stopped, by whom and since when."""
    return await call.read(stopping.view)


@routes.post("/campaigns/stop", WRITE, answer=StopView)
async def stop_campaigns(call: Call[None, None]) -> StopView:
    """Stop all campaigns: nothing more of them goes out."""
    return await call.write(lambda s: stopping.stop(s, call.actor.key, call.now))


@routes.post("/campaigns/go", SEND, answer=StopView)
async def let_campaigns_go(call: Call[None, None]) -> StopView:
    """Let campaigns go on that were stopped all together."""
    return await call.write(lambda s: stopping.go(s, call.actor.key, call.now))


@routes.post("/campaigns/{id}/launch", SEND, answer=CampaignView)
async def launch_campaign(call: Call[None, None]) -> CampaignView:
    """Put the draft in force, and send it when it is due; a second launch changes nothing."""
    at_once = await call.read(lambda s: is_small(s, call.id(), call.now))
    return await _done(
        call, lambda s: service.launch(s, call.id(), call.actor.key, call.now, at_once=at_once)
    )


@routes.post("/campaigns/{id}/publish", SEND, answer=CampaignView)
async def publish_campaign(call: Call[None, None]) -> CampaignView:
    """Put the draft in force for all who have not got the message yet."""
    return await _done(call, lambda s: service.publish(s, call.id(), call.actor.key, call.now))


@routes.post("/campaigns/{id}/pause", WRITE, answer=CampaignView)
async def pause_campaign(call: Call[None, None]) -> CampaignView:
    """Have nothing more of a campaign go out until it is resumed."""
    return await _done(call, lambda s: service.pause(s, call.id(), call.actor.key, call.now))


@routes.post("/campaigns/{id}/resume", SEND, answer=CampaignView)
async def resume_campaign(call: Call[None, None]) -> CampaignView:
    """Go on with a campaign that was paused."""
    return await _done(call, lambda s: service.resume(s, call.id(), call.actor.key, call.now))


@routes.post("/campaigns/{id}/cancel", WRITE, answer=CampaignView)
async def cancel_campaign(call: Call[None, None]) -> CampaignView:
    """End a campaign for good; what has gone out has gone out."""
    return await _done(call, lambda s: service.cancel(s, call.id(), call.actor.key, call.now))


@routes.post("/campaigns/{id}/resend", SEND, body=ResendBody, answer=CampaignView)
async def resend_campaign(call: Call[ResendBody, None]) -> CampaignView:
    """Send it once more to those whose message failed, or who did not read it."""
    again = Again(call.body.resend, with_receipts(call[REGISTRY]), call.body.occurrence)
    return await _done(
        call, lambda s: service.resend(s, call.id(), again, call.actor.key, call.now)
    )


def with_receipts(registry: Registry) -> list[int]:
    """The channels whose platforms say what was read."""
    return [one.id for one in registry if Capability.RECEIPTS in one.platform.capabilities]


def is_small(session: Session, campaign_id: int, now: datetime) -> bool:
    """Asked before a launch, where it holds up nobody who writes; what is wrong is said by that."""
    row = campaigns.get(session, campaign_id)
    try:
        definition = definitions.read(session, row.draft)
    except Invalid:
        return True
    return audience.is_small(session, definition, now)


async def _done(call: Call[Any, None], verb: Callable[[Session], Campaign]) -> CampaignView:
    return await call.write(lambda s: campaigns.view(s, verb(s), call.now))
