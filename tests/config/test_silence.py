"""What people write reaches no log, no dead letter's reason and no problem answer."""

from collections.abc import Callable
from pathlib import Path
from traceback import format_exception

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from scrm.conversations.tables import QuickReply
from scrm.intake.policy import after_failure
from scrm.intake.tables import IntakeEvent
from scrm.kernel import rows
from scrm.kernel.database import Database
from scrm.kernel.engines import engine_of
from scrm.kernel.errors import Unavailable
from scrm.kernel.sets import table_of
from tests.support.cast import ADA, BO, TOKEN, Telegram
from tests.support.clock import NOON
from tests.support.databases import Place
from tests.support.hub import NOWHERE, channel_settings
from tests.support.nursery import Nursery
from tests.support.process import HubProcess, hub_process

CANARY = "canary-in-a-message\nof two lines"
WORDS = ("canary-in-a-message", "of two lines")
DEAD_WITHIN = 30.0


def _forbid(place: Place, *indexes: str) -> None:
    """Rules that make the database refuse what is written twice."""
    engine = engine_of(place.url)
    with engine.begin() as connection:
        for number, index in enumerate(indexes):
            connection.execute(text(f"CREATE UNIQUE INDEX forbidden_{number} ON {index}"))
    engine.dispose()


def _reasons(place: Place) -> list[str]:
    with place.reading() as session:
        return [error for error in session.exec(select(IntakeEvent.error)) if error]


async def _provoke(hub: HubProcess) -> list[str]:
    """Have the database refuse a message and a quick reply; what was answered."""
    telegram = Telegram()
    for who in (ADA, BO):
        assert (await hub.client.push(telegram.says(who, CANARY))).status == 200
    shortcuts = [{"shortcut": one, "text": CANARY, "shared": True} for one in ("a", "b")]
    replies = [await hub.client.post("/quick-replies", one) for one in shortcuts]
    assert [reply.status for reply in replies] == [201, 409]
    return [replies[1].body.decode()]


async def test_what_a_person_wrote_is_in_the_inbox_and_nowhere_else(
    place: Place, nurse: Nursery
) -> None:
    async with hub_process(place, nurse, channel_settings(NOWHERE, mode="polling")) as hub:
        _forbid(place, "message (text)", "quick_reply (text)")
        hub.settings["SCRM_LOG_LEVEL"] = "debug"
        await hub.start()
        answers = await _provoke(hub)
        await hub.stop()
        log = Path(hub.log).read_text()
    reasons = _reasons(place)
    assert "event can't be applied" in log
    assert "two at once" in log
    assert len(reasons) == 1
    for canary in (*WORDS, TOKEN, TOKEN.partition(":")[2]):
        assert [one for one in (log, *reasons, *answers) if canary in one] == []


def _orm(session: Session) -> None:
    session.execute(insert(QuickReply).values(id=1, shortcut="a", text=CANARY, shared=None))


def _sets(session: Session) -> None:
    columns = ("id", "shortcut", "text")
    rows.insert_rows(session, table_of(QuickReply), columns, [(1, "a", CANARY)])


def _value(session: Session) -> None:
    session.execute(text("SELECT CAST(:words AS integer), json(:words)").bindparams(words=CANARY))


@pytest.mark.parametrize("refused", [_orm, _sets, _value])
async def test_no_error_of_the_database_quotes_a_value(
    refused: Callable[[Session], None], database: Database
) -> None:
    """PostgreSQL tells the whole row that it refuses, and quotes the value that it can't read."""
    with pytest.raises((DBAPIError, Unavailable)) as caught:
        await database.write(refused)
    shown = "".join(format_exception(caught.value))
    assert "quick_reply" in shown or "SELECT CAST" in shown
    assert [word for word in WORDS if word in shown] == []


def test_the_reason_of_a_dead_letter_holds_no_token() -> None:
    error = ConnectionError(f"no answer from https://api.example.org/bot{TOKEN}/getFile")
    fate = after_failure(error, tries=1, now=NOON)
    assert "no answer from" in fate.error
    assert TOKEN.partition(":")[2] not in fate.error
