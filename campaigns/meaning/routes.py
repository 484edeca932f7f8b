"""Audiences over HTTP, while they are written."""

from typing import Any

from pydantic import Field

from campaigns.meaning import service
from campaigns.meaning.values import AudienceView
from scrm.web.bodies import Body, IdText
from scrm.web.call import Call
from scrm.web.routes import Routes
from tagging.segments.routes import COUNTERS, WAIT_FOR_COUNTER
from tagging.turns.service import turn

routes = Routes("campaigns")

READ = "campaigns.read"
_BUSY = "Others count people now; come again in a moment"


class AudienceBody(Body):
    audience: Any = Field(
        default=None, description='A condition, {"segment": ID}, or {"everybody": true}'
    )
    exclude: Any = Field(default=None, description="As audience: who does not get it")
    campaign_id: IdText | None = Field(
        default=None, description="The campaign that is written, which is not told of itself"
    )


@routes.post("/campaigns/audience", READ, body=AudienceBody, answer=AudienceView)
async def count_audience(call: Call[AudienceBody, None]) -> AudienceView:
    """Who would get it now, how many are left out, and which other campaigns go to some of them."""
    body = call.body
    draft = {"audience": body.audience, "exclude": body.exclude}
    async with turn(call[COUNTERS], WAIT_FOR_COUNTER, _BUSY):
        return await call.read(lambda s: service.look(s, draft, body.campaign_id, call.now))
