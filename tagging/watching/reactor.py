"""Told of what a unit recorded, or that a time has come, it looks at those whom that concerns, and has
the keepers act on what turned out. A keeper's owner that fails is ended and harms no other; a lock
that was not given is nobody's fault, and the unit or the reaction is tried again."""

from asyncio import CancelledError
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

import structlog
from sqlmodel import Session

from scrm.journal.values import Recorded
from scrm.kernel.deadlines import at_most
from scrm.kernel.engines import gave_up, has_collided
from scrm.kernel.failpoints import failpoint
from scrm.kernel.optimism import expect_failure, savepoint
from tagging.patience import policy as patience
from tagging.watching import service, store
from tagging.watching.service import Causes
from tagging.watching.tables import Filling
from tagging.watching.values import BACK_FILL, DUE, FILLING, Cause, FillingState, Turned, Watch

log = structlog.get_logger()

AT_ONCE = 200
"""People of one owner in a piece of a filling."""
FORGOTTEN_AT_ONCE = 2_000
ERASED = "contact.erased"
_BROKEN = (Exception, CancelledError)


class Keeper(Protocol):
    """Whose watches these are."""

    name: str

    def watches(self, session: Session) -> Iterable[Watch]:
        """All that are in force."""

    def act(self, session: Session, watch: Watch, found: Turned, now: datetime) -> None: ...

    def apply(
        self, session: Session, owner_id: int, contact_ids: Sequence[int], now: datetime
    ) -> int | None:
        """What is in force and watches nobody is done for those of whom it holds; returns how many
        they are, None where nothing of this owner is in force."""

    def fail(self, session: Session, owner_id: int, reason: str, now: datetime) -> None: ...


class _Known(NamedTuple):
    by_id: dict[int, Watch]
    by_kind: dict[str, tuple[Watch, ...]]


