"""Joining over HTTP."""

from aiohttp import web
from pydantic import Field
from sqlmodel import Session

from scrm.conversations.routes import author_of
from scrm.joining import service
from scrm.joining.preview import service as preview
from scrm.joining.preview.values import JoinPreview
from scrm.joining.values import BY_HAND, Act, JoinedView, JoiningView
from scrm.kernel.sealing import Sealer
from scrm.web.bodies import Body, IdText, Query
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("joining")

READ = "contacts.read"
WRITE = "contacts.write"
SEALER = web.AppKey("sealer", Sealer)


class PreviewQuery(Query):
    other: IdText = Field(
        alias="with", description="The contact that would be joined into this one"
    )


class JoinBody(Body):
    """`despite` says that they are one person although each has proved another phone or address."""

    other: IdText
    despite: bool = False


class Empty(Body):
    pass


@routes.get("/contacts/{id}/join-preview", READ, query=PreviewQuery, answer=JoinPreview)
async def preview_joining(call: Call[None, PreviewQuery]) -> JoinPreview:
    """Two contacts side by side, and what joining them would do."""
    reader = call.actor.user_id
    return await call.read(lambda s: preview.preview(s, reader, call.id(), call.query.other))


@routes.get("/contacts/{id}/joinings", READ, answer=Page[JoiningView])
async def list_joinings(call: Call[None, None]) -> Page[JoiningView]:
    """Who else a person turned out to be, and on what evidence; those undone too."""
    return Page(await call.read(lambda s: preview.joinings(s, call.id())))


@routes.post("/contacts/{id}/join", WRITE, body=JoinBody, answer=JoinedView, status=201)
async def join_contacts(call: Call[JoinBody, None]) -> JoinedView:
    """Say that another contact is this person; it can be undone at any time."""

    def work(session: Session) -> JoinedView:
        both = (call.id(), call.body.other)
        made = service.join(session, *both, BY_HAND, _act(call), despite=call.body.despite)
        return JoinedView(preview.view(session, made))

    return await call.write(work)


@routes.post("/joinings/{id}/separate", WRITE, body=Empty, answer=JoinedView)
async def separate_contacts(call: Call[Empty, None]) -> JoinedView:
    """Take a joining back: each address goes with all that was written there."""

    def work(session: Session) -> JoinedView:
        undone = service.separate(session, call.id(), _act(call))
        return JoinedView(preview.view(session, undone))

    return await call.write(work)


def _act(call: Call[JoinBody, None] | Call[Empty, None]) -> Act:
    return Act(author_of(call.actor), call.now, call[SEALER].hashed)
