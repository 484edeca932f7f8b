"""A last look beside whoever ends marketing or stops all campaigns at this moment, and beside another."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Barrier
from threading import Event as Flag
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from campaigns.stopping import service as stopping
from scrm.channels.values import InboundContent, MessageReceived, Person
from scrm.consent import service as consent
from scrm.consent.basis import service as basis
from scrm.consent.basis.values import Said
from scrm.consent.values import Words
from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation
from scrm.conversations.values import SYSTEM
from scrm.delivery.looking.service import LastLook
from scrm.delivery.sending.service import Begun
from scrm.delivery.values import Due, LastWord
from scrm.intake.applying.service import Unit, apply
from scrm.joining import service as joining
from scrm.joining.values import BY_HAND, Act
from tests.campaigns.conftest import MONDAY
from tests.campaigns.hand import Hand

Work = Callable[[Session], Any]
PATIENCE = 20.0
_WAITS = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")


@dataclass(slots=True)
class _Held:
    """A unit that is held up in its midst."""

    reached: Flag = field(default_factory=Flag)
    gate: Flag = field(default_factory=Flag)

    def stand(self) -> None:
        self.reached.set()
        assert self.gate.wait(PATIENCE)

    async def is_reached(self) -> None:
        assert await asyncio.to_thread(self.reached.wait, PATIENCE)


@asynccontextmanager
async def _looking(hand: Hand) -> AsyncIterator[asyncio.Task[list[str]]]:
    """A send whose look has said that they may go, and which is not committed; it goes on behind."""
    held, inner = _Held(), hand.last

    def look(session: Session, rows: Sequence[Due], now: datetime) -> Mapping[int, LastWord]:
        words = inner.look(session, rows, now)
        held.stand()
        return words

    hand.last = LastLook(look, inner.written)
    going = asyncio.create_task(hand.send())
    try:
        await held.is_reached()
        yield going
    finally:
        held.gate.set()
        hand.last = inner
        await going


async def _waits(hand: Hand, other: "asyncio.Task[Any]") -> bool:
    """Whether somebody waits for another's commit; False where `other` did not."""
    async with asyncio.timeout(PATIENCE):
        while not other.done():
            if await hand.desk.running.read(lambda s: s.execute(_WAITS).scalar_one()):
                return True
    return False


def _says_stop(hand: Hand, name: str) -> Work:
    now = hand.desk.clock.now()
    words = Words("STOP", hand.desk.people[name], hand.channel, f"telegram:at {name}", 1, now)
    return lambda s: consent.note_opt_outs(s, [words], str, now)


def _withdraws(hand: Hand, name: str) -> Work:
    now, said = hand.desk.clock.now(), Said(hand.desk.people[name], "letter")
    return lambda s: basis.withdraw(s, said, {}, str, now)


def _writes_stop(hand: Hand, name: str, message: str = "9") -> Work:
    now, channel = hand.desk.clock.now(), hand.desk.running.hub.registry.find(hand.channel)
    assert channel is not None
    said = MessageReceived(Person(f"at {name}", name), message, now, InboundContent("Stop!"))
    return lambda s: apply(Unit(s, now, str), [(channel, said)])


@pytest.mark.parametrize("ends", [_says_stop, _withdraws, _writes_stop])
async def test_who_ends_marketing_during_a_look_waits_for_it(
    crowded: Hand, ends: Callable[[Hand, str], Work]
) -> None:
    await crowded.fed("Ann")
    async with _looking(crowded):
        ending = asyncio.create_task(crowded.desk.write(ends(crowded, "Ann")))
        assert await _waits(crowded, ending)
    await ending
    assert crowded.sent == ["at Ann"]


async def test_who_writes_stop_waits_before_their_conversation_is_held(crowded: Hand) -> None:
    """The look that they wait for is about to write there."""
    await crowded.fed("Ann")
    identity = select(Identity).where(col(Identity.external_id) == "at Ann")

    def talk(session: Session) -> None:
        ann = session.exec(identity).one()
        session.add(
            Conversation(
                contact_id=ann.contact_id,
                channel_id=ann.channel_id,
                identity_id=ann.id,
                state="resolved",
                created_at=MONDAY,
                last_at=MONDAY,
            )
        )

    await crowded.desk.write(talk)
    theirs = select(Conversation).with_for_update(nowait=True)
    async with _looking(crowded):
        ending = asyncio.create_task(crowded.desk.write(_writes_stop(crowded, "Ann")))
        assert await _waits(crowded, ending)
        await crowded.desk.write(lambda s: s.exec(theirs).all())
    await ending


@pytest.mark.parametrize("ends", [_says_stop, _withdraws, _writes_stop])
async def test_a_look_leaves_whoever_is_ending_marketing_and_then_sees_it(
    crowded: Hand, ends: Callable[[Hand, str], Work]
) -> None:
    await crowded.fed("Ann", "Ben")
    held, says = _Held(), ends(crowded, "Ann")

    def work(session: Session) -> None:
        says(session)
        held.stand()

    ending = asyncio.create_task(crowded.desk.write(work))
    await held.is_reached()
    try:
        assert await crowded.send() == ["at Ben"]
    finally:
        held.gate.set()
        await ending
    assert ("at Ann", "queued", "same_person") in await crowded.rows()
    crowded.desk.clock.advance(timedelta(seconds=2))
    word_back = ["at Ann"] if ends is _writes_stop else []
    assert await crowded.send() == word_back
    assert ("at Ann", "blocked", "opted_out") in await crowded.rows()


