"""F-13, P2, P5: any history, repeated, in any order and at once, ends as if told once and in order."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation, Message, MessageVersion
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import IntakeState
from tests.support.cast import SOME_DAY, Json, Someone, Telegram, crowd, raw
from tests.support.databases import KINDS, Place, sqlite_place
from tests.support.hub import RunningHub, running_hub
from tests.support.invariants import violations

PEOPLE = crowd(3)
CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it should stand at the end."""

    who: int
    at: int
    versions: tuple[str, ...]

    @property
    def now(self) -> str:
        return self.versions[-1]


@dataclass(slots=True)
class History:
    """What people did, as updates, and the model's account of how it ends."""

    telegram: Telegram = field(default_factory=Telegram)
    updates: list[Json] = field(default_factory=list)
    messages: list[Said] = field(default_factory=list)

    def write(self, who: Someone, edits: int) -> None:
        at = SOME_DAY + 1_000 * len(self.messages)
        text = f"message {len(self.messages)} of {who.id}"
        update = self.telegram.says(who, text, at=at)
        self.updates.append(update)
        versions = [text]
        for number in range(edits):
            versions.append(f"{text}, version {number + 2}")
            self.updates.append(self.telegram.edits(update, versions[-1], later=60 * (number + 1)))
        self.messages.append(Said(who.id, at, tuple(versions)))


@dataclass(frozen=True, slots=True)
class Deliveries:
    """A history, and the order and number of times in which its updates come."""

    history: History
    order: list[Json]


@st.composite
def deliveries(draw: st.DrawFn) -> Deliveries:
    history = History()
    acts = st.tuples(st.sampled_from(PEOPLE), st.integers(0, 2))
    for who, edits in draw(st.lists(acts, min_size=1, max_size=14)):
        history.write(who, edits)
    times = draw(
        st.lists(
            st.integers(1, 4),
            min_size=len(history.updates),
            max_size=len(history.updates),
        )
    )
    repeated = [
        update for update, often in zip(history.updates, times, strict=True) for _ in range(often)
    ]
    return Deliveries(history, draw(st.permutations(repeated)))


async def _deliver(hub: RunningHub, updates: Sequence[Json]) -> None:
    """By several connections at once, each in its own order."""
    channel = hub.hub.registry.find(int(hub.client.channel_id))
    assert channel is not None

    async def connection(mine: Sequence[Json]) -> None:
        for update in mine:
            await hub.hub.intake.accept(channel, [raw(update)])

    await asyncio.gather(*(connection(updates[n::CONNECTIONS]) for n in range(CONNECTIONS)))


def _account(session: Session) -> list[tuple[int, int, str, int]]:
    """What the database says: by whom, when, the text now, and how many earlier versions."""
    rows = session.exec(
        select(Identity.external_id, Message)
        .join(Conversation, col(Conversation.id) == col(Message.conversation_id))
        .join(Identity, col(Identity.id) == col(Conversation.identity_id))
    ).all()
    older = [one.message_id for one in session.exec(select(MessageVersion))]
    return sorted(
        (int(who), int(row.platform_time.timestamp()), row.text, older.count(row.id))
        for who, row in rows
    )


def _waiting(session: Session) -> bool:
    kept = select(IntakeEvent.id).where(col(IntakeEvent.state) == IntakeState.KEPT)
    return session.exec(kept).first() is not None


async def _tell(place: Place, told: Deliveries) -> None:
    async with running_hub(place) as hub:
        await _deliver(hub, told.order)
        await hub.until(lambda s: not _waiting(s))
        expected = sorted(
            (one.who, one.at, one.now, len(one.versions) - 1) for one in told.history.messages
        )
        assert await hub.read(_account) == expected
        for who in {one.who for one in told.history.messages}:
            await _shown_in_order(hub, who, told.history)
    assert violations(place, drained=True) == []


async def _shown_in_order(hub: RunningHub, who: int, history: History) -> None:
    conversation = await hub.conversation_of(Someone(who, ""))
    answer = await hub.client.get(f"/conversations/{conversation}/messages?limit=200")
    texts = [one["text"] for one in answer["items"]]
    assert texts == [one.now for one in history.messages if one.who == who]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("kind", KINDS)
def test_a_history_ends_as_if_it_was_told_once_and_in_order(
    kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    many = bool(request.config.getoption("--faults"))
    examples = {"sqlite": 300 if many else 15, "postgresql": 100 if many else 6}[kind]

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.shrink),
        database=None,
    )
    @given(told=deliveries(), seed=st.integers())
    def tell(told: Deliveries, seed: int) -> None:
        random.seed(seed)
        folder = tmp_path_factory.mktemp("history")
        if kind == "sqlite":
            template: Path = request.getfixturevalue("sqlite_template")
            with sqlite_place(folder, template) as place:
                asyncio.run(_tell(place, told))
        else:
            with request.getfixturevalue("postgres").database() as url:
                asyncio.run(_tell(Place(kind, folder, url), told))

    tell()
