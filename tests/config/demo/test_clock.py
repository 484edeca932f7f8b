"""The demo's clock: it goes forward, outlives the hub, and wakes whoever waits for a time."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, col, select

from config.demo.clock import FILE, FURTHEST, MovedClock, kept_in
from config.demo.hub import GOES_ALONG, carry_along, move
from scrm.contacts.tags.tables import ContactTag
from scrm.conversations.tables import Conversation
from scrm.delivery.tables import Delivery
from scrm.kernel.database import Database
from scrm.kernel.errors import Conflict, Invalid
from scrm.kernel.ids import first_id_at, new_id
from scrm.kernel.sets import table_of
from scrm.staff import service as staff
from scrm.staff import store as staff_store
from scrm.staff.service import SIGNED_IN_FOR
from scrm.staff.values import Role
from tests.support.cast import ADA
from tests.support.clock import NOON
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub

DAY = timedelta(days=1)
AT_ONCE = 1.0
"""Seconds; whoever waits for a time is asleep for an hour in these tests."""
TWICE: dict[str, Any] = {
    "name": "Twice",
    "when": "message.received",
    "if": {"count": {"event": "message.received", "within": "7d", "at_least": 2}},
    "then": [{"tag": "keen", "while": True}],
}


@pytest.fixture
def clock(tmp_path: Path) -> MovedClock:
    return MovedClock(tmp_path / FILE)


def test_it_goes_forward_and_another_start_finds_it_there(
    clock: MovedClock, tmp_path: Path
) -> None:
    clock.move(8 * DAY)
    clock.move(timedelta(hours=1))
    again = MovedClock(tmp_path / FILE)
    ahead = again.now() - datetime.now(UTC)
    assert abs(ahead - timedelta(days=8, hours=1)) < timedelta(seconds=5)
    assert kept_in(tmp_path / FILE) == again.ahead == timedelta(days=8, hours=1)


@pytest.mark.parametrize("by", [timedelta(), -DAY, timedelta(milliseconds=999)])
def test_it_never_goes_back(clock: MovedClock, by: timedelta) -> None:
    with pytest.raises(Invalid):
        clock.move(by)
    assert clock.ahead == timedelta()


def test_it_stops_before_ids_run_out(clock: MovedClock) -> None:
    clock.move(FURTHEST)
    with pytest.raises(Conflict):
        clock.move(DAY)


@pytest.fixture
async def asleep(
    sqlite_only: Place, clock: MovedClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[RunningHub]:
    """A hub whose workers look at nothing for an hour, unless somebody wakes them."""
    for sleeper in ("tagging.watching", "scrm.delivery", "scrm.bots", "scrm.intake"):
        monkeypatch.setattr(f"{sleeper}.worker.LONGEST_SLEEP", 3_600.0)
    monkeypatch.setattr("config.housekeeping.WAKE_EVERY", 3_600.0)
    async with running_hub(sqlite_only, clock=clock) as running:
        yield running


async def leap(running: RunningHub, by: timedelta) -> None:
    clock = running.hub.clock
    assert isinstance(clock, MovedClock)
    await move(clock, running.hub, {"by": int(by.total_seconds())})


async def hears(running: RunningHub, text: str) -> None:
    """Ada writes, at the hub's own time."""
    now = int(running.hub.clock.now().timestamp())
    reply = await running.client.push(running.telegram.says(ADA, text, at=now))
    assert reply.status == 200


async def test_a_window_and_a_snooze_are_over_at_once(asleep: RunningHub) -> None:
    made = await asleep.client.post("/rules", {"definition": TWICE})
    await asleep.client.post(f"/rules/{made.json['id']}/publish", {})
    await hears(asleep, "Hello")
    await hears(asleep, "Hello?")
    assert await asleep.read(_standing) is not None
    until = (datetime.now(UTC) + DAY).isoformat()
    where = f"/conversations/{await asleep.conversation_of(ADA)}"
    snoozed = await asleep.client.post(f"{where}/snooze", {"until": until})
    assert snoozed.status < 300, snoozed.body
    assert await asleep.read(_snoozed) is not None
    await leap(asleep, 8 * DAY)
    await asleep.until(lambda s: _standing(s) is None, AT_ONCE)
    await asleep.until(lambda s: _snoozed(s) is None, AT_ONCE)


async def test_what_was_to_be_tried_again_later_is_tried_at_once(asleep: RunningHub) -> None:
    await hears(asleep, "Hello")
    where = f"/conversations/{await asleep.conversation_of(ADA)}"
    await asleep.client.post(f"{where}/messages", {"text": "Good morning"})
    first = await asleep.until(lambda s: _put_off(s, tries=1))
    assert first.due_at > asleep.hub.clock.now()
    await leap(asleep, DAY)
    await asleep.until(lambda s: _put_off(s, tries=2), AT_ONCE)


async def test_new_ids_are_of_the_time_that_it_is(asleep: RunningHub) -> None:
    await leap(asleep, 30 * DAY)
    assert new_id() >= first_id_at(asleep.hub.clock.now() - timedelta(seconds=5))


async def test_who_is_signed_in_stays_so(database: Database) -> None:
    def sign_in(session: Session) -> str:
        user = staff.add_user(session, "mira@example.org", Role.OWNER, NOON)
        return staff.sign_in(session, user, NOON)[0]

    hashed = staff.secret_hash(await database.write(sign_in))
    await database.write(lambda s: carry_along(s, 30 * DAY))
    still = NOON + SIGNED_IN_FOR + 29 * DAY
    assert await database.read(lambda s: staff_store.sign_in_by_hash(s, hashed, still))
    later = still + 2 * DAY
    assert await database.read(lambda s: staff_store.sign_in_by_hash(s, hashed, later)) is None


def test_whatever_runs_out_goes_along() -> None:
    moved = {(table_of(model).name, name) for model, name in GOES_ALONG}
    ends = {
        (table.name, column.name)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if column.name in ("expires_at", "lease_until")
    }
    assert ends == moved


async def test_a_hub_that_is_killed_comes_back_to_the_same_time(
    sqlite_only: Place, tmp_path: Path
) -> None:
    async with running_hub(sqlite_only, clock=MovedClock(tmp_path / FILE)) as running:
        await leap(running, 8 * DAY)
    async with running_hub(sqlite_only, clock=MovedClock(tmp_path / FILE)) as running:
        ahead = running.hub.clock.now() - datetime.now(UTC)
        assert abs(ahead - 8 * DAY) < timedelta(seconds=5)
        await running.hear(ADA, "Hello")  # ids of the first run are behind those of this one


def _standing(session: Session) -> ContactTag | None:
    return session.exec(select(ContactTag).where(col(ContactTag.removed_at).is_(None))).first()


def _snoozed(session: Session) -> Conversation | None:
    is_snoozed = col(Conversation.snoozed_until).is_not(None)
    return session.exec(select(Conversation).where(is_snoozed)).first()


def _put_off(session: Session, *, tries: int) -> Delivery | None:
    question = select(Delivery).where(Delivery.tries == tries, col(Delivery.state) == "queued")
    return session.exec(question).first()


async def test_answers_bear_the_hubs_own_time(asleep: RunningHub) -> None:
    await leap(asleep, 8 * DAY)
    reply = await asleep.client.ask("GET", "/api/v1/openapi.json")
    told = parsedate_to_datetime(reply.headers["Date"])
    assert abs(told - asleep.hub.clock.now()) < timedelta(seconds=5)
