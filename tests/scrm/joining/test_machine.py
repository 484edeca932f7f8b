"""Any history of writing, blocking, opting out, coming by links, joining, separating and erasing
ends as a model says.

The model knows of each address only in which contact it was first met, and of each contact into
whom it is joined: where everything stands follows from that. Of who is erased it knows nothing but
the addresses at which they had ended something.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlmodel import col, select

from config.doctor import INVARIANTS
from scrm.channels.values import Person, SubscriptionChanged
from scrm.contacts import service as contacts
from scrm.contacts.tables import Identity
from scrm.erasing import service as erasing
from scrm.joining import service
from scrm.joining.links import service as links
from scrm.joining.values import BY_HAND
from scrm.kernel.database import Database
from scrm.kernel.errors import Conflict, Invalid, NotFound
from tests.scrm.joining.model import Model, account, expected
from tests.scrm.joining.people import Pair, by_kim, said
from tests.support.clock import NOON
from tests.support.databases import KINDS, sqlite_place
from tests.support.scene import Scene, set_scene

STEPS = 50
some = st.integers(0, 11)


(_i14,) = (check for name, _, check in INVARIANTS if name == "I14")


def somebody(machine: "People") -> bool:
    return bool(machine.model.contact_of)


class People(RuleBasedStateMachine):
    """One database per history."""

    place: Callable[[], AbstractContextManager[str]]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.rooms = ExitStack()
        self.database = Database(self.rooms.enter_context(type(self).place()))
        self.model = Model()
        self.met = 0
        """How many addresses have written."""
        self.dead_links: list[str] = []
        self.clock = NOON
        self.pair: Pair = self.run(self._begin())
        self.new_address()

    async def _begin(self) -> Pair:
        return Pair(await set_scene(self.database), await set_scene(self.database), 0, 0)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run(work)

    def teardown(self) -> None:
        self.run(asyncio.to_thread(self.database.close))
        self.loop.close()
        self.rooms.close()

    def _now(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock

    def _address(self, number: int) -> int:
        there = sorted(self.model.contact_of)
        return there[number % len(there)]

    def _scene(self, address: int) -> Scene:
        """On one channel or the other; the same address always on the same."""
        return (self.pair.shop, self.pair.desk)[address % 2]

    def _identity(self, address: int) -> Identity:
        question = select(Identity).where(col(Identity.external_id) == str(address))
        found: Identity = self.run(self.database.read(lambda s: s.exec(question).one()))
        return found

    def _says(self, address: int, text: str, token: str | None = None) -> int:
        channel, message = said(self._scene(address), str(address), text, at=self._now())
        message = replace(message, content=replace(message.content, start=token))
        (whose,) = self.run(self.pair.arrive((channel, message)))
        if address not in self.model.contact_of:
            identity = self._identity(address)
            self.model.meet(address, identity.home_id or identity.contact_id)
        self.model.facts[address, "message.received"] += 1
        if address in self.model.blocked:
            self.model.blocked.remove(address)
            self.model.facts[address, "identity.unblocked"] += 1
        return int(whose)

    @rule()
    def new_address(self) -> None:
        self.met += 1
        self._says(self.met - 1, "Hello")

    @rule(number=some)
    def writes(self, number: int) -> None:
        """Somebody who has written before, and may have been erased since."""
        address = number % self.met
        assert self._says(address, "Hello again") == self.model.whose(address)

    @precondition(somebody)
    @rule(number=some)
    def opts_out(self, number: int) -> None:
        address = self._address(number)
        self._says(address, "STOP")
        self.model.ended.add(self.model.whose(address))

    @precondition(somebody)
    @rule(number=some)
    def blocks(self, number: int) -> None:
        address = self._address(number)
        scene = self._scene(address)
        change = SubscriptionChanged(Person(str(address)), False, self._now())
        now = self.clock
        self.run(scene.do(lambda s: contacts.note_subscription(s, scene.channel_id, change, now)))
        if address not in self.model.blocked:
            self.model.blocked.add(address)
            self.model.facts[address, "identity.blocked"] += 1

    @precondition(somebody)
    @rule(number=some, other=some, by_root=st.booleans())
    def join(self, number: int, other: int, *, by_root: bool) -> None:
        """Of two people, or of contacts that were joined before, which is refused."""
        one, two = (self.model.contact_of[self._address(each)] for each in (number, other))
        if by_root:
            one, two = self.model.root(one), self.model.root(two)
        may = one != two and not {one, two} & self.model.into.keys()
        act = by_kim(self._now())
        try:
            joining = self.run(
                self.pair.shop.do(lambda s: service.join(s, one, two, BY_HAND, act).id)
            )
        except (Conflict, Invalid):
            assert not may
            return
        assert may
        self.model.join(joining, one, two)

    def _link(self, address: int) -> str:
        identity, now = self._identity(address).id, self._now()
        token: str = self.run(self.pair.shop.do(lambda s: links.make(s, identity, now)))
        return token

    @precondition(somebody)
    @rule(number=some, other=some)
    def comes_by_link(self, number: int, other: int) -> None:
        """By the link of somebody; who was here first is the one who stays."""
        asked, comes = self._address(number), other % (self.met + 1)
        self.met = max(self.met, comes + 1)
        token = self._link(asked)
        self._says(comes, "/start", token)
        self.dead_links.append(token)
        roots = sorted({self.model.whose(asked), self.model.whose(comes)})
        if len(roots) == 2:
            joining = max(one.id for one in self.run(self.pair.joinings()))
            self.model.join(joining, *roots)

    @precondition(lambda self: bool(self.dead_links))
    @rule(number=some, other=some)
    def comes_by_a_dead_link(self, number: int, other: int) -> None:
        """It was used, or is of somebody who was erased: a mere message."""
        token = self.dead_links[number % len(self.dead_links)]
        self._says(other % self.met, "/start", token)

    @precondition(somebody)
    @rule(number=some)
    def erase(self, number: int) -> None:
        """By whichever of a person's contacts; once."""
        address = self._address(number)
        contact, act = self.model.contact_of[address], by_kim(self._now())
        self.dead_links.append(self._link(address))
        self.run(self.pair.shop.do(lambda s: erasing.erase(s, contact, act, key="user:7")))
        self.model.erase(self.model.root(contact))
        with pytest.raises(NotFound):
            self.run(self.pair.shop.do(lambda s: erasing.erase(s, contact, act, key="user:7")))

    @rule(number=some)
    def separate(self, number: int) -> None:
        if not self.model.live:
            return
        joining = sorted(self.model.live)[number % len(self.model.live)]
        act = by_kim(self._now())
        self.run(self.pair.shop.do(lambda s: service.separate(s, joining, act).id))
        _, other = self.model.live.pop(joining)
        holder = self.model.root(other)
        del self.model.into[other]
        self.model.share(holder, other)

    @invariant()
    def it_stands_as_the_model_says(self) -> None:
        assert self.run(self.database.read(account)) == expected(self.model)

    @invariant()
    def nothing_refers_to_the_erased_but_the_ledger(self) -> None:
        assert self.run(self.database.read(_i14)) == 0


@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("kind", KINDS)
def test_any_history_ends_as_the_model_says(
    kind: str,
    request: pytest.FixtureRequest,
    times: Callable[[int, int], int],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """2,000 steps in all, and 50,000 in `make faults`; most of them on SQLite."""
    examples = {"sqlite": times(32, 800), "postgresql": times(8, 200)}[kind]

    @contextmanager
    def place_of() -> Iterator[str]:
        if kind == "postgresql":
            with request.getfixturevalue("postgres").database() as url:
                yield url
            return
        template: Path = request.getfixturevalue("sqlite_template")
        with sqlite_place(tmp_path_factory.mktemp("history"), template) as place:
            yield place.url

    class Machine(People):
        place = staticmethod(place_of)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.generate, Phase.shrink),
            database=None,
        ),
    )
