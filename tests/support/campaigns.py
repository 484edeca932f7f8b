"""The invariants of campaigns, counted anew from their rows; part of `violations`."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import text
from sqlmodel import Session, col, select

from campaigns.progress import policy, store
from campaigns.tables import Campaign, Occurrence, Recipient
from campaigns.values import CampaignState, RecipientState, Wish
from scrm.conversations.tables import Message
from scrm.delivery.tables import Delivery
from scrm.delivery.values import UNFINISHED, DeliveryState
from scrm.kernel.clock import SystemClock

OPEN = (RecipientState.WAITING, RecipientState.LATER, RecipientState.HELD)
BEGAN = (
    *(DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ),
    DeliveryState.UNKNOWN,
)


def of_campaigns(session: Session, *, drained: bool) -> Iterator[tuple[str, str, Sequence[object]]]:
    """Of each invariant its number, what is wrong, and with what."""
    yield "I4", "ordered more than once for one person", _ordered_twice(session)
    yield "I7", "begun after the person ended marketing", _begun_after_a_stop(session)
    yield "I11", "given to an outbox that does not have it", _given_to_nobody(session)
    yield "I11", "in the outbox and not among the recipients", _of_no_recipient(session)
    yield "I11", "begun and not in the conversation", _not_written(session)
    yield "I11", "called finished with somebody's fate open", _finished_too_early(session)
    if drained:
        live = col(Recipient.state).in_(OPEN)
        yield "I3", "recipients wait", session.exec(select(Recipient.contact_id).where(live)).all()


def _of_campaigns(session: Session) -> list[Delivery]:
    first = (col(Delivery.campaign_id).is_not(None), col(Delivery.part) == 0)
    return list(session.exec(select(Delivery).where(*first)))


def _ordered_twice(session: Session) -> Sequence[object]:
    keys = Counter(
        (one.campaign_id, one.occurrence_id, one.step, one.contact_id)
        for one in _of_campaigns(session)
    )
    return [key for key, times in keys.items() if times > 1]


def _begun_after_a_stop(session: Session) -> Sequence[object]:
    """Both ids are made in units that wait for each other: the later one is greater."""
    question = text(
        "SELECT a.id FROM attempt a JOIN delivery d ON d.id = a.delivery_id"
        " JOIN campaign c ON c.id = d.campaign_id AND c.purpose = 'marketing'"
        " JOIN suppression s ON s.contact_id = d.contact_id AND s.purpose = 'marketing'"
        " WHERE a.id > s.id"
    )
    return [row[0] for row in session.execute(question)]


def _given_to_nobody(session: Session) -> Sequence[object]:
    given = select(Recipient.message_id).where(col(Recipient.state) == RecipientState.GIVEN)
    ordered = {one.message_id for one in _of_campaigns(session)}
    return [one for one in session.exec(given) if one not in ordered]


def _of_no_recipient(session: Session) -> Sequence[object]:
    given = set(session.exec(select(Recipient.message_id)))
    return [one.id for one in _of_campaigns(session) if one.message_id not in given]


def _not_written(session: Session) -> Sequence[object]:
    written = set(session.exec(select(Message.id).where(col(Message.campaign_id).is_not(None))))
    begun = [one for one in _of_campaigns(session) if one.state in BEGAN]
    return [one.id for one in begun if one.message_id not in written]


def _finished_too_early(session: Session) -> Sequence[object]:
    """What is read off the rows, against the rows."""
    launched = select(Campaign.id).where(col(Campaign.wish).in_((Wish.SCHEDULED, Wish.PAUSED)))
    ids = list(session.exec(launched))
    stand = store.facts(session, ids, SystemClock().now())
    ended = {one for one in ids if policy.state_of(stand[one]) is CampaignState.FINISHED}
    unfinished = {
        one.campaign_id
        for one in _of_campaigns(session)
        if one.campaign_id and one.state in (*UNFINISHED, DeliveryState.HELD)
    }
    is_open = col(Recipient.state).in_(OPEN)
    unfinished |= set(session.exec(select(Recipient.campaign_id).where(is_open)))
    unbegun = (col(Occurrence.frozen_at).is_(None), col(Occurrence.missed_at).is_(None))
    unfinished |= set(session.exec(select(Occurrence.campaign_id).where(*unbegun)))
    return sorted(ended & unfinished)
