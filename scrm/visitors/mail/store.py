"""SQL of the visitors' mail. Each question is asked once for a whole batch of visitors."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import and_, literal_column, text
from sqlmodel import Session, col, select

from scrm.contacts.tables import Identity
from scrm.conversations.tables import Message
from scrm.conversations.values import AuthorKind, Direction
from scrm.delivery.tables import NOTABLE, Delivery
from scrm.delivery.values import DeliveryState
from scrm.kernel.columns import micros
from scrm.kernel.rows import insert_rows
from scrm.kernel.sets import SetQuery, insert_for, is_any, session_dialect, table_of
from scrm.staff.tables import User
from scrm.visitors.mail.values import Agent, Candidate, Conversed, Post, face
from scrm.visitors.tables import Mail, Mailbox

MOST_LETTERS = 200
"""Told to one visitor in one go; the rest follows."""

_PAIRS = {
    "sqlite": (
        "(SELECT json_extract(value, '$[0]') AS one, json_extract(value, '$[1]') AS two "
        "FROM json_each(:pairs)) AS pair"
    ),
    "postgresql": (
        "(SELECT CAST(value->>0 AS bigint) AS one, CAST(value->>1 AS bigint) AS two "
        "FROM json_array_elements(CAST(:pairs AS json))) AS pair"
    ),
}
"""Two numbers each, as one parameter: the statement's text does not grow with the batch."""
_PLACELESS = (
    "SELECT m.conversation_id, m.seq, m.id, m.direction = 'out', m.direction = 'in' OR EXISTS ("
    "SELECT 1 FROM delivery d WHERE d.message_id = m.id AND d.state IN ('sent', 'delivered', 'read'))"
    " FROM {source} LEFT JOIN visitor_mail mail ON mail.message_id = m.id "
    "WHERE mail.message_id IS NULL AND m.direction IN ('in', 'out')"
)
_BEHIND = _PLACELESS.replace(
    "{source}", "{pairs} JOIN message m ON m.conversation_id = pair.one AND m.seq > pair.two"
)
_WAITING = _PLACELESS.replace("{source}", "message m") + " AND {any_of}"
_POSTS = (
    "SELECT mail.identity_id, mail.place, m.id, m.direction, m.author_name, m.text, m.content, "
    "m.external_id, m.platform_time, m.created_at, COALESCE(u.photo, '') "
    "FROM {pairs} JOIN visitor_mail mail ON mail.identity_id = pair.one AND mail.place > pair.two "
    "AND mail.place <= pair.two + :most JOIN message m ON m.id = mail.message_id "
    "LEFT JOIN staff_user u ON m.author_kind = 'user' AND u.id = m.author_id "
    "AND u.disabled_at IS NULL ORDER BY mail.identity_id, mail.place"
)
# The state is a constant in the statement: a partial index serves no bound parameter.
_THREADS = (
    "SELECT identity_id, id, state, next_seq FROM conversation "
    "WHERE state <> 'resolved' AND {any_of} UNION ALL "
    "SELECT identity_id, id, state, next_seq FROM conversation "
    "WHERE state = 'resolved' AND {any_of} ORDER BY 2"
)
_ANY = {
    "sqlite": "{column} IN (SELECT value FROM json_each(:ids))",
    "postgresql": (
        "{column} IN (SELECT CAST(value AS bigint) FROM "
        "json_array_elements_text(CAST(:ids AS json)))"
    ),
}
_READ_BY_US = (
    "SELECT mail.place FROM message m JOIN visitor_mail mail ON mail.message_id = m.id "
    "WHERE m.conversation_id = :conversation_id AND m.direction = 'in' ORDER BY m.seq "
    "LIMIT 1 OFFSET :seen - 1"
)
_SEEN = SetQuery(
    lambda any_of: select(Identity.external_id, Identity.channel_id, Identity.id).where(
        any_of(col(Identity.external_id))
    ),
    str,
)


def identities(session: Session, addresses: Iterable[str]) -> dict[tuple[int, str], int]:
    """By channel and address."""
    return {(row[1], row[0]): row[2] for row in _SEEN.rows(session, addresses)}


def threads(session: Session, identity_ids: Sequence[int]) -> list[tuple[int, Conversed]]:
    """The conversations of each identity, the oldest first."""
    rows = _listed(session, _THREADS, "identity_id", identity_ids)
    return [(row[0], Conversed(row[1], row[2], row[3] - 1)) for row in rows]


def placeless(
    session: Session, floors: Mapping[int, int], waiting: Sequence[int]
) -> list[Candidate]:
    """The messages without a place behind the floor of each conversation, and those of `waiting`
    that have none; in their order."""
    rows = _paired(session, _BEHIND, floors)
    if waiting:
        rows += _listed(session, _WAITING, "m.id", waiting)
    found = {Candidate(row[0], row[1], row[2], bool(row[3]), bool(row[4])) for row in rows}
    return sorted(found)


def _listed(session: Session, statement: str, column: str, ids: Sequence[int]) -> list[Any]:
    any_of = _ANY[session_dialect(session)].format(column=column)
    values = {"ids": orjson.dumps(ids).decode()}
    return list(session.execute(text(statement.format(any_of=any_of)), values))


def posts(session: Session, since: Mapping[int, int]) -> list[Post]:
    """What each identity has behind a place, at most so much of it."""
    return [Post._make(row) for row in _paired(session, _POSTS, since, most=MOST_LETTERS)]


def _paired(session: Session, statement: str, pairs: Mapping[int, int], **more: int) -> list[Any]:
    if not pairs:
        return []
    sql = statement.format(pairs=_PAIRS[session_dialect(session)])
    values = {"pairs": orjson.dumps(list(pairs.items())).decode()}
    return list(session.execute(text(sql), values | more))


