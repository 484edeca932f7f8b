"""Verbs of watching: look at people, keep how it turned out, look at everybody."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from scrm.conditions import service as conditions
from scrm.conditions.frames.values import Moment
from scrm.kernel.signals import signal
from tagging.watching import store
from tagging.watching.policy import turned
from tagging.watching.store import Person
from tagging.watching.tables import Filling
from tagging.watching.values import FOR_ALL, Cause, FillingView, Row, Turned, Watch

TOPIC = "watching"

Causes = Mapping[int, Mapping[int, Cause]]
"""Why somebody is looked at, by owner and contact."""


def look(session: Session, watches: Sequence[Watch], causes: Causes, now: datetime) -> list[Turned]:
    """Ask each watch of its people as of now, with nothing in hand; nothing is written. Raises
    Invalid."""
    wanted = {who for one in watches for who in causes[one.owner_id]}
    people = {one.id: one for one in store.hold(session, wanted)}
    kept = store.rows(session, [one.owner_id for one in watches], wanted)
    asked = [_asked(one, causes[one.owner_id].values(), kept[one.owner_id]) for one in watches]
    living = sorted({one.contact_id for some in asked for one in some} & _living(people.values()))
    standing = conditions.standing_each(
        session,
        [one.condition for one in watches],
        [Moment(contact_id, contact_id, now) for contact_id in living],
    )
    joined = {one.id: one.joined_into for one in people.values() if one.joined_into is not None}
    found = []
    for one, some, stands in zip(watches, asked, standing, strict=True):
        rows = _with_joined(kept[one.owner_id], joined)
        found.append(turned(one, some, stands, rows, joined.keys(), now))
    return found


def _asked(watch: Watch, causes: Iterable[Cause], rows: Mapping[int, Row]) -> list[Cause]:
    """Where it may begin with one event only, others matter to those with whom it has begun."""
    if not watch.when:
        return list(causes)
    return [
        one
        for one in causes
        if one.kind == watch.when or one.contact_id in rows or one.kind in FOR_ALL
    ]


def _living(people: Iterable[Person]) -> set[int]:
    return {one.id for one in people if one.joined_into is None and not one.is_erased}


def _with_joined(rows: Mapping[int, Row], joined: Mapping[int, int | None]) -> dict[int, Row]:
    """What held of who is joined into somebody held of them."""
    found = dict(rows)
    for who, into in joined.items():
        if who in rows and into is not None and rows[who].since is not None:
            found.setdefault(into, rows[who])
    return found


def keep(session: Session, watch: Watch, found: Turned) -> None:
    store.keep(session, watch.owner_id, found.kept)
    store.forget(session, watch.owner_id, found.forgotten)
    store.forget_joined(session, watch.owner_id, [one.contact_id for one in found.ended])


def fill(session: Session, owner_id: int, now: datetime, *, acts: bool) -> None:
    """Have everybody looked at, in pieces behind this unit; with `acts` it is acted upon what holds
    of them."""
    total, last = store.extent(session)
    started = Filling(owner_id=owner_id, acts=acts, last_id=last, total=total, started_at=now)
    store.start(session, started)
    signal(session, TOPIC, owner_id)


def filling(session: Session, owner_id: int) -> FillingView | None:
    """How far it is; None where there never was one."""
    one = store.filling(session, owner_id)
    if one is None:
        return None
    share = 1.0 if one.finished_at else min(one.looked_at / max(one.total, 1), 0.99)
    return FillingView(
        state=one.state,
        acts=one.acts,
        progress=share,
        looked_at=one.looked_at,
        found=one.found,
        error=one.error,
        started_at=one.started_at,
        finished_at=one.finished_at,
    )
