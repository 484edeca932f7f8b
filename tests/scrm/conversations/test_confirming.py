"""Who ends marketing by a word is told once that it has ended, and by nothing else."""

import re
from collections.abc import Sequence
from typing import Any

import orjson
import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select, update

from scrm.channels.values import RawEvent
from scrm.consent.policy import is_opt_out
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.confirming.policy import confirmation, how_to_stop
from scrm.conversations.confirming.reactor import Confirmations
from scrm.conversations.tables import Conversation, Message
from scrm.delivery.tables import Delivery
from scrm.delivery.values import LANE_ORDER, Lane
from scrm.journal.tables import Event
from scrm.journal.values import Recorded
from tests.support.cast import ADA, CY, Someone, crowd
from tests.support.hub import RunningHub

ENGLISH = "You won't get any more marketing messages from us. You can still write to us here."
CHINESE = "您已退订，不会再收到我们的营销消息。有事仍可在这里给我们留言。"


def told(session: Session) -> list[str]:
    """What goes out, in order."""
    return [one.content["text"] for one in session.exec(select(Delivery).order_by(Delivery.id))]  # type: ignore[arg-type]


async def speaks(hub: RunningHub, who: Someone, locale: str) -> None:
    """As their profile says."""
    await hub.hear(who, "Hello")
    theirs = update(Contact).where(col(Contact.name) == who.name)
    await hub.hub.database.write(lambda s: s.execute(theirs.values(locale=locale)))


async def test_a_stop_word_is_confirmed_as_a_service_message(hub: RunningHub) -> None:
    await hub.hear(CY, "STOP")
    (sent,) = await hub.read(lambda s: s.exec(select(Delivery)).all())
    assert (sent.content["text"], sent.recipient) == (ENGLISH, str(CY.id))
    assert (sent.lane, sent.campaign_id) == (LANE_ORDER[Lane.TRANSACTIONAL], None)
    shown = await hub.client.get(f"/conversations/{await hub.conversation_of(CY)}/messages")
    said = [(one["direction"], one["author"]["kind"], one["text"]) for one in shown["items"]]
    assert sorted(said) == [("in", "contact", "STOP"), ("out", "system", ENGLISH)]


@pytest.mark.parametrize(
    ("locale", "word", "text"),
    [("zh-hans", "STOP", CHINESE), ("en", "退订", ENGLISH), ("", "退订", CHINESE)],
)
async def test_it_is_in_the_language_of_the_person(
    hub: RunningHub, locale: str, word: str, text: str
) -> None:
    await speaks(hub, CY, locale)
    await hub.hear(CY, word)
    assert await hub.read(told) == [text]


def test_another_language_gets_the_organisations_and_its_name() -> None:
    assert confirmation("Tea House", "fr", "arrêt", "zh") == (
        "您已退订，不会再收到Tea House的营销消息。有事仍可在这里给我们留言。"
    )
    assert "from Tea House." in confirmation("Tea House", "fr", "arrêt", "de")


@pytest.mark.parametrize("locale", ["en", "zh-CN", "fr"])
def test_the_line_that_tells_how_to_end_it_names_a_word_that_does(locale: str) -> None:
    line = how_to_stop(locale, "zh")
    (word,) = re.findall("STOP|退订", line)
    assert is_opt_out(word)
    assert (word == "STOP") == (locale == "en")


async def test_saying_it_again_is_not_confirmed_again(hub: RunningHub) -> None:
    said = await hub.hear(CY, "STOP")
    await hub.hear(CY, "stop!")
    await hub.client.push(hub.telegram.edits(said, "unsubscribe"))
    assert await hub.read(told) == [ENGLISH]


async def test_who_said_it_at_another_address_is_not_told_again(hub: RunningHub) -> None:
    await hub.hear(ADA, "Hello")
    await hub.hear(CY, "STOP")
    people = await hub.read(lambda s: {one.name: one.id for one in s.exec(select(Contact))})
    joined = await hub.client.post(
        f"/contacts/{people['Ada']}/join", {"other": str(people["Cy"]), "despite": True}
    )
    assert joined.status == 201, joined.body
    await hub.hear(ADA, "STOP")
    assert await hub.read(told) == [ENGLISH]


async def test_a_word_that_is_edited_in_is_confirmed(hub: RunningHub) -> None:
    said = await hub.hear(CY, "stpo")
    assert await hub.read(told) == []
    await hub.client.push(hub.telegram.edits(said, "stop"))
    assert await hub.read(told) == [ENGLISH]