async def test_whoever_is_joined_to_one_who_ended_marketing_waits_for_a_look(crowded: Hand) -> None:
    await crowded.fed("Ann")
    await crowded.meets("Ben", city="Bonn")
    await crowded.desk.write(_says_stop(crowded, "Ben"))
    people = [crowded.desk.people[one] for one in ("Ann", "Ben")]
    now = crowded.desk.clock.now()
    async with _looking(crowded):
        sharing = asyncio.create_task(
            crowded.desk.write(lambda s: consent.share(s, people, 1, str, now))
        )
        assert await _waits(crowded, sharing)
    await sharing


async def test_two_looks_at_the_same_people_wait_for_neither(crowded: Hand) -> None:
    """Two campaigns on two channels, whose people come in another order."""
    names = ("Ann", "Ben", "Cid")
    two = await crowded.other_channel()
    await crowded.fed(*names)
    for name in reversed(names):
        await crowded.address(name, two, f"second of {name}")
    other = await crowded.launched(channels=[str(two)], purpose="service")
    assert await crowded.feed(other, {two: 100}) == len(names)
    there = await crowded.reserve(channel=two)
    second = crowded.beginning(list(reversed(there)))

    def in_time(session: Session) -> list[Any]:
        session.execute(text("SET LOCAL lock_timeout = '10s'"))
        return second(session)

    async with _looking(crowded):
        words = await crowded.desk.write(in_time)
        assert {one.reason for one in words} == {"same_person"}
    assert sorted(crowded.sent) == [f"at {name}" for name in names]
    crowded.desk.clock.advance(timedelta(seconds=2))
    assert len(await crowded.send(channel=two)) == len(names)


async def test_looks_that_begin_at_once_come_to_an_end(crowded: Hand) -> None:
    """Each stands at the barrier with those of its first campaign, and wants those of its second."""
    names = ("Ann", "Ben")
    two = await crowded.other_channel()
    await crowded.meets(*names)
    for name in names:
        await crowded.address(name, two, f"second of {name}")
    rows = []
    for channel in (crowded.channel, two):
        campaign = await crowded.launched(channels=[str(channel)], purpose="service")
        assert await crowded.feed(campaign, {channel: 100}) == len(names)
        rows.append(await crowded.reserve(channel=channel))
        assert len(rows[-1]) == len(names)
    barrier = Barrier(2)

    def look(number: int) -> Work:
        some = sorted(rows[number], key=lambda row: row.contact_id, reverse=bool(number))
        work = crowded.beginning(some)

        def with_the_other(session: Session) -> Any:
            barrier.wait(PATIENCE)
            return work(session)

        return with_the_other

    found = await asyncio.gather(*(crowded.desk.write(look(one)) for one in (0, 1)))
    came = [one for some in found for one in some]
    waits = [one for one in came if not isinstance(one, Begun)]
    assert len(waits) <= len(names)
    assert {one.reason for one in waits} <= {"same_person"}


async def test_the_global_stop_waits_for_looks_that_are_under_way(crowded: Hand) -> None:
    await crowded.fed("Ann", "Ben")
    now = crowded.desk.clock.now()
    async with _looking(crowded):
        stop = asyncio.create_task(crowded.desk.write(lambda s: stopping.stop(s, "me", now)))
        assert await _waits(crowded, stop)
    await stop
    assert sorted(crowded.sent) == ["at Ann", "at Ben"]
    assert [row[1] for row in await crowded.rows()] == ["sent", "sent"]


async def test_after_the_global_stop_nothing_goes(hand: Hand) -> None:
    await hand.fed("Ann")
    now = hand.desk.clock.now()
    await hand.desk.write(lambda s: stopping.stop(s, "me", now))
    assert await hand.send() == []
    assert await hand.rows() == [("at Ann", "held", "stopped")]


async def test_who_is_being_joined_is_not_fed_before(crowded: Hand) -> None:
    await crowded.meets("Ann", "Ben")
    campaign = await crowded.launched(purpose="service")
    ann, ben = (crowded.desk.people[one] for one in ("Ann", "Ben"))
    held, act = _Held(), Act(SYSTEM, crowded.desk.clock.now(), str)

    def join(session: Session) -> None:
        joining.join(session, ann, ben, BY_HAND, act, despite=True)
        held.stand()

    going = asyncio.create_task(crowded.desk.write(join))
    await held.is_reached()
    try:
        assert await crowded.feed(campaign) == 0
    finally:
        held.gate.set()
        await going
    crowded.desk.clock.advance(timedelta(seconds=3))
    assert await crowded.feed(campaign) == 2
    assert await crowded.fates(campaign) == {"Ann": ("given", ""), "Ben": ("blocked", "has_it")}
    assert len(await crowded.send()) == 1
