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
    NEVER,
    Agent,
    Box,
    Candidate,
    Conversed,
    Letter,
    Post,
    Receipt,
    Standing,
    Want,
    face,
)
from scrm.visitors.policy import moment

MOST_AGENTS = 3
PRESS = "press:"
"""Before the client's own id in the external id of a press."""

Threads = dict[int, list[Conversed]]
Found = Mapping[int, Sequence[Candidate]]
"""By conversation."""


def look(session: Session, wants: Sequence[Want], now: datetime) -> list[Box | None]:
    """How things stand with each visitor, in the order of `wants`; None for somebody of whom no
    identity is there yet."""
    known = store.identities(session, {want.address for want in wants})
    ids = [known.get((want.channel_id, want.address)) for want in wants]
    met = {one: want for one, want in zip(ids, wants, strict=True) if one is not None}
    threads = _threads(session, met)
    placeless = _placeless(session, met, threads)
    for identity_id in met:
        _give_places(session, identity_id, threads[identity_id], placeless)
    failpoint("visitors.placed")
    _note_reads(session, met, now)
    return _boxes(session, ids, met, threads, placeless)


def standing(session: Session, channel_id: int, address: str) -> Standing | None:
    """What a visitor finds; None for somebody of whom no identity is there yet. It gives no places:
    what has none yet is counted as what will get the next ones."""
    identity_id = store.identities(session, [address]).get((channel_id, address))
    if identity_id is None:
        return None
    met = {identity_id: Want(channel_id, address, since=NEVER)}
    placeless = _placeless(session, met, _threads(session, met))
    come = [one for found in placeless.values() for one in found if one.has_come]
    last_place, read_place = store.boxes(session, met).get(identity_id, (0, 0))
    unread = store.count_unread(session, identity_id, read_place)
    return Standing(
        identity_id,
        last_place + len(come),
        read_place,
        unread + sum(one.is_ours for one in come),
    )


def _threads(session: Session, met: Mapping[int, Want]) -> Threads:
    threads: Threads = defaultdict(list)
    for identity_id, conversed in store.threads(session, list(met)):
        threads[identity_id].append(conversed)
    return threads


def _placeless(session: Session, met: Mapping[int, Want], threads: Threads) -> Found:
    floors = {
        one.id: want.floors.get(one.id, 0)
        for identity_id, want in met.items()
        for one in threads[identity_id]
    }
    waiting = [one for want in met.values() for one in want.waiting]
    found: defaultdict[int, list[Candidate]] = defaultdict(list)
    for one in store.placeless(session, floors, waiting):
        found[one.conversation_id].append(one)
    return found


def _give_places(
    session: Session, identity_id: int, threads: Sequence[Conversed], placeless: Found
) -> None:
    fresh = [
        one.message_id
        for conversed in threads
        for one in placeless.get(conversed.id, ())
        if one.has_come
    ]
    if fresh:
        failpoint("visitors.placing", str(identity_id))
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
    placeless: Found,
) -> list[Box | None]:
    counters = store.boxes(session, met)
    heard = {one: want.since for one, want in met.items() if want.since < NEVER}
    letters = _letters(session, heard)
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
                # What was written since then is behind it, and is looked at again.
                floors={one.id: one.last for one in own},
                waiting=frozenset(_waiting(own, placeless)),
                last_place=last_place,
                read_place=read_place,
                read_by_us=0 if asked is None else store.read_by_us(session, asked),
                letters=tuple(letters.get(identity_id, ())),
                answered=_answered(session, own, want.client_ids),
                conversation_id=current,
                resolved=None if any(one.state != "resolved" for one in own) else current,
            )
        )
    return made


def _current(threads: Sequence[Conversed]) -> int | None:
    """The conversation that is live, else the last one."""
    live = next((one.id for one in reversed(threads) if one.state != "resolved"), None)
    return live or (threads[-1].id if threads else None)


def _answered(
    session: Session, threads: Sequence[Conversed], client_ids: Sequence[str]
) -> dict[str, Receipt]:
    if not client_ids:
        return {}
    names = [name for one in client_ids for name in (one, f"{PRESS}{one}")]
    found = store.placed(session, [one.id for one in threads], names)
    return {
        name.removeprefix(PRESS): Receipt(place, message_id, moment(from_micros(at)))
        for place, message_id, name, at in found
    }


def _waiting(threads: Sequence[Conversed], placeless: Found) -> list[int]:
    """What is ours and not sent: it gets its place on the day that it is."""
    return [
        one.message_id
        for conversed in threads
        for one in placeless.get(conversed.id, ())
        if not one.has_come
    ]


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


def agents(session: Session, conversation_id: int | None) -> list[Agent]:
    """Who of us is in a conversation."""
    return [] if conversation_id is None else store.answerers(session, conversation_id, MOST_AGENTS)


def settle_crashed(session: Session, channel_ids: Sequence[int], now: datetime) -> int:
    """What a dead process was handing over has arrived: it lay in the store before it was handed
    over, and the visitor is told from there. Returns how many there were."""
    lost = store.crashed(session, channel_ids)
    for delivery_id in lost:
        delivery.settle(session, delivery_id, DeliveryState.SENT, "webchat", now)
    return len(lost)
