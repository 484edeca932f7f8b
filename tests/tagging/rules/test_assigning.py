"""Rules give conversations to teams and colleagues: in sets, and to nobody's harm."""

from typing import Any

import pytest
from sqlmodel import Session, col, select

from scrm.contacts.tables import Identity
from scrm.contacts.tags import service as worn
from scrm.conversations.lifecycle import service as lifecycle
from scrm.conversations.reading import service as reading
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.teams import service as archiving
from scrm.conversations.values import Author, AuthorKind, Direction
from scrm.journal.tables import Event
from scrm.kernel.errors import Invalid, Mistaken
from scrm.staff import service as staff
from scrm.staff.values import Role
from scrm.teams import service as teams
from tagging.rules import service
from tagging.rules.values import RuleState
from tagging.rules.words.policy import rule_in_words
from tests.support.clock import NOON
from tests.support.scene import AGENT
from tests.tagging.rules.conftest import Bench

REFUND = {"text": {"contains_any": ["refund"]}}


def _rule(name: str, to: dict[str, str], when: str = "message.received") -> dict[str, Any]:
    return {"name": name, "when": when, "if": REFUND, "then": [{"assign": to}]}


async def _team(bench: Bench, name: str) -> int:
    return (await bench.scene.do(lambda s: teams.create(s, name, "test", NOON))).id


async def _kim(bench: Bench) -> int:
    return (
        await bench.scene.do(lambda s: staff.add_user(s, "kim@example.org", Role.AGENT, NOON))
    ).id


async def _conversation(bench: Bench, who: str = "501") -> Conversation:
    def look(session: Session) -> Conversation:
        question = select(Conversation).join(
            Identity, col(Identity.id) == col(Conversation.identity_id)
        )
        return session.exec(question.where(Identity.external_id == who)).one()

    return await bench.scene.database.read(look)


async def _lines(bench: Bench) -> list[Message]:
    question = select(Message).where(col(Message.direction) == Direction.ACTIVITY)
    return await bench.scene.database.read(
        lambda s: list(s.exec(question.order_by(col(Message.id))))
    )


async def test_a_rule_gives_the_conversation_of_its_event_to_a_team(bench: Bench) -> None:
    team = await _team(bench, "Refunds")
    row = await bench.in_force(_rule("To refunds", {"team": "refunds"}))
    await bench.says("Hello", who="502")
    await bench.says("A refund please")
    found = await _conversation(bench)
    assert (found.team_id, found.assignee_id, found.bot_silence) == (team, None, "")
    assert (await _conversation(bench, "502")).team_id is None
    (line,) = await _lines(bench)
    assert (line.author_kind, line.author_id, line.author_name) == ("rule", row.id, "To refunds")
    assert (line.seq, found.next_seq) == (2, 3)
    question = select(Event).where(Event.kind == "conversation.assigned")
    told = await bench.scene.database.read(lambda s: s.exec(question).one())
    assert (told.data["team"]["name"], told.data["by"]["name"]) == ("Refunds", "To refunds")
    assert (told.cause[:6], told.depth) == ("event:", 1)
    seen = await bench.scene.database.read(lambda s: reading.conversation(s, None, found.id))
    assert seen.team is not None
    assert seen.team.name == "Refunds"
    await bench.says("The refund!")
    assert len(await _lines(bench)) == 1


async def test_a_colleague_gets_what_nobody_has_and_keeps_what_they_have(bench: Bench) -> None:
    kim = await _kim(bench)
    await _team(bench, "Refunds")
    await bench.in_force(_rule("To Kim", {"user": "Kim@example.org"}))
    await bench.in_force(_rule("Too late", {"team": "Refunds"}))
    await bench.says("A refund please")
    found = await _conversation(bench)
    assert (found.assignee_id, found.team_id) == (kim, None)
    assert found.bot_silence == "taken_over"
    await bench.says("Hello", who="502")
    held = (await _conversation(bench, "502")).id
    await bench.scene.do(lambda s: lifecycle.assign(s, held, AGENT, AGENT, NOON))
    await bench.says("refund", who="502")
    assert (await _conversation(bench, "502")).assignee_id == AGENT.id


