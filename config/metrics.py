"""What Prometheus reads; labels are bounded and name no person."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func
from sqlmodel import Session, col, select

from scrm.delivery.tables import Delivery
from scrm.delivery.values import DeliveryState
from scrm.intake import store as intake_store
from scrm.intake.values import IntakeState

WAITING = (DeliveryState.QUEUED, DeliveryState.RESERVED, DeliveryState.SENDING)
"""States that a partial index answers; others would be counted over the whole table."""


def rendered(session: Session, version: str) -> bytes:
    """The metrics as text, read off the database at this moment."""
    registry = CollectorRegistry()
    Gauge("scrm_build_info", "This program", ["version"], registry=registry).labels(version).set(1)
    intake = Gauge("scrm_intake_depth", "Events by state", ["state"], registry=registry)
    for state in (IntakeState.KEPT, IntakeState.DEAD):
        intake.labels(state.value).set(intake_store.count(session, state))
    outbox = Gauge("scrm_outbox_depth", "Deliveries by state", ["state"], registry=registry)
    question = (
        select(Delivery.state, func.count())
        .where(col(Delivery.state).in_((*WAITING, DeliveryState.UNKNOWN)))
        .group_by(col(Delivery.state))
    )
    counted = dict(session.exec(question).all())
    for wanted in (*WAITING, DeliveryState.UNKNOWN):
        outbox.labels(wanted.value).set(counted.get(wanted.value, 0))
    return generate_latest(registry)
