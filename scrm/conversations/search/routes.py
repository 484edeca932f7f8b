"""Search over HTTP."""

from pydantic import Field

from scrm.conversations.search import service as search
from scrm.conversations.search.values import Hit
from scrm.web.bodies import Query
from scrm.web.call import Call
from scrm.web.paging import Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("conversations")

READ = "conversations.read"


class SearchQuery(Query):
    q: str = Field(min_length=1, max_length=200)
    cursor: str | None = None
    limit: Limit = 20


@routes.get("/search", READ, query=SearchQuery, answer=Page[Hit])
async def search_messages(call: Call[None, SearchQuery]) -> Page[Hit]:
    """Messages that hold all the words, the newest first."""
    place, reader = place_of(call.query.cursor, 1), call.actor.user_id
    before = place[0] if place else None
    found, more = await call.read(
        lambda s: search.find(s, reader, call.query.q, before, call.query.limit)
    )
    return Page(found, cursor_of(None if more is None else (more,)))
