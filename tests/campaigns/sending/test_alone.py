"""After a look that failed each message is looked at alone, and what counts between two still counts."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from scrm.delivery.tables import Delivery
from tests.campaigns.hand import Hand

BONN = {"attribute": {"name": "city", "op": "eq", "value": "Bonn"}}


async def _failed(hand: Hand, number: int) -> None:
    """A look has failed at the newest `number`."""

    def change(session: Session) -> None:
        newest = select(Delivery).order_by(col(Delivery.id).desc()).limit(number)
        for one in session.exec(newest):
            one.reason, one.detail = "look_failed", "1: KeyError"
            session.add(one)

    await hand.desk.write(change)


@pytest.mark.parametrize("number", [1, 2], ids=["one of them", "both"])
async def test_of_two_to_one_person_one_goes_and_the_other_is_capped(
    hand: Hand, number: int
) -> None:
    """Two campaigns, at two addresses of people who turned out to be one."""
    await hand.fed("Ann")
    await hand.meets("Ben", city="Bonn")
    assert await hand.feed(await hand.launched(name="Second", audience=BONN)) == 1
    await hand.join("Ann", "Ben")
    await _failed(hand, number)
    assert len(await hand.send()) == 1
    assert {row[1:] for row in await hand.rows()} == {("sent", ""), ("queued", "look_failed")}
    hand.desk.clock.advance(timedelta(seconds=2))
    assert await hand.send() == []
    assert "cap" in {reason for *_, reason in await hand.rows()}
