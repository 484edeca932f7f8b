"""The transactions around a send: what is committed before the socket is touched, and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from scrm.channels import service as channels
from scrm.channels.failures import SendFailed
from scrm.channels.outbound import Sent
from scrm.contacts import service as contacts
from scrm.contacts.values import Known
from scrm.delivery import policy, service, store
from scrm.delivery.looking import service as looking
from scrm.delivery.looking.service import LastLook
from scrm.delivery.policy import GiveUp, Park, PauseChannel, RetryAt, RetryPolicy, Verdict
from scrm.delivery.queueing import store as queue
from scrm.delivery.sending import store as sets
from scrm.delivery.sending.store import Standing
from scrm.delivery.tables import Delivery
from scrm.delivery.values import CLIMBS_FROM, EARLIER_PART, DeliveryState, Fate, LastWord
from scrm.journal import service as journal
from scrm.journal.values import Fact
from scrm.kernel.failpoints import failpoint
from scrm.kernel.signals import signal

SENDING = (DeliveryState.SENDING,)
UPLOAD_WITHIN = timedelta(minutes=6)
"""The longest that any send may take; a connector's own limits are shorter and know better."""
SENDING_LEASE = UPLOAD_WITHIN + timedelta(minutes=2)
"""Longer than any send with the keeping of its outcome: what is still `sending` after it belongs
to nobody, and nobody knows how it ended."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A delivery that is being sent, under an attempt that is on record."""

    delivery: Delivery
    attempt_id: int
    attempt: int


def reserve(
    session: Session, channel_id: int, limit: int, now: datetime, until: datetime, worker: str
) -> list[Delivery]:
    """What goes next, taken under a lease; whoever waits for room in the queue hears of it."""
    reserved = queue.reserve(session, channel_id, limit, now, until, worker)
    if reserved:
        signal(session, service.ROOM, channel_id)
    failpoint("send.reserved")
    return reserved


class Beginning(NamedTuple):
    """What is to be sent now. A message that its platform takes only in pieces has several."""

    delivery: Delivery
    parts: Sequence[dict[str, Any]]


Beginnable = Begun | LastWord | None


def begin(
    session: Session,
    some: Sequence[Beginning],
    now: datetime,
    last: LastLook | None = None,
) -> list[Beginnable]:
    """reserved → sending, committed before the socket is touched; all are of one worker. Further
    parts of a message are made here. None where it may not be sent any more; what the last look
    said, where that keeps a message of a campaign from going now."""
    if not some:
        return []
    rows = {one.delivery.id: one.delivery for one in some}
    worker = some[0].delivery.worker
    free = sets.startable(session, list(rows), worker)
    of_campaigns = [(rows[one], whose) for one, whose in free.items() if rows[one].campaign_id]
    words = looking.last_words(session, of_campaigns, last, now)
    kept = {one: word for one, word in words.items() if word.fate is not Fate.GO}
    ids = [one for one in free if one not in kept]
    attempts = sets.start(session, ids, worker, now, now + SENDING_LEASE)
    found: list[Beginnable] = []
    for delivery, parts in some:
        attempt_id = attempts.pop(delivery.id, None)  # none twice, whatever stands twice in a set
        if attempt_id is None:
            found.append(kept.get(delivery.id))
            continue
        if len(parts) > 1:
            store.move(session, delivery.id, SENDING, content=parts[0])
            store.add_parts(session, delivery, parts[1:])
        service.announce(session, delivery)
        found.append(Begun(delivery, attempt_id, delivery.tries + 1))
    failpoint("send.begun")
    return found


def refuse(session: Session, delivery: Delivery, failure: SendFailed, now: datetime) -> None:
    """What can't be expressed on its platform fails without an attempt."""
    _give_up(session, delivery, (DeliveryState.RESERVED,), failure.code, str(failure), now)


class Outcome(NamedTuple):
    """How a send ended, and what follows where it failed. `credentials` are the sealed ones that it
    was tried with: others, given meanwhile, were not refused."""

    begun: Begun
    found: Sent | SendFailed
    credentials: bytes
    verdict: Verdict | None


def judge(begun: Begun, failure: SendFailed, now: datetime, jitter: float) -> Verdict:
    """What follows a failure; `jitter`, 0 to 1, spreads what is tried again."""
    return policy.after_failure(
        failure, attempt=begun.attempt, now=now, jitter=jitter, policy=RetryPolicy()
    )


def record(
    session: Session, some: Sequence[Outcome], now: datetime, *, patient: bool = False
) -> list[bool]:
    """Keep how sends of one channel ended. False stands for what somebody else holds at this moment
    (who joins, erases or decides), of which nothing is kept; who is `patient` waits for it."""
    ids = [one.begun.delivery.id for one in some]
    stand = sets.standing(session, ids, patient=patient)
    held = set() if patient else sets.there(session, [one for one in ids if one not in stand])
    mine = [one for one in some if one.begun.delivery.id not in held]
    arrived = [(one.begun, one.found) for one in mine if isinstance(one.found, Sent)]
    _record_sent(session, arrived, stand, now)
    for one in mine:
        if isinstance(one.found, SendFailed) and one.verdict is not None:
            _record_failure(session, one.begun, one.found, one.verdict, one.credentials, now)
    failpoint("send.recorded")
    return [one not in held for one in ids]


