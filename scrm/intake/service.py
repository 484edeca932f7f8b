"""The verb of intake: keep, parse and apply in one commit; what fails is kept alone."""

from asyncio import CancelledError
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from sqlmodel import Session

from scrm.channels.failures import MalformedPayload, UnsupportedEvent
from scrm.channels.values import Inbound, MessageReceived
from scrm.intake import store
from scrm.intake.applying.service import Unit, apply
from scrm.intake.policy import MOST_TRIES, after_failure
from scrm.intake.values import MALFORMED, Claimed, Cursor, Fate, Incoming, IntakeState, Pressed
from scrm.kernel.engines import gave_up
from scrm.kernel.failpoints import failpoint
from scrm.kernel.optimism import expect_failure, savepoint
from scrm.kernel.signals import signal, unsaid_if_undone

log = structlog.get_logger()

TOPIC = "intake"
_BROKEN = (Exception, CancelledError)
"""What a handler may raise by mistake; it fails one event and no other."""

Tried = tuple[Incoming, Fate, list[Inbound]]


def take(unit: Unit, batch: Sequence[Incoming], *, cursor: Cursor | None = None) -> list[Pressed]:
    """Keep what is new in `batch` and apply it, all in this commit; returns presses to acknowledge.

    In careful mode events are only kept: the worker applies them one by one, so that one
    that kills the process can be told by its tries.
    """
    failpoint("intake.begin")
    session, now = unit.session, unit.now
    fresh = _fresh(session, batch)
    waits = _waiting(session, fresh)
    fates: list[tuple[Incoming, Fate]] = []
    ready: list[tuple[Incoming, list[Inbound]]] = []
    for incoming in fresh:
        if unit.careful or _key(incoming) in waits:
            fates.append((incoming, Fate(IntakeState.KEPT)))
            continue
        fate, meanings = understand(incoming, now)
        if fate is None:
            ready.append((incoming, meanings))
        else:
            fates.append((incoming, fate))
    applied = _apply_all(unit, ready)
    fates += [(incoming, fate) for incoming, fate, _ in applied]
    store.insert(session, fates)
    if cursor is not None:
        store.keep_cursor(session, cursor)
    _announce(session, fates)
    return [
        press for one in applied if one[1].state is IntakeState.DONE for press in _presses(*one)
    ]


def understand(
    incoming: Incoming, now: datetime, *, tries: int = 1
) -> tuple[Fate | None, list[Inbound]]:
    """What the event means, or the fate of one that means nothing to us."""
    try:
        failpoint("intake.parse", incoming.event.external_id)
        meanings = incoming.channel.connector.parse(incoming.event)
        return None, [_timed(one, incoming) for one in meanings]
    except UnsupportedEvent as known:
        return Fate(IntakeState.IGNORED, str(known)[:500]), []
    except MalformedPayload as malformed:
        return Fate(IntakeState.DEAD, f"{MALFORMED}{malformed}"[:500], tries), []
    except _BROKEN as error:
        log.exception("event can't be read", action="intake.parse_failed")
        return after_failure(error, tries=tries, now=now), []


def _timed(meaning: Inbound, incoming: Incoming) -> Inbound:
    """What its platform gives no time happened when we received it."""
    if isinstance(meaning, MessageReceived) and not meaning.at_known:
        return replace(meaning, at=incoming.received_at)
    return meaning


def _key(incoming: Incoming) -> tuple[int, str]:
    """What is applied in the order in which it came."""
    return incoming.channel.id, incoming.event.order_key


def _fresh(session: Session, batch: Sequence[Incoming]) -> list[Incoming]:
    """The batch without repetitions, inside it and in the database."""
    by_channel: defaultdict[int, dict[str, Incoming]] = defaultdict(dict)
    for incoming in batch:
        by_channel[incoming.channel.id].setdefault(incoming.event.external_id, incoming)
    for channel_id, events in by_channel.items():
        for external_id in store.seen(session, channel_id, events):
            del events[external_id]
    return [incoming for events in by_channel.values() for incoming in events.values()]


def _waiting(session: Session, fresh: Sequence[Incoming]) -> set[tuple[int, str]]:
    keys: defaultdict[int, set[str]] = defaultdict(set)
    for incoming in fresh:
        keys[incoming.channel.id].add(incoming.event.order_key)
    return {
        (channel_id, order_key)
        for channel_id, order_keys in keys.items()
        for order_key in store.waiting_keys(session, channel_id, order_keys)
    }


