"""Told of what a unit recorded, rules act inside it. One that fails is paused and harms no other."""

from asyncio import CancelledError
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import structlog
from sqlmodel import Session

from scrm.conditions import service as conditions
from scrm.conditions.frames.values import Moment
from scrm.journal.values import Recorded
from scrm.kernel.deadlines import at_most
from scrm.kernel.engines import gave_up, has_collided
from scrm.kernel.errors import Invalid
from scrm.kernel.failpoints import failpoint
from scrm.kernel.optimism import expect_failure, savepoint
from tagging.patience import policy as patience
from tagging.rules import service, store
from tagging.rules.reacting import store as events
from tagging.rules.reacting.service import carry_out_all
from tagging.rules.reacting.values import Happened, InForce

log = structlog.get_logger()

_BROKEN = (Exception, CancelledError)

ByKind = dict[str, tuple[InForce, ...]]


class Rules:
    """What is in force is kept in memory until `forget`: a rule that no event touches costs
    nothing."""

    name = "rules"

    def __init__(self) -> None:
        self._in_force: ByKind | None = None
        self._changes = 0

    def forget(self) -> None:
        """A rule was changed: what is in force is read again."""
        self._changes += 1
        self._in_force = None

    def wants(self, kind: str) -> bool:
        known = self._in_force
        return known is None or kind in known

    def react(self, session: Session, facts: Sequence[Recorded], now: datetime) -> None:
        by_kind = self._known(session, now)
        wanted = [one.id for one in facts if one.kind in by_kind]
        if not wanted:
            return
        happened: defaultdict[str, list[Happened]] = defaultdict(list)
        for one in events.happened(session, wanted):
            happened[one.kind].append(one)
        for kind, some in happened.items():
            self._act(session, by_kind[kind], some, now)

    def _known(self, session: Session, now: datetime) -> ByKind:
        if self._in_force is not None:
            return self._in_force
        changes = self._changes
        rules, is_sure = _read(session, now)
        read = _by_kind(rules)
        if is_sure and changes == self._changes:  # else somebody published while we read
            self._in_force = read
        return read

    def _act(
        self, session: Session, rules: Sequence[InForce], some: list[Happened], now: datetime
    ) -> None:
        """All rules are asked together, and act together; where that fails, each alone."""
        session.flush()  # what is ended while it is asked may not be writing
        try:
            with at_most(session, patience.TOGETHER):  # which only reads
                held = _held(session, rules, some)
        except _BROKEN as error:
            if gave_up(error) or has_collided(error):
                raise
            expect_failure(session)
            for one in rules:
                self._act_alone(session, one, some, now)
            return
        spoken = [(one, hits) for one, hits in zip(rules, held, strict=True) if hits]
        try:
            with savepoint(session):
                _carry_out(session, spoken, now)
        except _BROKEN as error:
            if gave_up(error) or has_collided(error):
                raise
            for one, hits in spoken:
                self._act_alone(session, one, some, now, hits)

    def _act_alone(
        self,
        session: Session,
        one: InForce,
        some: list[Happened],
        now: datetime,
        hits: list[Happened] | None = None,
    ) -> None:
        try:
            with savepoint(session):
                if hits is None:
                    with at_most(session, patience.ALONE):
                        (hits,) = _held(session, [one], some)
                _carry_out(session, [(one, hits)], now)
        except _BROKEN as error:
            if gave_up(error) or has_collided(error):
                raise
            log.exception("rule failed", action="rules.failed", rule=one.id)
            service.pause(session, one.id, patience.reason(error), now)


def _read(session: Session, now: datetime) -> tuple[list[InForce], bool]:
    """What is in force, but for what watches; and whether that can be kept in mind. A rule of an
    earlier hub that this one does not understand is paused: all are read again until that is
    committed, for this unit may be undone."""
    found, is_sure = [], True
    for rule_id, number, definition in store.live(session):
        try:
            rule = service.read(definition)
        except Invalid as wrong:
            service.pause(session, rule_id, str(wrong)[: patience.LONGEST_REASON], now)
            is_sure = False
        else:
            if not rule.watches:
                found.append(InForce(rule_id, number, rule))
    return found, is_sure


def _by_kind(rules: Iterable[InForce]) -> ByKind:
    found: defaultdict[str, list[InForce]] = defaultdict(list)
    for one in rules:
        found[one.rule.when].append(one)
    return {kind: tuple(some) for kind, some in found.items()}


def _carry_out(
    session: Session, spoken: Sequence[tuple[InForce, Sequence[Happened]]], now: datetime
) -> None:
    for one, _ in spoken:
        failpoint("rules.act", one.rule.name)
    carry_out_all(session, [(one, [hit.cause for hit in hits]) for one, hits in spoken], now)


def _held(
    session: Session, rules: Sequence[InForce], some: Sequence[Happened]
) -> list[list[Happened]]:
    """For each rule, the events at which it held."""
    moments = [Moment(one.id, one.contact_id, one.at, one.id) for one in some]
    held = conditions.holding_each(session, [one.rule.condition for one in rules], moments)
    return [[one for one in some if one.id in keys] for keys in held]
