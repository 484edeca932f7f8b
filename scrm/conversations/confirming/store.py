"""SQL about words that end marketing."""

from dataclasses import dataclass

from sqlalchemy import Text, literal_column, select
from sqlmodel import Session, col

from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState
from scrm.contacts.tables import Contact, Identity
from scrm.conversations import store as conversations
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import Direction


@dataclass(frozen=True, slots=True)
class Said:
    """A person's word, and the conversation in which they are answered: the live one of its thread,
    or else its own."""

    message_id: int
    text: str
    conversation_id: int
    locale: str
    is_unreachable: bool
    can_answer: bool


def said(session: Session, message_id: int) -> Said | None:
    """None where it is gone."""
    question = (
        select(Message, Conversation, col(Contact.locale), Identity, col(Channel.state))
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .join(Contact, col(Contact.id) == col(Conversation.contact_id))
        .join(Identity, col(Identity.id) == col(Conversation.identity_id))
        .join(Channel, col(Channel.id) == col(Conversation.channel_id))
        .where(col(Message.id) == message_id)
        .execution_options(populate_existing=True)
    )
    found = session.execute(question).first()
    if found is None:
        return None
    message, conversation, locale, identity, channel = found
    return Said(
        message_id=message.id,
        text=message.text,
        conversation_id=_live(session, conversation),
        locale=locale,
        is_unreachable=identity.unreachable_since is not None,
        can_answer=channel != ChannelState.ARCHIVE,
    )


def _live(session: Session, conversation: Conversation) -> int:
    return conversations.live_beside(session, conversation) or conversation.id


def is_confirmed(session: Session, one: Said) -> bool:
    """Whether this word has been answered already: a reactor may be told of it twice."""
    confirms = literal_column("message.content -> 'automatic' ->> 'message_id'", Text())
    question = select(col(Message.id)).where(
        col(Message.conversation_id) == one.conversation_id,
        col(Message.direction) == Direction.OUT,
        col(Message.id) > one.message_id,
        confirms == str(one.message_id),
    )
    return session.execute(question.limit(1)).first() is not None
