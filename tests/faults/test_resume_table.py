"""P20 as a table: every kind of break, while either side says something. Lost 0, doubled 0."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from tests.faults.resuming import Talk, fresh_id
from tests.scrm.visitors.test_identities import signed
from tests.support.chat import SIGNING_SECRET, SiteProcess, site_process
from tests.support.databases import Place
from tests.support.gate import Gate
from tests.support.nursery import Nursery
from tests.support.visitor import PATIENCE, Tab

Break = Callable[[Talk, str], Awaitable[None]]
VISITOR, COLLEAGUE = "the visitor writes", "a colleague writes"


def act_of(talk: Talk, side: str, client_id: str = "") -> Coroutine[Any, Any, None]:
    """What is said while it breaks."""
    return talk.say("said", client_id) if side == VISITOR else talk.answer("answered")


async def _with_failpoints(site: SiteProcess, armed: str) -> None:
    site.process.failpoints = armed
    await site.process.kill()
    await site.process.start()
    site.moved()


def cut_during(visitors: str, ours: str) -> Break:
    """The line is cut while the hub is held up at a place of its work."""

    async def cut(talk: Talk, side: str) -> None:
        place = visitors if side == VISITOR else ours
        gate = Gate(talk.site.process.place.data_dir)
        await _with_failpoints(talk.site, f"{place}=gate:{gate.path}")
        await talk.be_there()
        gate.shut()
        doing = asyncio.create_task(act_of(talk, side))
        await gate.is_reached()
        assert talk.tab.cut()
        gate.open()
        await doing
        await _with_failpoints(talk.site, "")

    return cut


def killed_at(visitors: str, ours: str) -> Break:
    """The hub dies at a place of its work, and is started again. (`@1`: that a visitor comes back
    passes there too.)"""

    async def kill(talk: Talk, side: str) -> None:
        await _with_failpoints(talk.site, visitors if side == VISITOR else ours)
        await talk.be_there()
        doing = asyncio.create_task(act_of(talk, side))
        await talk.site.process.died()
        await _with_failpoints(talk.site, "")
        await doing

    return kill


async def cut_afterwards(talk: Talk, side: str) -> None:
    await act_of(talk, side)
    assert talk.tab.cut()
    await talk.tab.until_closed()
    await talk.be_there()


async def one_of_two_tabs_cut(talk: Talk, side: str) -> None:
    other = talk.visitor.tab()
    await other.connect()
    talk.others.append(other)
    doing = asyncio.create_task(act_of(talk, side))
    await asyncio.sleep(0)
    talk.tab.cut()
    await doing
    await talk.be_there()


async def laptop_asleep(talk: Talk, side: str) -> None:
    """Nobody closes anything: the hub goes on talking to a line at whose end nobody reads, and the
    visitor comes back on another while it still stands."""
    asleep, client_id = talk.tab, fresh_id()
    assert asleep.ws is not None
    line = asleep.ws._response.connection
    assert line is not None
    assert line.transport is not None
    line.transport.pause_reading()
    doing = asyncio.create_task(act_of(talk, side, client_id))
    await talk.placed("said" if side == VISITOR else "answered")
    talk.tab = Tab(talk.visitor, shown=dict(asleep.shown), after=asleep.after)
    if side == VISITOR:
        doing.cancel()
        await act_of(talk, side, client_id)
    else:
        await doing
        await talk.be_there()
    await talk.tab.hears_count(len(talk.said) + len(talk.answered))
    await asleep.drop()


async def token_replaced(talk: Talk, side: str) -> None:
    old_line, before = talk.tab._reading, talk.visitor.token
    assert old_line is not None
    doing = asyncio.create_task(act_of(talk, side))
    await asyncio.sleep(0)
    await talk.visitor.session(identity=signed(sub=f"user of {talk.conversation}"))
    assert talk.visitor.token != before
    await doing
    async with asyncio.timeout(PATIENCE):
        await asyncio.wait([old_line])  # who holds the old token is sent away
    await talk.be_there()


BREAKS: dict[str, Break] = {
    "cut before the commit": cut_during("database.commit", "database.commit"),
    "cut after the commit": cut_during("visitors.accepted", "visitors.placed"),
    "cut after the word of it": cut_afterwards,
    "killed before the commit": killed_at("intake.begin=exit", "conversations.enqueued=exit"),
    "killed after the commit": killed_at("intake.after_commit=exit", "send.before_request=exit"),
    "killed before the word of it": killed_at("visitors.accepted=exit", "visitors.placed=exit@1"),
    "one of two tabs cut": one_of_two_tabs_cut,
    "a laptop asleep": laptop_asleep,
    "another token": token_replaced,
}


@pytest.mark.timeout(180)
async def test_whatever_breaks_nothing_is_lost_or_doubled(
    killed_place: Place, nurse: Nursery
) -> None:
    table: dict[tuple[str, str], tuple[tuple[int, int], tuple[int, int]]] = {}
    async with site_process(killed_place, nurse, identity_secret=SIGNING_SECRET) as site:
        await site.process.start()
        for kind, breaks in BREAKS.items():
            for side in (VISITOR, COLLEAGUE):
                visitor = site.visitor()
                talk = Talk(site, visitor, Tab(visitor))
                await talk.begin()
                await breaks(talk, side)
                await talk.end()
                table[kind, side] = talk.wrong_with_the_visitors(), talk.wrong_with_ours()
    print(*_rows(table), sep="\n")  # noqa: T201 - the table itself, with `pytest -s`
    assert table == dict.fromkeys(table, ((0, 0), (0, 0)))


def _rows(table: dict[tuple[str, str], tuple[tuple[int, int], tuple[int, int]]]) -> list[str]:
    head = f"{'':30}{'':20}visitor's lost/doubled   ours lost/doubled"
    return [head] + [
        f"{kind:30}{side:20}{theirs[0]} / {theirs[1]:<21}{ours[0]} / {ours[1]}"
        for (kind, side), (theirs, ours) in table.items()
    ]
