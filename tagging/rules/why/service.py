"""The verb of why and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.conditions.asking.service import Asker, names_for
from scrm.conditions.explaining import service as explaining
from scrm.conditions.explaining.values import HappenedView, Listener, PartView
from scrm.conditions.frames.values import Moment
from scrm.conditions.values import Condition
from scrm.contacts.reading import service as contacts
from scrm.contacts.tags import store as tags
from scrm.journal.tables import Event
from scrm.kernel.errors import Conflict, NotFound
from tagging.rules import service
from tagging.rules import store as rules
from tagging.rules.tables import RuleRow, RuleVersion
from tagging.rules.values import PutTag, Rule, RuleState
from tagging.rules.why import store
from tagging.rules.why.policy import sentence, verdict
from tagging.rules.why.values import TagAnswer, WhyView
from tagging.rules.words.policy import rule_in_words


@dataclass(frozen=True, slots=True)
class _Published:
    row: RuleRow
    version: RuleVersion
    rule: Rule

    @property
    def tags(self) -> list[str]:
        return [one.tag for one in self.rule.actions if isinstance(one, PutTag)]


def why_rule(
    session: Session, contact_id: int, rule_id: int, asker: Asker, *, may_read: bool
) -> list[WhyView]:
    """Raises NotFound, and Conflict where the contact is joined into another or the rule was never
    published."""
    row = rules.find(session, rule_id)
    if row is None:
        raise NotFound("rule", rule_id)
    found = _published(session, row)
    if found is None:
        raise Conflict("This rule was never published", code="not_published")
    return _told(session, contact_id, [found], asker, may_read=may_read)


def why_tag(
    session: Session, contact_id: int, tag: str, asker: Asker, *, may_read: bool
) -> list[WhyView]:
    """Of all rules that give it, but for those that were put away. Raises NotFound and Conflict."""
    published = [_published(session, row) for row in rules.listed(session)]
    wanted = [one for one in published if one is not None and tag in one.tags]
    return _told(session, contact_id, wanted, asker, may_read=may_read)


def _published(session: Session, row: RuleRow) -> _Published | None:
    version = rules.version(session, row.id, row.version)
    return None if version is None else _Published(row, version, service.read(version.definition))


def _told(
    session: Session,
    contact_id: int,
    published: Sequence[_Published],
    asker: Asker,
    *,
    may_read: bool,
) -> list[WhyView]:
    contact = contacts.get(session, contact_id)
    if contact.joined_into is not None:
        raise Conflict("This contact is joined into another; ask of that one", code="joined_away")
    listener = Listener(asker.language, names_for(session, asker), may_read)
    teller = _Teller(session, contact_id, listener, asker.now)
    return [teller.tell(one) for one in published]


@dataclass(frozen=True, slots=True)
class _Teller:
    session: Session
    contact_id: int
    listener: Listener
    now: datetime

    def tell(self, one: _Published) -> WhyView:
        worn = self.tags(one)
        event, condition = self.decisive(one, worn)
        at_event = None
        if event is not None:
            at_event = self.explained(condition, event.at, event.id)
        found, about = verdict(
            worn,
            str(one.row.id),
            is_live=one.row.state == RuleState.LIVE,
            is_triggered=event is not None,
            held=at_event is not None and at_event.holds,
        )
        return WhyView(
            rule_id=str(one.row.id),
            name=one.row.name,
            state=one.row.state,
            version=one.version.number,
            published_at=one.version.published_at,
            reading=rule_in_words(one.rule, self.listener.language, self.listener.names),
            verdict=found,
            says=sentence(found, about, one.rule.when, self.listener.language),
            tags=worn,
            now=self.explained(one.rule.condition, self.now, None),
            event=self.seen(event),
            at_event=at_event,
        )

    def explained(self, condition: Condition, at: datetime, event_id: int | None) -> PartView:
        moment = Moment(0, self.contact_id, at, event_id)
        return explaining.explained(self.session, condition, moment, self.listener)

    def decisive(
        self, one: _Published, worn: Sequence[TagAnswer]
    ) -> tuple[Event | None, Condition]:
        """The event by which the rule gave a tag, and what it asked then; or the last event for
        which it waits, and what it asks now."""
        for tag in worn:
            if tag.given_by.get("rule") != str(one.row.id):
                continue
            event = self.evidence(tag.evidence)
            version = rules.version(self.session, one.row.id, tag.given_by.get("version", 0))
            if event is not None and version is not None:
                return event, service.read(version.definition).condition
        after = one.version.id
        event = store.last_event(self.session, self.contact_id, one.rule.when, after)
        return event, one.rule.condition

    def evidence(self, evidence: Mapping[str, Any]) -> Event | None:
        named = str(evidence.get("event_id", ""))
        if not named.isdecimal():
            return None
        return store.find_event(self.session, self.contact_id, int(named))

    def seen(self, event: Event | None) -> HappenedView | None:
        return None if event is None else explaining.told(self.session, event.id, self.listener)

    def tags(self, one: _Published) -> list[TagAnswer]:
        """Of each tag that the rule gives, what it is with it now, or was last."""
        whose = tags.who_is(self.session, self.contact_id)
        newest: dict[str, store.Row] = {}
        for found in store.worn(self.session, whose, one.tags):
            newest.setdefault(found.tag, found)
        gone = store.taken_off(self.session, self.contact_id)
        return [self.tag(name, newest.get(name), gone.get(name, {})) for name in one.tags]

    def tag(self, name: str, found: store.Row | None, taken_off_by: dict[str, Any]) -> TagAnswer:
        if found is None:
            return TagAnswer(name, False, None, None, {}, {}, None, None, {})
        row = found.row
        ends = [end for end in (row.until, row.removed_at) if end is not None and end <= self.now]
        return TagAnswer(
            name=name,
            stands=not ends,
            since=row.since,
            until=row.until,
            given_by=row.set_by,
            evidence=row.evidence,
            event=self.seen(self.evidence(row.evidence)),
            taken_off_at=min(ends, default=None),
            taken_off_by=taken_off_by if ends else {},
        )
