"""Reads: on which of a person's addresses a conversation can be gone on with."""

from sqlmodel import Session

from scrm.channels.tables import Channel
from scrm.contacts.reading import service as people
from scrm.contacts.tables import Identity
from scrm.conversations import service
from scrm.conversations.reading.values import ChannelBrief
from scrm.conversations.ways import store
from scrm.conversations.ways.values import WayView


def ways(session: Session, conversation_id: int) -> list[WayView]:
    """The addresses of whoever the conversation is with, the oldest first. Raises NotFound."""
    conversation = service.get(session, conversation_id)
    known = people.addresses(session, conversation.contact_id)
    held = store.newest(session, [identity.id for identity, _ in known])
    return [
        _way(identity, channel, held.get(identity.id), conversation.identity_id)
        for identity, channel in known
    ]


def _way(identity: Identity, channel: Channel, held: int | None, current: int) -> WayView:
    reach = people.reach(identity, channel)
    return WayView(
        identity_id=reach.identity_id,
        channel_id=reach.channel_id,
        channel=ChannelBrief(str(channel.id), channel.name, channel.platform),
        display=identity.display or identity.username or identity.external_id,
        conversation_id=None if held is None else str(held),
        current=identity.id == current,
        can=reach.can,
        why=reach.why,
        text=reach.text,
    )
