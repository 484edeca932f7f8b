"""What a campaign sends is looked at in the transaction that marks it as being sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from scrm.channels.tables import Channel
from scrm.contacts.tables import Identity
from scrm.delivery import service
from scrm.delivery.looking.policy import FAR, FIRST_PAUSE, LONGEST_PAUSE, MOMENT, after_failure
from scrm.delivery.looking.service import LastLook
from scrm.delivery.queueing import store as queue
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.service import Beginning, Begun
from scrm.delivery.tables import Attempt, Delivery
from scrm.delivery.values import Due, Fate, LastWord
from scrm.journal.tables import Event
from scrm.kernel.signals import Signal
from tests.scrm.delivery.campaigning import Oracle, begin, campaign, offer, order, row_of, stands
from tests.support.clock import NOON
from tests.support.scene import WORKER, Scene

HOUR = timedelta(hours=1)


async def _told(scene: Scene) -> dict[str, list[str]]:
    rows = await scene.database.read(lambda s: list(s.exec(select(Event).order_by(col(Event.id)))))
    told: dict[str, list[str]] = {}
    for one in rows:
        if one.kind.startswith("delivery."):
            told.setdefault(one.kind, []).append(one.data["reason"])
    return told


async def test_each_goes_as_the_last_word_says(scene: Scene) -> None:
    await offer(scene, "1", "2", "3", "4", "5")
    oracle = Oracle(
        {
            2: LastWord(Fate.LATER, "quiet_hours", NOON + HOUR),
            3: LastWord(Fate.HELD, "just_answered", NOON + HOUR),
            4: LastWord(Fate.HELD, "conversation_waits"),
            5: LastWord(Fate.BLOCKED, "opted_out"),
        }
    )
    begun = await begin(scene, oracle.last)
    assert oracle.asked == [[1, 2, 3, 4, 5]]
    assert isinstance(begun[1], Begun)
    assert [begun[one] for one in range(2, 6)] == [oracle.words[one] for one in range(2, 6)]
    assert [one.message_id for one in oracle.wrote] == [1]
    assert await stands(scene) == {
        1: ("sending", ""),
        2: ("queued", "quiet_hours"),
        3: ("held", "just_answered"),
        4: ("held", "conversation_waits"),
        5: ("blocked", "opted_out"),
    }
    rows = [await row_of(scene, one) for one in range(2, 6)]
    assert [one.due_at for one in rows[:3]] == [NOON + HOUR, NOON + HOUR, FAR]
    assert [one.finished_at for one in rows] == [None, None, None, NOON]
    assert {(one.worker, one.lease_until, one.tries) for one in rows} == {("", None, 0)}
    assert len(await scene.database.read(lambda s: s.exec(select(Attempt)).all())) == 1
    assert await _told(scene) == {
        "delivery.held": ["just_answered", "conversation_waits"],
        "delivery.blocked": ["opted_out"],
    }


async def test_it_is_asked_in_the_transaction_that_begins_it(scene: Scene) -> None:
    """What it read before would be told of a person as they were, and what it wrote stay without
    the send."""
    heard = await offer(scene, "1")
    reserved = await scene.reserve()
    whose = heard["1"].contact_id

    def change(session: Session) -> None:
        session.get_one(Identity, heard["1"].identity_id).display = "gone"

    await scene.do(change)

    def look(session: Session, rows: Sequence[Due], now: datetime) -> Mapping[int, LastWord]:
        seen = session.get_one(Identity, rows[0].identity_id).display
        session.get_one(Identity, rows[0].identity_id).display = "looked at"
        return {row.id: LastWord(Fate.BLOCKED, seen) for row in rows}

    some = [Beginning(one, [one.content]) for one in reserved]
    last = LastLook(look, lambda *_: None)

    def undone(session: Session) -> None:
        sending.begin(session, some, NOON, last)
        raise RuntimeError("the commit fails")

    with pytest.raises(RuntimeError, match="the commit fails"):
        await scene.do(undone)
    identity_id = heard["1"].identity_id
    seen = await scene.database.read(lambda s: s.get_one(Identity, identity_id).display)
    assert seen == "gone"
    assert await stands(scene) == {1: ("reserved", "")}
    await scene.do(lambda s: sending.begin(s, some, NOON, last))
    assert await stands(scene) == {1: ("blocked", "gone")}
    assert whose == (await row_of(scene, 1)).contact_id


async def test_a_message_of_which_nothing_is_said_stays(scene: Scene) -> None:
    await offer(scene, "1", "2")
    oracle = Oracle({1: None})
    begun = await begin(scene, oracle.last)
    assert isinstance(begun[2], Begun)
    assert (await stands(scene))[1] == ("blocked", "no_word")


async def test_a_look_that_fails_harms_no_reply(scene: Scene) -> None:
    heard = await offer(scene, "1", "2")
    await scene.answer(heard["1"].conversation_id, "Hi")
    oracle = Oracle(broken={2})
    begun = await begin(scene, oracle.last)
    assert sum(isinstance(one, Begun) for one in begun.values()) == 1
    assert [stand for one, stand in (await stands(scene)).items() if one > 2] == [("sending", "")]
    rows = [await row_of(scene, one) for one in (1, 2)]
    assert {(one.state, one.reason, one.detail) for one in rows} == {
        ("queued", "look_failed", "1: KeyError")
    }
    assert {one.due_at for one in rows} == {NOON + FIRST_PAUSE}
    assert oracle.wrote == []
    scene.now = NOON + FIRST_PAUSE
    begun = await begin(scene, oracle.last)
    assert oracle.asked[-2:] == [[1], [2]], "what failed is looked at alone"
    assert isinstance(begun[1], Begun)
    assert not isinstance(begun[2], Begun)
    later = await row_of(scene, 2)
    assert (later.detail, later.due_at - scene.now) == ("2: KeyError", 2 * FIRST_PAUSE)


async def test_what_it_wrote_before_it_failed_is_undone(scene: Scene) -> None:
    heard = await offer(scene, "1")
    identity_id = heard["1"].identity_id

    def written(session: Session, rows: Sequence[Due], now: datetime) -> None:
        session.get_one(Identity, identity_id).display = "written"
        session.flush()
        raise KeyError("broken")

    await begin(scene, LastLook(Oracle().look, written))
    seen = await scene.database.read(lambda s: s.get_one(Identity, identity_id).display)
    assert seen == "Ada"
    assert await stands(scene) == {1: ("queued", "look_failed")}


def test_the_pause_grows_to_a_bound() -> None:
    detail, waits = "", []
    for _ in range(12):
        word, detail = after_failure(detail, KeyError(), NOON)
        assert word.until is not None
        waits.append(word.until - NOON)
    assert waits[:3] == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert waits[-1] == LONGEST_PAUSE


async def test_without_anybody_who_looks_nothing_of_a_campaign_goes(scene: Scene) -> None:
    heard = await offer(scene, "1")
    await scene.answer(heard["1"].conversation_id, "Hi")
    begun = await begin(scene, None)
    assert sum(isinstance(one, Begun) for one in begun.values()) == 1
    assert (await stands(scene))[1] == ("queued", "look_failed")


async def test_nobody_is_asked_about_what_is_no_campaigns(scene: Scene) -> None:
    ada = await scene.hear("Hello")
    await scene.answer(ada.conversation_id, "Hi")
    oracle = Oracle()
    await begin(scene, oracle.last)
    assert oracle.asked == []


async def _second_channel(scene: Scene, contact_id: int) -> tuple[int, int]:
    """Another channel, and that person's address on it."""

    def work(session: Session) -> tuple[int, int]:
        channel = Channel(
            platform="webchat", name="Site", marketing_basis="opted_in", created_at=NOON
        )
        session.add(channel)
        session.flush()
        identity = Identity(channel_id=channel.id, external_id="v9", contact_id=contact_id)
        session.add(identity)
        session.flush()
        return channel.id, identity.id

    return await scene.do(work)


