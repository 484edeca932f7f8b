"""SQL of whose a message is."""

from typing import Any

from sqlalchemy import select, true
from sqlmodel import Session, col

from campaigns.tables import Recipient
from campaigns.unsubscribing.values import Got
from scrm.channels.tables import Channel
from scrm.contacts.tables import Identity
from scrm.delivery.tables import Delivery


def got(session: Session, message_id: int) -> Got | None:
    """Whose it is, is read off the address that it went to: it goes with them when they are joined to
    somebody. What it was sent for is kept with the delivery, also when somebody is to get it anew; of
    some with the recipient."""
    for of, mine in ((Delivery, col(Delivery.part) == 0), (Recipient, true())):
        question: Any = (
            select(
                *(col(of.message_id), col(Identity.contact_id), col(Identity.external_id)),
                *(col(Channel.id), col(Channel.name), col(Channel.platform)),
                *(col(of.campaign_id), col(of.occurrence_id), col(of.step)),
            )
            .join(Identity, col(Identity.id) == col(of.identity_id))
            .join(Channel, col(Channel.id) == col(Identity.channel_id))
            .where(col(of.message_id) == message_id, mine)
        )
        row = session.execute(question).first()
        if row is not None:
            address = f"{row.platform}:{row.external_id}"
            return Got(row[0], row[1], address, *row[3:])
    return None
