"""What pre-flight says is what feeding does; where it differs, an event in between says why."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from campaigns.facts.values import no_windows
from campaigns.feeding.service import Feeding
from campaigns.judging.service import Versions
from campaigns.judging.values import LOOKED_AGAIN
from campaigns.preflight import service
from campaigns.preflight.values import Asked, Fated
from campaigns.tables import Campaign, CampaignVersion, Occurrence, Recipient
from campaigns.values import Wish
from scrm.channels.values import InboundContent, MessageReceived, Person
from scrm.consent import service as consent
from scrm.consent.values import Words
from scrm.contacts import service as contacts
from scrm.contacts.tables import Contact, Identity
from scrm.contacts.values import Known
from scrm.conversations.arrivals import service as arrivals
from scrm.conversations.arrivals.values import Arrival
from scrm.journal.tables import Event
from scrm.kernel.engines import engine_of
from scrm.organisation.sending import service as sending
from tests.campaigns.facts.people import CHANNELS, CONTACTS, PAUSED, Rows, store, worlds
from tests.campaigns.hand import PLAIN
from tests.support.clock import NOON
from tests.support.databases import Place

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
"""Which would hide what failed."""

Change = Callable[[Session, Identity], None]
CAMPAIGN, VERSION, RUN = 70, 71, 72
AT_WORK = [one for one in CHANNELS if one != PAUSED]
STATES = {"send": "given", "later": "later", "held": "held", "blocked": "blocked"}
NAMED_BY = {
    "opted_out": "consent.withdrawn",
    "conversation_waits": "message.received",
    "unreachable": "identity.blocked",
}
ALL_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
quiet_hours = st.sampled_from(
    [None, {"opens": "09:00", "closes": "20:00"}, {"opens": "13:00", "closes": "20:00"}]
)


class Given(NamedTuple):
    """What a campaign and its organisation ask, and who was given a favourite tea."""

    definition: dict[str, Any]
    rules: dict[str, Any]
    likes: frozenset[int]


@st.composite
def asked(draw: st.DrawFn) -> Given:
    channels = draw(st.permutations(CHANNELS))[: draw(st.integers(1, 5))]
    definition = {
        "name": "Tea",
        "audience": {"not": {"attribute": {"name": "city", "op": "eq", "value": "nowhere"}}},
        "channels": [str(one) for one in channels],
        "message": {
            "text": draw(
                st.sampled_from(
                    ["Hi {{ contact.name or 'there' }}", "Your {{ contact.tea }} is here"]
                )
            )
        },
        "schedule": "now",
        "purpose": draw(st.sampled_from(["marketing", "marketing", "marketing", "service"])),
        "hold": {"open_conversation": draw(st.sampled_from([True, True, False]))},
        "quiet_hours": draw(st.sampled_from(["organisation", "off"])),
    }
    rules = {
        "quiet_hours": draw(quiet_hours),
        "caps": {"day": draw(st.sampled_from([None, 1, 2])), "week": None},
        "hold_after_answer": draw(st.sampled_from([0, 5, 24])),
    }
    return Given(definition, rules, draw(st.frozensets(st.sampled_from(CONTACTS))))


def frozen(session: Session, rows: Rows, given: Given) -> None:
    """These people, and a campaign whose audience all of them are."""
    store(session, rows)
    for one in given.likes:
        session.get_one(Contact, one).attributes = {"tea": "Oolong"}
    hours = given.rules["quiet_hours"]
    sending.change(
        session,
        given.rules | {"quiet_hours": hours and hours | {"weekdays": ALL_DAY}},
    )
    session.add(
        Campaign(
            id=CAMPAIGN,
            draft=given.definition,
            wish=Wish.SCHEDULED,
            version_id=VERSION,
            created_by={},
            created_at=NOON,
            updated_at=NOON,
        )
    )
    session.flush()
    session.add(
        CampaignVersion(
            id=VERSION,
            campaign_id=CAMPAIGN,
            number=1,
            definition=given.definition,
            content_hash="",
            made_by={},
            made_at=NOON,
        )
    )
    session.flush()
    mine: dict[str, Any] = {"campaign_id": CAMPAIGN, "version_id": VERSION, "due_at": NOON}
    session.add(Occurrence(id=RUN, key="now", frozen_at=NOON, size=len(CONTACTS), **mine))
    session.flush()
    for one in CONTACTS:
        session.add(Recipient(occurrence_id=RUN, step=0, contact_id=one, **mine))
    session.flush()


def told(session: Session) -> dict[int, Fated]:
    what = service.plan(session, Asked(CAMPAIGN, (), no_windows, NOON, AT_WORK))
    assert list(what.ids) == list(CONTACTS)
    return {one.contact_id: one for one in service.looked(session, what, what.ids, NOON)}


def _kept(session: Session, said: dict[int, Fated]) -> set[tuple[str, str]]:
    """Asked again at the moment at which they were told to get it, nothing stands in their way, but for
    a message that waits beside it and may be out by then."""
    what = service.plan(session, Asked(CAMPAIGN, (), no_windows, NOON, AT_WORK))
    found = set()
    for one in said.values():
        if one.gets_at is None or one.fate == "send":
            continue
        (then,) = service.looked(session, what, [one.contact_id], one.gets_at)
        assert then.fate == "send" or (then.fate, then.why) == ("held", "cap"), (one, then)
        found.add((one.fate, "gets it"))
    return found


def fed(session: Session) -> dict[int, Recipient]:
    ahead = dict.fromkeys(AT_WORK, 1_000)
    assert Feeding(Versions(), PLAIN).feed(session, CAMPAIGN, ahead, NOON) == len(CONTACTS)
    rows = session.exec(select(Recipient).where(col(Recipient.campaign_id) == CAMPAIGN))
    found = {one.contact_id: one for one in rows}
    erased = [row for one, row in found.items() if one < 0]  # nobody's by now
    return found | dict(zip([one for one in CONTACTS if one not in found], erased, strict=True))


def agrees(said: Fated, row: Recipient) -> bool:
    """In fate, reason, channel, and until when they wait."""
    until = None
    if said.fate in ("later", "held"):
        until = said.at or NOON + LOOKED_AGAIN
    return (STATES[said.fate], said.why, said.channel_id, until) == (
        *(row.state, row.why, row.channel_id, row.due_at),
    )


@contextmanager
def _rolled_back(session: Session) -> Iterator[Session]:
    try:
        yield session
    finally:
        session.rollback()
        session.close()


SOME = 1_000


def _many(examples: int) -> settings:
    """Few of them are always the same, so that what they have to show is always among them."""
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=examples < SOME,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
    )


def test_what_is_told_is_what_is_done(place: Place, times: Callable[[int, int], int]) -> None:
    engine = engine_of(place.url)
    seen: set[tuple[str, str]] = set()

    @_many(times(40, 2_000))
    @given(worlds(), asked())
    def agree(rows: Rows, given: Given) -> None:
        with _rolled_back(Session(engine, expire_on_commit=False)) as session:
            frozen(session, rows, given)
            said = told(session)
            seen.update(_kept(session, said))
            done = fed(session)
            for one in CONTACTS:
                assert agrees(said[one], done[one]), (said[one], done[one])
                seen.add((said[one].fate, said[one].why))

    try:
        agree()
    finally:
        engine.dispose()
    assert {fate for fate, _ in seen} >= {"send", "blocked"}
    assert len(seen) > 4


def _stops(session: Session, who: Identity) -> None:
    words = Words("STOP", who.contact_id, who.channel_id, f"telegram:{who.id}", 1, NOON)
    consent.note_opt_outs(session, [words], lambda address: f"hash of {address}", NOON)


def _writes(session: Session, who: Identity) -> None:
    said = MessageReceived(Person(who.external_id, ""), f"in {who.id}", NOON, InboundContent("Hm"))
    known = contacts.resolve(session, who.channel_id, [(said.person, NOON)], NOON)
    arrivals.receive(session, who.channel_id, [Arrival(known[who.external_id], said)], NOON)


def _blocks(session: Session, who: Identity) -> None:
    """On all their addresses."""
    mine = select(Identity.id).where(col(Identity.contact_id) == who.contact_id)
    for one in session.exec(mine).all():
        known = Known(one, who.contact_id, "")
        contacts.mark_reachable(session, known, NOON, since=NOON, reason="blocked")


changes = st.fixed_dictionaries(
    dict.fromkeys(CONTACTS, st.sampled_from([_stops, _writes, _blocks, None]))
)


def _open_to_all(given: Given) -> Given:
    """Little else stands in the way, so that what happens in between makes a difference."""
    definition = given.definition | {
        "channels": [str(one) for one in CHANNELS],
        "purpose": "marketing",
        "hold": {"open_conversation": True},
        "quiet_hours": "off",
    }
    return Given(definition, given.rules | {"caps": {"day": None, "week": None}}, given.likes)


def test_each_difference_is_named_by_an_event_in_between(
    place: Place, times: Callable[[int, int], int]
) -> None:
    engine = engine_of(place.url)
    seen: set[str] = set()

    @_many(times(40, 2_000))
    @given(worlds(), asked().map(_open_to_all), changes)
    def agree(rows: Rows, given: Given, done: dict[int, Change | None]) -> None:
        with _rolled_back(Session(engine, expire_on_commit=False)) as session:
            frozen(session, rows, given)
            before = told(session)
            addresses = select(Identity).order_by(col(Identity.id))
            theirs = {one.contact_id: one for one in session.exec(addresses)}
            for one, change in done.items():
                if change is not None and one in theirs:
                    change(session, theirs[one])
            after = fed(session)
            events: dict[int | None, set[str]] = {}
            for event in session.exec(select(Event)):
                events.setdefault(event.contact_id, set()).add(event.kind)
            for one in CONTACTS:
                if agrees(before[one], after[one]):
                    continue
                assert events.get(one), (before[one], after[one])
                named = NAMED_BY.get(after[one].why)
                if named is not None and after[one].why != before[one].why:
                    assert named in events[one]
                    seen.add(named)

    try:
        agree()
    finally:
        engine.dispose()
    assert seen  # what happened did make differences