async def test_elsewhere_is_another_address_on_another_channel(scene: Scene) -> None:
    heard = await offer(scene, "1", "2")
    channel_id, identity_id = await _second_channel(scene, heard["1"].contact_id)
    signals: list[Signal] = []
    scene.database.listen(lambda some: signals.extend(some))
    oracle = Oracle(
        {
            1: LastWord(Fate.ELSEWHERE, "window_closed", address=identity_id),
            2: LastWord(Fate.ELSEWHERE, "window_closed", address=404),
        }
    )
    await begin(scene, oracle.last)
    row = await row_of(scene, 1)
    assert (row.state, row.reason, row.due_at) == ("queued", "window_closed", NOON + MOMENT)
    assert (row.identity_id, row.channel_id, row.recipient) == (identity_id, channel_id, "v9")
    assert Signal("delivery", channel_id) in signals
    assert (await stands(scene))[2] == ("blocked", "no_address")
    lease = NOON + timedelta(seconds=30)
    soon = NOON + MOMENT
    there = await scene.do(lambda s: queue.reserve(s, channel_id, 5, soon, lease, WORKER))
    assert [one.message_id for one in there] == [1]


async def test_what_is_tried_again_is_looked_at_again(scene: Scene) -> None:
    await offer(scene, "1")
    oracle = Oracle()
    await begin(scene, oracle.last)

    def requeued(session: Session) -> None:
        session.exec(select(Delivery)).one().state = "queued"

    await scene.do(requeued)
    oracle.words[1] = LastWord(Fate.BLOCKED, "opted_out")
    await begin(scene, oracle.last)
    assert (await stands(scene))[1] == ("blocked", "opted_out")
    assert (await row_of(scene, 1)).tries == 1


