"""Ways to answer over HTTP."""

from scrm.conversations.ways import service
from scrm.conversations.ways.values import WayView
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("conversations")


@routes.get("/conversations/{id}/ways", "conversations.read", answer=Page[WayView])
async def list_ways(call: Call[None, None]) -> Page[WayView]:
    """Where else this person can be answered, and why not where they can't."""
    return Page(await call.read(lambda s: service.ways(s, call.id())))
