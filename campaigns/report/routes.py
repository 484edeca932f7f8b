"""Reports over HTTP."""

from typing import Any

from pydantic import Field
from sqlmodel import Session

from campaigns import service as campaigns
from campaigns.report import store
from campaigns.report.policy import funnel
from campaigns.report.values import ReceivedView, RecipientView, ReportView
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
        return store.page(session, runs, after, query.limit + 1, wanted)

    found = await call.read(look)
    shown = found[: query.limit]
    if len(found) == len(shown):
        return Page(shown)
    last = shown[-1]
    return Page(shown, cursor_of((int(last.occurrence_id), last.step, int(last.contact_id))))


@routes.get("/campaigns/{id}/report", READ, query=RunQuery, answer=ReportView)
async def report_campaign(call: Call[None, RunQuery]) -> ReportView:
    """How many of the frozen audience came how far, and what held up the others."""

    def look(session: Session) -> ReportView:
        return funnel(store.groups(session, _runs(session, call)))

    return await call.read(look)


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
