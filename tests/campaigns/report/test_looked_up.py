"""Who did something is looked up by the key of an audience, not looked for in all of it."""

from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from campaigns.report import store
from campaigns.report.values import Reached
from scrm.kernel.database import Database

BY_KEY = "(occurrence_id=? AND step=? AND contact_id=?)"


@pytest.mark.parametrize("reached", [Reached.REPLIED, Reached.CLICKED, Reached.OPTED_OUT])
async def test_who_did_something_is_looked_up(database: Database, reached: Reached) -> None:
    def look(session: Session) -> list[str]:
        asked: list[Any] = []
        event.listen(session, "do_orm_execute", lambda one: asked.append(one.statement))
        store.page(session, [1], None, 51, ("", None), reached)
        said = asked[0].compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        explain = "EXPLAIN QUERY PLAN" if database.is_sqlite else "EXPLAIN"
        rows = session.connection().exec_driver_sql(f"{explain} {said}")
        return [str(row[-1]) for row in rows]

    looks = [one for one in await database.read(look) if "campaign_recipient" in one]
    assert looks
    assert not database.is_sqlite or all(one.endswith(BY_KEY) for one in looks), looks
