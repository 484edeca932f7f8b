"""Reads: rows as the values that the REST interface and the live stream show."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from scrm.conversations.reading import store
from scrm.conversations.reading.by_words import service as by_words
from scrm.conversations.reading.store import Fate, Listed, Writer
from scrm.conversations.reading.values import (
    AuthorView,
    BotBrief,
    ChannelBrief,
    ContactBrief,
    ConversationView,
    Filter,
    LastMessage,
    MessageView,
    VersionView,
)
from scrm.conversations.tables import Message
from scrm.conversations.values import AuthorKind, ConversationState, Direction
from scrm.delivery.values import DeliveryState
from scrm.files import service as files
from scrm.files.values import FileView
from scrm.kernel.columns import micros
from scrm.kernel.errors import NotFound
from scrm.teams.values import TeamBrief

_WORST_FIRST = (
    DeliveryState.UNKNOWN,
    DeliveryState.FAILED,
    DeliveryState.BLOCKED,
    DeliveryState.MISSED,
    DeliveryState.HELD,
    DeliveryState.SENDING,
    DeliveryState.RESERVED,
    DeliveryState.QUEUED,
    DeliveryState.SENT,
    DeliveryState.DELIVERED,
    DeliveryState.READ,
    DeliveryState.CANCELLED,
)
_PLACE = {state.value: place for place, state in enumerate(_WORST_FIRST)}


def page(
    session: Session,
    reader_id: int | None,
    wanted: Filter,
    cursor: tuple[int, int] | None,
    limit: int,
) -> tuple[list[ConversationView], tuple[int, int] | None]:
    """A page of the list and the place after it, None at the end."""
    look = by_words.page if wanted.text else store.page
    rows = look(session, reader_id, wanted, cursor, limit + 1)
    shown, more = rows[:limit], len(rows) > limit
    last = shown[-1] if shown else None
    place = (micros(last.last_at), last.id) if more and last else None
    return _listed(session, shown), place


def conversation(session: Session, reader_id: int | None, conversation_id: int) -> ConversationView:
    """Raises NotFound."""
    found = conversations(session, reader_id, [conversation_id])
    if not found:
        raise NotFound("conversation", conversation_id)
    return found[0]


def conversations(
    session: Session, reader_id: int | None, ids: Iterable[int]
) -> list[ConversationView]:
    return _listed(session, store.some(session, reader_id, ids))


def of_contacts(
    session: Session, reader_id: int | None, contact_ids: Iterable[int]
) -> list[ConversationView]:
    return _listed(session, store.of_contacts(session, reader_id, contact_ids))


def _listed(session: Session, rows: Sequence[Listed]) -> list[ConversationView]:
    """Rows with the author and the fate of our last words, each fetched as a set."""
    ours = (row for row in rows if row.last_direction == Direction.OUT)
    ids = [row.last_message_id for row in ours if row.last_message_id is not None]
    fates = _fates(session, ids)
    wrote = {one.message_id: one for one in store.writers_of(session, ids)}
    return [
        _listed_view(
            row, wrote.get(row.last_message_id or 0), fates.get(row.last_message_id or 0, [])
        )
        for row in rows
    ]


def _listed_view(row: Listed, wrote: Writer | None, fates: Sequence[Fate]) -> ConversationView:
    contact_id, channel_id = str(row.contact_id), str(row.channel_id)
    return ConversationView(
        id=str(row.id),
        contact_id=contact_id,
        channel_id=channel_id,
        contact=ContactBrief(contact_id, row.contact_name, row.contact_photo),
        channel=ChannelBrief(channel_id, row.channel_name, row.platform),
        status=row.state,
        assignee_id=None if row.assignee_id is None else str(row.assignee_id),
        priority=row.priority,
        waiting_since=row.waiting_since,
        snoozed_until=row.snoozed_until,
        resolve_reason=row.resolve_reason,
        unread=unread(row),
        last_message=_last(row, wrote, fates),
        last_at=row.last_at,
        created_at=row.created_at,
        reachable=row.unreachable_since is None,
        bot=BotBrief("silent" if row.bot_silence else "on", row.bot_silence),
        team=None if row.team_name is None else TeamBrief(str(row.team_id), row.team_name),
        campaign_id=_named(row.campaign_id),
        campaign_message_id=_named(row.campaign_message_id),
    )


def _named(row_id: int | None) -> str | None:
    return None if row_id is None else str(row_id)


def unread(row: Listed) -> int:
    """Inbound messages that the reader has not seen; what is resolved is read."""
    if row.state == ConversationState.RESOLVED:
        return 0
    return max(row.in_count - (row.seen or 0), 0)


def _last(row: Listed, wrote: Writer | None, fates: Sequence[Fate]) -> LastMessage | None:
    """Where nobody of ours wrote it, the person did."""
    if row.last_message_id is None:
        return None
    author = wrote or Writer(row.last_message_id, AuthorKind.CONTACT, row.contact_id)
    return LastMessage(
        id=str(row.last_message_id),
        text=row.last_text,
        direction=row.last_direction,
        author_kind=author.kind,
        author_id=None if author.id is None else str(author.id),
        author_name=row.last_author,
        at=row.last_at,
        status=_status(_worst(fates)),
    )


def thread(
    session: Session, conversation_id: int, *, before: int | None, after: int | None, limit: int
) -> tuple[list[MessageView], int | None]:
    """A stretch of messages by (platform time, seq), and the seq to go further back from."""
    rows = store.messages(session, conversation_id, before=before, after=after, limit=limit)
    further = rows[0].seq if after is None and len(rows) == limit and rows[0].seq > 1 else None
    shown = views(session, rows)
    return sorted(shown, key=lambda one: (one.platform_time, one.seq)), further


def messages(session: Session, ids: Iterable[int]) -> list[MessageView]:
    return views(session, store.messages_by_id(session, ids))


def message(session: Session, message_id: int) -> MessageView:
    """Raises NotFound."""
    found = messages(session, [message_id])
    if not found:
        raise NotFound("message", message_id)
    return found[0]


def versions(session: Session, message_id: int) -> list[VersionView]:
    message(session, message_id)
    return [
        VersionView(one.at, one.text, _content(one.text, one.content))
        for one in store.versions(session, message_id)
    ]


def views(session: Session, rows: Sequence[Message]) -> list[MessageView]:
    """Messages with their files and deliveries, each fetched as a set."""
    file_ids = [int(one) for row in rows for one in row.content.get("attachments", ())]
    shown = files.views(session, file_ids)
    sent = [row.id for row in rows if row.direction == Direction.OUT]
    fates = _fates(session, sent)
    return [_view(row, shown, fates.get(row.id, [])) for row in rows]


def _fates(session: Session, message_ids: Sequence[int]) -> dict[int, list[Fate]]:
    found: dict[int, list[Fate]] = {}
    for fate in store.fates_of(session, message_ids):
        found.setdefault(fate.message_id, []).append(fate)
    return found


def _worst(fates: Sequence[Fate]) -> Fate | None:
    """A message in several parts came as far as the part that fared worst; of equals the last to
    come there, for only then the whole was there."""
    return min(fates, key=_rank, default=None)


def _rank(fate: Fate) -> tuple[int, int]:
    return _PLACE[fate.state], -micros(fate.finished_at) if fate.finished_at else 0


def _view(row: Message, shown: Mapping[int, FileView], fates: Sequence[Fate]) -> MessageView:
    worst = _worst(fates)
    content = _content(row.text, row.content)
    attached = [shown[int(one)] for one in content.get("attachments", ()) if int(one) in shown]
    return MessageView(
        id=str(row.id),
        conversation_id=str(row.conversation_id),
        seq=row.seq,
        direction=row.direction,
        author=AuthorView(
            row.author_kind, None if row.author_id is None else str(row.author_id), row.author_name
        ),
        text=row.text,
        content=content,
        attachments=attached,
        status=_status(worst),
        status_at=worst.finished_at if worst else None,
        reason=worst.reason if worst else "",
        delivery_id=str(worst.id) if worst else None,
        created_at=row.created_at,
        platform_time=row.platform_time,
        campaign_id=None if row.campaign_id is None else str(row.campaign_id),
        edited_at=row.edited_at,
        versions=row.versions,
        deleted=row.deleted_at is not None,
    )


def _status(worst: Fate | None) -> str | None:
    """The words of interface.md: a reserved row is still queued to whoever reads."""
    if worst is None:
        return None
    return DeliveryState.QUEUED if worst.state == DeliveryState.RESERVED else worst.state


def _content(text: str, extras: dict[str, Any]) -> dict[str, Any]:
    """What a message holds, as it is shown; of which parts an album was made is our affair."""
    return {"text": text} | {key: item for key, item in extras.items() if key != "parts"}
