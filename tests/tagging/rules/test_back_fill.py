"""A rule is put in force from now on, or also for the past, in pieces that a crash neither loses nor
doubles."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from scrm.contacts.tags import service as tags
from scrm.journal.tables import Event
from scrm.kernel.errors import Conflict
from tagging.rules import service as rules
from tagging.rules.filling import service as back
from tagging.watching import reactor, service
from tagging.watching.tables import Watched
from tagging.watching.values import FillingState, FillingView
from tests.tagging.rules.conftest import Bench
from tests.tagging.rules.test_standing import KEEN, SLEEPING

DAY = timedelta(days=1)
REFUND: dict[str, Any] = {
    "name": "Refunds",
    "when": "message.received",
    "if": {"text": {"contains_any": ["refund"]}},
    "then": [{"tag": "refund"}],
}
WHO = [str(number) for number in range(600, 607)]


class Killed(Exception):
    """What was done since the last commit is gone."""


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reactor, "AT_ONCE", 3)


async def _said(bench: Bench, text: str, *, days: int = 0) -> None:
    for who in WHO:
        await bench.says(text, who=who, minutes=-days * 24 * 60)


async def _tagged(bench: Bench, tag: str) -> list[str]:
    return [who for who in WHO if tag in await bench.tags(who)]


async def _filling(bench: Bench, rule_id: int) -> FillingView:
    found = await bench.scene.database.read(lambda s: service.filling(s, rule_id))
    assert found is not None
    return found


async def _count(bench: Bench, kind: str) -> int:
    def look(session: Session) -> int:
        return len(session.exec(select(Event).where(col(Event.kind) == kind)).all())

    return await bench.scene.database.read(look)


async def test_from_the_past_it_holds_for_all_and_says_how_far_it_is(bench: Bench) -> None:
    await _said(bench, "refund")
    now = bench.clock.now()
    row, _ = await bench.scene.do(lambda s: rules.apply(s, REFUND, {}, now, past=True))
    bench.forget()
    assert (await _filling(bench, row.id)).progress == 0.0
    await bench.scene.do(lambda s: bench.watches.fill(s, now))
    view = await _filling(bench, row.id)
    assert (view.state, view.looked_at, view.found) == ("waiting", 3, 3)
    assert 0.4 < view.progress < 0.5
    assert await _tagged(bench, "refund") == WHO[:3]
    await bench.settle()
    view = await _filling(bench, row.id)
    assert (view.state, view.progress, view.found) == ("done", 1.0, 7)
    assert view.finished_at == now
    assert await _tagged(bench, "refund") == WHO
    ((_, worn),) = await bench.worn(WHO[0])
    assert (worn.evidence, worn.set_by["version"]) == ({"back_fill": True}, 1)


async def test_from_now_on_nobody_is_touched_by_what_they_did_before(bench: Bench) -> None:
    await _said(bench, "refund")
    row = await bench.in_force(REFUND)
    assert await _tagged(bench, "refund") == []
    assert await bench.scene.database.read(lambda s: service.filling(s, row.id)) is None


async def test_who_slept_before_sleeps_on_and_who_falls_asleep_is_seen(bench: Bench) -> None:
    """From now on: of whom it holds already is known and not acted upon."""
    await _said(bench, "Hello", days=40)
    await bench.says("Hello", who=WHO[0], minutes=-20 * 24 * 60)
    row = await bench.in_force(SLEEPING)
    assert (await _filling(bench, row.id)).found == 6
    await bench.passes(10 * DAY)
    assert await _tagged(bench, "asleep") == WHO[:1]
    await bench.says("Hello", who=WHO[1])
    await bench.passes(30 * DAY)
    assert await _tagged(bench, "asleep") == WHO[:2]


async def test_from_the_past_who_sleeps_is_tagged_and_everybody_has_a_time(bench: Bench) -> None:
    await _said(bench, "Hello", days=40)
    await bench.says("Hello", who=WHO[0])
    await bench.in_force(SLEEPING, past=True)
    assert await _tagged(bench, "asleep") == WHO[1:]
    await bench.passes(30 * DAY)
    assert await _tagged(bench, "asleep") == WHO


async def test_what_is_killed_in_the_middle_goes_on_and_does_nothing_twice(bench: Bench) -> None:
    await _said(bench, "refund")
    now = bench.clock.now()
    await bench.scene.do(lambda s: rules.apply(s, REFUND, {}, now, past=True))
    bench.forget()
    await bench.scene.do(lambda s: bench.watches.fill(s, now))

    def killed(session: Session) -> None:
        assert bench.watches.fill(session, now)
        raise Killed

    with pytest.raises(Killed):
        await bench.scene.do(killed)
    assert len(await _tagged(bench, "refund")) == 3
    await bench.settle()
    assert await _tagged(bench, "refund") == WHO
    assert await _count(bench, "tag.added") == 7


async def test_what_is_due_and_killed_is_due_again(bench: Bench) -> None:
    await bench.in_force(SLEEPING)
    await _said(bench, "Hello")
    later = bench.clock.advance(30 * DAY)

    def killed(session: Session) -> None:
        assert bench.watches.due(session, later, 100) == 7
        raise Killed

    with pytest.raises(Killed):
        await bench.scene.do(killed)
    assert await _tagged(bench, "asleep") == []
    await bench.settle()
    assert await _tagged(bench, "asleep") == WHO
    assert await _count(bench, "tag.added") == 7


async def test_a_filling_that_fails_says_why_and_the_rule_is_put_in_force_again(
    bench: Bench, failpoints: Callable[[str], None]
) -> None:
    await _said(bench, "refund")
    failpoints("watching.fill=raise:ValueError@1")
    row = await bench.in_force(REFUND, past=True)
    view = await _filling(bench, row.id)
    assert (view.state, view.error[:10], view.looked_at) == (FillingState.FAILED, "ValueError", 3)
    failpoints("")
    await bench.in_force(REFUND, past=True)
    assert await _tagged(bench, "refund") == WHO
    assert await _count(bench, "tag.added") == 7


async def test_a_new_version_is_made_up_for(bench: Bench) -> None:
    """What the old one gave goes where the new one does not hold; who watches no more keeps
    nothing."""
    await bench.in_force(KEEN)
    await _said(bench, "Hello")
    await _said(bench, "Hello")
    await bench.says("Hello", who=WHO[0])
    thrice = {"count": {"event": "message.received", "within": "1d", "at_least": 3}}
    await bench.in_force(KEEN | {"if": thrice})
    assert await _tagged(bench, "keen") == WHO[:1]
    await bench.in_force(KEEN | {"then": [{"tag": "keen"}]})
    assert await _tagged(bench, "keen") == WHO[:1]
    assert await bench.scene.database.read(lambda s: s.exec(select(Watched)).all()) == []
    await bench.passes(2 * DAY)
    assert await _tagged(bench, "keen") == WHO[:1]


async def test_a_rule_that_is_put_away_forgets_whom_it_watched(bench: Bench) -> None:
    row = await bench.in_force(SLEEPING, past=True)
    await _said(bench, "Hello")
    await bench.scene.do(lambda s: rules.archive(s, row.id, bench.clock.now()))
    bench.forget()
    await bench.settle()
    assert await bench.scene.database.read(lambda s: s.exec(select(Watched)).all()) == []


async def _given(bench: Bench, rule_id: int) -> int | None:
    return await bench.scene.database.read(lambda s: back.given(s, rule_id, bench.clock.now()))


async def _take_back(bench: Bench, rule_id: int) -> tuple[int, int]:
    now = bench.clock.now()
    done = await bench.scene.do(lambda s: back.take_back(s, rule_id, {"by": "user:1"}, now))
    return done.taken, done.left


async def test_what_it_gave_for_the_past_is_taken_back_and_nothing_else(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(back, "AT_ONCE", 4)
    await _said(bench, "refund")
    by_hand = await bench.contact(WHO[0])
    now = bench.clock.now()
    await bench.scene.do(lambda s: tags.put_by_hand(s, by_hand.id, "refund", {"by": "user:2"}, now))
    row = await bench.in_force(REFUND, past=True)
    await bench.says("refund", who="700")  # from now on: by its message
    assert await _given(bench, row.id) == 6
    assert await _take_back(bench, row.id) == (4, 2)
    assert await _take_back(bench, row.id) == (2, 0)
    assert await _take_back(bench, row.id) == (0, 0)
    assert await _tagged(bench, "refund") == [WHO[0]]
    assert await bench.tags("700") == ["refund"]
    assert await _given(bench, row.id) == 0
    assert await _count(bench, "tag.removed") == 6
    await bench.settle()
    assert await _tagged(bench, "refund") == [WHO[0]]  # and it stays so


async def test_what_a_rule_that_watches_gave_for_the_past_stays_off(bench: Bench) -> None:
    await _said(bench, "Hello", days=40)
    row = await bench.in_force(SLEEPING, past=True)
    assert await _given(bench, row.id) == len(WHO)
    assert await _take_back(bench, row.id) == (len(WHO), 0)
    await bench.passes(DAY)
    assert await _tagged(bench, "sleeping") == []


async def test_what_was_not_given_for_the_past_is_not_taken_back(bench: Bench) -> None:
    await _said(bench, "refund")
    now = bench.clock.now()
    row, _ = await bench.scene.do(lambda s: rules.apply(s, REFUND, {}, now, past=True))
    with pytest.raises(Conflict, match="still being applied"):
        await _take_back(bench, row.id)
    other = await bench.in_force({**REFUND, "name": "Others"})
    assert await _given(bench, other.id) is None
    with pytest.raises(Conflict, match="not put in force for the past"):
        await _take_back(bench, other.id)


async def test_it_can_be_taken_back_after_the_rule_was_put_away(bench: Bench) -> None:
    await _said(bench, "refund")
    row = await bench.in_force(REFUND, past=True)
    await bench.scene.do(lambda s: rules.archive(s, row.id, bench.clock.now()))
    bench.forget()
    await bench.settle()
    assert await _given(bench, row.id) == len(WHO)
    assert await _take_back(bench, row.id) == (len(WHO), 0)


async def test_what_would_be_given_anew_is_not_taken_back(bench: Bench) -> None:
    await _said(bench, "refund")
    newcomers = {
        "name": "New",
        "when": "time",
        "if": {"not": {"tag": {"name": "new", "op": "has"}}},
    }
    row = await bench.in_force({**newcomers, "then": [{"tag": "new"}]}, past=True)
    with pytest.raises(Conflict, match="pause the rule first"):
        await _take_back(bench, row.id)
    await bench.scene.do(lambda s: rules.pause(s, row.id, "by hand", bench.clock.now()))
    bench.forget()
    assert await _take_back(bench, row.id) == (len(WHO), 0)
    assert await _tagged(bench, "new") == []