async def test_who_was_let_in_again_and_says_it_anew_is_told_anew(hub: RunningHub) -> None:
    await hub.hear(CY, "STOP")
    contact = await hub.read(lambda s: s.exec(select(Contact.id)).one())
    kept = await hub.client.get(f"/suppressions?contact={contact}")
    lift = f"/suppressions/{kept['items'][0]['id']}/lift"
    assert (await hub.client.post(lift, {"reason": "asked for it"})).status == 200
    await hub.hear(CY, "STOP")
    assert await hub.read(told) == [ENGLISH, ENGLISH]


async def test_a_blocked_address_is_told_nothing(hub: RunningHub) -> None:
    await hub.hear(CY, "Hello")
    blocked = update(Identity).values(unreachable_since=hub.hub.clock.now())

    def says(session: Session) -> None:
        """It was blocked between the word and the reaction."""
        session.execute(blocked)

    await hub.hear(CY, "stop")
    await hub.hub.database.write(lambda s: s.execute(Delivery.__table__.delete()))  # type: ignore[attr-defined]
    await hub.hub.database.write(lambda s: s.execute(_out().values(content={})))
    await hub.hub.database.write(says)
    await again(hub)
    assert await hub.read(told) == []


async def test_being_told_twice_of_a_word_is_telling_once(hub: RunningHub) -> None:
    await hub.hear(CY, "STOP")
    await again(hub)
    assert await hub.read(told) == [ENGLISH]
    await hub.hub.database.write(lambda s: s.execute(_out().values(content={})))
    await again(hub)
    assert await hub.read(told) == [ENGLISH, ENGLISH]


async def test_a_question_before_the_word_goes_on_waiting(hub: RunningHub) -> None:
    await hub.hear(CY, "Where is my order?")
    before = await hub.read(_waits)
    await hub.hear(CY, "STOP")
    assert await hub.read(_waits) == before
    assert before[1] is not None


async def test_what_a_colleague_ends_is_confirmed_to_nobody(hub: RunningHub) -> None:
    await hub.hear(CY, "Hello")
    contact = await hub.read(lambda s: s.exec(select(Contact.id)).one())
    body = {"contact_id": str(contact), "how": "spoken"}
    reply = await hub.client.post("/consents/withdraw", body)
    assert reply.status == 201, reply.body
    assert await hub.read(told) == []


def _out() -> Any:
    return update(Message).where(col(Message.direction) == "out")


def _waits(session: Session) -> tuple[str, Any]:
    one = session.exec(select(Conversation)).one()
    return one.state, one.waiting_since


async def again(hub: RunningHub) -> None:
    """The reactor is told once more of what was ended."""

    def react(session: Session) -> None:
        ended = select(Event.id).where(col(Event.kind) == "consent.withdrawn")
        facts = [Recorded(one, "consent.withdrawn", 0) for one in session.exec(ended)]
        Confirmations().react(session, facts, hub.hub.clock.now())

    await hub.hub.database.write(react)


async def test_who_was_taken_for_another_is_told_as_themselves(hub: RunningHub) -> None:
    await hub.hear(ADA, "Hello")
    await hub.hear(CY, "STOP")
    ids = {one["name"]: one["id"] for one in (await hub.client.get("/contacts"))["items"]}
    asked = {"other": ids[CY.name], "despite": True}
    joined = await hub.client.post(f"/contacts/{ids[ADA.name]}/join", asked)
    assert joined.status == 201, joined.body
    joining = joined.json["joining"]["id"]
    assert (await hub.client.post(f"/joinings/{joining}/separate", {})).status == 200
    await hub.hear(ADA, "STOP")
    assert await hub.read(told) == [ENGLISH, ENGLISH]


async def test_a_hundred_at_once_are_answered_with_the_questions_of_ten(hub: RunningHub) -> None:
    """Who opts out meanwhile waits for them (P13)."""
    few = await _asked_when_they_stop(hub, crowd(10))
    many = await _asked_when_they_stop(hub, crowd(100, first=20_000))
    assert len(await hub.read(told)) == 110
    assert many - few < 2 * 90  # one keeps what each of them ended


async def _asked_when_they_stop(hub: RunningHub, people: Sequence[Someone]) -> int:
    channel = hub.hub.registry.find(int(hub.client.channel_id))
    assert channel is not None
    for one in people:
        await hub.hear(one, "Hello")
    asked = 0

    def count(*_: Any) -> None:
        nonlocal asked
        asked += 1

    said = [(one, hub.telegram.says(one, "STOP")) for one in people]
    events = [
        RawEvent(str(update["update_id"]), str(one.id), "message", orjson.dumps(update))
        for one, update in said
    ]
    engine = hub.hub.database.engine
    event.listen(engine, "before_cursor_execute", count)
    await hub.hub.intake.accept(channel, events)
    event.remove(engine, "before_cursor_execute", count)
    return asked
