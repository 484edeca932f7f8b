"""The last look: whether what a campaign sends may go, asked when it goes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel import Session

from scrm.contacts.reading import service as contacts
from scrm.delivery import service
from scrm.delivery.looking import store
from scrm.delivery.looking.policy import MOMENT, Aside, after_failure, aside, is_late
from scrm.delivery.looking.store import Address
from scrm.delivery.tables import Delivery
from scrm.delivery.values import (
    LOOK_FAILED,
    NO_ADDRESS,
    NO_WORD,
    TOO_LATE,
    DeliveryState,
    Due,
    Fate,
    LastWord,
    OfCampaign,
)
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.columns import micros
from scrm.kernel.engines import gave_up, has_collided
from scrm.kernel.failpoints import failpoint
from scrm.kernel.optimism import savepoint
from scrm.kernel.signals import signal

log = structlog.get_logger()

Look = Callable[[Session, Sequence[Due], datetime], Mapping[int, LastWord]]
Written = Callable[[Session, Sequence[Due], datetime], None]


@dataclass(frozen=True, slots=True)
class LastLook:
    """What somebody above knows of campaigns. `look` says by delivery what becomes of it, and
    `written` is told which go, to write them where people read them; both in the transaction that
    marks them as being sent, and both in sets. A message may be written again: what was not taken
    is tried again."""

    look: Look
    written: Written


@dataclass(frozen=True, slots=True)
class Looked:
    """A delivery, whose it is now, and what was said of it. `detail` is for who looks after the hub."""

    delivery: Delivery
    contact_id: int
    word: LastWord
    detail: str = ""


def last_words(
    session: Session,
    reserved: Sequence[tuple[Delivery, int]],
    last: LastLook | None,
    now: datetime,
) -> dict[int, LastWord]:
    """What becomes of deliveries of campaigns, that are held until the commit, each with whose it is
    now. Those that do not go now have left their lease."""
    if not reserved:
        return {}
    late = [one for one in reserved if is_late(one[0].late_at, now)]
    looked = [Looked(one, whose, _missed(one)) for one, whose in late]
    in_time = [one for one in reserved if not is_late(one[0].late_at, now)]
    asked = [one for one in in_time if one[0].reason != LOOK_FAILED]
    alone = [one for one in in_time if one[0].reason == LOOK_FAILED]
    if asked:
        looked += _look(session, asked, last, now)
    if alone:
        looked += _look_alone(session, alone, looked, last, now)
    _put_aside(session, [one for one in looked if one.word.fate is not Fate.GO], now)
    return {one.delivery.id: one.word for one in looked}


def _missed(delivery: Delivery) -> LastWord:
    """Why is what it waited for last."""
    return LastWord(Fate.MISSED, delivery.reason or TOO_LATE)


def _look(
    session: Session,
    some: Sequence[tuple[Delivery, int]],
    last: LastLook | None,
    now: datetime,
) -> list[Looked]:
    """One question for all of them. If it fails they come back later, each alone: what is wrong with
    one harms no other then, and now it harms nothing of anybody else."""
    rows = [_due(delivery, contact_id) for delivery, contact_id in some]
    try:
        with savepoint(session):
            words = _asked(session, rows, last, now)
    except Exception as error:
        if gave_up(error) or has_collided(error):
            raise
        log.exception("last look failed", action="delivery.look_failed", rows=len(rows))
        return [
            Looked(delivery, contact_id, *after_failure(delivery.detail, error, now))
            for delivery, contact_id in some
        ]
    return [Looked(delivery, whose, words[delivery.id]) for delivery, whose in some]


def _look_alone(
    session: Session,
    some: Sequence[tuple[Delivery, int]],
    before: Sequence[Looked],
    last: LastLook | None,
    now: datetime,
) -> list[Looked]:
    """One by one. A look knows nothing of what goes by another of the same unit: whoever gets something
    by it already waits a moment with the next."""
    found: list[Looked] = []
    ids = {contact_id for _, contact_id in some} | {one.contact_id for one in before}
    whose = contacts.turned_out(session, ids)
    going = {whose[one.contact_id] for one in before if one.word.fate is Fate.GO}
    for delivery, contact_id in some:
        if whose[contact_id] in going:
            waits = LastWord(Fate.LATER, LOOK_FAILED, now + MOMENT)
            found.append(Looked(delivery, contact_id, waits, delivery.detail))
            continue
        found += _look(session, [(delivery, contact_id)], last, now)
        if found[-1].word.fate is Fate.GO:
            going.add(whose[contact_id])
    return found


def _asked(
    session: Session, rows: Sequence[Due], last: LastLook | None, now: datetime
) -> dict[int, LastWord]:
    if last is None:
        raise RuntimeError("A message of a campaign is due, and nobody here can look at it")
    said = last.look(session, rows, now)
    failpoint("looking.looked")
    silent = [row.id for row in rows if row.id not in said]
    if silent:
        log.error("campaign's message without a word", action="delivery.no_word", ids=silent[:10])
    words = {row.id: said.get(row.id, LastWord(Fate.BLOCKED, NO_WORD)) for row in rows}
    going = [row for row in rows if words[row.id].fate is Fate.GO]
    if going:
        last.written(session, going, now)
        failpoint("looking.written")
    return words


def _due(delivery: Delivery, contact_id: int) -> Due:
    return Due(
        id=delivery.id,
        message_id=delivery.message_id,
        contact_id=contact_id,
        identity_id=delivery.identity_id,
        channel_id=delivery.channel_id,
        campaign=OfCampaign(
            delivery.campaign_id or 0,
            delivery.occurrence_id or 0,
            delivery.step or 0,
            delivery.version_id or 0,
        ),
        content=delivery.content,
        thread_key=delivery.thread_key,
    )


def _put_aside(session: Session, looked: Sequence[Looked], now: datetime) -> None:
    if not looked:
        return
    looked = _with_addresses(session, looked)
    asides = [
        (one, aside(one.word, one.delivery.due_at, one.delivery.late_at, now)) for one in looked
    ]
    store.put_aside(session, [_row(one, stands) for one, stands in asides])
    _keep_parts_behind(session, asides)
    facts = [
        _told(one, now)
        for one, stands in asides
        if stands.finished_at is not None
        or (stands.state is DeliveryState.HELD and one.word.reason != one.delivery.reason)
    ]
    journal.record(session, facts, now)
    for one, stands in asides:
        if stands.state is DeliveryState.HELD:
            signal(session, service.HELD, one.delivery.channel_id)
        if one.delivery.tries:  # before that nobody has seen it
            service.announce(session, one.delivery)
    session.expire_all()


def _keep_parts_behind(session: Session, asides: Sequence[tuple[Looked, Aside]]) -> None:
    """What follows in a message waits as long as it does, and ends with it. They come back when it is
    sent. Tries do not tell which have parts: a platform that asks for patience spends none."""
    firsts = [(one.delivery.message_id, stands) for one, stands in asides]
    waits = [(micros(to.due_at), one) for one, to in firsts if to.state is DeliveryState.QUEUED]
    stays = [one for one, to in firsts if to.state is not DeliveryState.QUEUED]
    store.put_off_later_parts(session, waits)
    store.stop_later_parts(session, stays)


def _row(one: Looked, stands: Aside) -> tuple[object, ...]:
    finished = None if stands.finished_at is None else micros(stands.finished_at)
    what = (stands.state.value, one.word.reason, one.detail[:500], micros(stands.due_at), finished)
    return (*what, None, "", one.delivery.id)


def _told(one: Looked, now: datetime) -> Fact:
    is_over = one.word.fate in (Fate.BLOCKED, Fate.MISSED)
    kind = "delivery.blocked" if is_over else "delivery.held"
    until = {"until": one.word.until.isoformat()} if one.word.until else {}
    of = {
        "campaign_id": str(one.delivery.campaign_id),
        "identity_id": str(one.delivery.identity_id),
    }
    return Fact(kind, one.contact_id, now, service.told(one.delivery, one.word.reason) | of | until)


def _with_addresses(session: Session, looked: Sequence[Looked]) -> list[Looked]:
    """Those that go elsewhere are sent there; one whose address there is not is not sent."""
    wanted = [one for one in looked if one.word.fate is Fate.ELSEWHERE]
    if not wanted:
        return list(looked)
    ids = {one.word.address for one in wanted if one.word.address is not None}
    found = store.addresses(session, ids)
    moves = {
        one.delivery.id: (one.delivery, found[one.word.address])
        for one in wanted
        if one.word.address in found
    }
    _move(session, list(moves.values()))
    lost = LastWord(Fate.BLOCKED, NO_ADDRESS)
    return [
        Looked(one.delivery, one.contact_id, lost)
        if one.word.fate is Fate.ELSEWHERE and one.delivery.id not in moves
        else one
        for one in looked
    ]


def _move(session: Session, moves: Sequence[tuple[Delivery, Address]]) -> None:
    store.move(session, [(*address, delivery.id) for delivery, address in moves])
    store.move_later_parts(session, [(*to, delivery.message_id) for delivery, to in moves])
    for _, address in moves:
        signal(session, service.TOPIC, address.channel_id)
