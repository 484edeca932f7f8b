"""Erasing somebody, and reading what is left."""

from typing import Any

from sqlmodel import Session, SQLModel, select

from config.doctor import examine
from scrm.erasing import service
from scrm.erasing.tables import Erasure
from scrm.kernel.database import Database
from tests.scrm.joining.people import LATER, Pair, by_kim

KIM = "user:7"


async def erase(pair: Pair, contact_id: int, *, reason: str = "") -> Erasure:
    return await pair.shop.do(
        lambda s: service.erase(s, contact_id, by_kim(LATER), key=KIM, reason=reason)
    )


async def rows(database: Database, *tables: type[SQLModel]) -> dict[str, list[dict[str, Any]]]:
    """All that stands in these tables, in its order."""

    def look(session: Session) -> dict[str, list[dict[str, Any]]]:
        return {
            table.__name__: [one.model_dump() for one in session.exec(select(table))]
            for table in tables
        }

    return await database.read(look)


async def wrong(database: Database) -> list[str]:
    """The invariants that do not hold."""
    found = await database.read(examine)
    return [f"{one.name}: {one.says}" for one in found if one.wrong]