def _record_sent(
    session: Session,
    some: Sequence[tuple[Begun, Sent]],
    stand: Mapping[int, Standing],
    now: datetime,
) -> None:
    """The platform took them. That is also said of a row that was given up as unknown meanwhile, and
    of none whose person was erased after that."""
    if not some:
        return
    sets.end_sent(session, {one.attempt_id: sent.external_id for one, sent in some}, now)
    known = [(one.delivery, sent) for one, sent in some if one.delivery.id in stand]
    climbs = CLIMBS_FROM[DeliveryState.SENT]
    climbed = [(one, sent) for one, sent in known if stand[one.id].state in climbs]
    sets.sent(session, {one.id: sent.external_id for one, sent in climbed}, now)
    stopped = sets.with_stopped_parts(session, {one.message_id for one, _ in climbed})
    for one, _ in climbed:
        if one.message_id in stopped:
            service.let_later_parts_go(session, one, now)
    journal.record(session, [_told(one, stand[one.id].contact_id, now) for one, _ in known], now)
    _match_waiting(session, known, now)
    for one, _ in known:
        service.announce(session, one)
        signal(session, service.TOPIC, one.channel_id)


def _told(delivery: Delivery, contact_id: int, now: datetime) -> Fact:
    data = {"message_id": str(delivery.message_id), "delivery_id": str(delivery.id)}
    return Fact("message.sent", contact_id, now, data)


def _match_waiting(session: Session, some: Sequence[tuple[Delivery, Sent]], now: datetime) -> None:
    by_id = {sent.external_id: one for one, sent in some if sent.external_id}
    channel_id = some[0][0].channel_id if some else 0
    for external_id in sets.with_receipts(session, channel_id, by_id):
        service.match_waiting(session, by_id[external_id], external_id, now)


def _record_failure(
    session: Session,
    begun: Begun,
    failure: SendFailed,
    verdict: Verdict,
    credentials: bytes,
    now: datetime,
) -> None:
    """The platform did not take it, or nobody knows."""
    delivery = begun.delivery
    store.end_attempt(session, begun.attempt_id, now, outcome="failed", code=failure.code)
    match verdict:
        case RetryAt(due_at=due_at, spends_try=spends):
            tries = begun.attempt if spends else begun.attempt - 1
            _requeue(session, delivery, due_at, failure, tries)
        case Park(reason=reason):
            _park(session, delivery, reason, str(failure), now)
        case PauseChannel(reason=reason):
            _requeue(session, delivery, now, failure, begun.attempt - 1)
            words = str(failure) or reason
            channels.pause(session, delivery.channel_id, words, refused=credentials)
        case GiveUp(reason=reason, recipient_gone=gone):
            _give_up(session, delivery, SENDING, reason, str(failure), now)
            whose = store.find_contact(session, delivery.id)
            if gone and whose is not None:
                person = Known(delivery.identity_id, whose, "")
                contacts.mark_reachable(session, person, now, since=now, reason=str(failure))
    service.announce(session, delivery)


def recover(session: Session, now: datetime, *, worker: str | None) -> tuple[int, int]:
    """Deliveries of dead workers; returns how many went back to the queue and how many are unknown."""
    queued, lost = store.take_back(session, now, worker=worker)
    for channel_id in queued:
        signal(session, service.TOPIC, channel_id)
    for delivery in lost:
        _hold_later_parts(session, delivery)
        service.note(session, "delivery.unknown", delivery, delivery.reason, now)
        service.announce(session, delivery)
    return len(queued), len(lost)


def _requeue(
    session: Session, delivery: Delivery, due_at: datetime, failure: SendFailed, tries: int
) -> None:
    store.move(
        session,
        delivery.id,
        SENDING,
        state=DeliveryState.QUEUED,
        due_at=due_at,
        tries=tries,
        reason=failure.code,
        detail=str(failure)[:500],
        lease_until=None,
        worker="",
    )


def _park(session: Session, delivery: Delivery, reason: str, detail: str, now: datetime) -> None:
    state = DeliveryState.UNKNOWN
    _finish(session, delivery, SENDING, state=state, reason=reason, detail=detail, finished_at=now)
    service.note(session, "delivery.unknown", delivery, reason, now)


def _give_up(
    session: Session,
    delivery: Delivery,
    expected: tuple[DeliveryState, ...],
    reason: str,
    detail: str,
    now: datetime,
) -> None:
    state = DeliveryState.FAILED
    _finish(session, delivery, expected, state=state, reason=reason, detail=detail, finished_at=now)
    service.note(session, "delivery.failed", delivery, reason, now)


def _finish(
    session: Session, delivery: Delivery, expected: tuple[DeliveryState, ...], **values: Any
) -> None:
    """End a delivery without success."""
    values["detail"] = values["detail"][:500]
    if store.move(session, delivery.id, expected, lease_until=None, **values):
        _hold_later_parts(session, delivery)
    signal(session, service.TOPIC, delivery.channel_id)
    service.announce(session, delivery)


def _hold_later_parts(session: Session, delivery: Delivery) -> None:
    """The parts behind one that did not arrive, or may not have, must not arrive alone."""
    store.later_parts(
        session,
        delivery,
        DeliveryState.QUEUED,
        state=DeliveryState.CANCELLED,
        reason=EARLIER_PART,
    )
