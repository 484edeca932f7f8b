"""The invariants of the reliability page, checked after every fault test.

Those that need nobody's word but the database's are `config.doctor`'s; here they are joined
by those that need a witness: who was answered 200, and what the platform saw.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import func
from sqlmodel import Session, col, select

from config.doctor import examine
from config.sandbox.calllog import CallLog
from scrm.conversations.tables import Message
from scrm.conversations.values import Direction
from scrm.delivery.tables import Delivery
from scrm.delivery.values import UNFINISHED, DeliveryState
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import IntakeState
from tests.support.campaigns import of_campaigns
from tests.support.databases import Place

ARRIVED = (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ)
SHOWN = 5
"""Offenders that a violation names."""


def violations(
    place: Place,
    *,
    acknowledged: Mapping[str, str] | None = None,
    log: CallLog | None = None,
    drained: bool = False,
) -> list[str]:
    """Every invariant that does not hold, in words; also of a database whose hub was killed."""
    with place.reading() as session:
        found = [f"{one.name}: {one.says} ({one.wrong})" for one in examine(session) if one.wrong]
        if acknowledged is not None:
            found += _lost(session, acknowledged) + _not_once(session, acknowledged)
        found += _applied_without_effect(session)
        for name, what, offenders in of_campaigns(session, drained=drained):
            found += _said(name, what, offenders)
        if drained:
            found += _not_drained(session)
        if log is not None:
            found += _sent_otherwise(session, log, drained=drained)
    return found


def _said(name: str, what: str, offenders: Iterable[object]) -> list[str]:
    some = [str(one) for one in offenders]
    return [f"{name}: {what}: {len(some)}, such as {some[:SHOWN]}"] if some else []


def _lost(session: Session, acknowledged: Mapping[str, str]) -> list[str]:
    """I1: who was answered 200 is in the database. I2: and there once."""
    kept = Counter(session.exec(select(IntakeEvent.external_id)))
    return [
        *_said("I1", "acknowledged and not kept", sorted(acknowledged.keys() - kept.keys())),
        *_said("I2", "kept more than once", [key for key, n in kept.items() if n > 1]),
    ]


def _not_once(session: Session, acknowledged: Mapping[str, str]) -> list[str]:
    """I2: what is applied is one message, however often it came. Texts are unique in a harness."""
    times = Counter(
        session.exec(select(Message.text).where(col(Message.direction) == Direction.IN))
    )
    done = session.exec(
        select(IntakeEvent.external_id).where(col(IntakeEvent.state) == IntakeState.DONE)
    )
    applied = {acknowledged[one] for one in done if one in acknowledged}
    return [
        *_said("I2", "said once and kept twice", [text for text, n in times.items() if n > 1]),
        *_said("I2", "applied and not there", [text for text in applied if not times[text]]),
    ]


def _applied_without_effect(session: Session) -> list[str]:
    """I2: an event of kind message that is done has its message."""
    done = session.exec(
        select(func.count())
        .select_from(IntakeEvent)
        .where(col(IntakeEvent.state) == IntakeState.DONE, col(IntakeEvent.kind) == "message")
    ).one()
    there = session.exec(
        select(func.count())
        .select_from(Message)
        .where(col(Message.direction) == Direction.IN, ~col(Message.external_id).like("press:%"))
    ).one()
    missing = done - there
    return [f"I2: events are done and have no message: {missing}"] if missing > 0 else []


def _not_drained(session: Session) -> list[str]:
    """I3: nothing waits, and nothing is between two states."""
    waiting = session.exec(
        select(IntakeEvent.external_id).where(col(IntakeEvent.state) == IntakeState.KEPT)
    ).all()
    under_way = session.exec(select(Delivery.id).where(col(Delivery.state).in_(UNFINISHED))).all()
    return _said("I3", "events wait", waiting) + _said("I3", "deliveries are under way", under_way)


def _sent_otherwise(session: Session, log: CallLog, *, drained: bool) -> list[str]:
    """I5, I6: the platform saw what we say is sent, and nothing that we call anything else; once."""
    seen, states_of = log.texts(), defaultdict[str, list[str]](list)
    for delivery in session.exec(select(Delivery)):  # some say the same, as what the hub confirms
        states_of[delivery.content["text"]].append(delivery.state)
    arrived = {
        text for text, states in states_of.items() if any(state in ARRIVED for state in states)
    }
    possible = {*ARRIVED, DeliveryState.UNKNOWN} | (set() if drained else {DeliveryState.SENDING})
    return [
        *_said(
            "I5",
            "sent more than once",
            [text for text, n in seen.items() if n > max(1, len(states_of[text]))],
        ),
        *_said("I6", "called sent, not seen by the platform", sorted(arrived - seen.keys())),
        *_said(
            "I6",
            "seen by the platform, called something else",
            [
                (text, states_of[text][0])
                for text in seen
                if states_of[text] and possible.isdisjoint(states_of[text])
            ],
        ),
    ]
