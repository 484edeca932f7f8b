"""The verb of the visitors' mail: one look at the database for all whose sockets want to know.

A look gives a place to what has come since, notes what was read, and brings what is behind the
places that the sockets have been told.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session

from scrm.channels.values import Receipt as Step
from scrm.channels.values import ReceiptReceived
from scrm.conversations.values import Direction
from scrm.delivery import service as delivery
from scrm.delivery.values import DeliveryState
from scrm.files import service as files
from scrm.files.values import FileView
from scrm.kernel.columns import from_micros
from scrm.kernel.failpoints import failpoint
from scrm.visitors.mail import store
from scrm.visitors.mail.values import (
    Agent,
    Box,
    Candidate,
    Letter,
    Post,
    Receipt,
    Want,
    face,
)

MOST_AGENTS = 3
PRESS = "press:"
"""Before the client's own id in the external id of a press."""

Threads = dict[int, list[tuple[int, str]]]


def look(session: Session, wants: Sequence[Want], now: datetime) -> list[Box | None]:
    """How things stand with each visitor, in the order of `wants`; None for somebody of whom no
    identity is there yet."""
    known = store.identities(session, {want.address for want in wants})
    ids = [known.get((want.channel_id, want.address)) for want in wants]
    met = {one: want for one, want in zip(ids, wants, strict=True) if one is not None}
    threads: Threads = defaultdict(list)
    for identity_id, conversation_id, state in store.threads(session, list(met)):
        threads[identity_id].append((conversation_id, state))
    behind = store.candidates(session, _floors(met, threads))
    by_thread: defaultdict[int, list[Candidate]] = defaultdict(list)
    for one in behind:
        by_thread[one.conversation_id].append(one)
    for identity_id in met:
        _give_places(session, identity_id, threads[identity_id], by_thread)
    failpoint("visitors.placed")
    _note_reads(session, met, now)
    return _boxes(session, ids, met, threads, by_thread)


def _floors(met: Mapping[int, Want], threads: Threads) -> dict[int, int]:
    return {
        conversation_id: want.floors.get(conversation_id, 0)
        for identity_id, want in met.items()
        for conversation_id, _ in threads[identity_id]
    }


def _give_places(
    session: Session,
    identity_id: int,
    threads: Sequence[tuple[int, str]],
    behind: Mapping[int, Sequence[Candidate]],
) -> None:
    fresh = [
        one.message_id
        for conversation_id, _ in threads
        for one in behind.get(conversation_id, ())
        if one.place is None and one.has_come
    ]
    if fresh:
        store.give_places(session, identity_id, fresh)


def _note_reads(session: Session, met: Mapping[int, Want], now: datetime) -> None:
    """What the visitor has read, our deliveries have been read."""
    for identity_id, want in met.items():
        before = store.advance_read(session, identity_id, want.read) if want.read else None
        if before is None:
            continue
        receipts: defaultdict[int, list[ReceiptReceived]] = defaultdict(list)
        for channel_id, external_id in store.unread_deliveries(
            session, identity_id, before, want.read
        ):
            receipts[channel_id].append(ReceiptReceived(external_id, Step.READ, now))
        for channel_id, found in receipts.items():
            delivery.apply_receipts(session, channel_id, found, now)


def _boxes(
    session: Session,
    ids: Sequence[int | None],
    met: Mapping[int, Want],
    threads: Threads,
    behind: Mapping[int, Sequence[Candidate]],
) -> list[Box | None]:
    counters = store.boxes(session, met)
    letters = _letters(session, {one: want.since for one, want in met.items()})
    made: list[Box | None] = []
    for identity_id in ids:
        if identity_id is None:
            made.append(None)
            continue
        own = threads[identity_id]
        last_place, read_place = counters.get(identity_id, (0, 0))
        current, want = _current(own), met[identity_id]
        asked = current if want.asks_read else None
        made.append(
            Box(
                identity_id=identity_id,
                floors=_new_floors(want, own, behind),
                waiting=frozenset(_waiting(own, behind)),
                last_place=last_place,
                read_place=read_place,
                read_by_us=0 if asked is None else store.read_by_us(session, asked),
                letters=tuple(letters.get(identity_id, ())),
                answered=_answered(session, own, want.client_ids),
                conversation_id=current,
                resolved=None if any(state != "resolved" for _, state in own) else current,
            )
        )
    return made


