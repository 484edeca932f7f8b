"""Rules act in the commit of the event that touches them; one that fails harms no other."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from scrm.journal.reacting.service import Reactions
from scrm.journal.reacting.tables import Reaction
from scrm.journal.tables import Event
from scrm.journal.values import DEEPEST
from tagging.patience import policy as patience
from tagging.rules import service
from tagging.rules.reacting import store as events
from tagging.rules.reacting.service import carry_out_all
from tagging.rules.values import RuleState
from tests.support.clock import NOON
from tests.support.endless import ENDLESS, make_endless
from tests.tagging.rules.conftest import Bench

REFUND = {
    "name": "Refunds",
    "when": "message.received",
    "if": {"text": {"matches": "refund|退款"}},
    "then": [{"tag": "refund", "until": "30d"}],
}


def _rule(name: str, when: str, *then: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": name, "when": when, "then": list(then), **more}


async def test_who_writes_what_a_rule_looks_for_is_tagged_with_the_evidence(bench: Bench) -> None:
    row = await bench.in_force(REFUND)
    await bench.says("Hello")
    assert await bench.tags() == []
    await bench.says("I want my ＲＥＦＵＮＤ, 我要退款")
    ((name, worn),) = await bench.worn()
    assert (name, worn.set_by) == ("refund", {"rule": str(row.id), "name": "Refunds", "version": 1})
    said = await _events(bench, "message.received")
    assert worn.evidence == {
        "event_id": str(said[1].id),
        "message_id": said[1].data["message_id"],
    }
    (told,) = await _events(bench, "tag.added")
    assert (told.cause, told.depth, told.data["tag"]) == (f"event:{said[1].id}", 1, "refund")
    await bench.says("Hello from another", who="502")
    assert await bench.tags("502") == []


async def test_many_messages_in_one_commit_are_told_apart(bench: Bench) -> None:
    third = {"count": {"event": "message.received", "within": "1d", "at_least": 3}}
    await bench.in_force(_rule("Keen", "message.received", {"tag": "keen"}, **{"if": third}))
    for minutes in (0, 1):
        await bench.says("Hello", minutes=minutes)
    assert await bench.tags() == []
    await bench.says("Anybody there?", minutes=2)
    ((_, worn),) = await bench.worn()
    assert worn.evidence["event_id"] == str((await _events(bench, "message.received"))[2].id)


async def test_a_tag_that_an_old_message_would_give_is_over(bench: Bench) -> None:
    await bench.in_force(REFUND)
    await bench.says("refund", minutes=-31 * 24 * 60)
    assert await bench.tags() == []


async def test_tags_are_taken_and_attributes_set(bench: Bench) -> None:
    await bench.in_force(REFUND)
    done = _rule(
        "Thanks",
        "message.received",
        {"untag": "refund"},
        {"set": {"mood": "glad"}},
        **{"if": {"text": {"contains_any": ["thank"]}}},
    )
    await bench.in_force(done)
    await bench.says("refund please")
    await bench.says("thank you")
    await bench.says("thanks again")
    assert await bench.tags() == []
    assert (await bench.contact()).attributes == {"mood": "glad"}
    assert len(await _events(bench, "contact.updated")) == 1  # what was so already is told nobody


async def test_a_rule_follows_another(bench: Bench) -> None:
    await bench.in_force(REFUND)
    angry = _rule(
        "Care", "tag.added", {"tag": "care"}, **{"if": {"tag": {"name": "refund", "op": "has"}}}
    )
    await bench.in_force(angry)
    await bench.says("refund")
    assert await bench.tags() == ["care", "refund"]
    assert [one.depth for one in await _events(bench, "tag.added")] == [1, 2]


@pytest.mark.parametrize(("then", "kept"), [(["tag", "untag"], []), (["untag", "tag"], ["hot"])])
async def test_rules_of_one_commit_act_in_their_order(
    bench: Bench, then: list[str], kept: list[str]
) -> None:
    for name, action in zip(("First", "Second"), then, strict=True):
        await bench.in_force(_rule(name, "message.received", {action: "hot"}))
    await bench.says("Hello")
    assert await bench.tags() == kept


async def test_a_draft_a_paused_and_an_archived_rule_do_nothing(bench: Bench) -> None:
    await bench.scene.do(lambda s: service.write(s, REFUND | {"name": "Draft"}, NOON))
    paused = await bench.in_force(REFUND | {"name": "Paused", "then": [{"tag": "paused"}]})
    await bench.scene.do(lambda s: service.pause(s, paused.id, "for lunch", NOON))
    archived = await bench.in_force(REFUND | {"name": "Archived", "then": [{"tag": "archived"}]})
    await bench.scene.do(lambda s: service.archive(s, archived.id, NOON))
    bench.forget()
    await bench.says("refund")
    assert await bench.tags() == []


async def test_one_that_fails_is_paused_with_its_reason_and_harms_no_other(
    bench: Bench, failpoints: Callable[[str], None]
) -> None:
    await bench.in_force(REFUND)
    await bench.in_force(REFUND | {"name": "Sound", "then": [{"tag": "sound"}]})
    failpoints("rules.act#Refunds=raise:ValueError")
    await bench.says("refund")
    assert await bench.tags() == ["sound"]
    row = await bench.row("Refunds")
    assert row.state == RuleState.PAUSED
    assert row.reason.startswith("ValueError")
    assert (await bench.row("Sound")).state == RuleState.LIVE
    assert await bench.scene.database.read(lambda s: s.exec(select(Reaction)).all()) == []


async def test_a_collision_with_another_unit_pauses_no_rule(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the rules before it did is undone with it, and done again when it is tried anew."""
    left = [1, 1]  # in the second try of the unit too

    def collides(session: Session, spoken: Any, now: datetime) -> None:
        carry_out_all(session, spoken, now)
        if left:
            left.pop()
            raise OperationalError("", None, LockNotAvailable("held by another"))

    monkeypatch.setattr("tagging.rules.reactor.carry_out_all", collides)
    await bench.in_force(REFUND)
    await bench.says("refund")
    assert (await bench.row("Refunds")).state == RuleState.LIVE
    assert (await bench.tags(), await _events(bench, "tag.added")) == ([], [])
    again = Reactions([bench.rules, bench.watches], bench.clock)
    await bench.scene.do(lambda s: again.again(s, NOON + timedelta(minutes=1), 9))
    assert await bench.tags() == ["refund"]


