"""Verbs of writing. `send()` is the only door out to a person."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.channels import light
from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState
from scrm.contacts.values import Known
from scrm.conversations import store
from scrm.conversations.arrivals import service as arrivals
from scrm.conversations.arrivals import store as arrivals_store
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import (
    Author,
    BotSilence,
    ConversationState,
    Direction,
    Draft,
)
from scrm.delivery import service as delivery
from scrm.delivery.values import Lane, Order
from scrm.files import service as files
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.errors import Conflict, Invalid, NotFound
from scrm.kernel.failpoints import failpoint
from scrm.kernel.signals import signal
from scrm.kernel.text import clean, shorten

LONGEST_TEXT = 20_000
MOST_ATTACHMENTS = 10


def send(  # noqa: PLR0913 - what, where, from whom and when
    session: Session,
    conversation_id: int,
    author: Author,
    draft: Draft,
    now: datetime,
    *,
    due_at: datetime | None = None,
    lane: Lane = Lane.AGENT,
) -> Message:
    """Write to the person: the message is kept and queued in this commit, and sent after it.

    Raises NotFound, Invalid, and Conflict on a channel that can't send.
    """
    conversation = get(session, conversation_id, lock=True)
    _require_sendable(session, conversation)
    message = _write(session, conversation, author, draft, Direction.OUT, now)
    failpoint("conversations.written")
    content = dict(message.content) | {"text": message.text, "format": draft.format}
    if draft.reply_to is not None:
        external = store.external_of(session, conversation_id, draft.reply_to)
        content |= {"reply_to_external": external} if external else {}
    identity = store.identity_of(session, conversation)
    order = Order(
        message_id=message.id,
        identity_id=identity.id,
        channel_id=conversation.channel_id,
        contact_id=conversation.contact_id,
        recipient=identity.external_id,
        thread_key=conversation.thread_key,
        content=content,
        lane=lane,
        due_at=due_at or now,
    )
    delivery.enqueue(session, [order], now)
    failpoint("conversations.enqueued")
    _move(session, conversation, message, _line(session, draft), lane)
    failpoint("conversations.moved")
    return message


def note(
    session: Session, conversation_id: int, author: Author, draft: Draft, now: datetime
) -> Message:
    """Write to colleagues only."""
    conversation = get(session, conversation_id, lock=True)
    message = _write(session, conversation, author, draft, Direction.NOTE, now)
    store.change(session, conversation_id, next_seq=message.seq + 1)
    return message


def start(session: Session, contact_id: int, channel_id: int, now: datetime) -> Conversation:
    """The live conversation with a person on a channel, opened where there is none."""
    identity = store.find_identity(session, contact_id, channel_id)
    if identity is None:
        raise Conflict("This person can't be reached on that channel", code="not_reachable")
    known = Known(identity.id, identity.contact_id, identity.display)
    (thread,) = arrivals.open_threads(session, channel_id, [(known, "")], now).values()
    if thread.is_new:
        arrivals_store.save(session, [thread], now)
        data = {"conversation_id": str(thread.id), "channel_id": str(channel_id)}
        journal.record(session, [Fact("conversation.opened", contact_id, now, data)], now)
        signal(session, "conversation", thread.id)
    return get(session, thread.id)


def get(session: Session, conversation_id: int, *, lock: bool = False) -> Conversation:
    """Raises NotFound."""
    found = (
        store.lock(session, conversation_id) if lock else session.get(Conversation, conversation_id)
    )
    if found is None:
        raise NotFound("conversation", conversation_id)
    return found


def _require_sendable(session: Session, conversation: Conversation) -> None:
    channel = session.get_one(Channel, conversation.channel_id)
    if channel.state == ChannelState.ARCHIVE:
        raise Conflict(
            "This conversation was imported; there is no channel to answer on",
            code="read_only_channel",
        )
    require_newest(session, conversation)


def require_newest(session: Session, conversation: Conversation) -> None:
    """Raises Conflict where a person's thread went on in a newer conversation: there it is live,
    and one thread has one live conversation."""
    if (
        conversation.state == ConversationState.RESOLVED
        and store.live_beside(session, conversation) is not None
    ):
        raise Conflict(
            "This person has written since, in a newer conversation; go on there",
            code="newer_conversation",
        )


def require_sayable(draft: Draft) -> None:
    """Raises Invalid."""
    if draft.is_empty():
        raise Invalid("text", "is empty")
    if len(draft.text) > LONGEST_TEXT:
        raise Invalid("text", f"is longer than {LONGEST_TEXT} characters")
    if len(draft.attachments) > MOST_ATTACHMENTS:
        raise Invalid("attachments", f"are more than {MOST_ATTACHMENTS}")


def _write(
    session: Session,
    conversation: Conversation,
    author: Author,
    draft: Draft,
    direction: Direction,
    now: datetime,
) -> Message:
    require_sayable(draft)
    message = Message(
        conversation_id=conversation.id,
        seq=conversation.next_seq,
        direction=direction,
        author_kind=author.kind,
        author_id=author.id,
        author_name=author.name,
        text=clean(draft.text),
        content=extras_of(draft),
        platform_time=now,
        created_at=now,
    )
    files.attach(session, draft.attachments, message.id)
    session.add(message)
    session.flush()
    signal(session, "message_added", message.id)
    signal(session, "conversation", conversation.id)
    return message


def extras_of(draft: Draft) -> dict[str, Any]:
    """What a message holds beyond its text, as it is stored."""
    extras: dict[str, Any] = {} if draft.format == "plain" else {"format": draft.format}
    if draft.attachments:
        extras["attachments"] = [str(file_id) for file_id in draft.attachments]
    if draft.buttons:
        extras["buttons"] = list(draft.buttons)
    if draft.reply_to is not None:
        extras["reply_to"] = str(draft.reply_to)
    if draft.automatic is not None:
        extras["automatic"] = dict(draft.automatic)
    if draft.hand_over is not None:
        extras["hand_over"] = dict(draft.hand_over)
    return extras


def words_of(draft: Draft) -> str:
    """What a person reads, without marks."""
    return clean(light.parse(draft.text)[0] if draft.format == "light" else draft.text)


def _line(session: Session, draft: Draft) -> str:
    """What a list shows: the words without their marks, or else what kind of file it is."""
    text = words_of(draft)
    if text or not draft.attachments:
        return text
    (first, *_) = draft.attachments
    return f"[{files.views(session, [first])[first].kind}]"


def _move(
    session: Session, conversation: Conversation, message: Message, line: str, lane: Lane
) -> None:
    """An answer ends the waiting and opens what was resolved; a colleague's makes it a conversation
    between people. What the hub confirms by itself (`Lane.TRANSACTIONAL`) answers nobody."""
    answered: dict[str, Any] = {
        "waiting_since": None,
        "state": ConversationState.OPEN,
        "resolved_at": None,
        "resolve_reason": "",
        "snoozed_until": None,
        "campaign_until": None,
    }
    if lane is Lane.AGENT:
        answered["bot_silence"] = BotSilence.ANSWERED
    store.change(
        session,
        conversation.id,
        next_seq=message.seq + 1,
        last_message_id=message.id,
        last_text=shorten(line, arrivals.LAST_TEXT),
        last_direction=Direction.OUT,
        last_author=message.author_name,
        last_at=message.created_at,
        **({} if lane is Lane.TRANSACTIONAL else answered),
    )
