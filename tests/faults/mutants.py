"""Hubs with a known fault each, to prove that the fault tests would notice.

They live here and nowhere in the product; a hub process turns into one before it starts.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session

import config.hub
from campaigns.audience import store as audience_store
from campaigns.deciding import policy as deciding
from campaigns.feeding.worker import Feeder
from campaigns.tables import Occurrence
from config.migrations import migrate
from scrm.channels.failures import OutcomeUnknown, SendFailed
from scrm.channels.registry import OpenChannel
from scrm.channels.values import RawEvent
from scrm.delivery import policy as delivery_policy
from scrm.delivery import service as delivery
from scrm.delivery.policy import RetryAt, Verdict
from scrm.delivery.sending import service as sending
from scrm.delivery.values import Order
from scrm.intake import service as intake
from scrm.intake import store as intake_store
from scrm.intake.values import Fate, IntakeState
from scrm.intake.worker import Intake


def become(name: str) -> None:
    """Turn this process into the mutant of that name."""
    MUTANTS[name]()


def _replace(module: ModuleType | type, name: str, value: object) -> None:
    """Raises AttributeError where the product no longer has what the mutant spoils."""
    getattr(module, name)
    setattr(module, name, value)


def _acknowledge_before_commit() -> None:
    """Answers 200 and commits afterwards, as queues in memory do."""
    kept = Intake.offer

    def offer(
        intake: Intake,
        channel: OpenChannel,
        events: Sequence[RawEvent],
        *,
        cursor: str | None = None,
    ) -> "asyncio.Future[None]":
        late = kept(intake, channel, events, cursor=cursor)
        late.add_done_callback(lambda done: done.cancelled() or done.exception())
        at_once: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        at_once.set_result(None)
        return at_once

    _replace(Intake, "offer", offer)


def _remember_in_memory() -> None:
    """Repetitions are known by a set in memory, not by a key in the database."""
    known: set[tuple[int, str]] = set()

    def seen(_session: Session, channel_id: int, external_ids: Iterable[str]) -> set[str]:
        repeated = {one for one in external_ids if (channel_id, one) in known}
        known.update((channel_id, one) for one in external_ids)
        return repeated

    def migrate_and_forget_keys(engine: Engine) -> None:
        migrate(engine)
        with engine.begin() as connection:
            connection.execute(text("DROP INDEX IF EXISTS intake_event_key"))
            connection.execute(text("DROP INDEX IF EXISTS message_external"))

    _replace(config.hub, "migrate", migrate_and_forget_keys)
    _replace(intake_store, "seen", seen)


def _requeue_on_timeout() -> None:
    """What got no answer, or was being sent at a crash, is sent again."""
    careful = delivery_policy.after_failure

    def after_failure(failure: SendFailed, *, now: datetime, **rest: Any) -> Verdict:
        if isinstance(failure, OutcomeUnknown):
            return RetryAt(now)
        return careful(failure, now=now, **rest)

    def recover(session: Session, now: datetime, *, worker: str | None) -> tuple[int, int]:
        del now, worker
        again = text("UPDATE delivery SET state = 'queued' WHERE state IN ('reserved', 'sending')")
        session.execute(again)
        return 0, 0

    _replace(delivery_policy, "after_failure", after_failure)
    _replace(sending, "recover", recover)


def _done_in_except() -> None:
    """Whatever goes wrong with an event, it counts as done."""

    def after_failure(error: BaseException, *, tries: int, now: datetime) -> Fate:
        del error, now
        return Fate(IntakeState.DONE, tries=tries)

    _replace(intake, "after_failure", after_failure)


def _mark_finished_first() -> None:
    """Whom the outbox is given is on record before the outbox has them, in a commit of its own."""
    enqueue, feed = delivery.enqueue, Feeder._feed
    marked: list[Order] = []

    def enqueue_later(session: Session, orders: Sequence[Order], now: datetime) -> Sequence[Any]:
        if not orders or orders[0].campaign is None:
            return enqueue(session, orders, now)
        marked.extend(orders)
        return orders

    async def mark_and_feed(feeder: Feeder, campaign_id: int, ahead: Mapping[int, int]) -> int:
        fed = await feed(feeder, campaign_id, ahead)
        orders, marked[:] = list(marked), []
        now = feeder._clock.now()
        await feeder._database.write(lambda session: enqueue(session, orders, now))
        return fed

    _replace(delivery, "enqueue", enqueue_later)
    _replace(Feeder, "_feed", mark_and_feed)


def _consent_at_audience_time() -> None:
    """Who has ended marketing is left out when the audience is frozen, and never asked again."""
    insert = audience_store.insert
    leave_out = text(
        "UPDATE campaign_recipient SET state = 'blocked', why = 'opted_out', due_at = NULL"
        " WHERE occurrence_id = :run AND contact_id IN (SELECT contact_id FROM suppression)"
    )

    def insert_and_ask(session: Session, run: Occurrence, *rest: Any) -> None:
        insert(session, run, *rest)
        session.flush()
        session.execute(leave_out, {"run": run.id})

    of_the_person = (deciding._erased,)
    _replace(audience_store, "insert", insert_and_ask)
    _replace(deciding, "_OF_THE_PERSON", of_the_person)


MUTANTS: dict[str, Callable[[], None]] = {
    "ack-before-commit": _acknowledge_before_commit,
    "dedupe-in-memory": _remember_in_memory,
    "requeue-on-timeout": _requeue_on_timeout,
    "except: done": _done_in_except,
    "mark-finished-first": _mark_finished_first,
    "consent-at-audience-time": _consent_at_audience_time,
}
