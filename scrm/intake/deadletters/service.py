"""Reads and verbs of dead letters."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from scrm.channels.tables import Channel
from scrm.intake import service, store
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import MALFORMED, IntakeState
from scrm.kernel.errors import Conflict, NotFound
from scrm.kernel.signals import signal

SHOWN_BYTES = 4_000


@dataclass(frozen=True, slots=True)
class ChannelNamed:
    id: str
    name: str
    platform: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """`body` is the beginning of what the platform sent, as text; `tries` counts since it came,
    or was last replayed. Another try of an `unreadable` one ends the same until the hub changes."""

    id: str
    channel: ChannelNamed
    kind: str
    external_id: str
    received_at: datetime
    tries: int
    unreadable: bool
    error: str
    body: str


def page(session: Session, before: int | None, limit: int) -> tuple[list[DeadLetter], int | None]:
    question = (
        select(IntakeEvent, Channel)
        .join(Channel, col(Channel.id) == col(IntakeEvent.channel_id))
        .where(col(IntakeEvent.state) == IntakeState.DEAD)
    )
    if before is not None:
        question = question.where(col(IntakeEvent.id) < before)
    rows = list(session.exec(question.order_by(col(IntakeEvent.id).desc()).limit(limit + 1)))
    shown = rows[:limit]
    return [_view(*row) for row in shown], shown[-1][0].id if len(rows) > limit else None


def _view(event: IntakeEvent, channel: Channel) -> DeadLetter:
    return DeadLetter(
        id=str(event.id),
        channel=ChannelNamed(str(channel.id), channel.name, channel.platform),
        kind=event.kind,
        external_id=event.external_id,
        received_at=event.received_at,
        tries=event.tries,
        unreadable=event.error.startswith(MALFORMED),
        error=event.error,
        body=event.body[:SHOWN_BYTES].decode("utf-8", "replace"),
    )


def replay(session: Session, ids: list[int] | None, since: datetime | None = None) -> int:
    """Put dead events back in the queue (all of them without `ids`); returns how many.

    The unique key of their effects makes this safe however often it is done.
    """
    revived = store.revive(session, ids, since)
    if ids is not None and revived < len(ids):
        raise NotFound("dead letter", ", ".join(map(str, ids)))
    signal(session, service.TOPIC, 0)
    signal(session, "deadletter", 0)
    return revived


def discard(session: Session, event_id: int, reason: str) -> None:
    if not store.discard(session, event_id, reason):
        raise Conflict("Only a dead letter can be put aside")
    signal(session, "deadletter", 0)
