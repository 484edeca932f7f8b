"""Rules are written, published, rolled back and put away."""

import pytest

from scrm.kernel.errors import Conflict, Invalid, Mistaken, NotFound
from tagging.rules import service, store
from tagging.rules.values import RuleState
from tests.support.clock import NOON
from tests.support.scene import Scene
from tests.tagging.rules.conftest import BY, Bench

VIP = {"name": "VIP", "when": "message.received", "then": [{"tag": "vip"}]}
FLAPS = {"name": "Flaps", "when": "tag.added", "then": [{"untag": "x"}, {"tag": "x"}]}


async def test_what_is_published_stays_while_the_draft_changes(scene: Scene) -> None:
    row = await scene.do(lambda s: service.write(s, VIP, NOON))
    assert (row.state, row.version) == (RuleState.DRAFT, 0)
    await scene.do(lambda s: service.publish(s, row.id, BY, NOON))
    other = VIP | {"then": [{"tag": "gold"}]}
    await scene.do(lambda s: service.write(s, other, NOON, rule_id=row.id))
    assert await scene.database.read(store.live) == [(row.id, 1, VIP)]
    await scene.do(lambda s: service.publish(s, row.id, BY, NOON))
    assert await scene.database.read(store.live) == [(row.id, 2, other)]


async def test_an_earlier_version_comes_back_as_a_new_one(scene: Scene) -> None:
    row, _ = await scene.do(lambda s: service.apply(s, VIP, BY, NOON))
    await scene.do(lambda s: service.apply(s, VIP | {"then": [{"tag": "gold"}]}, BY, NOON))
    await scene.do(lambda s: service.roll_back(s, row.id, 1, BY, NOON))
    assert await scene.database.read(store.live) == [(row.id, 3, VIP)]
    found = await scene.database.read(lambda s: store.versions(s, row.id))
    assert [one.number for one in found] == [3, 2, 1]
    with pytest.raises(NotFound):
        await scene.do(lambda s: service.roll_back(s, row.id, 9, BY, NOON))


async def test_a_name_is_one_rule_s_until_it_is_put_away(scene: Scene) -> None:
    row = await scene.do(lambda s: service.write(s, VIP, NOON))
    with pytest.raises(Conflict, match="Another rule is called VIP"):
        await scene.do(lambda s: service.write(s, VIP, NOON))
    await scene.do(lambda s: service.archive(s, row.id, NOON))
    assert (await scene.do(lambda s: service.write(s, VIP, NOON))).id != row.id
    with pytest.raises(NotFound):
        await scene.do(lambda s: service.publish(s, row.id, BY, NOON))


async def test_a_paused_rule_is_resumed_and_a_draft_is_not_paused(scene: Scene) -> None:
    row = await scene.do(lambda s: service.write(s, VIP, NOON))
    with pytest.raises(Conflict, match="never published"):
        await scene.do(lambda s: service.pause(s, row.id, "no", NOON))
    await scene.do(lambda s: service.publish(s, row.id, BY, NOON))
    paused = await scene.do(lambda s: service.pause(s, row.id, "for lunch", NOON))
    assert (paused.state, paused.reason) == (RuleState.PAUSED, "for lunch")
    assert await scene.database.read(store.live) == []
    resumed = await scene.do(lambda s: service.resume(s, row.id, NOON))
    assert (resumed.state, resumed.reason) == (RuleState.LIVE, "")


async def test_one_that_undoes_itself_is_refused(scene: Scene) -> None:
    with pytest.raises(Invalid, match="sets this rule off again"):
        await scene.do(lambda s: service.write(s, FLAPS, NOON))


async def test_a_ring_of_several_is_published_and_told(scene: Scene) -> None:
    on = {"name": "On", "when": "tag.removed", "then": [{"tag": "hot"}]}
    off = {"name": "Off", "when": "tag.added", "then": [{"untag": "hot"}]}
    assert (await scene.do(lambda s: service.apply(s, on, BY, NOON)))[1] == []
    assert (await scene.do(lambda s: service.apply(s, off, BY, NOON)))[1] == ["Off", "On"]


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"when": "message.recieved"}, "when"),
        ({"then": []}, "then"),
        ({"then": [{"tag": "a", "untag": "b"}]}, "then.0"),
        ({"then": [{"untag": "b", "until": "3d"}]}, "then.0.until"),
        ({"then": [{"tag": "b", "until": "soon"}]}, "then.0.until"),
        ({"then": [{"set": {"city": ["a"]}}]}, "then.0.set.city"),
        ({"if": {"text": {"matches": 5}}}, "if.text.matches"),
        ({"if": {"all": [{"nothing": 1}]}}, "if.all.0.nothing"),
        ({"name": ""}, "name"),
        ({"extra": 1}, "extra"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(wrong: dict[str, object], place: str) -> None:
    with pytest.raises(Mistaken) as told:
        service.read(VIP | wrong)
    assert place in [one.place for one in told.value.mistakes]


async def test_it_is_counted_who_has_a_tag_by_which_rule(bench: Bench) -> None:
    vip = await bench.in_force(VIP)
    await bench.in_force(VIP | {"name": "Later", "then": [{"tag": "late"}]})
    for who in ("501", "502"):
        await bench.says("Hello", who)
    later = await bench.row("Later")
    found = await bench.scene.database.read(lambda s: store.people(s, NOON))
    assert found == {str(vip.id): 2, str(later.id): 2}
