"""Campaigns over HTTP: as people write them."""

from typing import Any, Literal

from pydantic import Field
from sqlmodel import Session

from campaigns import service
from campaigns.fitting import service as fitting
from campaigns.messages import service as messages
from campaigns.messages.routes import REHEARSAL
from campaigns.templates import service as templates
from campaigns.templates.values import TemplateView
from campaigns.values import CampaignView, OccurrenceView, WholeCampaignView
from scrm.channels.registry import REGISTRY
from scrm.web.bodies import Body, Query
from scrm.web.call import Call
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("campaigns")

READ = "campaigns.read"
WRITE = "campaigns.write"


class PageQuery(Query):
    archived: bool = Field(default=False, description="Those that were put away instead")
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class DraftBody(Body):
    """What is left out may come later; see docs/reference/campaigns.md."""

    name: Any = None
    audience: Any = Field(default=None, description='A condition, or {"segment": ID}')
    exclude: Any = Field(default=None, description="As audience: who does not get it")
    channels: Any = Field(default=None, description="Ids, in the order in which they are tried")
    message: Any = Field(default=None, description="Content whose text is a template")
    schedule: Any = Field(
        default=None, description='"now", {"at", "zone"}, {"birthday"} or {"days_after"}'
    )
    purpose: Any = Field(default=None, description="marketing or service")
    hold: Any = None
    quiet_hours: Any = Field(default=None, description="organisation or off")
    links: Any = Field(default=None, description="tracked or as_written")
    max_lateness: Any = Field(default=None, description="Such as 2h")
    template: Any = Field(
        default=None, description='{"id", "version"}: brings its message, where none is given'
    )


class ChangeBody(DraftBody):
    archived: Literal[False] | None = Field(
        default=None, description="false brings one back that was put away"
    )


class KeepBody(Body):
    name: str | None = Field(default=None, description="The campaign's, where it is left out")


@routes.get("/campaigns", READ, query=PageQuery, answer=Page[CampaignView])
async def list_campaigns(call: Call[None, PageQuery]) -> Page[CampaignView]:
    """Campaigns and how each stands, the newest first."""
    place, query = place_of(call.query.cursor, 1), call.query
    before = place[0] if place else None
    found, more = await call.read(
        lambda s: service.page(s, before, query.limit, call.now, archived=query.archived)
    )
    return Page(found, cursor_of(None if more is None else (more,)))


@routes.post("/campaigns", WRITE, body=DraftBody, answer=CampaignView, status=201)
async def create_campaign(call: Call[DraftBody, None]) -> CampaignView:
    """Write a campaign; nothing is sent before it is launched."""
    draft = call.body.model_dump(exclude_none=True)
    others = await messages.mistakes_in(call[REHEARSAL], draft.get("message"))
    registry = call[REGISTRY]

    def work(session: Session) -> CampaignView:
        row = service.create(session, draft, {"by": call.actor.key}, call.now, others)
        fitting.require(session, row, registry)
        return service.view(session, row, call.now)

    return await call.write(work)


@routes.get("/campaigns/{id}", READ, answer=WholeCampaignView)
async def get_campaign(call: Call[None, None]) -> WholeCampaignView:
    """One campaign with its versions and its newest runs."""
    return await call.read(lambda s: service.whole(s, call.id(), call.now))


class RunsQuery(Query):
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


@routes.get("/campaigns/{id}/occurrences", READ, query=RunsQuery, answer=Page[OccurrenceView])
async def list_occurrences(call: Call[None, RunsQuery]) -> Page[OccurrenceView]:
    """The runs of a campaign, the newest first; on dates of people each day has one."""
    place, limit = place_of(call.query.cursor, 1), call.query.limit
    before = place[0] if place else None
    found, more = await call.read(lambda s: service.runs(s, call.id(), before, limit))
    return Page(found, cursor_of(None if more is None else (more,)))


@routes.patch("/campaigns/{id}", WRITE, body=ChangeBody, answer=CampaignView)
async def change_campaign(call: Call[ChangeBody, None]) -> CampaignView:
    """Change what is given of a draft, null takes it out; what is in force stays."""
    given = call.body.model_dump(exclude_unset=True)
    archived = given.pop("archived", None)
    others = await messages.mistakes_in(call[REHEARSAL], given.get("message"))
    registry = call[REGISTRY]

    def work(session: Session) -> CampaignView:
        if archived is False:
            service.bring_back(session, call.id())
        if given:
            row = service.change(session, call.id(), given, call.now, others)
            fitting.require(session, row, registry)
        return service.view(session, service.get(session, call.id()), call.now)

    return await call.write(work)


@routes.delete("/campaigns/{id}", WRITE)
async def archive_campaign(call: Call[None, None]) -> None:
    """Put a campaign away that is at its end; changing `archived` to false brings it back."""
    await call.write(lambda s: service.archive(s, call.id(), call.now))


@routes.post("/campaigns/{id}/duplicate", WRITE, answer=CampaignView, status=201)
async def duplicate_campaign(call: Call[None, None]) -> CampaignView:
    """A new draft that says the same, but for when."""

    def work(session: Session) -> CampaignView:
        copy = service.duplicate(session, call.id(), {"by": call.actor.key}, call.now)
        return service.view(session, copy, call.now)

    return await call.write(work)


@routes.post("/campaigns/{id}/template", WRITE, body=KeepBody, answer=TemplateView, status=201)
async def keep_as_template(call: Call[KeepBody, None]) -> TemplateView:
    """Keep the message of a campaign's draft as a template, published at once."""

    def work(session: Session) -> TemplateView:
        campaign = service.get(session, call.id())
        name = campaign.name if call.body.name is None else call.body.name
        message, actor = campaign.draft.get("message"), call.actor.key
        row = templates.create(session, name, message, actor, call.now)
        templates.publish(session, row.id, actor, call.now)
        return templates.view(session, row)

    return await call.write(work)
