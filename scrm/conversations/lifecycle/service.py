"""Verbs about a conversation as a piece of work."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.conversations import service as conversations
from scrm.conversations import store
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import (
    SYSTEM,
    Author,
    BotSilence,
    ConversationState,
    Direction,
    Priority,
)
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.errors import Conflict, Invalid
from scrm.kernel.signals import signal
from scrm.teams.tables import Team
from scrm.teams.values import TeamBrief


def assign(
    session: Session, conversation_id: int, assignee: Author | None, by: Author, now: datetime
) -> None:
    """Give the conversation to a colleague, or to nobody."""
    conversation = conversations.get(session, conversation_id, lock=True)
    assignee_id = assignee.id if assignee else None
    if conversation.assignee_id == assignee_id:
        return
    silence = conversation.bot_silence or (BotSilence.TAKEN_OVER if assignee else BotSilence.NONE)
    store.change(session, conversation_id, assignee_id=assignee_id, bot_silence=silence)
    to = assignee.described() if assignee else None
    happened(session, conversation, "assigned", by, now, to=to)


def assign_team(
    session: Session, conversation_id: int, team: TeamBrief | None, by: Author, now: datetime
) -> None:
    """Say which team it is for, or none. Whoever holds it goes on holding it, and the bot too."""
    conversation = conversations.get(session, conversation_id, lock=True)
    was, team_id = conversation.team_id, int(team.id) if team else None
    if was == team_id:
        return
    store.change(session, conversation_id, team_id=team_id)
    told = {"team": team.described()} if team else {"left_team": _left(session, was)}
    happened(session, conversation, "assigned", by, now, **told)


def _left(session: Session, team_id: int | None) -> dict[str, str]:
    team = session.get(Team, team_id)
    return TeamBrief(str(team_id), team.name if team else "").described()


def set_priority(session: Session, conversation_id: int, priority: Priority) -> None:
    conversations.get(session, conversation_id, lock=True)
    store.change(session, conversation_id, priority=priority)
    signal(session, "conversation", conversation_id)


def resolve(
    session: Session, conversation_id: int, by: Author, now: datetime, *, reason: str = ""
) -> None:
    conversation = conversations.get(session, conversation_id, lock=True)
    if conversation.state == ConversationState.RESOLVED:
        return
    store.change(
        session,
        conversation_id,
        state=ConversationState.RESOLVED,
        resolved_at=now,
        resolve_reason=reason,
        waiting_since=None,
        snoozed_until=None,
        bot_silence=BotSilence.NONE,
    )
    happened(session, conversation, "resolved", by, now, reason=reason)


def reopen(session: Session, conversation_id: int, by: Author, now: datetime) -> None:
    """Open again; also wakes a snoozed conversation. Who waited before waits again."""
    conversation = conversations.get(session, conversation_id, lock=True)
    if conversation.state == ConversationState.OPEN:
        return
    conversations.require_newest(session, conversation)
    waits = conversation.last_direction == Direction.IN
    store.change(
        session,
        conversation_id,
        state=ConversationState.OPEN,
        resolved_at=None,
        resolve_reason="",
        snoozed_until=None,
        waiting_since=conversation.waiting_since or (conversation.last_at if waits else None),
    )
    happened(session, conversation, "reopened", by, now)


def snooze(
    session: Session, conversation_id: int, until: datetime | None, by: Author, now: datetime
) -> None:
    """Put aside until a time, or (None) until the person writes."""
    if until is not None and until <= now:
        raise Invalid("until", "is in the past")
    conversation = conversations.get(session, conversation_id, lock=True)
    if conversation.state == ConversationState.RESOLVED:
        raise Conflict("A resolved conversation can't be snoozed; reopen it first")
    store.change(session, conversation_id, state=ConversationState.SNOOZED, snoozed_until=until)
    described = until.isoformat() if until else None
    happened(session, conversation, "snoozed", by, now, until=described)


def wake_due(session: Session, now: datetime, limit: int = 200) -> int:
    """Open what was snoozed until now; returns how many."""
    due = store.due_to_wake(session, now, limit)
    for conversation_id in due:
        reopen(session, conversation_id, SYSTEM, now)
    return len(due)


def mark_read(
    session: Session, conversation_id: int, user_id: int, *, unread: bool = False
) -> None:
    """This colleague has seen it all, or wants the last message to count as unread again."""
    conversation = conversations.get(session, conversation_id)
    seen = conversation.in_count - (1 if unread else 0)
    store.mark_read(session, conversation_id, user_id, max(seen, 0))
    signal(session, "read", conversation_id)


def happened(
    session: Session,
    conversation: Conversation,
    kind: str,
    by: Author,
    now: datetime,
    **circumstances: Any,
) -> None:
    """Put an act into the thread, where colleagues read it, and into the journal."""
    told = {key: value for key, value in circumstances.items() if value}
    activity = {"kind": kind, "by": by.described()} | told
    message = Message(
        conversation_id=conversation.id,
        seq=conversation.next_seq,
        direction=Direction.ACTIVITY,
        author_kind=by.kind,
        author_id=by.id,
        author_name=by.name,
        content={"activity": activity},
        platform_time=now,
        created_at=now,
    )
    session.add(message)
    session.flush()
    store.change(session, conversation.id, next_seq=conversation.next_seq + 1)
    data = {"conversation_id": str(conversation.id), "by": by.described()} | told
    fact = Fact(f"conversation.{kind}", conversation.contact_id, now, data)
    journal.record(session, [fact], now)
    signal(session, "message_added", message.id)
    signal(session, "conversation", conversation.id)
