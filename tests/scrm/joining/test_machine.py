"""Any history of writing, blocking, opting out, joining and separating ends as a model says.

The model knows of each address only in which contact it was first met, and of each contact into
whom it is joined: where everything stands follows from that.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from scrm.channels.values import Person, SubscriptionChanged
from scrm.consent.tables import Suppression
from scrm.contacts import service as contacts
from scrm.contacts.tables import Contact, Identity
from scrm.conversations.tables import Conversation, Message
from scrm.conversations.values import AuthorKind
from scrm.joining import service
from scrm.joining.values import BY_HAND
from scrm.journal.tables import Event
from scrm.kernel.database import Database
from scrm.kernel.errors import Conflict, Invalid
from tests.scrm.joining.people import Pair, by_kim, said
from tests.support.clock import NOON
from tests.support.databases import KINDS, sqlite_place
from tests.support.scene import set_scene

STEPS = 50
FOLLOWED = ("message.received", "identity.blocked", "identity.unblocked")
some = st.integers(0, 11)


@dataclass(slots=True)
class Model:
    """What should be. Addresses and contacts are numbered as they were met."""

    contact_of: list[int] = field(default_factory=list)
    """By address: the contact in which it was first met."""
    into: dict[int, int] = field(default_factory=dict)
    live: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By joining: survivor and other."""
    ended: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    facts: Counter[tuple[int, str]] = field(default_factory=Counter)
    """How often which kind of fact happened at an address."""

    def root(self, contact: int) -> int:
        while contact in self.into:
            contact = self.into[contact]
        return contact

    def whose(self, address: int) -> int:
        return self.root(self.contact_of[address])

    def share(self, one: int, two: int) -> None:
        if {one, two} & self.ended:
            self.ended |= {one, two}


@dataclass(frozen=True, slots=True)
class Account:
    """What is: all of it by contact or by address."""

    addresses: dict[int, int]
    blocked: set[int]
    shells: dict[int, int]
    threads: set[tuple[int, int]]
    authors: Counter[tuple[int, int]]
    facts: Counter[tuple[int, str]]
    ended: set[int]


def _expected(model: Model) -> Account:
    addresses = {address: model.whose(address) for address in range(len(model.contact_of))}
    facts: Counter[tuple[int, str]] = Counter()
    for (address, kind), often in model.facts.items():
        facts[addresses[address], kind] += often
    return Account(
        addresses=addresses,
        blocked=set(model.blocked),
        shells={one: model.root(one) for one in model.into},
        threads=set(addresses.items()),
        authors=Counter(
            {
                (address, addresses[address]): often
                for (address, kind), often in model.facts.items()
                if kind == "message.received"
            }
        ),
        facts=facts,
        ended=set(model.ended),
    )


def _account(session: Session) -> Account:
    identities = list(session.exec(select(Identity)))
    number = {one.id: int(one.external_id) for one in identities}
    wrote = (
        select(Conversation.identity_id, Message.author_id)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .where(col(Message.author_kind) == AuthorKind.CONTACT)
    )
    told = select(Event.contact_id, Event.kind).where(col(Event.kind).in_(FOLLOWED))
    return Account(
        addresses={number[one.id]: one.contact_id for one in identities},
        blocked={number[one.id] for one in identities if one.unreachable_since},
        shells={
            one.id: one.joined_into for one in session.exec(select(Contact)) if one.joined_into
        },
        threads={
            (number[one.identity_id], one.contact_id) for one in session.exec(select(Conversation))
        },
        authors=Counter((number[one], who or 0) for one, who in session.exec(wrote)),
        facts=Counter((who or 0, kind) for who, kind in session.exec(told)),
        ended={one or 0 for one in session.exec(select(Suppression.contact_id))},
    )


class People(RuleBasedStateMachine):
    """One database per history."""

    place: Callable[[], AbstractContextManager[str]]

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.rooms = ExitStack()
        self.database = Database(self.rooms.enter_context(type(self).place()))
        self.model = Model()
        self.clock = NOON
        self.pair = self.run(self._begin())
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
        return number % len(self.model.contact_of)

    def _says(self, address: int, text: str) -> int:
        """On one channel or the other; the same address always on the same."""
        scene = (self.pair.shop, self.pair.desk)[address % 2]
        channel, message = said(scene, str(address), text, at=self._now())
        (whose,) = self.run(self.pair.arrive((channel, message)))
        self.model.facts[address, "message.received"] += 1
        if address in self.model.blocked:
            self.model.blocked.remove(address)
            self.model.facts[address, "identity.unblocked"] += 1
        return int(whose)

    @rule()
    def new_address(self) -> None:
        address = len(self.model.contact_of)
        self.model.contact_of.append(self._says(address, "Hello"))

    @rule(number=some)
    def writes(self, number: int) -> None:
        address = self._address(number)
        assert self._says(address, "Hello again") == self.model.whose(address)

    @rule(number=some)
    def opts_out(self, number: int) -> None:
        address = self._address(number)
        self._says(address, "STOP")
        self.model.ended.add(self.model.whose(address))

    @rule(number=some)
    def blocks(self, number: int) -> None:
        address = self._address(number)
        scene = (self.pair.shop, self.pair.desk)[address % 2]
        change = SubscriptionChanged(Person(str(address)), False, self._now())
        now = self.clock
        self.run(scene.do(lambda s: contacts.note_subscription(s, scene.channel_id, change, now)))
        if address not in self.model.blocked:
            self.model.blocked.add(address)
            self.model.facts[address, "identity.blocked"] += 1

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
        self.model.live[joining] = (one, two)
        self.model.into[two] = one
        self.model.share(one, two)

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
        if self.model.contact_of:
            assert self.run(self.database.read(_account)) == _expected(self.model)


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
