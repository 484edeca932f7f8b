"""Who is in a segment is kept, also where time alone changes it, and told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from scrm.conditions.asking.service import Asker
from scrm.journal.tables import Event
from scrm.journal.values import DEEPEST
from tagging.segments import service
from tagging.segments.tables import Segment
from tagging.watching.tables import Watched
from tests.tagging.rules.conftest import Bench

DAY = timedelta(days=1)
KEEN = {"count": {"event": "message.received", "within": "1d", "at_least": 2}}
TOLD = ("segment.entered", "segment.left")


async def _saved(bench: Bench, definition: Any, name: str = "Keen") -> int:
    asker = Asker("en", {}, bench.clock.now())
    view = await bench.scene.do(lambda s: service.create(s, name, definition, None, asker))
    bench.forget()
    await bench.settle()
    return int(view.id)


async def _members(bench: Bench, segment_id: int) -> list[str]:
    now = bench.clock.now()
    found, _ = await bench.scene.database.read(
        lambda s: service.members(s, segment_id, None, 100, now)
    )
    return [one.id for one in found]


async def _told(bench: Bench) -> list[tuple[str, int | None]]:
    def look(session: Session) -> list[tuple[str, int | None]]:
        question = select(Event).where(col(Event.kind).in_(TOLD)).order_by(col(Event.id))
        return [(one.kind, one.contact_id) for one in session.exec(question)]

    return await bench.scene.database.read(look)


async def test_who_comes_and_goes_is_kept_and_told(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    segment = await _saved(bench, KEEN)
    monkeypatch.delattr(service, "people")  # nobody has to ask
    await bench.says("Hello", minutes=-60)
    assert await _members(bench, segment) == []
    await bench.says("Hello again")
    ada = await bench.contact()
    assert await _members(bench, segment) == [str(ada.id)]
    assert await _told(bench) == [("segment.entered", ada.id)]
    await bench.passes(DAY)
    assert await _members(bench, segment) == []
    assert await _told(bench) == [("segment.entered", ada.id), ("segment.left", ada.id)]


async def test_a_rule_acts_on_who_comes_into_a_segment(bench: Bench) -> None:
    segment = await _saved(bench, KEEN)
    came = {"data": {"name": "segment_id", "op": "eq", "value": str(segment)}}
    count = {"count": {"event": "segment.entered", "where": came, "at_least": 1}}
    await bench.in_force(
        {"name": "Keen", "when": "segment.entered", "if": count, "then": [{"tag": "keen"}]}
    )
    await bench.says("Hello")
    await bench.says("Hello again")
    assert await bench.tags() == ["keen"]


async def test_who_is_in_it_from_the_first_is_not_told_and_a_change_is(bench: Bench) -> None:
    for who in ("501", "501", "502"):
        await bench.says("Hello", who=who)
    segment = await _saved(bench, KEEN)
    ada, bo = await bench.contact("501"), await bench.contact("502")
    assert (await _members(bench, segment), await _told(bench)) == ([str(ada.id)], [])
    once = {"count": {"event": "message.received", "within": "1d", "exactly": 1}}
    asker = Asker("en", {}, bench.clock.now())
    await bench.scene.do(lambda s: service.change(s, segment, {"definition": once}, asker))
    bench.forget()
    await bench.settle()
    assert await _members(bench, segment) == [str(bo.id)]
    assert sorted(await _told(bench)) == [("segment.entered", bo.id), ("segment.left", ada.id)]


async def test_of_one_that_is_archived_nobody_is_kept(bench: Bench) -> None:
    segment = await _saved(bench, KEEN)
    await bench.says("Hello")
    await bench.says("Hello")
    await bench.scene.do(lambda s: service.archive(s, segment, bench.clock.now()))
    bench.forget()
    await bench.settle()
    assert await bench.scene.database.read(lambda s: s.exec(select(Watched)).all()) == []


async def test_one_that_fails_says_why_and_is_asked_instead(
    bench: Bench, failpoints: Callable[[str], None]
) -> None:
    segment = await _saved(bench, KEEN)
    other = await _saved(bench, KEEN, "Sound")
    await bench.says("Hello")
    failpoints("watching.turn#Keen=raise:ValueError")
    await bench.says("Hello")
    failpoints("")
    ada = str((await bench.contact()).id)
    row = await bench.scene.database.read(lambda s: s.get_one(Segment, segment))
    assert row.unkept.startswith("ValueError")
    assert (await _members(bench, segment), await _members(bench, other)) == ([ada], [ada])
    assert len(await _told(bench)) == 1


async def test_one_whose_people_go_round_ends_and_is_kept(bench: Bench) -> None:
    """Whoever is in it is tagged, whoever is tagged is not in it."""
    untagged = {"tag": {"name": "seen", "op": "has_not"}}
    wrote = {"count": {"event": "message.received", "at_least": 1}}
    segment = await _saved(bench, {"all": [untagged, wrote]})
    for when, then in (("entered", {"tag": "seen"}), ("left", {"untag": "seen"})):
        await bench.in_force({"name": when, "when": f"segment.{when}", "then": [then]})
    await bench.says("Hello")
    assert 1 < len(await _told(bench)) <= DEEPEST
    is_in = await _members(bench, segment) != []
    assert is_in is ("seen" not in await bench.tags())
