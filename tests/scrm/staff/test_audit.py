"""P27, I12: the audit line is whole, and shows where it is not."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from config.doctor import examine
from config.serve import first_link
from config.verbs import reset_user, sign_in_link
from scrm.kernel.database import Database
from scrm.staff.service import audit
from scrm.staff.tables import AuditLine
from tests.scrm.staff.signing import EMAIL, add
from tests.support.clock import NOON
from tests.support.databases import Place
from tests.support.hub import running_hub

WRITERS = 40
ALTERED = {
    "actor": "nobody",
    "action": "x",
    "target": "x",
    "data": {},
    "at": NOON.replace(year=2025),
}


def _breaks(session: Session) -> int:
    return next(one.wrong for one in examine(session) if one.name == "I12")


def _line(number: int, **data: Any) -> Callable[[Session], None]:
    return lambda session: audit(session, f"user:{number}", "did", NOON, **data)


async def _written(database: Database, lines: int = 5) -> None:
    for number in range(lines):
        await database.write(_line(number, zone="b", at=number))


async def test_what_was_written_is_whole_on_each_database(database: Database) -> None:
    await _written(database)
    assert await database.read(_breaks) == 0


@pytest.mark.parametrize("column", sorted(ALTERED))
async def test_an_altered_line_is_seen(column: str, database: Database) -> None:
    await _written(database)

    def alter(session: Session) -> None:
        middle = session.exec(select(AuditLine.id).order_by(col(AuditLine.id))).all()[2]
        changed = update(AuditLine).where(col(AuditLine.id) == middle)
        session.execute(changed.values({column: ALTERED[column]}))

    await database.write(alter)
    assert await database.read(_breaks) == 1


async def test_a_removed_line_is_seen(database: Database) -> None:
    await _written(database)

    def remove(session: Session) -> None:
        middle = session.exec(select(AuditLine.id).order_by(col(AuditLine.id))).all()[2]
        session.execute(delete(AuditLine).where(col(AuditLine.id) == middle))

    await database.write(remove)
    assert await database.read(_breaks) == 1


async def test_many_writers_at_once_make_one_chain(database: Database) -> None:
    writers = [database.write(_line(number)) for number in range(WRITERS)]
    await asyncio.gather(*writers)
    assert await database.read(_breaks) == 0


async def test_every_link_that_opens_a_door_is_on_the_line(sqlite_only: Place) -> None:
    async with running_hub(sqlite_only, workers=False) as hub:
        await first_link(hub.hub)
        await add(hub)
        await reset_user(hub.hub, {"email": EMAIL})
        await sign_in_link(hub.hub, {"email": EMAIL})
        bo = {"email": "bo@example.org", "role": "agent"}
        invited = (await hub.client.post("/users", bo)).json["user"]["id"]
        await hub.client.post(f"/users/{invited}/invite", {})
        made = await hub.read(_links)
    assert [(by.partition(":")[0], kind) for by, kind in made] == [
        ("start", "setup"),
        ("command", "invite"),
        ("command", "reset"),
        ("command", "sign_in"),
        ("token", "invite"),
        ("token", "invite"),
    ]


def _links(session: Session) -> list[tuple[str, str]]:
    lines = select(AuditLine).where(col(AuditLine.action) == "staff.link_made")
    return [
        (one.actor, one.data["kind"]) for one in session.exec(lines.order_by(col(AuditLine.id)))
    ]
