"""The bot calls for a person when asked to, when at a loss, and when it talks in circles (P22)."""

from datetime import timedelta

from sqlmodel import Session

from scrm.bots.choosing.policy import MOST_IN_MINUTE, MOST_IN_ROW
from scrm.conversations.bot import service as speaking
from scrm.conversations.lifecycle import service as lifecycle
from scrm.conversations.reading import service as reading
from scrm.staff import service as staff
from scrm.staff.values import Role
from scrm.teams import service as teams
from tests.scrm.bots.conftest import GREETING, LOST, PERSON, PRICE, Bench
from tests.support.clock import NOON
from tests.support.scene import AGENT

MENU = {
    "name": "Menu",
    "on": {"text": {"contains_any": ["menu"]}},
    "answer": {
        "text": "What about?",
        "buttons": [{"label": "Prices", "value": "p"}, {"label": "Menu", "value": "m"}],
    },
}
HOUR = timedelta(hours=1)


async def _kim(bench: Bench, *, gone: bool = False) -> int:
    def work(session: Session) -> int:
        user = staff.add_user(session, "kim@example.org", Role.AGENT, NOON)
        user.name = "Kim"
        user.disabled_at = NOON if gone else None
        session.add(user)
        return user.id

    return await bench.scene.do(work)


async def test_who_asks_for_a_person_waits_for_one_who_knows_what_was_said(bench: Bench) -> None:
    kim = await _kim(bench)
    await bench.in_force(PRICE, PERSON | {"assign": "kim@example.org"})
    await bench.says("What is the price?")
    assert await bench.says("A human please") == ["I call a colleague"]
    conversation = await bench.conversation()
    assert conversation.bot_silence == "handed_over"
    assert conversation.assignee_id == kim
    assert conversation.waiting_since == bench.clock.now()
    (note,) = (one for one in await bench.thread() if one.direction == "note")
    assert note.author_kind == "bot"
    assert note.text.splitlines() == [
        "The bot calls for a person, as its answer says.",
        "",
        "Ada: What is the price?",
        "Bot (Price): Longjing is 12 a tin",
        "Ada: A human please",
        "Bot (A person): I call a colleague",
    ]
    assert note.content["hand_over"] == {
        "reason": "asked",
        "lines": [
            {"by": "person", "name": "Ada", "text": "What is the price?"},
            {"by": "bot", "responder": "Price", "text": "Longjing is 12 a tin"},
            {"by": "person", "name": "Ada", "text": "A human please"},
            {"by": "bot", "responder": "A person", "text": "I call a colleague"},
        ],
    }
    (told,) = await bench.events("conversation.handed_over")
    assert (told.data["reason"], told.data["by"]["kind"]) == ("asked", "bot")
    seen = await bench.scene.database.read(lambda s: reading.conversation(s, None, conversation.id))
    assert (seen.bot.state, seen.bot.why) == ("silent", "handed_over")
    assert await bench.says("price") == []


async def test_whoever_has_it_keeps_it_and_who_left_gets_nothing(bench: Bench) -> None:
    await _kim(bench, gone=True)
    await bench.in_force(PERSON | {"assign": "kim@example.org"})
    await bench.says("human")
    assert (await bench.conversation()).assignee_id is None
    heard = await bench.writes("Hello", who="502")
    await bench.scene.do(lambda s: lifecycle.assign(s, heard.conversation_id, AGENT, AGENT, NOON))
    await bench.scene.do(lambda s: speaking.hand_back(s, heard.conversation_id, AGENT, NOON))
    await bench.says("human", who="502")
    assert (await bench.conversation("502")).assignee_id == AGENT.id


async def test_the_second_time_in_a_row_that_it_is_at_a_loss_it_calls_for_a_person(
    bench: Bench,
) -> None:
    await bench.in_force(PRICE, LOST, hand_over={"text": "A colleague will answer"})
    assert await bench.says("qwerty") == ["I did not understand that, sorry"]
    assert await bench.says("price") == ["Longjing is 12 a tin"]
    assert await bench.says("asdf") == ["I did not understand that, sorry"]
    assert (await bench.conversation()).waiting_since is None
    assert await bench.says("zxcv") == ["A colleague will answer"]
    assert (await bench.conversation()).waiting_since == bench.clock.now()
    assert [one.data["reason"] for one in await bench.events("conversation.handed_over")] == [
        "not_understood"
    ]
    assert len(await bench.events("bot.not_understood")) == 3


