"""Ratings over HTTP, for colleagues; visitors give theirs on the socket."""

from scrm.visitors.ratings import service
from scrm.visitors.ratings.values import RatingView
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("ratings")


@routes.get("/conversations/{id}/ratings", "conversations.read", answer=Page[RatingView])
async def list_ratings(call: Call[None, None]) -> Page[RatingView]:
    """How the person found it, each time it was resolved; the newest first."""
    return Page(await call.read(lambda s: service.views(s, call.id())))
