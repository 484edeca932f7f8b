"""What follows in a message that its platform takes in pieces goes with its first part, or not at all,
however that came back into the outbox."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from campaigns.sending import service as looks
from scrm.channels.failures import CredentialsRejected, Refused, SendFailed, Throttled
from scrm.delivery import service as delivery
from scrm.delivery.sending import service as sending
from scrm.delivery.sending.service import Beginning, Begun, Outcome
from scrm.delivery.tables import Delivery
from tests.campaigns.hand import Hand

PARTS = [{"text": "one", "format": "plain"}, {"text": "two", "format": "plain"}]
SOON = timedelta(seconds=3)


async def _fails(hand: Hand, failure: SendFailed) -> Begun:
    """The first of two parts is not taken."""
    (row,) = await hand.reserve()
    now = hand.desk.clock.now()
    (begun,) = await hand.desk.write(
        lambda s: sending.begin(s, [Beginning(row, PARTS)], now, hand.last)
    )
    verdict = sending.judge(begun, failure, now, 0.0)
    end = Outcome(begun, failure, b"", verdict)
    await hand.desk.write(lambda s: sending.record(s, [end], now))
    hand.desk.clock.advance(2 * SOON)
    found: Begun = begun
    return found


async def _throttled(hand: Hand) -> None:
    await _fails(hand, Throttled(SOON))


async def _locked_out(hand: Hand) -> None:
    await _fails(hand, CredentialsRejected("no"))


async def _sent_again(hand: Hand) -> None:
    begun, now = await _fails(hand, Refused("no")), hand.desk.clock.now()
    await hand.desk.write(lambda s: delivery.resend(s, begun.delivery.id, "me", now))


async def _texts(hand: Hand) -> list[tuple[str, str]]:
    question = select(Delivery).order_by(col(Delivery.part))

    def work(session: Session) -> list[tuple[str, str]]:
        return [(one.content["text"], one.state) for one in session.exec(question)]

    return await hand.desk.running.read(work)


@pytest.mark.parametrize("comes_back", [_throttled, _locked_out, _sent_again])
async def test_none_goes_while_its_campaign_is_paused(
    hand: Hand, comes_back: Callable[[Hand], Awaitable[None]]
) -> None:
    campaign = await hand.fed("Ann")
    await comes_back(hand)
    await hand.desk.must(campaign, "pause")
    assert await hand.send() == []
    assert await hand.send() == []
    await hand.desk.must(campaign, "resume")
    now = hand.desk.clock.now()
    assert await hand.desk.write(lambda s: looks.let_go(s, now)) == 1
    for _ in range(2):
        assert await hand.send() == ["at Ann"]
    assert await _texts(hand) == [("one", "sent"), ("two", "sent")]


@pytest.mark.parametrize("comes_back", [_throttled, _locked_out])
async def test_none_goes_once_its_campaign_is_cancelled(
    hand: Hand, comes_back: Callable[[Hand], Awaitable[None]]
) -> None:
    campaign = await hand.fed("Ann")
    await comes_back(hand)
    await hand.desk.must(campaign, "cancel")
    for _ in range(2):
        assert await hand.send() == []
    assert await _texts(hand) == [("one", "blocked"), ("two", "cancelled")]
