"""Verbs about who answers: the bot hands over, a colleague takes over or hands back."""

from datetime import datetime

from sqlmodel import Session

from scrm.conversations import service as conversations
from scrm.conversations import store
from scrm.conversations.bot.values import HandOver
from scrm.conversations.lifecycle import service as lifecycle
from scrm.conversations.values import (
    Author,
    BotSilence,
    ConversationState,
    Draft,
)
from scrm.kernel.errors import Conflict


def take_over(session: Session, conversation_id: int, by: Author, now: datetime) -> None:
    """The bot is silent from now on. Where it is so already nothing changes."""
    conversation = conversations.get(session, conversation_id, lock=True)
    if conversation.bot_silence == BotSilence.NONE:
        store.change(session, conversation_id, bot_silence=BotSilence.TAKEN_OVER)
        lifecycle.happened(session, conversation, "taken_over", by, now)


def hand_back(session: Session, conversation_id: int, by: Author, now: datetime) -> None:
    """The bot answers again, from the next message on. Raises Conflict where it is resolved: there
    the bot may answer anyway."""
    conversation = conversations.get(session, conversation_id, lock=True)
    if conversation.state == ConversationState.RESOLVED:
        raise Conflict("A resolved conversation is the bot's when it is opened again")
    if conversation.bot_silence != BotSilence.NONE:
        store.change(session, conversation_id, bot_silence=BotSilence.NONE)
        lifecycle.happened(session, conversation, "handed_back", by, now)


def hand_over(
    session: Session,
    conversation_id: int,
    by: Author,
    now: datetime,
    call: HandOver,
) -> None:
    """The bot calls for a person, who finds a note and somebody who waits since `now`. Who is called
    by name gets it where it is nobody's yet, and so does
    a team."""
    note = Draft(call.summary, hand_over=call.brief)
    conversations.note(session, conversation_id, by, note, now)
    conversation = conversations.get(session, conversation_id, lock=True)
    store.change(session, conversation_id, bot_silence=BotSilence.HANDED_OVER, waiting_since=now)
    lifecycle.happened(session, conversation, "handed_over", by, now, reason=call.why)
    if conversation.assignee_id is None:
        if call.team is not None:
            lifecycle.assign_team(session, conversation_id, call.team, by, now)
        if call.to is not None:
            lifecycle.assign(session, conversation_id, call.to, by, now)
