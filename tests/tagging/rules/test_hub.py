"""A running hub keeps an eye on the clock: what its rules gave passes by itself."""

from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, select

from scrm.contacts.tags.tables import ContactTag
from tests.support.cast import ADA, SOME_DAY
from tests.support.clock import HandClock
from tests.support.databases import Place
from tests.support.hub import running_hub
from tests.tagging.rules.test_standing import KEEN


def _standing(session: Session) -> ContactTag | None:
    return session.exec(select(ContactTag).where(col(ContactTag.removed_at).is_(None))).first()


def _gone(session: Session) -> ContactTag | None:
    return session.exec(select(ContactTag).where(col(ContactTag.removed_at).is_not(None))).first()


async def test_a_tag_lapses_when_the_clock_moves(sqlite_only: Place) -> None:
    clock = HandClock(datetime.fromtimestamp(SOME_DAY, UTC) + timedelta(minutes=1))
    async with running_hub(sqlite_only, clock=clock) as running:
        made = await running.client.post("/rules", {"definition": KEEN})
        await running.client.post(f"/rules/{made.json['id']}/publish", {})
        await running.hear(ADA, "Hello")
        await running.hear(ADA, "Anybody there?")
        assert await running.read(_standing) is not None
        running.advance(timedelta(days=2))
        await running.until(_gone)
        assert await running.read(_standing) is None
