"""Verbs of feeding: decide who is due, write their messages, and give them to the outbox.

All of it is one unit: a process that dies leaves everything as it was, and the outbox's own key keeps
anybody from being given twice.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from campaigns import store as campaigns
from campaigns.deciding.values import Fate, Verdict, Why
from campaigns.definition.values import Definition
from campaigns.feeding import policy, store
from campaigns.feeding.values import CROWDED, PORTION, WORTH, Open
from campaigns.judging.service import Versions, judged
from campaigns.stopping import service as stopping
from campaigns.values import TOPIC, RecipientState
from scrm.delivery import service as delivery
from scrm.delivery.values import Lane, OfCampaign, Order
from scrm.kernel.errors import Invalid
from scrm.kernel.failpoints import failpoint
from scrm.kernel.ids import new_ids
from scrm.kernel.signals import signal
from scrm.organisation import service as organisation
from scrm.rendering.messages.service import compiled, render_many
from scrm.rendering.messages.values import Missing, Values

Written = tuple[Open, Verdict, str]
"""Whom a text is for, and why they get it."""


def feed(
    session: Session,
    campaign_id: int,
    versions: Versions,
    ahead: Mapping[int, int],
    now: datetime,
) -> int:
    """Decide a portion of those who are due, and give to the outbox who gets the message now; returns
    how many were decided. `ahead` says by channel how many may wait there."""
    row = campaigns.find(session, campaign_id)
    if row is None or row.version_id is None or not stopping.going(session, [campaign_id]):
        return 0
    definition = versions.of(session, row.version_id)
    lane = policy.lane_of(definition.purpose)
    room = _room(session, definition.channels, lane, ahead, now)
    people = store.due_people(
        session, campaign_id, now, min(PORTION, max(room.values(), default=0))
    )
    if not people:
        return 0
    verdicts = judged(session, campaign_id, definition, [one.contact_id for one in people], now)
    texts = _texts(session, definition, people, verdicts, now)
    fates, given, crowded = [], list[Written](), 0
    for who, verdict, text in zip(people, verdicts, texts, strict=True):
        verdict = final(verdict, text)
        if verdict.fate is not Fate.SEND or verdict.address is None or not isinstance(text, str):
            fates.append((who, _fate(verdict, row.version_id, now)))
        elif room.get(verdict.address.channel_id, 0) > 0:
            room[verdict.address.channel_id] -= 1
            given.append((who, verdict, text))
        else:  # its channel is full, or paused: another's room is not for them
            crowded += 1
            later = Verdict(Fate.LATER, until=now + CROWDED)
            fates.append((who, _fate(later, row.version_id, now)))
    fates += _give(session, campaign_id, row.version_id, definition, given, now)
    store.decided(session, fates)
    failpoint("campaigns.fed")
    if crowded < len(people):
        signal(session, TOPIC, campaign_id)
    return len(people) - crowded


def _room(
    session: Session, channels: Sequence[int], lane: Lane, ahead: Mapping[int, int], now: datetime
) -> dict[int, int]:
    """Where there is room for few, none is taken: a unit for each that leaves would cost far more."""
    room = {}
    for one in channels:
        if one in ahead:
            waiting = delivery.count_waiting(session, one, lane, now, ahead[one])
            left = ahead[one] - waiting
            room[one] = left if left >= ahead[one] * WORTH else 0
    return room


def final(verdict: Verdict, text: str | Invalid | None) -> Verdict:
    """Of who would get it now; `text` is their message, or why it can't be written."""
    if isinstance(text, Missing):
        return Verdict(Fate.BLOCKED, Why.MISSING_VALUE, address=verdict.address)
    if isinstance(text, Invalid):
        return Verdict(Fate.BLOCKED, Why.UNWRITABLE, address=verdict.address)
    return verdict


def _texts(
    session: Session,
    definition: Definition,
    people: Sequence[Open],
    verdicts: Sequence[Verdict],
    now: datetime,
) -> list[str | Invalid | None]:
    """For each their message, or why there is none; None for who gets none now."""
    wanted = [
        who.contact_id
        for who, verdict in zip(people, verdicts, strict=True)
        if verdict.fate is Fate.SEND
    ]
    if not wanted:
        return [None] * len(people)
    template = compiled(definition.message.text)
    values = values_of(session, definition, wanted, now)
    written = render_many(template, [values[one] for one in wanted])
    texts = dict(zip(wanted, written, strict=True))
    return [texts.get(who.contact_id) for who in people]


def values_of(
    session: Session, definition: Definition, contact_ids: Sequence[int], now: datetime
) -> dict[int, Values]:
    """What a template may say to each of these people."""
    tags = store.tags(session, contact_ids, now)
    shared: dict[str, Any] = {
        "organisation": {"name": organisation.settings(session).organisation_name},
        "campaign": {"name": definition.name},
    }
    return {
        contact_id: shared
        | {
            "contact": policy.plain_values(attributes)
            | {"name": name, "locale": locale, "zone": zone, "stage": stage}
            | {"tags": tags.get(contact_id, [])}
        }
        for contact_id, name, locale, zone, stage, attributes in store.people(session, contact_ids)
    }


def _give(
    session: Session,
    campaign_id: int,
    version_id: int,
    definition: Definition,
    given: Sequence[Written],
    now: datetime,
) -> list[tuple[Open, dict[str, Any]]]:
    """Who has an order already, by whatever accident, keeps that one."""
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
                contact_id=who.contact_id,
                recipient=where[address.identity_id],
                content=policy.content_of(definition.message, text),
                lane=policy.lane_of(definition.purpose),
                due_at=now,
                campaign=OfCampaign(campaign_id, who.occurrence_id, who.step, version_id),
            )
        )
        fates.append((who, _fate(verdict, version_id, now) | {"message_id": message_id}))
    taken = {one.message_id for one in delivery.enqueue(session, orders, now)}
    return [
        one if one[1]["message_id"] in taken else (one[0], _already(version_id, now))
        for one in fates
    ]


def _already(version_id: int, now: datetime) -> dict[str, Any]:
    """Of who has an order of this run already: theirs came with somebody who was joined to them."""
    return _fate(Verdict(Fate.BLOCKED, Why.HAS_IT), version_id, now)


def _fate(verdict: Verdict, version_id: int, now: datetime) -> dict[str, Any]:
    address = verdict.address
    state = policy.state_of(verdict)
    return {
        "state": state.value,
        "why": verdict.why.value if verdict.why else "",
        "due_at": policy.again_at(verdict, now),
        "identity_id": address.identity_id if address else None,
        "channel_id": address.channel_id if address else None,
        "message_id": None,
        "version_id": version_id,
        "decided_at": now if state in (RecipientState.GIVEN, RecipientState.BLOCKED) else None,
    }
