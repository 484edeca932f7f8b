"""Conversations over HTTP."""

from typing import Literal

from pydantic import AwareDatetime, Field
from sqlmodel import Session

from scrm.channels.outbound import ShowTyping
from scrm.conversations import service, store
from scrm.conversations.lifecycle import service as lifecycle
from scrm.conversations.reading import service as reading
from scrm.conversations.reading.values import ConversationView, MessageView, StartedView
from scrm.conversations.values import Author, AuthorKind, Draft, Priority
from scrm.delivery.hints.worker import HINTS
from scrm.kernel.errors import Forbidden
from scrm.live.service import PRESENCE
from scrm.staff import service as staff
from scrm.teams import service as teams
from scrm.web.bodies import Body, IdText
from scrm.web.call import Call
from scrm.web.routes import Routes
from scrm.web.values import Actor

routes = Routes("conversations")

READ = "conversations.read"
WRITE = "conversations.write"
SEND = "conversations.send"


class ButtonBody(Body):
    label: str = Field(min_length=1, max_length=60)
    value: str = Field(default="", max_length=200)
    url: str = Field(default="", max_length=2_000, pattern=r"^(https?://.*)?$")


class ContentBody(Body):
    text: str = ""
    format: Literal["plain", "light"] = "plain"
    attachments: list[IdText] = Field(default_factory=list, max_length=service.MOST_ATTACHMENTS)
    buttons: list[ButtonBody] = Field(default_factory=list, max_length=20)
    reply_to: IdText | None = None


class MessageBody(Body):
    text: str = ""
    content: ContentBody | None = None
    private: bool = False
    send_at: AwareDatetime | None = None


class StartBody(Body):
    """`only_open` says nothing yet: the conversation is there to write in."""

    contact_id: IdText
    channel_id: IdText
    text: str = ""
    content: ContentBody | None = None
    only_open: bool = False


class PresenceBody(Body):
    leaving: bool = False


class ChangeBody(Body):
    status: Literal["open", "resolved"] | None = None
    assignee_id: IdText | None = None
    team: IdText | None = Field(default=None, description="The id of a team; null: of none")
    priority: Priority | None = None
    reason: str = Field(default="", max_length=500)


class SnoozeBody(Body):
    until: AwareDatetime | None = None


class Empty(Body):
    pass


@routes.post("/conversations", SEND, body=StartBody, answer=StartedView, status=201)
async def start_conversation(call: Call[StartBody, None]) -> StartedView:
    """Write to a person who can be reached, opening a conversation where there is none."""

    def work(session: Session) -> StartedView:
        body = call.body
        started = service.start(session, body.contact_id, body.channel_id, call.now)
        said = None
        if not body.only_open:
            draft = _draft(body.content, body.text)
            said = service.send(session, started.id, author_of(call.actor), draft, call.now)
        return StartedView(
            reading.conversation(session, call.actor.user_id, started.id),
            None if said is None else reading.message(session, said.id),
        )

    return await call.write(work)


@routes.patch("/conversations/{id}", WRITE, body=ChangeBody, answer=ConversationView)
async def change_conversation(call: Call[ChangeBody, None]) -> ConversationView:
    """Assign it to a colleague or a team, resolve, reopen, set the priority."""
    return await call.write(lambda s: _change(s, call))


@routes.post("/conversations/{id}/snooze", WRITE, body=SnoozeBody, answer=ConversationView)
async def snooze_conversation(call: Call[SnoozeBody, None]) -> ConversationView:
    """Put aside until a time, or until the person writes."""

    def work(session: Session) -> ConversationView:
        by = author_of(call.actor)
        lifecycle.snooze(session, call.id(), call.body.until, by, call.now)
        return reading.conversation(session, call.actor.user_id, call.id())

    return await call.write(work)


@routes.post("/conversations/{id}/read", READ, body=Empty, answer=ConversationView)
async def mark_read(call: Call[Empty, None]) -> ConversationView:
    """I have seen it all."""
    return await call.write(lambda s: _mark(s, call, unread=False))


