"""Tests over HTTP."""

from functools import partial

from pydantic import Field

from campaigns.facts.service import windows_of
from campaigns.rehearsing import service
from campaigns.rehearsing.values import TestView
from campaigns.unsubscribing.routes import STOP_LINKS
from scrm.channels.registry import REGISTRY
from scrm.web.bodies import Body, IdText
from scrm.web.call import Call
from scrm.web.routes import Routes

routes = Routes("campaigns")

SEND = "campaigns.send"


class TestBody(Body):
    contact_id: IdText = Field(description="Who gets it: yourself, as a contact")


@routes.post("/campaigns/{id}/test", SEND, body=TestBody, answer=TestView, status=201)
async def test_campaign(call: Call[TestBody, None]) -> TestView:
    """Send the draft's message to one person now, on the real channel; it counts for nothing."""
    whom, registry = call.body.contact_id, call[REGISTRY]
    ways = service.Ways(partial(windows_of, registry), call[STOP_LINKS])
    return await call.write(
        lambda s: service.send_test(s, call.id(), whom, call.actor.key, call.now, ways)
    )
