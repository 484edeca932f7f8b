"""Lists, threads and search over HTTP."""

from dataclasses import replace
from typing import Literal

from pydantic import Field
from sqlmodel import Session

from scrm.conversations import service
from scrm.conversations.reading import service as reading
from scrm.conversations.reading.values import ConversationView, Filter, MessageView, VersionView
from scrm.kernel.errors import Invalid
from scrm.teams import store as teams
from scrm.web.bodies import LARGEST_ID, IdText, Query
from scrm.web.call import Call
from scrm.web.paging import DEFAULT_LIMIT, Limit, cursor_of, place_of
from scrm.web.routes import Routes
from scrm.web.values import Actor, Page

routes = Routes("conversations")

READ = "conversations.read"
MOST_AT_ONCE = 100

Status = Literal["open", "snoozed", "resolved", "all"]


class ListQuery(Query):
    status: Status = "all"
    assignee: str = Field(default="", description="me, none or a user's id")
    team: str = Field(default="", description="mine (any of them) or a team's id")
    channel: IdText | None = None
    contact: IdText | None = None
    unread: bool = False
    q: str = Field(
        default="",
        max_length=200,
        description="Beginnings of words in the person's names or in the last message",
    )
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class ThreadQuery(Query):
    before: int | None = Field(default=None, ge=1, description="Go back from this seq")
    after: int | None = Field(default=None, ge=0, description="Only what came after this seq")
    cursor: str | None = None
    limit: Limit = DEFAULT_LIMIT


class SomeQuery(Query):
    ids: str = Field(
        max_length=20 * MOST_AT_ONCE,
        description=f"Up to {MOST_AT_ONCE} ids, with commas between",
    )


@routes.get("/conversations", READ, query=ListQuery, answer=Page[ConversationView])
async def list_conversations(call: Call[None, ListQuery]) -> Page[ConversationView]:
    """Conversations, the newest first."""
    wanted = _filter(call.query, call.actor)
    place = place_of(call.query.cursor, 2)
    after = (place[0], place[1]) if place else None

    def look(session: Session) -> tuple[list[ConversationView], tuple[int, int] | None]:
        among = replace(wanted, teams=_mine(session, call)) if call.query.team == "mine" else wanted
        return reading.page(session, call.actor.user_id, among, after, call.query.limit)

    found, more = await call.read(look)
    return Page(found, cursor_of(more))


def _mine(session: Session, call: Call[None, ListQuery]) -> tuple[int, ...]:
    return tuple(one.id for one in teams.of_user(session, call.actor.user_id or 0))


@routes.get("/conversations/{id}", READ, answer=ConversationView)
async def get_conversation(call: Call[None, None]) -> ConversationView:
    """One conversation."""
    wanted, reader = call.id(), call.actor.user_id
    return await call.read(lambda s: reading.conversation(s, reader, wanted))


@routes.get("/conversations/{id}/messages", READ, query=ThreadQuery, answer=Page[MessageView])
async def list_messages(call: Call[None, ThreadQuery]) -> Page[MessageView]:
    """A stretch of the thread; `next` leads further back."""
    place = place_of(call.query.cursor, 1)

    def look(session: Session) -> tuple[list[MessageView], int | None]:
        service.get(session, call.id())
        return reading.thread(
            session,
            call.id(),
            before=place[0] if place else call.query.before,
            after=call.query.after,
            limit=call.query.limit,
        )

    found, further = await call.read(look)
    return Page(found, cursor_of(None if further is None else (further,)))


@routes.get("/messages", READ, query=SomeQuery, answer=Page[MessageView])
async def list_some_messages(call: Call[None, SomeQuery]) -> Page[MessageView]:
    """These messages, in no order; what is gone is left out."""
    ids = call.query.ids.split(",")
    if len(ids) > MOST_AT_ONCE:
        raise Invalid("ids", f"are more than {MOST_AT_ONCE}")
    wanted = [_id("ids", one, "are ids with commas between") for one in ids]
    return Page(await call.read(lambda s: reading.messages(s, wanted)))


@routes.get("/messages/{id}", READ, answer=MessageView)
async def get_message(call: Call[None, None]) -> MessageView:
    """One message; its `conversation_id` and `seq` say where it stands."""
    return await call.read(lambda s: reading.message(s, call.id()))


@routes.get("/messages/{id}/versions", READ, answer=Page[VersionView])
async def list_versions(call: Call[None, None]) -> Page[VersionView]:
    """What a message said before it was edited."""
    return Page(await call.read(lambda s: reading.versions(s, call.id())))


def _id(field: str, value: str, meant: str) -> int:
    if not value.isdecimal() or len(value) > 19 or int(value) > LARGEST_ID:
        raise Invalid(field, meant)
    return int(value)


def _filter(query: ListQuery, actor: Actor) -> Filter:
    assignee: int | None = None
    if query.assignee == "me":
        assignee = actor.user_id or 0
    elif query.assignee not in ("", "none"):
        assignee = _id("assignee", query.assignee, "is me, none or a user's id")
    team: int | None = None
    if query.team not in ("", "mine"):
        team = _id("team", query.team, "is mine or a team's id")
    return Filter(
        status=None if query.status == "all" else query.status,
        assignee_id=assignee,
        unassigned=query.assignee == "none",
        team_id=team,
        channel_id=query.channel,
        contact_id=query.contact,
        unread_for=actor.user_id if query.unread else None,
        text=query.q.strip(),
    )