async def test_further_parts_go_without_another_look(scene: Scene) -> None:
    await offer(scene, "1")
    (one,) = await scene.reserve()
    oracle = Oracle()
    parts = [one.content, {"text": "and more"}]
    await scene.do(lambda s: sending.begin(s, [Beginning(one, parts)], NOON, oracle.last))

    def first_is_out(session: Session) -> None:
        session.exec(select(Delivery).where(col(Delivery.part) == 0)).one().state = "sent"

    await scene.do(first_is_out)
    await begin(scene, oracle.last)
    assert oracle.asked == [[1]]
    rows = await scene.database.read(lambda s: list(s.exec(select(Delivery))))
    assert {one.part: one.campaign_id for one in rows} == {0: 5, 1: None}


async def test_one_that_waits_holds_up_no_other_campaign(scene: Scene) -> None:
    """A message for the evening must not keep back one that may go at once."""
    heard = await offer(scene, "1")
    oracle = Oracle({1: LastWord(Fate.LATER, "quiet_hours", NOON + HOUR)})
    await begin(scene, oracle.last)
    other = order(scene, heard["1"], 8, campaign(occurrence_id=9), who="1")

    def enqueue(session: Session) -> None:
        service.enqueue(session, [other], NOON)

    await scene.do(enqueue)
    assert [one.message_id for one in await scene.reserve()] == [8]


async def test_whose_it_is_is_as_it_is_now(scene: Scene) -> None:
    await offer(scene, "1")
    bo = await scene.hear("Hi", who="502", external_id="bo")
    reserved = await scene.reserve()

    def joined(session: Session) -> None:
        session.exec(select(Delivery)).one().contact_id = bo.contact_id

    await scene.do(joined)
    oracle = Oracle()
    some = [Beginning(one, [one.content]) for one in reserved]
    await scene.do(lambda s: sending.begin(s, some, NOON, oracle.last))
    assert [one.contact_id for one in oracle.wrote] == [bo.contact_id]
