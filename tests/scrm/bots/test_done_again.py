"""A unit whose first try is undone is done again: what it wrote then, it writes again."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from scrm.bots.tables import BotRow, BotVersion
from scrm.journal.reacting.service import Reactions
from scrm.journal.values import Recorded
from tests.scrm.bots.conftest import PRICE, Bench


class Broken:
    name = "broken"

    def wants(self, kind: str) -> bool:
        return kind == "message.received"

    def react(self, _session: Session, _facts: Sequence[Recorded], _now: datetime) -> None:
        raise ValueError("mine")


async def test_a_bot_that_is_not_understood_is_paused_though_another_reaction_fails(
    bench: Bench,
) -> None:
    await bench.in_force(PRICE)

    def spoil(session: Session) -> None:
        version = session.exec(select(BotVersion)).one()
        on = {"text": {"sung": 1}}
        version.definition = {"responders": [{"name": "x", "on": on, "answer": {"text": "x"}}]}
        session.add(version)

    await bench.scene.do(spoil)
    bench.bots.forget()
    bench.scene.database.end_with(Reactions([Broken()], bench.clock).end)
    await bench.writes("price")
    row = await bench.scene.database.read(lambda s: s.exec(select(BotRow)).one())
    assert (row.state, bool(row.reason)) == ("paused", True)
