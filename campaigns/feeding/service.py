"""Verbs of feeding: decide who is due, write their messages, and give them to the outbox.

All of it is one unit: a process that dies leaves everything as it was, and the outbox's own key keeps
anybody from being given twice.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from campaigns import store as campaigns
from campaigns.deciding.values import Fate, Verdict, Why
from campaigns.definition.values import Definition
from campaigns.facts.values import Windows, no_windows
from campaigns.feeding import policy, store
from campaigns.feeding.values import CROWDED, PORTION, WORTH, Mine, Open
from campaigns.forgetting import service as forgetting
from campaigns.judging.service import Versions, judged
from campaigns.links.service import Shortener
from campaigns.missing import service as missing
from campaigns.stopping import service as stopping
from campaigns.unsubscribing.service import NO_LINKS, StopLinks
from campaigns.values import TOPIC, RecipientState
from scrm.contacts.reading import service as contacts
from scrm.delivery import service as delivery
from scrm.delivery.following import service as following
from scrm.delivery.following.values import Key
from scrm.delivery.values import OfCampaign, Order
from scrm.kernel.errors import Invalid
from scrm.kernel.failpoints import failpoint
from scrm.kernel.ids import new_ids
from scrm.kernel.signals import signal
from scrm.organisation import service as organisation
from scrm.rendering.messages.service import compiled, render_many
from scrm.rendering.messages.values import Missing, Values

Written = tuple[Open, Verdict, str]
"""Whom a text is for, and why they get it."""
Decided = tuple[Open, dict[str, Any]]
"""What becomes of somebody, as it is kept."""


@dataclass(frozen=True, slots=True)
class Feeding:
    """What it takes to feed. `windows` says how long a platform takes messages."""

    versions: Versions
    shortener: Shortener
    windows: Windows = no_windows
    stop_links: StopLinks = NO_LINKS

    def feed(
        self, session: Session, campaign_id: int, ahead: Mapping[int, int], now: datetime
    ) -> int:
        """Decide a portion of those who are due, and give to the outbox who gets the message now;
        returns how many were decided. `ahead` says by channel how many may wait there."""
        row = campaigns.find(session, campaign_id)
        if row is None or row.version_id is None or not stopping.going(session, [campaign_id]):
            return 0
        mine = Mine(campaign_id, row.version_id, self.versions.of(session, row.version_id))
        if not missing.begin_moments(session, campaign_id, mine.definition, now):
            signal(session, TOPIC, campaign_id)
            return 0
        room = _room(session, mine.definition, ahead, now)
        most = min(PORTION, max(room.values(), default=PORTION))
        people = store.due_people(session, campaign_id, now, most)
        if not people:
            return 0
        given, fates, crowded = self._sorted(session, mine, people, room, ahead, now)
        if given:
            numbers = self.shortener.numbered(session, campaign_id, mine.definition)
            fates += _give(session, mine, given, partial(self._written, numbers=numbers), now)
        store.decided(session, fates)
        _forget(session, fates)
        failpoint("campaigns.fed")
        if crowded < len(people):
            signal(session, TOPIC, campaign_id)
        return len(people) - crowded

    def _written(
        self, content: Mapping[str, Any], message_id: int, numbers: Mapping[str, int]
    ) -> dict[str, Any]:
        """With the links that are this message's own."""
        return self.stop_links.write(self.shortener.write(content, message_id, numbers), message_id)

    def _sorted(
        self,
        session: Session,
        mine: Mine,
        people: list[Open],
        room: dict[int, int],
        at_work: Container[int],
        now: datetime,
    ) -> tuple[list[Written], list[Decided], int]:
        """Who gets it now, what becomes of the others, and how many there was no room for, which takes
        from `room`. Who was joined into another is looked at as them, who come first: of two who turned
        out to be one, one gets it, and the other has it, whatever else holds for them."""
        whose = contacts.turned_out(session, [one.contact_id for one in people])
        have = following.have_it(session, [_key(mine.id, who, whose) for who in people])
        had = [who for who in people if _key(mine.id, who, whose) in have]
        people = [who for who in people if _key(mine.id, who, whose) not in have]
        people.sort(key=lambda one: whose[one.contact_id] != one.contact_id)
        persons = [whose[one.contact_id] for one in people]
        verdicts = judged(session, mine.id, mine.definition, persons, now, windows=self.windows)
        wanted = [
            one for one, said in zip(persons, verdicts, strict=True) if said.fate is Fate.SEND
        ]
        texts = self._texts(session, mine.definition, wanted, now)
        still = contacts.hold_still(session, _going(people, verdicts), whose)
        given, crowded = list[Written](), 0
        fates = [(who, _already(who, mine.version_id, now)) for who in had]
        for who, person, first in zip(people, persons, verdicts, strict=True):
            text = texts.get(person) if first.fate is Fate.SEND else None
            verdict = final(first, text, at_work)
            address = verdict.address
            if verdict.fate is not Fate.SEND or address is None or not isinstance(text, str):
                fates.append((who, _fate(who, verdict, mine.version_id, now)))
            elif who.contact_id in still and room.get(address.channel_id, 0) > 0:
                room[address.channel_id] -= 1
                given.append((who, verdict, text))
            else:  # they are being joined, or the channel is full: another's room is not for them
                crowded += 1
                later = Verdict(Fate.LATER, until=now + CROWDED)
                fates.append((who, _fate(who, later, mine.version_id, now)))
        return given, fates, crowded

    def _texts(
        self, session: Session, definition: Definition, wanted: Sequence[int], now: datetime
    ) -> dict[int, str | Invalid]:
        """For each of these people their message, or why there is none."""
        some = list(dict.fromkeys(wanted))
        if not some:
            return {}
        link = self.stop_links.sample
        values = values_of(session, definition, some, now, link)
        template = compiled(definition.message.text)
        return dict(zip(some, render_many(template, [values[one] for one in some]), strict=True))


