"""What goes through a channel, gathered over the rooms that know."""

from sqlmodel import Session

from scrm.channels.connecting.service import Traffic
from scrm.conversations.reading import store as conversations
from scrm.delivery import service as delivery


def traffic(session: Session, channel_id: int) -> Traffic:
    """When somebody last wrote, when something was last taken, and how much waits."""
    return Traffic(
        conversations.last_inbound(session, channel_id),
        delivery.last_sent(session, channel_id),
        delivery.count_queued(session, channel_id),
    )