def _apply_all(unit: Unit, ready: Sequence[tuple[Incoming, list[Inbound]]]) -> list[Tried]:
    """As one set; if that fails, one by one, each behind its own savepoint."""
    together = [(incoming.channel, one) for incoming, meanings in ready for one in meanings]
    try:
        with savepoint(unit.session):
            for incoming, _ in ready:
                failpoint("intake.apply", incoming.event.external_id)
            apply(unit, together)
    except _BROKEN as error:
        if gave_up(error):
            raise
        why = type(error).__name__
        log.info("batch is applied one by one", action="intake.one_by_one", why=why)
    else:
        return [(incoming, Fate(IntakeState.DONE), meanings) for incoming, meanings in ready]
    stuck: set[tuple[int, str]] = set()
    done = []
    for incoming, meanings in ready:
        key = _key(incoming)
        fate = Fate(IntakeState.KEPT)
        if key not in stuck:
            fate = apply_alone(unit, incoming, meanings, tries=1)
        if fate.state is IntakeState.KEPT:
            stuck.add(key)  # what follows in this conversation waits behind it
        done.append((incoming, fate, meanings))
    return done


def apply_alone(unit: Unit, incoming: Incoming, meanings: Sequence[Inbound], *, tries: int) -> Fate:
    """Apply one event behind a savepoint; a failure becomes its fate."""
    try:
        with unsaid_if_undone(unit.session), unit.session.begin_nested():
            # The savepoint is set when the session is first asked for its connection, which
            # statements for sets never do again: they would come before it, and stay.
            unit.session.connection()
            failpoint("intake.apply", incoming.event.external_id)
            apply(unit.carefully(), [(incoming.channel, one) for one in meanings])
    except _BROKEN as error:
        if gave_up(error):
            raise
        log.exception("event can't be applied", action="intake.apply_failed", tries=tries)
        return after_failure(error, tries=tries, now=unit.now)
    return Fate(IntakeState.DONE, tries=tries)


def retry(unit: Unit, claimed: Sequence[Claimed]) -> list[Pressed]:
    """Apply events that were kept alone: one that was tried before is claimed and applied alone,
    others come as one set."""
    expect_failure(unit.session)
    kept = store.still_kept(unit.session, [one.event_id for one in claimed])
    claimed = [one for one in claimed if one.event_id in kept]
    alone = len(claimed) == 1
    tried = [_tried(unit, claimed[0])] if alone else _tried_together(unit, claimed)
    ids = {id(one.incoming): one.event_id for one in claimed}
    for incoming, fate, _ in tried:
        store.finish(unit.session, ids[id(incoming)], fate)
    _announce(unit.session, [(incoming, fate) for incoming, fate, _ in tried])
    return [press for one in tried if one[1].state is IntakeState.DONE for press in _presses(*one)]


def _tried(unit: Unit, one: Claimed) -> Tried:
    if one.tries > MOST_TRIES:
        died = Fate(IntakeState.DEAD, "the process died each time it was applied", one.tries)
        return one.incoming, died, []
    fate, meanings = understand(one.incoming, unit.now, tries=one.tries)
    fate = fate or apply_alone(unit, one.incoming, meanings, tries=one.tries)
    return one.incoming, fate, meanings


def _tried_together(unit: Unit, claimed: Sequence[Claimed]) -> list[Tried]:
    """The first try of many. What waits behind one that failed counts as not tried yet."""
    tried: list[Tried] = []
    ready: list[tuple[Incoming, list[Inbound]]] = []
    stuck: set[tuple[int, str]] = set()
    for one in claimed:
        fate, meanings = understand(one.incoming, unit.now)
        if _key(one.incoming) in stuck:
            tried.append((one.incoming, Fate(IntakeState.KEPT), []))
        elif fate is None:
            ready.append((one.incoming, meanings))
        else:
            tried.append((one.incoming, fate, []))
            if fate.state is IntakeState.KEPT:
                stuck.add(_key(one.incoming))
    return tried + _apply_all(unit, ready)


def _announce(session: Session, fates: Sequence[tuple[Incoming, Fate]]) -> None:
    for incoming, fate in fates:
        if fate.state is IntakeState.KEPT:
            signal(session, TOPIC, incoming.channel.id)
        elif fate.state is IntakeState.DEAD:
            signal(session, "deadletter", incoming.channel.id)


def _presses(incoming: Incoming, _: Fate, meanings: Sequence[Inbound]) -> list[Pressed]:
    return [
        Pressed(incoming.channel, meaning.person.external_id, meaning.content.press.reference)
        for meaning in meanings
        if isinstance(meaning, MessageReceived)
        and meaning.content.press
        and meaning.content.press.reference
    ]