def boxes(session: Session, identity_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """The last place of each identity, and how far it has read."""
    question = select(Mailbox.identity_id, Mailbox.last_place, Mailbox.read_place).where(
        is_any(session, col(Mailbox.identity_id), identity_ids)
    )
    return {row[0]: (row[1], row[2]) for row in session.exec(question)}


def give_places(session: Session, identity_id: int, message_ids: Sequence[int]) -> int:
    """The next places, in this order; returns the last. Raises IntegrityError where one of these
    messages was given a place by another process at this moment."""
    count = len(message_ids)
    taken = session.execute(
        insert_for(session, Mailbox)
        .values(identity_id=identity_id, last_place=count, read_place=0)
        .on_conflict_do_update(
            index_elements=["identity_id"], set_={"last_place": Mailbox.last_place + count}
        )
        .returning(col(Mailbox.last_place))
    )
    last: int = taken.scalar_one()
    places = range(last - count + 1, last + 1)
    rows = [(identity_id, *pair) for pair in zip(places, message_ids, strict=True)]
    insert_rows(session, table_of(Mail), ("identity_id", "place", "message_id"), rows)
    return last


def advance_read(session: Session, identity_id: int, place: int) -> int | None:
    """Note how far an identity has read; returns how far it had before, None where that was no
    less. Nobody reads what he has not been given."""
    box = session.get(Mailbox, identity_id, with_for_update=True, populate_existing=True)
    if box is None or place <= box.read_place:
        return None
    before, box.read_place = box.read_place, min(place, box.last_place)
    session.flush()
    return before


def unread_deliveries(
    session: Session, identity_id: int, after: int, until: int
) -> list[tuple[int, str]]:
    """Channel and external id of what we sent in these places and nobody has read yet."""
    question = (
        select(Delivery.channel_id, Delivery.external_id)
        .join(Mail, col(Mail.message_id) == col(Delivery.message_id))
        .where(
            col(Mail.identity_id) == identity_id,
            col(Mail.place) > after,
            col(Mail.place) <= until,
            col(Delivery.state).in_((DeliveryState.SENT, DeliveryState.DELIVERED)),
        )
    )
    return [(row[0], row[1]) for row in session.exec(question) if row[1] is not None]


def read_by_us(session: Session, conversation_id: int) -> int:
    """The place of the last message of the visitor's that a colleague has seen; 0 for none."""
    seen = session.execute(
        text("SELECT max(in_count) FROM read_mark WHERE conversation_id = :id"),
        {"id": conversation_id},
    ).scalar()
    if not seen:
        return 0
    values = {"conversation_id": conversation_id, "seen": seen}
    place: int | None = session.execute(text(_READ_BY_US), values).scalar()
    return place or 0


def count_unread(session: Session, identity_id: int, after: int) -> int:
    """How many messages of ours lie behind a place."""
    question = (
        select(Mail.place)
        .join(Message, col(Message.id) == col(Mail.message_id))
        .where(
            col(Mail.identity_id) == identity_id,
            col(Mail.place) > after,
            col(Message.direction) == Direction.OUT,
        )
    )
    return len(session.exec(question.limit(1_000)).all())


_who_works_here = and_(
    col(Message.author_kind) == AuthorKind.USER,
    col(User.id) == col(Message.author_id),
    col(User.disabled_at).is_(None),
)


def answerers(session: Session, conversation_id: int, most: int) -> list[Agent]:
    """Who of us wrote of late, the last one first."""
    question = (
        select(Message.author_name, User.photo)
        .join(User, _who_works_here, isouter=True)
        .where(
            col(Message.conversation_id) == conversation_id,
            col(Message.direction) == Direction.OUT,
            col(Message.author_name) != "",
        )
        .order_by(col(Message.seq).desc())
        .limit(20)
    )
    found = dict.fromkeys(
        Agent(name, face(sha256 or "")) for name, sha256 in session.exec(question)
    )
    return list(found)[:most]


def has_file(session: Session, identity_id: int, file_id: int) -> bool:
    """Whether a file is part of what this identity has been told."""
    question = (
        select(Message.content)
        .join(Mail, col(Mail.message_id) == col(Message.id))
        .where(
            col(Mail.identity_id) == identity_id,
            text("CAST(message.content AS text) LIKE :mark").bindparams(mark=f'%"{file_id}"%'),
        )
    )
    found = (content.get("attachments", ()) for content in session.exec(question))
    return any(str(file_id) in attached for attached in found)


def crashed(session: Session, channel_ids: Iterable[int]) -> list[int]:
    """Deliveries on these channels of which a process that died did not say that they were sent."""
    question = select(Delivery.id).where(
        literal_column(NOTABLE),
        col(Delivery.state) == literal_column(f"'{DeliveryState.UNKNOWN.value}'"),
        is_any(session, col(Delivery.channel_id), channel_ids),
    )
    return list(session.exec(question))


def placed(
    session: Session, conversation_ids: Iterable[int], external_ids: Sequence[str]
) -> list[tuple[int, int, str, int]]:
    """Place, message, the platform's id and its time of what visitors wrote."""
    question = (
        select(Mail.place, Message.id, Message.external_id, Message.platform_time)
        .join(Message, col(Message.id) == col(Mail.message_id))
        .where(
            is_any(session, col(Message.conversation_id), conversation_ids),
            is_any(session, col(Message.external_id), external_ids),
        )
    )
    return [(row[0], row[1], row[2] or "", micros(row[3])) for row in session.exec(question)]