def _current(threads: Sequence[tuple[int, str]]) -> int | None:
    """The conversation that is live, else the last one."""
    live = next((one for one, state in reversed(threads) if state != "resolved"), None)
    return live or (threads[-1][0] if threads else None)


def _answered(
    session: Session, threads: Sequence[tuple[int, str]], client_ids: Sequence[str]
) -> dict[str, Receipt]:
    if not client_ids:
        return {}
    names = [name for one in client_ids for name in (one, f"{PRESS}{one}")]
    found = store.placed(session, [conversation_id for conversation_id, _ in threads], names)
    return {
        name.removeprefix(PRESS): Receipt(place, message_id, moment(from_micros(at)))
        for place, message_id, name, at in found
    }


def _waiting(
    threads: Sequence[tuple[int, str]], behind: Mapping[int, Sequence[Candidate]]
) -> list[int]:
    """What is ours and not sent: it gets its place on the day that it is."""
    return [
        one.message_id
        for conversation_id, _ in threads
        for one in behind.get(conversation_id, ())
        if not one.has_come
    ]


def _new_floors(
    want: Want, threads: Sequence[tuple[int, str]], behind: Mapping[int, Sequence[Candidate]]
) -> dict[int, int]:
    floors = {}
    for conversation_id, _ in threads:
        found = behind.get(conversation_id, ())
        pending = min((one.seq for one in found if not one.has_come), default=None)
        last = max((one.seq for one in found), default=want.floors.get(conversation_id, 0))
        floors[conversation_id] = last if pending is None else pending - 1
    return floors


def letters(session: Session, identity_id: int, since: int) -> list[Letter]:
    """What has a place behind `since`, at most `store.MOST_LETTERS` of it."""
    return _letters(session, {identity_id: since}).get(identity_id, [])


def _letters(session: Session, since: Mapping[int, int]) -> dict[int, list[Letter]]:
    rows = store.posts(session, since)
    contents = [_content(row) for row in rows]
    wanted = [int(one) for content in contents for one in content.get("attachments", ())]
    shown = files.views(session, wanted)
    found: defaultdict[int, list[Letter]] = defaultdict(list)
    for row, content in zip(rows, contents, strict=True):
        found[row.identity_id].append(_letter(row, content, shown))
    return found


def _content(row: Post) -> dict[str, Any]:
    """Text on SQLite, an object on PostgreSQL."""
    stored: Any = row.content
    content: dict[str, Any] = orjson.loads(stored) if isinstance(stored, str | bytes) else stored
    return content


def _letter(row: Post, content: Mapping[str, Any], shown: Mapping[int, FileView]) -> Letter:
    is_ours = row.direction == Direction.OUT
    client_id = "" if is_ours else (row.external_id or "").removeprefix(PRESS)
    at = moment(from_micros(row.created_at if is_ours else row.platform_time))
    frame: dict[str, Any] = {
        "type": "message",
        "seq": row.place,
        "id": str(row.message_id),
        "by": "agent" if is_ours else "visitor",
        "name": row.author_name if is_ours else "",
        "photo": face(row.photo) if is_ours else "",
        "text": row.text,
        "format": content.get("format", "plain"),
        "attachments": [
            _attachment(shown[int(one)])
            for one in content.get("attachments", ())
            if int(one) in shown
        ],
        "buttons": content.get("buttons", []),
        "at": at,
    }
    if client_id:
        frame["client_id"] = client_id
    return Letter(row.place, row.message_id, client_id, at, orjson.dumps(frame))


def _attachment(view: FileView) -> dict[str, Any]:
    return {"id": view.id, "name": view.name, "type": view.media_type, "size": view.size}


def moment(at: datetime) -> str:
    """A time as the protocol says it: RFC 3339 in UTC."""
    return orjson.dumps(at, option=orjson.OPT_UTC_Z).decode().strip('"')


def agents(session: Session, conversation_id: int | None) -> list[Agent]:
    """Who of us is in a conversation."""
    return [] if conversation_id is None else store.answerers(session, conversation_id, MOST_AGENTS)


def count_unread(session: Session, box: Box) -> int:
    return store.count_unread(session, box.identity_id, box.read_place)


def settle_crashed(session: Session, channel_ids: Sequence[int], now: datetime) -> int:
    """What a dead process was handing over has arrived: it lay in the store before it was handed
    over, and the visitor is told from there. Returns how many there were."""
    lost = store.crashed(session, channel_ids)
    for delivery_id in lost:
        delivery.settle(session, delivery_id, DeliveryState.SENT, "webchat", now)
    return len(lost)