def _forget(session: Session, fates: Sequence[Decided]) -> None:
    """Of who was erased while an audience was frozen, a row may have come in behind it."""
    erased = {who.contact_id for who, values in fates if values.get("why") == Why.ERASED}
    if erased:
        forgetting.forget(session, erased)


def _key(campaign_id: int, who: Open, whose: Mapping[int, int]) -> Key:
    return (campaign_id, who.occurrence_id, who.step, whose[who.contact_id])


def _going(people: Sequence[Open], verdicts: Sequence[Verdict]) -> list[int]:
    some = zip(people, verdicts, strict=True)
    return [who.contact_id for who, verdict in some if verdict.fate is Fate.SEND]


def _room(
    session: Session, definition: Definition, ahead: Mapping[int, int], now: datetime
) -> dict[int, int]:
    """Where there is room for few, none is taken: a unit for each that leaves would cost far more."""
    room, lane = {}, policy.lane_of(definition.purpose)
    for one in definition.channels:
        if one in ahead:
            waiting = delivery.count_waiting(session, one, lane, now, ahead[one])
            left = ahead[one] - waiting
            room[one] = left if left >= ahead[one] * WORTH else 0
    return room


def final(verdict: Verdict, text: str | Invalid | None, at_work: Container[int]) -> Verdict:
    """Of who would get it now; `text` is their message, or why it can't be written. On a channel that
    is not `at_work` it waits, and is in nobody's way."""
    if isinstance(text, Missing):
        return Verdict(Fate.BLOCKED, Why.MISSING_VALUE, address=verdict.address)
    if isinstance(text, Invalid):
        return Verdict(Fate.BLOCKED, Why.UNWRITABLE, address=verdict.address)
    address = verdict.address
    if verdict.fate is Fate.SEND and address and address.channel_id not in at_work:
        return Verdict(Fate.HELD, Why.CHANNEL_PAUSED, address=address)
    return verdict


