"""SQL about connected accounts."""

from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState


def all_of(session: Session) -> list[Channel]:
    return list(session.exec(select(Channel).order_by(col(Channel.id))))


def find(session: Session, channel_id: int) -> Channel | None:
    return session.get(Channel, channel_id)


def change(session: Session, channel_id: int, **values: Any) -> None:
    session.execute(update(Channel).where(col(Channel.id) == channel_id).values(**values))


def change_state(session: Session, channel_id: int, expected: ChannelState, **values: Any) -> bool:
    """Change a channel that is in `expected`; False where it is not."""
    changed = session.execute(
        update(Channel)
        .where(col(Channel.id) == channel_id, col(Channel.state) == expected)
        .values(**values)
        .returning(col(Channel.id))
    )
    return changed.first() is not None
