"""Taking back over HTTP."""

from scrm.web.call import Call
from scrm.web.routes import Routes
from tagging.rules.filling import service
from tagging.rules.filling.values import TakenBackView

routes = Routes("rules")

WRITE = "rules.write"


@routes.post("/rules/{id}/take-back", WRITE, answer=TakenBackView)
async def take_back(call: Call[None, None]) -> TakenBackView:
    """Take off the tags that a rule gave when it was last put in force for the past, of some hundred
    people; call again while some are `left`."""
    by = {"by": call.actor.key}
    return await call.write(lambda s: service.take_back(s, call.id(), by, call.now))