def values_of(
    session: Session,
    definition: Definition,
    contact_ids: Sequence[int],
    now: datetime,
    stop_link: str = "",
) -> dict[int, Values]:
    """What a campaign's message may say to each of these people; `stop_link` is the sample of a link
    that ends marketing."""
    return values_for(session, definition.name, contact_ids, now, stop_link)


def values_for(
    session: Session, name: str, contact_ids: Sequence[int], now: datetime, stop_link: str = ""
) -> dict[int, Values]:
    """The same, of a campaign of this name."""
    tags, shared = store.tags(session, contact_ids, now), shared_values(session, name, stop_link)
    return {
        contact_id: shared.to(locale)
        | {
            "contact": policy.plain_values(attributes)
            | {"name": name, "locale": locale, "zone": zone, "stage": stage}
            | {"tags": tags.get(contact_id, [])}
        }
        for contact_id, name, locale, zone, stage, attributes in store.people(session, contact_ids)
    }


def shared_values(session: Session, name: str, stop_link: str = "") -> policy.SharedValues:
    """What a campaign of this name may say to everybody."""
    ours = organisation.settings(session)
    return policy.SharedValues(ours.organisation_name, name, ours.locale, stop_link)


def _give(
    session: Session,
    mine: Mine,
    given: Sequence[Written],
    write: Callable[[dict[str, Any], int], dict[str, Any]],
    now: datetime,
) -> list[Decided]:
    """Who has an order already, by whatever accident, keeps that one. `write` puts the last touch on
    the content of a message."""
    whose = contacts.turned_out(session, [who.contact_id for who, _, _ in given])
    _make_way(session, mine.id, [who for who, _, _ in given], whose)
    identities = [one.address.identity_id for _, one, _ in given if one.address is not None]
    where = store.addresses(session, identities)
    orders, fates = [], []
    for message_id, (who, verdict, text) in zip(new_ids(len(given)), given, strict=True):
        address = verdict.address
        assert address is not None  # noqa: S101 - who has none is blocked
        orders.append(
            Order(
                message_id=message_id,
                identity_id=address.identity_id,
                channel_id=address.channel_id,
                contact_id=whose[who.contact_id],
                recipient=where[address.identity_id],
                content=write(policy.content_of(mine.definition.message, text), message_id),
                lane=policy.lane_of(mine.definition.purpose),
                due_at=now,
                campaign=OfCampaign(mine.id, who.occurrence_id, who.step, mine.version_id),
                late_at=who.late_at,
            )
        )
        fates.append((who, _fate(who, verdict, mine.version_id, now) | {"message_id": message_id}))
    taken = {one.message_id for one in delivery.enqueue(session, orders, now)}
    return [
        one if one[1]["message_id"] in taken else (one[0], _already(one[0], mine.version_id, now))
        for one in fates
    ]


def _make_way(
    session: Session, campaign_id: int, people: Sequence[Open], whose: Mapping[int, int]
) -> None:
    """What came to nothing for whom somebody turned out to be keeps theirs from nobody."""
    keys = {
        _key(campaign_id, who, whose): who.contact_id
        for who in people
        if whose[who.contact_id] != who.contact_id
    }
    following.make_way(session, keys)


def _already(who: Open, version_id: int, now: datetime) -> dict[str, Any]:
    """Of who has an order of this run already: theirs came with somebody who was joined to them."""
    return _fate(who, Verdict(Fate.BLOCKED, Why.HAS_IT), version_id, now)


def _fate(who: Open, verdict: Verdict, version_id: int, now: datetime) -> dict[str, Any]:
    address = verdict.address
    state = policy.state_of(verdict)
    return {
        "state": state.value,
        "why": verdict.why.value if verdict.why else "",
        "due_at": policy.again_at(verdict, who.late_at, now),
        "identity_id": address.identity_id if address else None,
        "channel_id": address.channel_id if address else None,
        "message_id": None,
        "version_id": version_id,
        "decided_at": now if state in (RecipientState.GIVEN, RecipientState.BLOCKED) else None,
    }
