"""Verbs of rating: who may be asked, and what they answered."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session

from scrm.conversations import service as conversations
from scrm.conversations.lifecycle import service as lifecycle
from scrm.conversations.values import Author, AuthorKind, ConversationState
from scrm.visitors import store as visitors
from scrm.visitors.policy import nickname
from scrm.visitors.ratings import store
from scrm.visitors.ratings.values import NotDue, RatingView
from scrm.visitors.tables import Rating
from scrm.visitors.values import Guest

ASKED_FOR = timedelta(days=7)
"""After a resolve. Who comes back later has forgotten how it was."""


def due(session: Session, conversation_ids: Iterable[int], now: datetime) -> set[int]:
    """Of which of these conversations the visitor may be asked how it was."""
    wanted = set(conversation_ids)
    return store.unrated(session, wanted, now - ASKED_FOR) if wanted else set()


def rate(
    session: Session, guest: Guest, conversation_id: int, score: int, comment: str, now: datetime
) -> int:
    """Keep what a visitor says, and tell colleagues. The first word counts: said again, it changes
    nothing. Returns the score that is kept; raises NotDue."""
    if visitors.addresses(session, [conversation_id]) != [(guest.channel_id, guest.address)]:
        raise NotDue
    conversation = conversations.get(session, conversation_id, lock=True)
    if conversation.state != ConversationState.RESOLVED or conversation.resolved_at is None:
        raise NotDue
    if not due(session, [conversation_id], now):
        kept = store.last(session, conversation_id)
        if kept is None or kept.resolved_at != conversation.resolved_at:
            raise NotDue
        return kept.score
    rating = Rating(
        conversation_id=conversation_id,
        resolved_at=conversation.resolved_at,
        score=score,
        comment=comment,
        created_at=now,
    )
    store.add(session, rating)
    by = Author(AuthorKind.CONTACT, None, guest.name or nickname(guest.address))
    lifecycle.happened(session, conversation, "rated", by, now, score=score, comment=comment)
    return score


def views(session: Session, conversation_id: int) -> list[RatingView]:
    """What was said of a conversation, the newest first; raises NotFound."""
    conversations.get(session, conversation_id)
    return [
        RatingView(row.score, row.comment, row.resolved_at, row.created_at)
        for row in store.of_conversation(session, conversation_id)
    ]
