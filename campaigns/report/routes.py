"""Reports over HTTP."""

from typing import Any

from pydantic import Field
from sqlmodel import Session

from campaigns import service as campaigns
from campaigns.links import service as links
from campaigns.links.values import LinkView
from campaigns.report import service, store
from campaigns.report.values import Reached, ReceivedView, RecipientView, ReportView
from campaigns.responses import store as responses
from campaigns.responses.values import ReplyView
from campaigns.store import occurrences
from scrm.contacts.reading import service as contacts
from scrm.web.bodies import IdText, Query
from scrm.web.call import Call
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("campaigns")

READ = "campaigns.read"


class RunQuery(Query):
    occurrence: IdText | None = Field(default=None, description="Of one run; without it of all")


class RecipientsQuery(RunQuery):
    state: str = Field(default="", max_length=20, description="Only these")
    reason: str | None = Field(default=None, max_length=60, description="Only these")
    reached: Reached | None = Field(
        default=None, description="Only those whom the report counts under this"
    )
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class PageQuery(Query):
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


@routes.get("/campaigns/{id}/recipients", READ, query=RecipientsQuery, answer=Page[RecipientView])
async def list_recipients(call: Call[None, RecipientsQuery]) -> Page[RecipientView]:
    """The whole frozen audience, also whom it did not reach, and why."""
    query, after = call.query, place_of(call.query.cursor, 3)

    def look(session: Session) -> list[RecipientView]:
        runs, wanted = _runs(session, call), (query.state, query.reason)
        return store.page(session, runs, after, query.limit + 1, wanted, query.reached)

    found = await call.read(look)
    shown = found[: query.limit]
    if len(found) == len(shown):
        return Page(shown)
    last = shown[-1]
    return Page(shown, cursor_of((int(last.occurrence_id), last.step, int(last.contact_id))))


@routes.get("/campaigns/{id}/report", READ, query=RunQuery, answer=ReportView)
async def report_campaign(call: Call[None, RunQuery]) -> ReportView:
    """How many of the frozen audience came how far, and what held up the others."""
    return await call.read(lambda s: service.report(s, _runs(s, call)))


class RepliesQuery(RunQuery):
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


@routes.get("/campaigns/{id}/replies", READ, query=RepliesQuery, answer=Page[ReplyView])
async def list_replies(call: Call[None, RepliesQuery]) -> Page[ReplyView]:
    """Who answered, how and when first, the newest first; each with the conversation it is in."""
    query, place = call.query, place_of(call.query.cursor, 1)
    before = place[0] if place else None
    found = await call.read(lambda s: responses.replies(s, _runs(s, call), before, query.limit + 1))
    shown = found[: query.limit]
    if len(found) == len(shown):
        return Page(shown)
    return Page(shown, cursor_of((int(shown[-1].message_id),)))


@routes.get("/campaigns/{id}/links", READ, query=RunQuery, answer=Page[LinkView])
async def list_links(call: Call[None, RunQuery]) -> Page[LinkView]:
    """The links of its messages, and who followed them: people, and programs that looked."""
    return Page(await call.read(lambda s: links.views(s, call.id(), _runs(s, call))))


@routes.get("/contacts/{id}/campaigns", "contacts.read", query=PageQuery, answer=Page[ReceivedView])
async def list_received(call: Call[None, PageQuery]) -> Page[ReceivedView]:
    """What a person got of campaigns, or did not get, and why; the newest first."""
    before, limit = place_of(call.query.cursor, 2), call.query.limit

    def look(session: Session) -> list[tuple[int, ReceivedView]]:
        contacts.get(session, call.id())
        return store.of_person(session, call.id(), before, limit + 1)

    found = await call.read(look)
    shown = [view for _, view in found[:limit]]
    if len(found) == len(shown):
        return Page(shown)
    meant, last = found[limit - 1]
    return Page(shown, cursor_of((int(last.occurrence_id), meant)))


def _runs(session: Session, call: Call[None, Any]) -> list[int]:
    """The ids of those runs that are asked about."""
    row, wanted = campaigns.get(session, call.id()), call.query.occurrence
    ids = [one.id for one in occurrences(session, row.id)]
    return ids if wanted is None else [one for one in ids if one == wanted]
