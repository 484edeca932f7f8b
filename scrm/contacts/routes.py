"""People over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from pydantic import Field
from sqlmodel import Session

from scrm.contacts import service
from scrm.contacts.reading import service as reading
from scrm.contacts.reading.values import (
    ContactView,
    HappenedView,
    IdentityView,
    PointView,
    ReachView,
)
from scrm.kernel.errors import Invalid
from scrm.web.bodies import Body, IdText, Query
from scrm.web.call import Call
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("contacts")

READ = "contacts.read"
WRITE = "contacts.write"
Members = Callable[[Call[None, Any], int], Awaitable[Page[ContactView]]]
MEMBERS = web.AppKey[Members]("members")
"""Lists the people of a segment, which only rooms above this one know."""


class ListQuery(Query):
    q: str = Field(
        default="",
        max_length=200,
        description="Beginnings of words in names and addresses, or Chinese characters of them",
    )
    segment: IdText | None = Field(default=None, description="Who is in it now; not beside q")
    tag: str = Field(default="", max_length=80, description="Who has it now; not beside q")
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class PageQuery(Query):
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class TimelineQuery(PageQuery):
    kind: str = Field(default="", max_length=60, description="Such as page.viewed; all without it")


class ContactBody(Body):
    """`attributes` are merged; one set to null is removed."""

    name: str | None = Field(default=None, min_length=1, max_length=200)
    locale: str | None = Field(default=None, max_length=20)
    zone: str | None = Field(default=None, max_length=60)
    owner_id: IdText | None = None
    stage: str | None = Field(default=None, max_length=60)
    attributes: dict[str, Any] | None = None


@routes.get("/contacts", READ, query=ListQuery, answer=Page[ContactView])
async def list_contacts(call: Call[None, ListQuery]) -> Page[ContactView]:
    """People, the newest first."""
    query = call.query
    asked = [name for name in ("segment", "tag", "q") if getattr(query, name)]
    if len(asked) > 1:
        raise Invalid(asked[0], f"does not go together with {asked[1]}; ask for one of them")
    if query.segment is not None:
        return await call[MEMBERS](call, query.segment)
    place = place_of(query.cursor, 1)
    before = place[0] if place else None

    def look(session: Session) -> tuple[list[ContactView], int | None]:
        if query.tag:
            return reading.tagged(session, query.tag, call.now, before, query.limit)
        return reading.page(session, query.q.strip(), before, query.limit)

    found, more = await call.read(look)
    return Page(found, cursor_of(None if more is None else (more,)))


@routes.post("/contacts", WRITE, body=ContactBody, answer=ContactView, status=201)
async def create_contact(call: Call[ContactBody, None]) -> ContactView:
    """A person who has not written yet."""

    def work(session: Session) -> ContactView:
        made = service.create(session, call.body.model_dump(exclude_unset=True), call.now)
        return reading.contact(session, made.id)

    return await call.write(work)


@routes.get("/contacts/{id}", READ, answer=ContactView)
async def get_contact(call: Call[None, None]) -> ContactView:
    """One person."""
    return await call.read(lambda s: reading.contact(s, call.id()))


@routes.patch("/contacts/{id}", WRITE, body=ContactBody, answer=ContactView)
async def change_contact(call: Call[ContactBody, None]) -> ContactView:
    """Change what we know of a person."""

    def work(session: Session) -> ContactView:
        contact = reading.get(session, call.id())
        service.change(session, contact, call.body.model_dump(exclude_unset=True), call.now)
        return reading.contact(session, call.id())

    return await call.write(work)


@routes.get("/contacts/{id}/identities", READ, answer=Page[IdentityView])
async def list_identities(call: Call[None, None]) -> Page[IdentityView]:
    """The addresses that a person writes from."""
    return Page(await call.read(lambda s: reading.identities(s, call.id())))


@routes.get("/contacts/{id}/points", READ, answer=Page[PointView])
async def list_points(call: Call[None, None]) -> Page[PointView]:
    """The phones and mail addresses of a person: proven, or what they said of themselves."""
    return Page(await call.read(lambda s: reading.points(s, call.id())))


@routes.get("/contacts/{id}/reachability", READ, answer=Page[ReachView])
async def show_reachability(call: Call[None, None]) -> Page[ReachView]:
    """Where we can write to a person, and where not and why."""
    return Page(await call.read(lambda s: reading.reachability(s, call.id())))


@routes.get("/contacts/{id}/timeline", READ, query=TimelineQuery, answer=Page[HappenedView])
async def show_timeline(call: Call[None, TimelineQuery]) -> Page[HappenedView]:
    """What happened to a person, the newest first."""
    place = place_of(call.query.cursor, 2)
    after = (place[0], place[1]) if place else None
    query = call.query
    found, more = await call.read(
        lambda s: reading.timeline(s, call.id(), after, query.limit, kind=query.kind)
    )
    return Page(found, cursor_of(more))
