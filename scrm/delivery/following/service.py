"""Verbs about what is sent to people who turn out to be one, and to be two again: nobody gets it twice,
and nobody nothing because somebody else's came to nothing."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Select
from sqlmodel import Session

from scrm.delivery import service
from scrm.delivery.following import policy, store
from scrm.delivery.following.values import GIVEN_BACK_WITHIN, Key, Ways
from scrm.kernel.signals import signal


def hold(session: Session, contact_ids: Collection[int]) -> None:
    """Until the commit nothing that campaigns send to these people begins. To be held before their
    conversations: whoever begins it has it, and writes there."""
    store.hold(session, contact_ids)


def join(
    session: Session, said: Select[int], identity_ids: Collection[int], giver: int, taker: int
) -> None:
    """The messages `said` are the taker's, and what campaigns send to these addresses, which were the
    giver's; of two of one step the better."""
    store.move_said(session, said, taker)
    _go(session, policy.joined(store.both(session, identity_ids, giver, taker)), giver, taker)


def separate(
    session: Session,
    said: Select[int],
    identity_ids: Collection[int],
    giver: int,
    taker: int,
    now: datetime,
) -> None:
    """They go back with their addresses, and what either was to get is sent after all: the taker
    without the giver is another person."""
    store.move_said(session, said, taker)
    _go(session, policy.separated(store.both(session, identity_ids, giver, taker)), giver, taker)
    since = now - GIVEN_BACK_WITHIN
    for channel_id in set(store.give_back(session, (giver, taker), since, now)):
        signal(session, service.TOPIC, channel_id)


def make_way(session: Session, keys: Mapping[Key, int]) -> None:
    """Of these steps of runs (campaign, occurrence, step, contact) what came to nothing is left to the
    other contact that is named, unless that has one: another may take its place."""
    if keys:
        store.make_way(session, keys)


def _go(session: Session, ways: Ways, giver: int, taker: int) -> None:
    store.end(session, ways.end)
    store.go(session, ways.go, taker)
    store.swap(session, ways.swap, giver, taker)