@routes.post("/conversations/{id}/unread", READ, body=Empty, answer=ConversationView)
async def mark_unread(call: Call[Empty, None]) -> ConversationView:
    """Let the last message count as unread again."""
    return await call.write(lambda s: _mark(s, call, unread=True))


@routes.post("/conversations/{id}/messages", SEND, body=MessageBody, answer=MessageView, status=201)
async def post_message(call: Call[MessageBody, None]) -> MessageView:
    """Write to the person, or (`private`) a note to colleagues."""
    return await call.write(lambda s: _post(s, call))


@routes.post("/conversations/{id}/typing", SEND, body=Empty, status=202)
async def show_typing(call: Call[Empty, None]) -> None:
    """Show the person and the colleagues that I am typing."""

    def look(session: Session) -> tuple[int, str]:
        found = service.get(session, call.id())
        return found.channel_id, store.identity_of(session, found).external_id

    channel_id, recipient = await call.read(look)
    call[HINTS].give(channel_id, recipient, ShowTyping())
    if call.actor.user_id is not None:
        call[PRESENCE].types(call.id(), call.actor.user_id, call.actor.name)


@routes.post("/conversations/{id}/presence", READ, body=PresenceBody, status=202)
async def be_present(call: Call[PresenceBody, None]) -> None:
    """I look at it, to be renewed every 20 seconds; or (`leaving`) I no longer do."""
    if call.actor.user_id is None:
        return
    if call.body.leaving:
        call[PRESENCE].leave(call.id(), call.actor.user_id)
    else:
        call[PRESENCE].look(call.id(), call.actor.user_id, call.actor.name)


def author_of(actor: Actor) -> Author:
    kind = AuthorKind.TOKEN if actor.user_id is None else AuthorKind.USER
    return Author(kind, actor.user_id, actor.name)


def _draft(content: ContentBody | None, text: str) -> Draft:
    if content is None:
        return Draft(text)
    buttons = tuple(
        {"label": one.label, "url": one.url}
        if one.url
        else {"label": one.label, "value": one.value}
        for one in content.buttons
    )
    return Draft(
        content.text, content.format, tuple(content.attachments), buttons, content.reply_to
    )


def _post(session: Session, call: Call[MessageBody, None]) -> MessageView:
    draft = _draft(call.body.content, call.body.text)
    author = author_of(call.actor)
    if call.body.private:
        written = service.note(session, call.id(), author, draft, call.now)
    else:
        due = call.body.send_at
        written = service.send(session, call.id(), author, draft, call.now, due_at=due)
    return reading.message(session, written.id)


def _mark(session: Session, call: Call[Empty, None], *, unread: bool) -> ConversationView:
    if call.actor.user_id is None:
        raise Forbidden("A token reads for nobody; only a colleague has unread messages")
    lifecycle.mark_read(session, call.id(), call.actor.user_id, unread=unread)
    return reading.conversation(session, call.actor.user_id, call.id())


def _change(session: Session, call: Call[ChangeBody, None]) -> ConversationView:
    body, by, conversation_id = call.body, author_of(call.actor), call.id()
    if "team" in body.model_fields_set:
        team = None if body.team is None else teams.brief(teams.get(session, body.team))
        lifecycle.assign_team(session, conversation_id, team, by, call.now)
    if "assignee_id" in body.model_fields_set:
        assignee = None
        if body.assignee_id is not None:
            user = staff.get_user(session, body.assignee_id)
            assignee = Author(AuthorKind.USER, user.id, user.name)
        lifecycle.assign(session, conversation_id, assignee, by, call.now)
    if body.priority is not None:
        lifecycle.set_priority(session, conversation_id, body.priority)
    if body.status == "resolved":
        lifecycle.resolve(session, conversation_id, by, call.now, reason=body.reason)
    elif body.status == "open":
        lifecycle.reopen(session, conversation_id, by, call.now)
    return reading.conversation(session, call.actor.user_id, conversation_id)