class Watches:
    """What is watched is kept in memory until `forget`: an event that concerns no watch costs
    nothing."""

    name = "watches"

    def __init__(self, keepers: Sequence[Keeper]) -> None:
        self._keepers = {one.name: one for one in keepers}
        self._in_force: _Known | None = None
        self._changes = 0

    def forget(self) -> None:
        """A condition was changed: what is in force is read again."""
        self._changes += 1
        self._in_force = None

    def wants(self, kind: str) -> bool:
        known = self._in_force
        return known is None or kind in known.by_kind or kind == ERASED

    def react(self, session: Session, facts: Sequence[Recorded], now: datetime) -> None:
        known = self._known(session)
        wanted = [one.id for one in facts if one.kind in known.by_kind or one.kind == ERASED]
        if not wanted:
            return
        if erased := [one.id for one in facts if one.kind == ERASED]:
            store.forget_people(session, store.erased(session, erased))
        self._look(session, known, _causes(known, store.happened(session, wanted)), now)

    def due(self, session: Session, now: datetime, limit: int) -> int:
        """Look at those whose time has come; returns how many there were."""
        known = self._known(session)
        found = store.due(session, now, limit)
        causes: defaultdict[int, dict[int, Cause]] = defaultdict(dict)
        for owner_id, contact_id, at in found:
            evidence = {"due": at.isoformat().replace("+00:00", "Z")}
            causes[owner_id][contact_id] = Cause(contact_id, DUE, now, evidence=evidence)
        for owner_id in causes.keys() - known.by_id.keys():
            store.wait_no_more(session, owner_id, causes.pop(owner_id))
        self._look(session, known, causes, now)
        return len(found)

    def fill(self, session: Session, now: datetime) -> bool:
        """A piece of the filling that waits longest; False where none waits."""
        one = store.next_filling(session, locked=True)
        if one is None:
            return False
        owner_id = one.owner_id
        try:
            with savepoint(session):
                failpoint("watching.fill")
                left = self._fill(session, one, now)
        except _BROKEN as error:
            if gave_up(error) or has_collided(error):
                raise
            log.exception("filling failed", action="watching.filling_failed", owner=owner_id)
            self._end(session, owner_id, now, patience.reason(error))
            return True
        if not left:
            self._end(session, owner_id, now)
        return True

    def _end(self, session: Session, owner_id: int, now: datetime, error: str = "") -> None:
        one = store.filling(session, owner_id)
        if one is not None:
            one.state = FillingState.FAILED if error else FillingState.DONE
            one.error, one.finished_at = error, now
            session.add(one)
            session.flush()

    def _fill(self, session: Session, one: Filling, now: datetime) -> bool:
        """Whether something is left to do. What is kept for who watches no more is dropped."""
        watch = self._newest(session, one)
        if watch is None and not one.acts:
            return store.forget_some(session, one.owner_id, FORGOTTEN_AT_ONCE) > 0
        ids = store.living(session, one.after_id, one.last_id, AT_ONCE)
        if watch is None:
            found = self._apply(session, one.owner_id, ids, now)
            if not ids or found is None:
                return store.forget_some(session, one.owner_id, FORGOTTEN_AT_ONCE) > 0
        else:
            found = self._watch(session, watch, ids, now, BACK_FILL if one.acts else FILLING)
        one.looked_at, one.found = one.looked_at + len(ids), one.found + found
        one.after_id = ids[-1] if ids else one.last_id
        session.add(one)
        session.flush()
        return bool(ids)

    def _newest(self, session: Session, one: Filling) -> Watch | None:
        """What is in memory may be older than what asked for the filling."""
        watch = self._known(session).by_id.get(one.owner_id)
        if watch is None or not one.after_id:
            self.forget()
            watch = self._known(session).by_id.get(one.owner_id)
        return watch

    def _apply(
        self, session: Session, owner_id: int, ids: Sequence[int], now: datetime
    ) -> int | None:
        for keeper in self._keepers.values():
            found = keeper.apply(session, owner_id, ids, now)
            if found is not None:
                return found
        return None

    def _watch(
        self, session: Session, watch: Watch, ids: Sequence[int], now: datetime, why: str
    ) -> int:
        evidence = {"back_fill": True}
        causes = {who: Cause(who, why, now, evidence=evidence) for who in ids}
        (found,) = _look_alone(session, watch, {watch.owner_id: causes}, now)
        service.keep(session, watch, found)
        self._keepers[watch.keeper].act(session, watch, found, now)
        return found.holding

    def _known(self, session: Session) -> _Known:
        if self._in_force is not None:
            return self._in_force
        changes = self._changes
        found = [one for keeper in self._keepers.values() for one in keeper.watches(session)]
        read = _Known({one.owner_id: one for one in found}, _by_kind(found))
        if changes == self._changes:  # else somebody changed one while we read
            self._in_force = read
        return read

    def _look(self, session: Session, known: _Known, causes: Causes, now: datetime) -> None:
        """All watches are asked together; where that fails, each alone."""
        watches = [one for owner_id, one in known.by_id.items() if causes.get(owner_id)]
        if not watches:
            return
        session.flush()  # what is ended while it is asked may not be writing
        try:
            with at_most(session, patience.TOGETHER):  # which only reads
                turned = service.look(session, watches, causes, now)
        except _BROKEN as error:
            if gave_up(error) or has_collided(error):
                raise
            expect_failure(session)
            for one in watches:
                self._turn(session, one, causes, now)
            return
        for one, found in zip(watches, turned, strict=True):
            if found.is_news:
                self._turn(session, one, causes, now, found)

    def _turn(
        self,
        session: Session,
        watch: Watch,
        causes: Causes,
        now: datetime,
        found: Turned | None = None,
    ) -> None:
        keeper = self._keepers[watch.keeper]
        try:
            with savepoint(session):
                failpoint("watching.turn", watch.name)
                if found is None:
                    (found,) = _look_alone(session, watch, causes, now)
                service.keep(session, watch, found)
                keeper.act(session, watch, found, now)
        except _BROKEN as error:
            if gave_up(error) or has_collided(error):
                raise
            log.exception("watch failed", action="watching.failed", owner=watch.owner_id)
            keeper.fail(session, watch.owner_id, patience.reason(error), now)


def _look_alone(session: Session, watch: Watch, causes: Causes, now: datetime) -> list[Turned]:
    session.flush()  # what is ended while it is asked may not be writing
    with at_most(session, patience.ALONE):
        return service.look(session, [watch], causes, now)


def _by_kind(watches: Iterable[Watch]) -> dict[str, tuple[Watch, ...]]:
    found: defaultdict[str, list[Watch]] = defaultdict(list)
    for one in watches:
        for kind in one.kinds | ({one.when} if one.when else set()):
            found[kind].append(one)
    return {kind: tuple(some) for kind, some in found.items()}


def _causes(known: _Known, happened: Iterable[Cause]) -> Causes:
    """By owner and person the first event that concerns them; one with which it may begin is
    preferred."""
    found: defaultdict[int, dict[int, Cause]] = defaultdict(dict)
    for one in happened:
        for watch in known.by_kind.get(one.kind, ()):
            theirs = found[watch.owner_id]
            there = theirs.get(one.contact_id)
            begins = one.kind == watch.when and (there is None or there.kind != watch.when)
            if watch.wants(one) and (there is None or begins):
                theirs[one.contact_id] = one
    return found
