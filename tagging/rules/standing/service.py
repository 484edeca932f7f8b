"""Whose watches those of rules are: it acts when a condition begins to hold of somebody, and when it
ends."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import Session

from scrm.conditions import service as conditions
from scrm.conditions.frames.values import Moment
from scrm.kernel.errors import Invalid
from tagging.rules import service, store
from tagging.rules.reacting.service import carry_out, put_again, take_back
from tagging.rules.reacting.values import InForce
from tagging.rules.values import AT_ANY_TIME, PutTag, RuleState
from tagging.watching import store as watching
from tagging.watching.policy import watch
from tagging.watching.values import BACK_FILL, Cause, Turned, Watch


class RuleKeeper:
    """Keeps what is in force in memory, as it was read with the watches."""

    name = "rules"

    def __init__(self) -> None:
        self._in_force: dict[int, InForce] = {}

    def watches(self, session: Session) -> list[Watch]:
        self._in_force = {one.id: one for one in self.read(session)}
        return [_watch(one) for one in self._in_force.values()]

    def read(self, session: Session) -> Iterator[InForce]:
        """What this hub does not understand the other rules' reactor pauses."""
        for rule_id, number, definition in store.live(session):
            try:
                rule = service.read(definition)
            except Invalid:
                continue
            if rule.watches:
                yield InForce(rule_id, number, rule)

    def act(self, session: Session, watch: Watch, found: Turned, now: datetime) -> None:
        one = self._in_force[watch.owner_id]
        if found.begun:
            carry_out(session, one, found.begun, now)
        if ended := [*found.ended, *found.denied]:
            take_back(session, one, ended, now)
            self._hand_over(session, one, ended, now)

    def _hand_over(
        self, session: Session, ended: InForce, causes: Sequence[Cause], now: datetime
    ) -> None:
        """A tag that another rule gives them too is that one's from now on."""
        others = [
            (one, tag)
            for tag in sorted(ended.rule.passing_tags)
            for one in self._in_force.values()
            if one.id != ended.id and _gives(one, tag)
        ]
        if not others:
            return
        owners = {one.id for one, _ in others}
        rows = watching.rows(session, owners, {cause.contact_id for cause in causes})
        for one, tag in others:
            theirs = rows[one.id]
            again = [
                cause
                for cause in causes
                if cause.contact_id in theirs and theirs[cause.contact_id].since is not None
            ]
            if again:
                put_again(session, one, tag, again, now)

    def apply(
        self, session: Session, owner_id: int, contact_ids: Sequence[int], now: datetime
    ) -> int | None:
        row = store.find(session, owner_id)
        version = None if row is None else store.version(session, owner_id, row.version)
        if row is None or version is None or row.state != RuleState.LIVE:
            return None
        rule = service.read(version.definition)
        moments = [Moment(who, who, now) for who in contact_ids]
        held = conditions.holding(session, rule.condition, moments)
        evidence = {"back_fill": True}
        causes = [Cause(who, BACK_FILL, now, evidence=evidence) for who in sorted(held)]
        if causes:
            carry_out(session, InForce(owner_id, row.version, rule), causes, now)
        return len(causes)

    def fail(self, session: Session, owner_id: int, reason: str, now: datetime) -> None:
        service.pause(session, owner_id, reason, now)


def _watch(one: InForce) -> Watch:
    when = "" if one.rule.when == AT_ANY_TIME else one.rule.when
    return watch(one.id, RuleKeeper.name, one.rule.name, one.rule.condition, when)


def _gives(one: InForce, tag: str) -> bool:
    return any(isinstance(action, PutTag) and action.tag == tag for action in one.rule.actions)
