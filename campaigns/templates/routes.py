"""Templates over HTTP."""

from typing import Any, Literal

from pydantic import Field
from sqlmodel import Session

from campaigns.messages import service as messages
from campaigns.messages.routes import REHEARSAL
from campaigns.templates import service
from campaigns.templates.values import TemplateView, WholeTemplateView
from scrm.web.bodies import Body, Query
from scrm.web.call import Call
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("templates")

READ = "campaigns.read"
WRITE = "campaigns.write"


class PageQuery(Query):
    archived: bool = Field(default=False, description="Those that were put away instead")
    published: bool = Field(default=False, description="Only those that campaigns can take")
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class TemplateBody(Body):
    name: Any = Field(default=None, description="1 to 100 characters")
    message: Any = Field(default=None, description="As a campaign's")


class ChangeBody(Body):
    name: Any = None
    message: Any = Field(default=None, description="As a campaign's; null takes it out")
    edition: int | None = Field(
        default=None, description="The one that was read; refused where it has changed since"
    )
    archived: Literal[False] | None = Field(
        default=None, description="false brings one back that was put away"
    )


class VersionBody(Body):
    version: int = Field(ge=1, le=1_000_000)


@routes.get("/templates", READ, query=PageQuery, answer=Page[TemplateView])
async def list_templates(call: Call[None, PageQuery]) -> Page[TemplateView]:
    """Messages that are kept to be used again, the newest first."""
    place, query = place_of(call.query.cursor, 1), call.query
    before = place[0] if place else None
    which = {"archived": query.archived, "published": query.published}
    found, more = await call.read(lambda s: service.page(s, before, query.limit, **which))
    return Page(found, cursor_of(None if more is None else (more,)))


@routes.post("/templates", WRITE, body=TemplateBody, answer=TemplateView, status=201)
async def create_template(call: Call[TemplateBody, None]) -> TemplateView:
    """Write a template; campaigns can take it once it is published."""
    body, actor = call.body, call.actor.key
    others = await messages.mistakes_in(call[REHEARSAL], body.message)

    def work(session: Session) -> TemplateView:
        row = service.create(session, body.name, body.message, actor, call.now, others)
        return service.view(session, row)

    return await call.write(work)


@routes.get("/templates/{id}", READ, answer=WholeTemplateView)
async def get_template(call: Call[None, None]) -> WholeTemplateView:
    """One template with its versions, and the campaigns that took its words."""
    return await call.read(lambda s: service.whole(s, call.id()))


@routes.patch("/templates/{id}", WRITE, body=ChangeBody, answer=TemplateView)
async def change_template(call: Call[ChangeBody, None]) -> TemplateView:
    """Change what is given of a draft; what is published stays, and so do campaigns."""
    given = call.body.model_dump(exclude_unset=True)
    archived = given.pop("archived", None)
    others = await messages.mistakes_in(call[REHEARSAL], given.get("message"))

    def work(session: Session) -> TemplateView:
        if archived is False:
            service.bring_back(session, call.id(), call.actor.key, call.now)
        if given:
            service.change(session, call.id(), given, call.now, others)
        return service.view(session, service.get(session, call.id()))

    return await call.write(work)


@routes.delete("/templates/{id}", WRITE)
async def archive_template(call: Call[None, None]) -> None:
    """Put a template away; changing `archived` to false brings it back."""
    await call.write(lambda s: service.archive(s, call.id(), call.actor.key, call.now))


@routes.post("/templates/{id}/publish", WRITE, answer=TemplateView)
async def publish_template(call: Call[None, None]) -> TemplateView:
    """Let campaigns take what the draft says."""

    def work(session: Session) -> TemplateView:
        row = service.publish(session, call.id(), call.actor.key, call.now)
        return service.view(session, row)

    return await call.write(work)


@routes.post("/templates/{id}/roll-back", WRITE, body=VersionBody, answer=TemplateView)
async def roll_back_template(call: Call[VersionBody, None]) -> TemplateView:
    """Publish an earlier version again, as a new one."""
    number, actor = call.body.version, call.actor.key

    def work(session: Session) -> TemplateView:
        row = service.roll_back(session, call.id(), number, actor, call.now)
        return service.view(session, row)

    return await call.write(work)
