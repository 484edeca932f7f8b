"""Quick replies over HTTP."""

from pydantic import Field
from sqlmodel import Session

from scrm.conversations.quick_replies import service
from scrm.conversations.quick_replies.service import QuickReplyView
from scrm.conversations.tables import QuickReply
from scrm.kernel.errors import Forbidden
from scrm.web.bodies import Body
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Page

routes = Routes("quick-replies")

READ = "conversations.read"
WRITE = "quick_replies.write"


class ReplyBody(Body):
    shortcut: str = Field(min_length=1, max_length=40, pattern=r"^\S+$")
    text: str = Field(min_length=1, max_length=4_000)
    shared: bool = True


class ChangeBody(Body):
    shortcut: str | None = Field(default=None, min_length=1, max_length=40, pattern=r"^\S+$")
    text: str | None = Field(default=None, min_length=1, max_length=4_000)
    shared: bool | None = None


@routes.get("/quick-replies", READ, answer=Page[QuickReplyView])
async def list_quick_replies(call: Call[None, None]) -> Page[QuickReplyView]:
    """Texts for the composer."""
    return Page(await call.read(lambda s: service.all_for(s, call.actor.user_id)))


@routes.post("/quick-replies", WRITE, body=ReplyBody, answer=QuickReplyView, status=201)
async def add_quick_reply(call: Call[ReplyBody, None]) -> QuickReplyView:
    """Keep a text for the composer."""

    def work(session: Session) -> QuickReplyView:
        made = QuickReply(**call.body.model_dump(), owner_id=call.actor.user_id)
        session.add(made)
        session.flush()
        return service.view_of(made)

    return await call.write(work)


@routes.patch("/quick-replies/{id}", WRITE, body=ChangeBody, answer=QuickReplyView)
async def change_quick_reply(call: Call[ChangeBody, None]) -> QuickReplyView:
    """Change a kept text."""

    def work(session: Session) -> QuickReplyView:
        found = service.get(session, call.id(), call.actor.user_id)
        if call.body.shared is False and found.owner_id != call.actor.user_id:
            raise Forbidden("Only whoever wrote a shared text may keep it to themselves")
        for name, value in call.body.model_dump(exclude_none=True).items():
            setattr(found, name, value)
        session.add(found)
        session.flush()
        return service.view_of(found)

    return await call.write(work)


@routes.delete("/quick-replies/{id}", WRITE)
async def remove_quick_reply(call: Call[None, None]) -> None:
    """Forget a kept text."""
    await call.write(lambda s: s.delete(service.get(s, call.id(), call.actor.user_id)))
