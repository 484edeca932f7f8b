"""The verbs of the queue. The bot answers no further ahead than its channel sends.

What it composes long before it can leave would be a costly list of answers to what people wrote
minutes ago, also to those whom a colleague has answered meanwhile.
"""

from datetime import datetime

from sqlmodel import Session

from scrm.bots.turns import store
from scrm.bots.turns.values import Turn
from scrm.delivery import service as delivery
from scrm.delivery.values import Lane

MOST_AHEAD = 100
"""Answers of a channel that wait to leave: some seconds of Telegram's thirty a second."""


def next_due(session: Session, now: datetime) -> datetime | None:
    """When the next turn may be taken. Channels without room are passed over: whoever sends for
    them says so."""
    due = [
        at
        for channel_id, at in store.next_due(session).items()
        if at > now or _room(session, channel_id)
    ]
    return min(due, default=None)


def claim(session: Session, now: datetime, limit: int) -> list[Turn]:
    """Take what is due, `limit` of each channel at most, those who have waited longest."""
    turns = []
    for channel_id, at in store.next_due(session).items():
        if at <= now and (room := _room(session, channel_id)):
            turns += store.claim(session, channel_id, now, min(room, limit))
    return sorted(turns, key=lambda one: one.event_id)


def _room(session: Session, channel_id: int) -> int:
    return MOST_AHEAD - delivery.count_waiting(session, channel_id, Lane.BOT, MOST_AHEAD)
