"""Rules that stand: what they give passes with its reason, and time alone sets them off."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from psycopg.errors import LockNotAvailable
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from scrm.contacts.tags import service as tags
from scrm.contacts.tags import store as tag_store
from scrm.erasing import service as erasing
from scrm.joining import service as joining
from scrm.joining.tables import Joining
from scrm.joining.values import BY_HAND, Act
from scrm.journal.reacting.service import Reactions
from scrm.journal.tables import Event
from scrm.kernel.errors import Invalid, Mistaken
from tagging.patience import policy as patience
from tagging.rules import service
from tagging.rules.values import RuleState
from tagging.watching import store as watching
from tagging.watching.tables import Watched
from tests.support.clock import NOON
from tests.support.endless import ENDLESS, make_endless
from tests.support.scene import AGENT
from tests.tagging.rules.conftest import BY, Bench

DAY = timedelta(days=1)
KEEN: dict[str, Any] = {
    "name": "Keen",
    "when": "message.received",
    "if": {"count": {"event": "message.received", "within": "1d", "at_least": 2}},
    "then": [{"tag": "keen", "while": True}],
}
SLEEPING: dict[str, Any] = {
    "name": "Sleeping",
    "when": "time",
    "if": {"last": {"event": "message.received", "before": "30d"}},
    "then": [{"tag": "asleep", "while": True}, {"set": {"slept": True}}],
}


async def _events(bench: Bench, kind: str) -> list[Event]:
    def look(session: Session) -> list[Event]:
        return list(session.exec(select(Event).where(Event.kind == kind).order_by(col(Event.id))))

    return await bench.scene.database.read(look)


async def _watched(bench: Bench) -> list[Watched]:
    return await bench.scene.database.read(lambda s: list(s.exec(select(Watched))))


async def test_a_passing_tag_goes_when_its_window_has_passed(bench: Bench) -> None:
    row = await bench.in_force(KEEN)
    await bench.says("Hello", minutes=-60)
    assert await bench.tags() == []
    await bench.says("Anybody there?")
    assert await bench.tags() == ["keen"]
    await bench.passes(23 * DAY / 24 - timedelta(microseconds=1))
    assert await bench.tags() == ["keen"]
    await bench.passes(timedelta(microseconds=1))
    assert await bench.tags() == []
    (gone,) = await _events(bench, "tag.removed")
    assert gone.data["by"] == {"rule": str(row.id), "name": "Keen", "version": 1}
    assert gone.data["evidence"] == {"due": "2026-11-22T11:00:00Z"}
    assert await _watched(bench) == []


async def test_who_sleeps_is_tagged_when_the_time_comes_and_wakes(bench: Bench) -> None:
    await bench.in_force(SLEEPING)
    await bench.says("Hello")
    await bench.says("Hello", who="502", minutes=-29 * 24 * 60)
    await bench.passes(DAY)
    assert (await bench.tags(), await bench.tags("502")) == ([], ["asleep"])
    ((_, worn),) = await bench.worn("502")
    assert worn.evidence == {"due": "2026-11-22T12:00:00Z"}
    assert (await bench.contact("502")).attributes == {"slept": True}
    await bench.passes(29 * DAY)
    assert await bench.tags() == ["asleep"]
    await bench.says("I am back")
    assert (await bench.tags(), await bench.tags("502")) == ([], ["asleep"])


async def test_many_steps_of_time_are_made_up_at_once(bench: Bench) -> None:
    """Each asks as of now: what came and went meanwhile leaves nothing."""
    await bench.in_force(KEEN)
    await bench.in_force(SLEEPING)
    for who in range(600, 606):
        await bench.says("Hello", who=str(who))
        await bench.says("Hello again", who=str(who))
    await bench.passes(40 * DAY)
    for who in range(600, 606):
        assert await bench.tags(str(who)) == ["asleep"]
    assert await bench.scene.database.read(watching.next_due) is None


async def test_what_a_colleague_took_off_comes_back_with_the_next_beginning(bench: Bench) -> None:
    await bench.in_force(KEEN | {"when": "time"})
    await bench.says("Hello")
    await bench.says("Hello")
    ((_, worn),) = await bench.worn()

    def off(session: Session) -> None:
        tags.take_by_hand(session, worn.contact_id, worn.tag_id, BY, bench.clock.now())

    await bench.scene.do(off)
    await bench.says("Hello")
    assert await bench.tags() == []
    await bench.passes(2 * DAY)
    await bench.says("Hello")
    await bench.says("Hello")
    assert await bench.tags() == ["keen"]


async def test_a_tag_that_a_colleague_gave_stays(bench: Bench) -> None:
    await bench.in_force(KEEN)
    await bench.says("Hello")
    contact = await bench.contact()
    await bench.scene.do(lambda s: tags.put_by_hand(s, contact.id, "keen", BY, NOON))
    await bench.says("Hello")
    await bench.passes(2 * DAY)
    assert await bench.tags() == ["keen"]


async def test_a_tag_of_two_rules_goes_with_the_second(bench: Bench) -> None:
    await bench.in_force(KEEN)
    weekly = {"count": {"event": "message.received", "within": "1w", "at_least": 2}}
    other = await bench.in_force(KEEN | {"name": "Keener", "if": weekly})
    await bench.says("Hello")
    await bench.says("Hello")
    await bench.passes(2 * DAY)
    ((name, worn),) = await bench.worn()
    assert (name, worn.set_by["rule"]) == ("keen", str(other.id))
    await bench.passes(6 * DAY)
    assert await bench.tags() == []


async def _two_of_one_person(bench: Bench) -> Joining:
    """Bo, who has the tag, turns out to be Ada, who has it not."""
    await bench.in_force(KEEN)
    for who in ("501", "502", "502"):
        await bench.says("Hello", who=who)
    ada, bo = await bench.contact("501"), await bench.contact("502")
    assert await _who_wears(bench) == [bo.id]
    await bench.passes(DAY / 2)
    joined = await bench.scene.do(lambda s: joining.join(s, ada.id, bo.id, BY_HAND, _act(bench)))
    assert await _who_wears(bench) == [ada.id]
    return joined


async def test_a_person_of_two_contacts_is_judged_as_one(bench: Bench) -> None:
    await _two_of_one_person(bench)
    await bench.passes(DAY / 2)
    assert await _who_wears(bench) == []
    assert await _watched(bench) == []


async def test_contacts_that_are_parted_are_judged_as_two(bench: Bench) -> None:
    joined = await _two_of_one_person(bench)
    await bench.scene.do(lambda s: joining.separate(s, joined.id, _act(bench)))
    assert await _who_wears(bench) == [joined.other_id]
    await bench.passes(DAY / 2)
    assert await _who_wears(bench) == []
    assert await _watched(bench) == []


async def _who_wears(bench: Bench) -> list[int]:
    now = bench.clock.now()
    return await bench.scene.database.read(lambda s: tag_store.who_wears(s, "keen", now, None, 9))


def _act(bench: Bench) -> Act:
    return Act(AGENT, bench.clock.now(), lambda text: text)


async def test_nothing_is_kept_of_who_is_erased(bench: Bench) -> None:
    joined = await _two_of_one_person(bench)
    assert len(await _watched(bench)) == 2
    await bench.scene.do(lambda s: erasing.erase(s, joined.survivor_id, _act(bench), key="tests"))
    assert await _watched(bench) == []


async def test_one_that_fails_is_paused_and_harms_no_other(
    bench: Bench, failpoints: Callable[[str], None]
) -> None:
    await bench.in_force(KEEN)
    await bench.in_force(KEEN | {"name": "Sound", "then": [{"tag": "sound", "while": True}]})
    await bench.says("Hello")
    failpoints("watching.turn#Keen=raise:ValueError")
    await bench.says("Hello")
    assert await bench.tags() == ["sound"]
    row = await bench.row("Keen")
    assert (row.state, row.reason[:10]) == (RuleState.PAUSED, "ValueError")
    failpoints("")
    bench.forget()
    await bench.scene.do(lambda s: service.resume(s, row.id, bench.clock.now()))
    bench.forget()
    await bench.settle()
    await bench.says("Hello")
    assert await bench.tags() == ["keen", "sound"]


async def test_one_that_never_ends_is_paused_and_harms_no_other(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_endless(monkeypatch)
    monkeypatch.setattr(patience, "TOGETHER", 0.2)
    monkeypatch.setattr(patience, "ALONE", 0.3)
    await bench.in_force(KEEN)
    await bench.in_force(KEEN | {"name": "Endless", "if": ENDLESS})
    await bench.says("Hello")
    await bench.says("Hello")
    assert await bench.tags() == ["keen"]
    assert "longer than 0.3 seconds" in (await bench.row("Endless")).reason


async def test_a_lock_that_was_not_given_is_no_fault_of_the_rule(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bench.in_force(KEEN)
    await bench.says("Hello")

    def held(*_: object) -> list[watching.Person]:
        raise OperationalError("SELECT", None, LockNotAvailable("held by another"))

    with monkeypatch.context() as patched:
        patched.setattr(watching, "hold", held)
        await bench.says("Hello")
    assert ((await bench.row("Keen")).state, await bench.tags()) == (RuleState.LIVE, [])
    again = Reactions([bench.watches], bench.clock)
    assert await bench.scene.do(lambda s: again.again(s, NOON + timedelta(minutes=1), 9)) == 1
    assert await bench.tags() == ["keen"]


async def test_a_paused_rule_waits_for_nothing_and_is_made_up_for_when_resumed(
    bench: Bench,
) -> None:
    row = await bench.in_force(KEEN)
    await bench.says("Hello")
    await bench.says("Hello")
    await bench.scene.do(lambda s: service.pause(s, row.id, "lunch", NOON))
    bench.forget()
    await bench.passes(2 * DAY)
    assert await bench.tags() == ["keen"]
    assert await bench.scene.database.read(watching.next_due) is None
    await bench.scene.do(lambda s: service.resume(s, row.id, bench.clock.now()))
    bench.forget()
    await bench.settle()
    assert await bench.tags() == []


async def test_what_touches_no_watch_costs_no_question(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {"count": {"event": "page.viewed", "within": "1d", "at_least": 1}}
    await bench.in_force(KEEN | {"when": "page.viewed", "if": pages})
    await bench.says("Hello")
    monkeypatch.delattr(watching, "happened")
    await bench.says("Hello again")
    assert await bench.tags() == []


@pytest.mark.parametrize(
    ("action", "place"),
    [
        ({"tag": "a", "while": True, "until": "3d"}, "then.0.while"),
        ({"untag": "a", "while": True}, "then.0.while"),
        ({"tag": "a", "while": "yes"}, "then.0.while"),
    ],
)
def test_what_can_not_pass_is_refused(action: dict[str, Any], place: str) -> None:
    with pytest.raises(Mistaken) as wrong:
        service.read(KEEN | {"then": [action]})
    assert [one.place for one in wrong.value.mistakes] == [place]


def test_one_whose_tag_ends_its_own_reason_is_refused() -> None:
    untagged = {"tag": {"name": "keen", "op": "has_not"}}
    with pytest.raises(Invalid, match="sets this rule off again"):
        service.read(KEEN | {"when": "time", "if": untagged})
    service.read(KEEN | {"when": "time", "if": {"tag": {"name": "vip", "op": "has_not"}}})


async def test_standing_rules_that_go_round_end_by_depth(bench: Bench) -> None:
    def without(tag: str) -> dict[str, Any]:
        return {"tag": {"name": tag, "op": "has_not"}}

    both = {"all": [without("b"), {"count": {"event": "message.received", "at_least": 1}}]}
    await bench.in_force(
        SLEEPING | {"name": "A", "if": both, "then": [{"tag": "a", "while": True}]}
    )
    has = {"tag": {"name": "a", "op": "has"}}
    await bench.in_force(SLEEPING | {"name": "B", "if": has, "then": [{"tag": "b", "while": True}]})
    await bench.says("Hello")
    states = {(await bench.row(name)).state for name in "AB"}
    assert states == {RuleState.LIVE, RuleState.PAUSED}