async def test_without_a_fallback_it_says_nothing_and_calls_all_the_same(bench: Bench) -> None:
    await bench.in_force(PRICE)
    assert await bench.says("qwerty") == []
    assert (await bench.conversation()).waiting_since is not None
    assert await bench.says("asdf") == []
    assert (await bench.conversation()).bot_silence == "handed_over"


async def test_resolved_or_handed_back_the_talk_begins_anew(bench: Bench) -> None:
    await bench.in_force(GREETING, LOST)
    await bench.says("Hello")
    await bench.says("qwerty")
    conversation = await bench.conversation()
    await bench.scene.do(lambda s: lifecycle.resolve(s, conversation.id, AGENT, NOON))
    assert await bench.says("Hello") == ["Welcome to the tea shop"]
    assert await bench.says("asdf") == ["I did not understand that, sorry"]


async def test_it_answers_five_times_in_a_row_and_then_calls_for_a_person(bench: Bench) -> None:
    await bench.in_force(PRICE)
    for _ in range(MOST_IN_ROW):
        assert len(await bench.says("price")) == 1
        await bench.waits(HOUR)
    assert await bench.says("price") == []
    (told,) = await bench.events("conversation.handed_over")
    assert told.data["reason"] == "loop"


async def test_after_a_day_or_a_press_it_is_another_row(bench: Bench) -> None:
    await bench.in_force(PRICE, MENU)
    for _ in range(MOST_IN_ROW):
        await bench.says("price")
    await bench.waits(timedelta(days=1))
    assert len(await bench.says("menu")) == 1
    for _ in range(3):
        await bench.says("price")
    assert len(await bench.says("Menu", press="m")) == 1
    assert len(await bench.says("price")) == 1
    assert await bench.events("conversation.handed_over") == []


async def test_it_answers_nobody_more_than_ten_times_a_minute(bench: Bench) -> None:
    await bench.in_force(MENU)
    await bench.says("menu")
    for _ in range(MOST_IN_MINUTE - 1):
        assert len(await bench.says("Menu", press="m")) == 1
    assert await bench.says("Menu", press="m") == []
    (told,) = await bench.events("conversation.handed_over")
    assert told.data["reason"] == "loop"
    assert len(await bench.says("menu", who="502")) == 1


async def test_two_hubs_whose_bots_talk_with_one_another_end(bench: Bench, second: Bench) -> None:
    """F-33: each takes the other for a person."""
    await bench.in_force(
        {"name": "A", "on": {"text": {"matches": "."}}, "answer": {"text": "Yes, dear customer?"}}
    )
    await second.in_force(
        {"name": "B", "on": {"text": {"matches": "."}}, "answer": {"text": "How can we help you?"}}
    )
    said = ["Hello"]
    hubs = [bench, second]
    rounds = 0
    while said and rounds < 50:
        answers = [answer for text in said for answer in await hubs[rounds % 2].says(text)]
        said, rounds = answers, rounds + 1
    everything = [*await bench.answers(), *await second.answers()]
    assert len(everything) <= 2 * MOST_IN_ROW
    assert rounds < 50
    handed = [*await bench.events("conversation.handed_over")]
    assert [one.data["reason"] for one in handed] == ["loop"]


async def test_a_team_is_called_and_one_that_is_gone_leaves_it_nobodys(bench: Bench) -> None:
    team = await bench.scene.do(lambda s: teams.create(s, "Refunds", "test", NOON))
    await bench.in_force(PERSON | {"assign": {"team": "refunds"}}, LOST, assign={"team": "Refunds"})
    await bench.says("human")
    found = await bench.conversation()
    assert (found.team_id, found.assignee_id) == (team.id, None)
    assert found.bot_silence == "handed_over"
    (told,) = await bench.events("conversation.assigned")
    assert (told.data["team"]["name"], told.data["by"]["kind"]) == ("Refunds", "bot")
    await bench.scene.do(lambda s: teams.archive(s, teams.get(s, team.id), "test", NOON))
    await bench.says("human", who="502")
    assert (await bench.conversation("502")).team_id is None
