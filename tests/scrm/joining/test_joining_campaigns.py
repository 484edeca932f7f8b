"""What campaigns send goes where its address goes, and nobody gets it twice for being two."""

import pytest
from sqlmodel import Session, col, select

from scrm.contacts.tables import Identity
from scrm.delivery import service as delivery
from scrm.delivery.tables import Delivery
from scrm.delivery.values import Lane, OfCampaign, Order
from tests.scrm.erasing.ledger import erase, wrong
from tests.scrm.joining.people import Pair
from tests.support.clock import NOON


async def _offer(pair: Pair, message_id: int, contact_id: int, occurrence_id: int = 7) -> None:
    def work(session: Session) -> None:
        theirs = (
            select(Identity)
            .where(col(Identity.contact_id) == contact_id)
            .order_by(col(Identity.id))
        )
        to = session.exec(theirs).all()[0]
        order = Order(
            *(message_id, to.id, to.channel_id, contact_id, to.external_id),
            *({"text": f"Dear {contact_id}"}, Lane.CAMPAIGN, NOON),
            campaign=OfCampaign(5, occurrence_id, 1, 9),
        )
        delivery.enqueue(session, [order], NOON)

    await pair.shop.do(work)


async def _stand(pair: Pair) -> dict[int, tuple[int, str, str]]:
    question = select(Delivery).where(col(Delivery.campaign_id).is_not(None))
    rows = await pair.shop.database.read(lambda s: list(s.exec(question)))
    return {one.message_id: (one.contact_id, one.state, one.reason) for one in rows}


async def _put(pair: Pair, message_id: int, state: str) -> None:
    def work(session: Session) -> None:
        question = select(Delivery).where(col(Delivery.message_id) == message_id)
        session.exec(question).one().state = state

    await pair.shop.do(work)


async def test_what_has_not_gone_goes_along_and_comes_back(pair: Pair) -> None:
    await _offer(pair, 1, pair.bo)
    await _put(pair, 1, "held")
    joining = await pair.join(pair.ada, pair.bo)
    assert await _stand(pair) == {1: (pair.ada, "held", "")}
    await pair.separate(joining)
    assert await _stand(pair) == {1: (pair.bo, "held", "")}


async def test_of_two_for_one_person_one_is_sent(pair: Pair) -> None:
    await _offer(pair, 1, pair.ada)
    await _offer(pair, 2, pair.bo)
    await _offer(pair, 3, pair.bo, occurrence_id=8)
    joining = await pair.join(pair.ada, pair.bo)
    stand = {
        1: (pair.ada, "queued", ""),
        2: (pair.bo, "cancelled", "joined"),
        3: (pair.ada, "queued", ""),
    }
    assert await _stand(pair) == stand
    await pair.separate(joining)
    assert await _stand(pair) == stand | {2: (pair.bo, "queued", ""), 3: (pair.bo, "queued", "")}


BETTER = [("sent", "queued"), ("unknown", "held"), ("queued", "failed"), ("held", "blocked")]
BETTER += [("sent", "failed"), ("reserved", "missed")]


@pytest.mark.parametrize(("better", "worse"), BETTER)
@pytest.mark.parametrize("givers_is_better", [True, False])
async def test_of_two_the_better_one_is_the_persons_and_all_comes_back(
    pair: Pair, better: str, worse: str, *, givers_is_better: bool
) -> None:
    states = (worse, better) if givers_is_better else (better, worse)
    for message_id, whose in enumerate((pair.ada, pair.bo), start=1):
        await _offer(pair, message_id, whose)
        await _put(pair, message_id, states[message_id - 1])
    best, other = (2, 1) if givers_is_better else (1, 2)
    joining = await pair.join(pair.ada, pair.bo)
    stand = await _stand(pair)
    assert stand[best] == (pair.ada, better, "")
    is_ended = worse in ("queued", "held")
    assert stand[other] == (pair.bo, *(("cancelled", "joined") if is_ended else (worse, "")))
    await pair.separate(joining)
    was = "queued" if is_ended else worse
    back = {1: (pair.ada, states[0], ""), 2: (pair.bo, states[1], "")}
    back[other] = (back[other][0], was, "")
    assert await _stand(pair) == back


@pytest.mark.parametrize("state", ["sent", "failed"])
async def test_what_is_alike_stays_with_each(pair: Pair, state: str) -> None:
    await _offer(pair, 1, pair.ada)
    await _offer(pair, 2, pair.bo)
    for message_id in (1, 2):
        await _put(pair, message_id, state)
    await pair.join(pair.ada, pair.bo)
    assert await _stand(pair) == {1: (pair.ada, state, ""), 2: (pair.bo, state, "")}


async def test_what_came_to_nothing_stands_in_nobodys_way(pair: Pair) -> None:
    await _offer(pair, 2, pair.bo)
    await _put(pair, 2, "failed")
    joining = await pair.join(pair.ada, pair.bo)
    await _offer(pair, 3, pair.ada)
    assert await _stand(pair) == {2: (pair.bo, "failed", ""), 3: (pair.ada, "queued", "")}
    await _put(pair, 3, "sent")
    await pair.separate(joining)
    assert await _stand(pair) == {2: (pair.bo, "failed", ""), 3: (pair.ada, "sent", "")}


async def test_what_failed_while_they_were_one_goes_back_with_its_address(pair: Pair) -> None:
    await _offer(pair, 2, pair.bo)
    joining = await pair.join(pair.ada, pair.bo)
    await _put(pair, 2, "failed")
    await pair.separate(joining)
    assert await _stand(pair) == {2: (pair.bo, "failed", "")}


async def test_who_is_erased_is_sent_nothing_and_leaves_nothing(pair: Pair) -> None:
    await _offer(pair, 1, pair.ada)
    await _offer(pair, 2, pair.bo)
    await _put(pair, 1, "held")
    done = await erase(pair, pair.ada)
    assert list(await _stand(pair)) == [2]
    assert done.what["deliveries"] == 1
    assert await wrong(pair.shop.database) == []