async def test_one_that_never_ends_is_paused_with_its_reason_and_harms_no_other(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_endless(monkeypatch)
    monkeypatch.setattr(patience, "TOGETHER", 0.2)
    monkeypatch.setattr(patience, "ALONE", 0.3)
    await bench.in_force(REFUND | {"name": "Sound", "then": [{"tag": "sound"}]})
    await bench.in_force(REFUND | {"name": "Endless", "if": ENDLESS})
    await bench.says("refund")
    assert await bench.tags() == ["sound"]
    row = await bench.row("Endless")
    assert (row.state, "longer than 0.3 seconds" in row.reason) == (RuleState.PAUSED, True)
    assert (await bench.row("Sound")).state == RuleState.LIVE


async def test_one_that_this_hub_does_not_understand_is_paused(bench: Bench) -> None:
    await bench.in_force(REFUND | {"name": "Sound", "then": [{"tag": "sound"}]})
    row = await bench.in_force(REFUND)
    await bench.misread(row)
    await bench.says("refund")
    assert await bench.tags() == ["sound"]
    paused = await bench.row("Refunds")
    assert (paused.state, paused.reason[:16]) == (RuleState.PAUSED, "when is no event")


async def test_rules_that_go_round_end_and_the_last_is_paused(bench: Bench) -> None:
    await bench.in_force(_rule("On", "tag.removed", {"tag": "hot"}))
    await bench.in_force(_rule("Off", "tag.added", {"untag": "hot"}))
    await bench.in_force(_rule("Start", "message.received", {"tag": "hot"}))
    await bench.says("Hello")
    rounds = [*await _events(bench, "tag.added"), *await _events(bench, "tag.removed")]
    assert len(rounds) == DEEPEST
    paused = [name for name in ("On", "Off") if (await bench.row(name)).state == RuleState.PAUSED]
    assert len(paused) == 1
    assert "chain" in (await bench.row(paused[0])).reason
    assert (await bench.row("Start")).state == RuleState.LIVE


async def test_what_no_rule_waits_for_costs_no_question(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.in_force(_rule("Pages", "page.viewed", {"tag": "looker"}))
    await bench.says("Hello")
    monkeypatch.delattr(events, "happened")
    await bench.says("Hello again")
    assert await bench.tags() == []


async def _events(bench: Bench, kind: str) -> list[Event]:
    def look(session: Session) -> list[Event]:
        return list(session.exec(select(Event).where(Event.kind == kind).order_by(col(Event.id))))

    return await bench.scene.database.read(look)
