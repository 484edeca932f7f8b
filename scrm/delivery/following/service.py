"""Verbs about what is sent to people who turn out to be one, and to be two again: nobody gets it twice,
and nobody nothing because somebody else's came to nothing."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select
from sqlmodel import Session

from scrm.delivery import service
from scrm.delivery.following import policy, store
from scrm.delivery.following.values import GIVEN_BACK_WITHIN, Key
from scrm.kernel.signals import signal


def hold(session: Session, contact_ids: Collection[int]) -> None:
    """Until the commit nothing that campaigns send to these people begins. To be held before their
    conversations: whoever begins it has it, and writes there."""
    store.hold(session, contact_ids)


def follow(
    session: Session,
    said: Select[int],
    identity_ids: Collection[int],
    giver: int,
    taker: int,
    *,
    back: datetime | None,
) -> None:
    """The messages `said` are the taker's, and what campaigns send to these addresses, which were the
    giver's: of two of one step the better. Where they go `back` at this time, what either was to get
    is sent after all, for they are two."""
    store.move_said(session, said, taker)
    some = store.both(session, identity_ids, giver, taker)
    ways = policy.joined(some) if back is None else policy.separated(some)
    store.end(session, ways.end)
    store.go(session, ways.go, taker)
    store.swap(session, ways.swap, giver, taker)
    if back is not None:
        since = back - GIVEN_BACK_WITHIN
        for channel_id in set(store.give_back(session, (giver, taker), since, back)):
            signal(session, service.TOPIC, channel_id)


def make_way(session: Session, keys: Mapping[Key, int]) -> None:
    """Of these steps of runs (campaign, occurrence, step, contact) what came to nothing is left to the
    other contact that is named, unless that has one: another may take its place."""
    if keys:
        store.make_way(session, keys)


def have_it(session: Session, keys: Collection[Key]) -> set[Key]:
    """Those of these steps of runs of which a message waits for its person, or may have arrived."""
    return store.alive(session, keys).intersection(keys) if keys else set()
