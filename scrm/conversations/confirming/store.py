"""SQL about words that end marketing, in sets."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Text, literal_column, select
from sqlmodel import Session, col

from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState
from scrm.contacts.tables import Contact, Identity
from scrm.conversations import store as conversations
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import ConversationState, Direction
from scrm.kernel.sets import is_any


@dataclass(frozen=True, slots=True)
class Said:
    """A person's word, and the conversation in which they are answered: the live one of its thread,
    or else its own, which is done with then."""

    message_id: int
    text: str
    conversation_id: int
    is_done_with: bool
    locale: str
    is_unreachable: bool
    can_answer: bool


def whose(session: Session, message_ids: Collection[int]) -> dict[int, int]:
    """The person of each message that is there."""
    question = (
        select(col(Message.id), col(Conversation.contact_id))
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(is_any(session, col(Message.id), message_ids))
    )
    return {message_id: contact_id for message_id, contact_id in session.execute(question)}


def said(session: Session, message_ids: Collection[int]) -> list[Said]:
    """Those that are there, in their order."""
    question = (
        select(Message, Conversation, col(Contact.locale), Identity, col(Channel.state))
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .join(Contact, col(Contact.id) == col(Conversation.contact_id))
        .join(Identity, col(Identity.id) == col(Conversation.identity_id))
        .join(Channel, col(Channel.id) == col(Conversation.channel_id))
        .where(is_any(session, col(Message.id), message_ids))
        .order_by(col(Message.id))
        .execution_options(populate_existing=True)
    )
    found = []
    for message, conversation, locale, identity, channel in session.execute(question):
        is_done = conversation.state == ConversationState.RESOLVED
        live = conversations.live_beside(session, conversation) if is_done else None
        found.append(
            Said(
                message_id=message.id,
                text=message.text,
                conversation_id=live or conversation.id,
                is_done_with=is_done and live is None,
                locale=locale,
                is_unreachable=identity.unreachable_since is not None,
                can_answer=channel != ChannelState.ARCHIVE,
            )
        )
    return found


def confirmed(session: Session, some: Iterable[Said]) -> set[int]:
    """Of these words those that were answered already: a reactor may be told of one twice."""
    by_id = {one.message_id: one.conversation_id for one in some}
    if not by_id:
        return set()
    confirms = literal_column("message.content -> 'automatic' ->> 'message_id'", Text())
    question = select(confirms).where(
        is_any(session, col(Message.conversation_id), set(by_id.values())),
        col(Message.direction) == Direction.OUT,
        col(Message.id) > min(by_id),
        is_any(session, confirms, [str(one) for one in by_id]),
    )
    return {int(one) for one in session.execute(question).scalars()}
