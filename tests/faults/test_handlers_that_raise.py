"""F-15, P3: whatever a handler raises, its event is tried again and ends dead; it is never done."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from scrm.channels.values import HookRequest
from scrm.conversations.tables import Message
from scrm.intake import service
from scrm.intake.applying.service import Unit
from scrm.intake.deadletters import service as deadletters
from scrm.intake.tables import IntakeEvent
from scrm.intake.values import Incoming, IntakeState
from tests.faults.killing import drained
from tests.support.cast import ADA, BO, PROOF, SECRET, Json, Telegram
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.hub import NOWHERE, RunningHub, channel_settings, running_hub
from tests.support.invariants import violations
from tests.support.nursery import Nursery
from tests.support.process import hub_process

Arm = Callable[[str], None]

HANDLERS = (
    "intake.parse",
    "apply.people",
    "apply.received",
    "apply.opt_outs",
    "apply.changed",
    "apply.receipts",
)
ERRORS = (
    "ValueError",
    "IntegrityError",
    "OperationalError",
    "CancelledError",
    "MemoryError",
    "RecursionError",
)
A_MINUTE = timedelta(minutes=1)


def _ended(session: Session) -> IntakeEvent | None:
    question = select(IntakeEvent).where(col(IntakeEvent.state) != IntakeState.KEPT)
    return session.exec(question).first()


@pytest.mark.parametrize("handler", HANDLERS)
@pytest.mark.parametrize("error", ERRORS)
async def test_an_event_whose_handler_raises_dies_and_can_be_replayed(
    handler: str, error: str, sqlite_only: Place, clock: HandClock, failpoints: Arm
) -> None:
    async with running_hub(sqlite_only, clock=clock) as hub:
        await _dies_and_is_replayed(hub, failpoints, f"{handler}=raise:{error}", error)


@pytest.mark.parametrize("error", ERRORS)
async def test_it_dies_so_on_each_database(
    error: str, place: Place, clock: HandClock, failpoints: Arm
) -> None:
    async with running_hub(place, clock=clock) as hub:
        await _dies_and_is_replayed(hub, failpoints, f"apply.receipts=raise:{error}", error)


async def _dies_and_is_replayed(hub: RunningHub, failpoints: Arm, failure: str, error: str) -> None:
    failpoints(failure)
    update = await hub.hear(ADA, "Is anybody there?")
    dead = await hub.until(_ended, step=A_MINUTE)
    assert (dead.state, dead.tries) == (IntakeState.DEAD, 5)
    assert dead.error.startswith(error)
    (letter,) = (await hub.client.get("/deadletters"))["items"]
    assert (letter["tries"], letter["unreadable"]) == (5, False)
    assert await hub.read(lambda s: s.exec(select(Message)).all()) == []
    failpoints("")
    await hub.hub.database.write(lambda s: deadletters.replay(s, None))
    done = await hub.until(_ended)
    assert (done.state, done.external_id) == (IntakeState.DONE, str(update["update_id"]))
    assert [one.text for one in await hub.read(lambda s: s.exec(select(Message)).all())] == [
        "Is anybody there?"
    ]


async def test_one_that_raises_holds_up_its_conversation_and_no_other(
    place: Place, clock: HandClock, failpoints: Arm
) -> None:
    """P4, and P5: what Ada says next waits behind what can't be applied yet."""
    async with running_hub(place, clock=clock) as hub:
        broken = hub.telegram.says(ADA, "first")
        key = broken["update_id"]
        failpoints(f"intake.parse#{key}=raise:ValueError@0,intake.apply#{key}=raise:ValueError")
        assert (await hub.client.push(broken)).status == 200
        await hub.hear(ADA, "second")
        await hub.hear(BO, "elsewhere")
        assert await _said(hub) == ["elsewhere"]
        failpoints("")
        hub.advance(A_MINUTE)
        await hub.until(lambda s: len(s.exec(select(Message)).all()) == 3)
        assert sorted(await _said(hub)) == ["elsewhere", "first", "second"]
        ada = await hub.client.get(f"/conversations/{await hub.conversation_of(ADA)}/messages")
        assert [one["text"] for one in ada["items"]] == ["first", "second"]


async def test_one_that_raises_among_many_that_were_kept_holds_up_its_conversation_only(
    place: Place, clock: HandClock, failpoints: Arm
) -> None:
    async with running_hub(place, clock=clock) as hub:
        updates = [hub.telegram.says(ADA, text) for text in ("one", "broken", "behind it")]
        updates.append(hub.telegram.says(BO, "elsewhere"))
        broken = str(updates[1]["update_id"])
        failpoints(f"intake.apply#{broken}=raise:ValueError")
        await _keep_alone(hub, updates)
        await hub.until(lambda s: s.exec(_named(broken)).one().error)
        assert await _said(hub) == ["one", "elsewhere"]
        behind = await hub.read(lambda s: s.exec(_named(str(updates[2]["update_id"]))).one())
        assert (behind.state, behind.tries) == (IntakeState.KEPT, 0)
        failpoints("")
        hub.advance(A_MINUTE)
        await hub.until(lambda s: len(s.exec(select(Message)).all()) == 4)
        assert await _said(hub) == ["one", "elsewhere", "broken", "behind it"]


async def _keep_alone(hub: RunningHub, updates: list[Json]) -> None:
    """As after an unclean exit."""
    (channel,) = list(hub.hub.registry)
    now = hub.hub.clock.now()
    proof = {PROOF.lower(): SECRET}
    incoming = [
        Incoming(channel, event, now)
        for update in updates
        for event in channel.connector.receive(
            HookRequest("POST", proof, {}, json.dumps(update).encode())
        ).events
    ]
    await hub.hub.database.write(
        lambda s: service.take(Unit(s, now, hub.hub.sealer.hashed, careful=True), incoming)
    )


def _named(external_id: str) -> SelectOfScalar[IntakeEvent]:
    return select(IntakeEvent).where(IntakeEvent.external_id == external_id)


async def _said(hub: RunningHub) -> list[str]:
    return [one.text for one in await hub.read(lambda s: s.exec(select(Message)).all())]


async def test_counting_what_raised_as_done_is_exposed(sqlite_only: Place, nurse: Nursery) -> None:
    channel = channel_settings(NOWHERE)
    async with hub_process(sqlite_only, nurse, channel, mutant="except: done") as process:
        process.failpoints = "apply.received=raise:ValueError"
        await process.start()
        update = Telegram().says(ADA, "Is anybody there?")
        assert (await process.client.push(update)).status == 200
        await drained(sqlite_only)
    acknowledged = {str(update["update_id"]): "Is anybody there?"}
    assert violations(sqlite_only, acknowledged=acknowledged, drained=True)
