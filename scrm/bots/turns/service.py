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
"""Answers of a channel that wait to leave: some seconds of Telegram's thirty a second. More are
composed when half of them have left: one by one each would cost what many do."""


def next_due(session: Session, now: datetime) -> datetime | None:
    """When the next turn may be taken. Channels without room are passed over: whoever sends for
    them says so."""
    due = [
        at
        for channel_id, at in store.next_due(session).items()
        if at > now or _room(session, channel_id, now)
    ]
    return min(due, default=None)


def claim(session: Session, now: datetime, limit: int) -> list[Turn]:
    """Take what is due, `limit` turns at most; channels whose people wait longest come first."""
    ids: list[int] = []
    for channel_id, at in sorted(store.next_due(session).items(), key=lambda one: one[1]):
        if at <= now and len(ids) < limit:
            room = min(_room(session, channel_id, now), limit - len(ids))
            ids += store.due(session, channel_id, now, room) if room else []
    return sorted(store.take(session, ids, now), key=lambda one: one.event_id)


def _room(session: Session, channel_id: int, now: datetime) -> int:
    """What waits to be tried again, at a time of its own, takes up none: others may go meanwhile."""
    waiting = delivery.count_waiting(session, channel_id, Lane.BOT, now, MOST_AHEAD)
    return MOST_AHEAD - waiting if waiting <= MOST_AHEAD // 2 else 0