async def test_an_event_without_a_conversation_gives_those_that_go_on(bench: Bench) -> None:
    team = await _team(bench, "Refunds")
    tags = {"name": "Tag", "when": "message.received", "if": REFUND, "then": [{"tag": "r"}]}
    await bench.in_force(tags)
    to = {"name": "Give", "when": "tag.added", "then": [{"assign": {"team": "Refunds"}}]}
    await bench.in_force(to)
    await bench.says("A refund please")
    assert (await _conversation(bench)).team_id == team
    await bench.says("Hello", who="502")
    done = (await _conversation(bench, "502")).id
    by = Author(AuthorKind.SYSTEM, None, "")
    await bench.scene.do(lambda s: lifecycle.resolve(s, done, by, NOON))
    contact = await bench.contact("502")
    await bench.scene.do(lambda s: worn.put_by_hand(s, contact.id, "r", {"by": "x"}, NOON))
    assert (await _conversation(bench, "502")).team_id is None


async def test_a_rule_whose_team_is_gone_is_paused_and_harms_no_other(bench: Bench) -> None:
    team = await _team(bench, "Refunds")
    await bench.in_force(_rule("To refunds", {"team": "Refunds"}))
    other = {"name": "Tag", "when": "message.received", "if": REFUND, "then": [{"tag": "r"}]}
    await bench.in_force(other)
    await bench.scene.do(lambda s: teams.archive(s, teams.get(s, team), "test", NOON))
    await bench.says("A refund please")
    row = await bench.row("To refunds")
    assert row.state == RuleState.PAUSED
    assert "no team Refunds" in row.reason
    assert await bench.tags() == ["r"]
    assert (await _conversation(bench)).team_id is None


@pytest.mark.parametrize(
    ("to", "why"),
    [({"team": "Refund"}, "did you mean Refunds?"), ({"user": "a@b.org"}, "is no colleague's")],
)
async def test_nobody_is_named_who_is_not_there(bench: Bench, to: dict[str, str], why: str) -> None:
    await _team(bench, "Refunds")
    with pytest.raises(Mistaken) as refused:
        await bench.in_force(_rule("Wrong", to))
    assert why in str(refused.value)


async def test_teams_that_hand_one_another_a_conversation_for_ever_are_told(bench: Bench) -> None:
    for name in ("A", "B"):
        await _team(bench, name)
    again = {"when": "conversation.assigned"}
    await bench.in_force({"name": "One", "then": [{"assign": {"team": "A"}}], **again})
    _, ring = await bench.scene.do(
        lambda s: service.apply(
            s, {"name": "Two", "then": [{"assign": {"team": "B"}}], **again}, {}, NOON
        )
    )
    assert ring == ["Two", "One"]
    with pytest.raises(Invalid):
        service.read({"name": "x", "then": [{"assign": {"team": one}} for one in "AB"], **again})


def test_it_is_said_in_words() -> None:
    rule = service.read(_rule("x", {"team": "Refunds"}))
    assert "give the conversation to the team “Refunds”" in rule_in_words(rule, "en", {})
    assert "团队“Refunds”" in rule_in_words(rule, "zh", {})
    to_kim = service.read(_rule("x", {"user": "kim@example.org"}))
    assert "give the conversation to kim@example.org" in rule_in_words(to_kim, "en", {})


async def test_what_a_team_has_stays_with_it(bench: Bench) -> None:
    care = await _team(bench, "Care")
    await _team(bench, "Refunds")
    await bench.in_force(_rule("First", {"team": "Care"}))
    await bench.says("refund")
    await bench.in_force(_rule("Second", {"team": "Refunds"}))
    await bench.says("refund again")
    assert (await _conversation(bench)).team_id == care
    assert len(await _lines(bench)) == 1


async def test_what_is_done_with_is_given_to_nobody(bench: Bench) -> None:
    await _team(bench, "Care")
    await bench.in_force(_rule("Done", {"team": "Care"}, when="conversation.resolved"))
    await bench.says("refund")
    there = await _conversation(bench)
    await bench.scene.do(lambda s: lifecycle.resolve(s, there.id, AGENT, bench.clock.now()))
    assert (await _conversation(bench)).team_id is None


async def test_a_rule_whose_team_is_gone_is_not_resumed(bench: Bench) -> None:
    care = await _team(bench, "Care")
    row = await bench.in_force(_rule("First", {"team": "Care"}))
    await bench.scene.do(lambda s: service.pause(s, row.id, "by hand", NOON))
    await bench.scene.do(lambda s: archiving.archive(s, care, (), AGENT, "test", NOON))
    with pytest.raises(Mistaken, match="is no team"):
        await bench.scene.do(lambda s: service.resume(s, row.id, NOON))
