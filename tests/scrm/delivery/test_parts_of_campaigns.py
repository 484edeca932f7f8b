"""A campaign's message that goes in pieces: what follows its first part goes where that went, behind it,
or not at all."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from scrm.channels.outbound import Sent
from scrm.channels.tables import Channel
from scrm.contacts.tables import Identity
from scrm.delivery.holding import service as holding
from scrm.delivery.looking.policy import MOMENT
from scrm.delivery.queueing import store as queue
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.service import Beginning, Begun, Outcome
from scrm.delivery.tables import Delivery
from scrm.delivery.values import Fate, LastWord
from tests.scrm.delivery.campaigning import Oracle, offer
from tests.support.clock import NOON
from tests.support.scene import WORKER, Scene

HOUR = timedelta(hours=1)
LEASE = NOON + 24 * HOUR


@pytest.fixture(params=[1, 0], ids=["failed", "asked for patience"])
async def tried(scene: Scene, request: pytest.FixtureRequest) -> Oracle:
    """A message in two parts was not taken, and is to be tried again; whether that spent a try."""
    await offer(scene, "1")
    oracle = Oracle()
    assert len(await _begin(scene, oracle, "one", "two")) == 1

    def again(session: Session) -> None:
        first = session.exec(select(Delivery).where(col(Delivery.part) == 0)).one()
        first.state, first.reason, first.tries = "queued", "throttled", request.param

    await scene.do(again)
    return oracle


async def _begin(
    scene: Scene, oracle: Oracle, *texts: str, channel_id: int | None = None
) -> list[Begun]:
    """What is due is begun, in as many parts as there are texts."""
    at = channel_id or scene.channel_id
    rows = await scene.do(lambda s: queue.reserve(s, at, 9, scene.now, LEASE, WORKER))
    parts = [{"text": one} for one in texts]
    some = [Beginning(row, parts or [row.content]) for row in rows]
    begun = await scene.do(lambda s: sending.begin(s, some, scene.now, oracle.last))
    return [one for one in begun if isinstance(one, Begun)]


async def _end(scene: Scene, begun: list[Begun]) -> None:
    ends = [Outcome(one, Sent(f"e{one.delivery.id}"), b"", None) for one in begun]
    await scene.do(lambda s: sending.record(s, ends, scene.now))


async def _elsewhere(scene: Scene) -> Identity:
    """Another address of the same person, on another channel."""

    def work(session: Session) -> Identity:
        channel = Channel(
            platform="webchat", name="Site", marketing_basis="opted_in", created_at=NOON
        )
        session.add(channel)
        session.flush()
        whose = session.exec(select(Delivery.contact_id)).all()[0]
        made = Identity(channel_id=channel.id, external_id="v9", contact_id=whose)
        session.add(made)
        session.flush()
        session.expunge(made)
        return made

    return await scene.do(work)


async def _parts(scene: Scene) -> list[tuple[int, str, str, str, str]]:
    rows = await scene.database.read(lambda s: list(s.exec(select(Delivery))))
    return sorted(
        (one.part, one.recipient, one.content["text"], one.state, one.reason) for one in rows
    )


def _at(scene: Scene, moment: datetime) -> None:
    scene.now = moment


async def test_they_go_where_the_first_goes_and_behind_it(scene: Scene, tried: Oracle) -> None:
    there = await _elsewhere(scene)
    tried.words[1] = LastWord(Fate.ELSEWHERE, address=there.id)
    assert await _begin(scene, tried) == []
    tried.words.clear()
    assert await _begin(scene, tried, channel_id=there.channel_id) == [], "none before the first"
    _at(scene, NOON + MOMENT)
    begun = await _begin(scene, tried, channel_id=there.channel_id)
    assert [one.delivery.part for one in begun] == [0]
    await _end(scene, begun)
    assert len(await _begin(scene, tried, channel_id=there.channel_id)) == 1
    assert await _parts(scene) == [
        (0, "v9", "one", "sent", ""),
        (1, "v9", "two", "sending", ""),
    ]


async def test_where_it_is_cut_anew_they_follow_all_of_it(scene: Scene, tried: Oracle) -> None:
    there = await _elsewhere(scene)
    tried.words[1] = LastWord(Fate.ELSEWHERE, address=there.id)
    await _begin(scene, tried)
    tried.words.clear()
    _at(scene, NOON + MOMENT)
    for text, *rest in (("o", "n", "e"), ("n",), ("e",), ("two",)):
        begun = await _begin(scene, tried, *(text, *rest) * bool(rest), channel_id=there.channel_id)
        assert [one.delivery.content["text"] for one in begun] in (["one"], [text])
        await _end(scene, begun)
    assert [(part, text) for part, _, text, *_ in await _parts(scene)] == [
        (0, "o"),
        (1, "n"),
        (2, "e"),
        (3, "two"),
    ]


async def test_they_wait_while_the_first_is_held_and_follow_it(scene: Scene, tried: Oracle) -> None:
    there = await _elsewhere(scene)
    tried.words[1] = LastWord(Fate.HELD, "conversation_waits", NOON + HOUR)
    for _ in range(2):
        assert await _begin(scene, tried) == []
    assert [one[3:] for one in await _parts(scene)] == [
        ("held", "conversation_waits"),
        ("cancelled", "earlier_part"),
    ]
    _at(scene, NOON + HOUR)
    await scene.do(lambda s: holding.come_back(s, scene.now))
    tried.words[1] = LastWord(Fate.ELSEWHERE, address=there.id)
    assert await _begin(scene, tried) == []
    tried.words.clear()
    _at(scene, NOON + HOUR + MOMENT)
    for number in range(2):
        begun = await _begin(scene, tried, channel_id=there.channel_id)
        assert [one.delivery.part for one in begun] == [number]
        await _end(scene, begun)
    assert {one[1] for one in await _parts(scene)} == {"v9"}


async def test_they_end_with_the_first(scene: Scene, tried: Oracle) -> None:
    tried.words[1] = LastWord(Fate.BLOCKED, "opted_out")
    for _ in range(2):
        assert await _begin(scene, tried) == []
    assert [one[3] for one in await _parts(scene)] == ["blocked", "cancelled"]


async def test_what_waits_for_a_time_keeps_them_waiting(scene: Scene, tried: Oracle) -> None:
    tried.words[1] = LastWord(Fate.LATER, until=NOON + HOUR)
    for _ in range(2):
        assert await _begin(scene, tried) == []
    tried.words.clear()
    _at(scene, NOON + HOUR)
    assert [one.delivery.part for one in await _begin(scene, tried)] == [0]
