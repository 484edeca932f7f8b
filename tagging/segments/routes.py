"""Segments over HTTP."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from aiohttp import web
from pydantic import Field
from sqlmodel import Session

from scrm.channels.registry import REGISTRY
from scrm.conditions.asking.service import Asker, asker
from scrm.contacts.reading.values import ContactView
from scrm.kernel.errors import Forbidden
from scrm.web.bodies import Body, Query
from scrm.web.call import Call
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Page
from tagging.segments import service
from tagging.segments.values import PreviewView, SegmentView, WholeSegmentView
from tagging.turns.service import turn

routes = Routes("segments")

READ = "segments.read"
WRITE = "segments.write"
T = TypeVar("T")
AnyCall = Call[Any, Any]

COUNTERS = web.AppKey("counters", asyncio.Semaphore)
"""How many may count people at once: half of the connections that read are left to everybody."""
WAIT_FOR_COUNTER = 10.0


def at_most_two() -> asyncio.Semaphore:
    return asyncio.Semaphore(2)


class LanguageQuery(Query):
    language: str = Field(
        default="", max_length=20, description="Of `reading`, en or zh; else the asker's own"
    )


class PageQuery(LanguageQuery):
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class MembersQuery(Query):
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class PreviewBody(Body):
    condition: Any


class SegmentBody(Body):
    name: str = Field(min_length=1, max_length=100)
    definition: Any = Field(description="A condition; see docs/reference/conditions.md")


class ChangeBody(Body):
    name: str | None = Field(default=None, min_length=1, max_length=100)
    definition: Any = None
    archived: bool | None = Field(default=None, description="false brings an archived one back")


@routes.get("/segments", READ, query=PageQuery, answer=Page[SegmentView])
async def list_segments(call: Call[None, PageQuery]) -> Page[SegmentView]:
    """Segments with how many people each has now, the newest first."""
    place = place_of(call.query.cursor, 1)
    before, limit = place[0] if place else None, call.query.limit
    found, more = await _counting(call, lambda s: service.page(s, before, limit, _asker(call, s)))
    return Page(found, cursor_of(None if more is None else (more,)))


@routes.post(
    "/segments", WRITE, body=SegmentBody, query=LanguageQuery, answer=SegmentView, status=201
)
async def create_segment(call: Call[SegmentBody, LanguageQuery]) -> SegmentView:
    """Save a question about people."""
    body = call.body
    return await call.write(
        lambda s: service.create(s, body.name, body.definition, call.actor.user_id, _asker(call, s))
    )


@routes.post("/segments/preview", READ, body=PreviewBody, query=LanguageQuery, answer=PreviewView)
async def preview_segment(call: Call[PreviewBody, LanguageQuery]) -> PreviewView:
    """Whom a condition means, without saving it; what is wrong in it, with places."""
    return await _counting(call, lambda s: service.preview(s, call.body.condition, _asker(call, s)))


@routes.get("/segments/{id}", READ, query=LanguageQuery, answer=WholeSegmentView)
async def get_segment(call: Call[None, LanguageQuery]) -> WholeSegmentView:
    """One segment, and the newest of its people."""
    return await _counting(call, lambda s: service.whole(s, call.id(), _asker(call, s)))


@routes.patch("/segments/{id}", WRITE, body=ChangeBody, query=LanguageQuery, answer=SegmentView)
async def change_segment(call: Call[ChangeBody, LanguageQuery]) -> SegmentView:
    """Change a segment's name or question, or bring it back."""
    values = call.body.model_dump(exclude_unset=True)
    return await call.write(lambda s: service.change(s, call.id(), values, _asker(call, s)))


@routes.delete("/segments/{id}", WRITE)
async def archive_segment(call: Call[None, None]) -> None:
    """Archive a segment; changing `archived` to false brings it back."""
    await call.write(lambda s: service.archive(s, call.id(), call.now))


@routes.get("/segments/{id}/members", READ, query=MembersQuery, answer=Page[ContactView])
async def list_members(call: Call[None, MembersQuery]) -> Page[ContactView]:
    """Who is in a segment now, the newest first."""
    return await members_of(call, call.id())


async def members_of(call: AnyCall, segment_id: int) -> Page[ContactView]:
    """Also for `GET /contacts?segment=`, whose permission says nothing of segments."""
    if not call.actor.may(READ):
        raise Forbidden
    place = place_of(call.query.cursor, 1)
    before, limit = place[0] if place else None, call.query.limit
    found, more = await _counting(
        call, lambda s: service.members(s, segment_id, before, limit, call.now)
    )
    return Page(found, cursor_of(None if more is None else (more,)))


async def _counting(call: AnyCall, work: Callable[[Session], T]) -> T:
    why = "Others are counting people now; come again"
    async with turn(call[COUNTERS], WAIT_FOR_COUNTER, why):
        return await call.read(work)


def _asker(call: AnyCall, session: Session) -> Asker:
    return asker(session, call[REGISTRY], call.query.language, call.actor.user_id, call.now)
