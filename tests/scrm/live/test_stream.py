"""The push stream: who comes back is told what was missed, once; who can't be, to look anew."""

from collections.abc import AsyncIterator

import pytest

from scrm.kernel.signals import Signal
from scrm.live import service
from scrm.live.values import Reader
from scrm.staff.values import Role
from tests.support.actors import Actor, Actors
from tests.support.cast import ADA, BO
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub
from tests.support.stream import Frame, Stream, streaming

SAID = ["one", "two", "three", "four"]
MEMORY = 40


@pytest.fixture
async def kim(hub: RunningHub) -> Actor:
    return await Actors(hub).colleague(Role.AGENT)


def _text(frame: Frame) -> str:
    said: str = frame.data["message"]["text"] if frame.event == "message.added" else ""
    return said


def _texts(frames: list[Frame]) -> list[str]:
    return [text for frame in frames if (text := _text(frame))]


async def _until(stream: Stream, text: str) -> None:
    await stream.until(lambda frame: _text(frame) == text)


async def _to_its_place(stream: Stream, text: str) -> None:
    """On to the end of the batch in which `text` came."""
    frame = await stream.until(lambda one: _text(one) == text)
    while not frame.place:
        frame = await stream.next()


async def test_whoever_comes_back_is_told_what_was_missed_and_nothing_twice(
    hub: RunningHub, kim: Actor
) -> None:
    async with streaming(kim) as stream:
        await stream.opened()
        await hub.hear(ADA, SAID[0])
        await _to_its_place(stream, SAID[0])
    for text in SAID[1:]:
        await hub.hear(ADA, text)
    async with streaming(kim, stream.last_id) as again:
        await _until(again, SAID[-1])
    assert _texts(stream.seen + again.seen) == SAID


async def test_a_cut_anywhere_loses_nothing_and_repeats_no_more_than_its_last_batch(
    hub: RunningHub, kim: Actor
) -> None:
    async with streaming(kim) as first:
        start = await first.opened()
    for text in SAID:
        await hub.hear(ADA, text)
    async with streaming(kim, start) as whole:
        await _to_its_place(whole, SAID[-1])
    for cut in range(len(whole.seen)):
        async with streaming(kim, start) as stream:
            for _ in range(cut):
                await stream.next()
        known = _texts(stream.seen)
        complete = max((n + 1 for n, one in enumerate(stream.seen) if one.place), default=0)
        async with streaming(kim, stream.last_id or start) as again:
            if SAID[-1] not in _texts(stream.seen[:complete]):
                await _until(again, SAID[-1])
        assert set(known + _texts(again.seen)) == set(SAID), cut
        assert not set(_texts(stream.seen[:complete])) & set(_texts(again.seen)), cut


async def test_whoever_comes_without_a_place_is_told_what_follows(
    hub: RunningHub, kim: Actor
) -> None:
    await hub.hear(ADA, "before")
    async with streaming(kim) as stream:
        await stream.opened()
        await hub.hear(ADA, "after")
        await _until(stream, "after")
    assert _texts(stream.seen) == ["after"]


@pytest.mark.parametrize("last_id", ["deadbeef-0", "deadbeef-3", "no place", "-", "{boot}-x"])
async def test_a_place_of_another_start_or_of_nobody_resets(
    hub: RunningHub, kim: Actor, last_id: str
) -> None:
    boot = hub.hub.live.place.partition("-")[0]
    await _is_reset(hub, kim, last_id.format(boot=boot))


async def test_a_place_that_is_not_reached_yet_resets(hub: RunningHub, kim: Actor) -> None:
    await _is_reset(hub, kim, hub.hub.live.id_at(hub.hub.live.now + 100))


async def _is_reset(hub: RunningHub, kim: Actor, place: str) -> None:
    """Told to look anew, and from there on told what follows."""
    await hub.hear(ADA, "before")
    async with streaming(kim, place) as stream:
        first = await stream.next()
        assert (first.event, first.place) == ("reset", hub.hub.live.place)
        await hub.hear(ADA, "after")
        await _until(stream, "after")
    assert _texts(stream.seen) == ["after"]


@pytest.fixture
async def forgetful(
    sqlite_only: Place, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[RunningHub]:
    """A hub that remembers little."""
    monkeypatch.setattr(service, "REMEMBERED", MEMORY)
    async with running_hub(sqlite_only) as running:
        yield running


async def test_a_place_that_is_forgotten_resets(forgetful: RunningHub) -> None:
    kim = await Actors(forgetful).colleague(Role.AGENT)
    live = forgetful.hub.live
    oldest = live.now
    live.hear([Signal("presence", 1)] * MEMORY)
    assert live.place_of(live.id_at(oldest)) == oldest  # just remembered
    live.hear([Signal("presence", 1)])
    assert live.place_of(live.id_at(oldest)) is None
    await _is_reset(forgetful, kim, live.id_at(oldest))


async def test_an_open_reader_that_falls_behind_is_reset_and_told_what_follows(
    forgetful: RunningHub,
) -> None:
    kim = await Actors(forgetful).colleague(Role.AGENT)
    live = forgetful.hub.live
    async with streaming(kim) as stream:
        await stream.opened()
        live.hear([Signal("presence", 1)] * (MEMORY + 1))
        assert (await stream.next()).event == "reset"
        await forgetful.hear(BO, "after")
        await _until(stream, "after")
    assert [one.event for one in stream.seen].count("reset") == 1


async def test_what_is_behind_a_forgotten_place_can_not_be_told(forgetful: RunningHub) -> None:
    live, reader = forgetful.hub.live, Reader(None, frozenset())
    place = live.now
    live.hear([Signal("presence", 1)] * MEMORY)
    assert (await live.tell(reader, place))[1] == live.now
    live.hear([Signal("presence", 1)])
    with pytest.raises(LookupError):
        await live.tell(reader, place)


async def test_a_viewer_is_told_nothing_of_what_is_said(hub: RunningHub) -> None:
    viewer = await Actors(hub).colleague(Role.VIEWER)
    async with streaming(viewer) as stream:
        await stream.opened()
        await hub.hear(ADA, "secret words")
        hub.hub.live.hear([Signal("deadletter", 1)])
        await stream.until(lambda frame: frame.event == "counts.changed")
    assert {frame.event for frame in stream.seen} == {"counts.changed"}
