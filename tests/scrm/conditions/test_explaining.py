"""The parts of an explanation are true as each of them alone is, and name what speaks for it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from scrm.channels.tables import Channel
from scrm.conditions import service
from scrm.conditions.explaining.service import explained
from scrm.conditions.explaining.values import MOST_EVENTS, Listener, PartView
from scrm.conditions.frames.values import Moment
from scrm.conditions.shapes.policy import read
from scrm.conditions.values import All, AnyOf, Condition, Not
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.tables import Conversation, Message
from scrm.journal.tables import Event
from scrm.journal.values import KINDS
from scrm.kernel.engines import engine_of
from tests.scrm.conditions.conditions import conditions
from tests.scrm.conditions.histories import Rows, histories, store
from tests.support.clock import NOON
from tests.support.databases import Place

ENGLISH = Listener("en", {}, may_read=True)


def _paired(condition: Condition, part: PartView) -> Iterator[tuple[Condition, PartView]]:
    yield condition, part
    match condition:
        case All(parts) | AnyOf(parts):
            inner = parts
        case Not(one):
            inner = (one,)
        case _:
            inner = ()
    for each, told in zip(inner, part.parts, strict=True):
        yield from _paired(each, told)


def _lies(session: Session, condition: Condition) -> Iterator[tuple[object, ...]]:
    events = session.exec(select(Event).where(Event.contact_id == 1)).all()
    moments = [Moment("now", 1, NOON)]
    moments += [Moment(str(one.id), 1, one.at, one.id) for one in events[:2]]
    for moment in moments:
        told = explained(session, condition, moment, ENGLISH)
        for part, view in _paired(condition, told):
            if bool(service.holding(session, part, [moment])) != view.holds:
                yield part, moment, view
            if len(view.events) != min(view.count or 0, MOST_EVENTS) and view.events:
                yield part, moment, view.events


def test_each_part_is_as_true_as_it_is_alone(
    place: Place, times: Callable[[int, int], int]
) -> None:
    engine = engine_of(place.url)

    @settings(
        max_examples=times(12, 1_000),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )
    @given(histories(), st.lists(conditions, min_size=2, max_size=2))
    def agree(history: Rows, asked: list[Condition]) -> None:
        with Session(engine) as session:
            store(session, history)
            assert [lie for one in asked for lie in _lies(session, one)] == []
            session.rollback()

    agree()
    engine.dispose()


def _history(session: Session) -> None:
    """Ada asked for her money three times in a week, and said thanks once."""
    rows: Rows = [
        Channel(id=1, platform="telegram", name="Shop", created_at=NOON),
        Contact(id=1, name="Ada", attributes={"city": "Ulm"}, first_seen=NOON),
        Identity(id=1, channel_id=1, external_id="1", contact_id=1),
        Conversation(
            id=1, identity_id=1, channel_id=1, contact_id=1, last_at=NOON, created_at=NOON
        ),
    ]
    for days, text in ((9, "refund"), (3, "Refund now!"), (2, "thanks"), (1, "REFUND, please")):
        at = NOON - timedelta(days=days)
        message = Message(
            id=100 - days,
            conversation_id=1,
            seq=10 - days,
            direction="in",
            author_kind="contact",
            text=text,
            platform_time=at,
            created_at=at,
        )
        data = {"message_id": str(message.id)}
        event = Event(kind="message.received", contact_id=1, at=at, recorded_at=at, data=data)
        rows += [message, event]
    store(session, rows)


REFUNDS = {"text": {"contains_any": ["refund"]}}
OFTEN = {"count": {"event": "message.received", "where": REFUNDS, "within": "7d", "at_least": 3}}
ASKED: dict[str, Any] = {
    "all": [
        REFUNDS,
        OFTEN,
        {"not": {"tag": {"name": "vip", "op": "has"}}},
        {
            "any": [
                {"attribute": {"name": "city", "op": "eq", "value": "Bonn"}},
                {"channel": {"id": "1"}},
            ]
        },
        {"last": {"event": "message.received", "before": "30d"}},
        {"conversation": {"state": "resolved"}},
    ]
}


def test_evidence_is_named_and_what_is_missing_counted(place: Place) -> None:
    engine = engine_of(place.url)
    with Session(engine) as session:
        _history(session)
        told = explained(session, read(ASKED, KINDS), Moment("now", 1, NOON), ENGLISH)
        session.rollback()
    engine.dispose()
    said, often, untagged, either, asleep, talk = told.parts
    assert (told.kind, told.holds, told.reading) == ("all", False, "all of these hold:")
    assert (said.holds, said.count, said.found) == (True, 3, "3 messages say so")
    assert [one.excerpt for one in said.events] == ["REFUND, please", "Refund now!", "refund"]
    assert (said.events[0].message_id, said.events[0].at) == ("99", NOON - timedelta(days=1))
    assert (often.holds, often.count) == (False, 2)
    assert often.found == "2 times in the last 7 days; at least 3 needed"
    assert often.reading.startswith("they wrote to us (the text has “refund”) at least 3 times")
    assert [one.message_id for one in often.events] == ["99", "97"]
    assert (untagged.holds, untagged.parts[0].holds) == (True, False)
    assert (untagged.parts[0].found, untagged.parts[0].value) == ("they do not have it", [])
    city, shop = either.parts
    assert (city.holds, city.value, city.found) == (False, "Ulm", "it is “Ulm”")
    assert (shop.holds, shop.value) == (True, ["Shop"])
    assert (asleep.holds, asleep.found) == (False, "the last time was 1 day ago")
    assert asleep.changes_at == NOON + timedelta(days=29)
    assert (talk.holds, talk.value[0]["state"]) == (False, "open")


def test_it_is_said_in_chinese_and_without_words_to_who_may_not_read_them(place: Place) -> None:
    engine = engine_of(place.url)
    stranger = Listener("zh", {}, may_read=False)
    with Session(engine) as session:
        _history(session)
        told = explained(session, read(OFTEN, KINDS), Moment("now", 1, NOON), stranger)
        session.rollback()
    engine.dispose()
    assert told.found == "最近 7 天内 2 次，至少需要 3 次"
    assert [one.excerpt for one in told.events] == ["", ""]


def test_what_was_told_with_an_event_is_evidence_too(place: Place) -> None:
    engine = engine_of(place.url)
    paid = {"count": {"event": "order.paid", "at_least": 1}}
    data = {"amount": 8900, "currency": "EUR", "order": "4182"}
    with Session(engine) as session:
        _history(session)
        at = NOON - timedelta(days=1)
        bought = Event(kind="order.paid", contact_id=1, at=at, recorded_at=NOON, data=data)
        session.add(bought)
        session.flush()
        orders, often = (
            explained(session, read(one, KINDS), Moment("now", 1, NOON), ENGLISH)
            for one in (paid, OFTEN)
        )
        session.rollback()
    engine.dispose()
    assert [one.data for one in orders.events] == [data]
    assert [one.data for one in often.events] == [{}, {}]  # their words are the excerpt


def test_with_an_event_in_hand_it_is_the_one_that_counts(place: Place) -> None:
    engine = engine_of(place.url)
    with Session(engine) as session:
        _history(session)
        condition = read(REFUNDS, KINDS)
        first, thanks = (
            explained(
                session, condition, Moment("then", 1, NOON - timedelta(days=days), row), ENGLISH
            )
            for days, row in ((9, 1), (2, 3))
        )
        session.rollback()
    engine.dispose()
    assert (first.holds, [one.excerpt for one in first.events]) == (True, ["refund"])
    assert (thanks.holds, thanks.events) == (False, [])
