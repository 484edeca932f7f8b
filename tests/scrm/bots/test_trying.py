"""A trial says what the live bot would, and why; it changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from config.migrations.tables import metadata
from scrm.bots import service
from scrm.bots.trying.policy import holds
from scrm.bots.trying.service import Wish, try_out
from scrm.bots.trying.values import TrialView
from scrm.channels.registry import Registry
from scrm.conditions.asking.service import Asker
from scrm.conditions.shapes.policy import read
from scrm.journal.values import KINDS
from scrm.kernel.errors import Mistaken, NotFound
from scrm.kernel.hours import Hours
from scrm.organisation.hours import service as hours
from tests.scrm.bots.conftest import GREETING, LOST, PERSON, PRICE, Bench, bot_of
from tests.scrm.bots.test_menus import HOURS, MENU
from tests.support.clock import NOON

DELIVERY = {"name": "Delivery", "intent": "delivery", "answer": {"text": "Three days"}}
EXAMPLES = {"delivery": ["Where is my parcel?", "When does my order arrive?"], "praise": ["Great!"]}
VIP = {
    "name": "Regulars",
    "on": {"all": [{"tag": {"name": "vip", "op": "has"}}, {"text": {"matches": "price"}}]},
    "answer": {"text": "For you, 10"},
}


class _NoPlatforms(list[Any]):
    """Fulfils what a trial asks of the registry."""


async def _tried(bench: Bench, *texts: str, **wish: Any) -> TrialView:
    asker = Asker("en", {}, bench.clock.now())
    registry: Registry = _NoPlatforms()  # type: ignore[assignment]
    wanted = Wish(texts, **wish)
    return await bench.scene.database.read(
        lambda s: try_out(s, wanted, asker, registry, bench.articles)
    )


async def _draft(bench: Bench, *responders: dict[str, Any], **more: Any) -> None:
    await bench.scene.do(lambda s: service.write(s, bot_of(*responders, **more), NOON))


async def test_it_says_which_would_answer_and_why_the_others_would_not(bench: Bench) -> None:
    await _draft(bench, VIP, DELIVERY, PRICE, GREETING, LOST, intents=EXAMPLES)
    trial = await _tried(bench, "price?", "where is the parcel", "nonsense", "gibberish", "price")
    assert (trial.bot, trial.open, trial.silence) == ("draft", True, "")
    price, parcel, lost, called, silent = trial.turns
    assert [one.responder for one in trial.turns] == ["Price", "Delivery", "Lost", "", ""]
    assert price.answer == {"text": "Longjing is 12 a tin", "format": "plain", "buttons": ()}
    assert [one.why for one in price.verdicts] == [
        *("condition", "intent", "answers", "earlier", "understood")
    ]
    assert price.verdicts[2].reading == (
        "Where this holds of a message:\n  they wrote “price” or “多少钱”"
    )
    assert (parcel.intent, parcel.scores[0].intent) == ("delivery", "delivery")
    assert parcel.scores[0].example == "Where is my parcel?"
    assert lost.outcome == "not_understood"
    assert (called.outcome, called.reason) == ("not_understood", "not_understood")
    assert (silent.outcome, silent.silence) == ("silent", "handed_over")


async def test_it_knows_the_person_and_whether_the_bot_may_speak_with_them(bench: Bench) -> None:
    await bench.in_force(PRICE, PERSON, GREETING)
    heard = await bench.writes("human")
    await bench.waits()
    counted = {
        "name": "Second",
        "on": {"count": {"event": "message.received", "at_least": 1}},
        "answer": {"text": "Again?"},
    }
    trial = await _tried(
        bench, "Hello", definition=bot_of(counted, LOST), contact_id=heard.contact_id
    )
    assert (trial.bot, trial.silence) == ("given", "handed_over")
    assert trial.turns[0].responder == "Second"


async def test_hours_menus_and_stop_words_are_as_they_would_be(bench: Bench) -> None:
    closed = Hours.model_validate({"days": {"2026-11-21": []}})
    values = closed.model_dump(mode="json")
    await bench.scene.do(lambda s: hours.change(s, values))
    await _draft(bench, HOURS | {"hours": "closed"}, MENU, LOST)
    trial = await _tried(bench, "Hi", "1", "STOP", "What about?", locale="en")
    assert not trial.open
    menu, pressed, stopped, unlike = trial.turns
    assert menu.answer is not None
    assert menu.answer["buttons"][0] == {"label": "Opening hours", "value": "hours"}
    assert (pressed.heard, pressed.responder) == ("Opening hours", "Hours")
    assert (stopped.outcome, stopped.silence) == ("silent", "opt_out")
    assert unlike.silence == ""
    bench.clock.advance(timedelta(days=1))
    assert (await _tried(bench, "Hi", "1", locale="en")).turns[1].responder == "Lost"


async def test_it_is_tried_as_if_somebody_were_there_or_nobody(bench: Bench) -> None:
    closed = GREETING | {"name": "Closed", "hours": "closed"}
    await _draft(bench, closed, GREETING)
    said = [(await _tried(bench, "Hello", is_open=one)) for one in (None, True, False)]
    assert [one.open for one in said] == [True, True, False]
    assert [one.turns[0].responder for one in said] == [
        *(GREETING["name"], GREETING["name"], "Closed")
    ]


async def test_the_live_bot_is_tried_beside_the_draft(bench: Bench) -> None:
    with pytest.raises(NotFound):
        await _tried(bench, "price")
    await bench.in_force(PRICE)
    await _draft(bench, LOST)
    assert (await _tried(bench, "price")).turns[0].responder == "Lost"
    assert (await _tried(bench, "price", which="live")).turns[0].responder == "Price"
    with pytest.raises(Mistaken):
        await _tried(bench, "price", definition={})
    with pytest.raises(NotFound):
        await _tried(bench, "price", channel_id=5)


async def test_a_trial_leaves_nothing_behind(bench: Bench) -> None:
    await bench.in_force(LOST, PERSON)
    heard = await bench.writes("Hello")
    await bench.waits()
    before = await _everything(bench)
    await _tried(bench, "qwerty", "human", which="live", contact_id=heard.contact_id)
    assert await _everything(bench) == before


async def _everything(bench: Bench) -> list[Any]:
    def look(session: Session) -> list[Any]:
        tables = ("bot_talk", "bot_turn", "bot_missed", "bot_count", "message", "event", "delivery")
        return [
            [tuple(map(str, row)) for row in session.execute(select(metadata.tables[name]))]
            for name in tables
        ]

    return await bench.scene.database.read(look)


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({"text": {"matches": "he.lo"}}, True),
        ({"not": {"text": {"contains_any": ["hello"]}}}, False),
        ({"channel": {"platform": "telegram"}}, True),
        ({"channel": {"id": "8"}}, False),
        ({"tag": {"name": "vip", "op": "has_not"}}, True),
        ({"attribute": {"name": "city", "op": "missing"}}, True),
        ({"attribute": {"name": "city", "op": "eq", "value": "Bonn"}}, False),
        ({"count": {"event": "order.paid", "at_most": 2}}, True),
        ({"count": {"event": "message.received", "at_least": 2}}, False),
        ({"count": {"event": "message.received", "exactly": 1}}, True),
        (
            {
                "count": {
                    "event": "message.received",
                    "where": {"text": {"matches": "bye"}},
                    "at_least": 1,
                }
            },
            False,
        ),
        ({"last": {"event": "message.received", "before": "30d"}}, False),
        ({"last": {"event": "message.received", "within": "30d"}}, True),
        ({"conversation": {"state": "open", "assigned": False}}, True),
        ({"conversation": {"assigned": True}}, False),
        ({"any": [{"tag": {"name": "vip", "op": "has"}}, {"text": {"matches": "hello"}}]}, True),
        ({"all": [{"tag": {"name": "vip", "op": "has"}}, {"text": {"matches": "hello"}}]}, False),
    ],
)
def test_what_holds_of_a_stranger(condition: dict[str, Any], found: bool) -> None:
    known = [*KINDS, "order.paid"]
    assert holds(read(condition, known), "Oh hello", 7, "telegram") is found
