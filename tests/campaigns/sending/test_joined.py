"""People who turn out to be one get one message, whenever that is, and two who are two again get theirs."""

from datetime import timedelta

import pytest

from campaigns.feeding import store as feeding
from campaigns.values import RecipientState
from tests.campaigns.hand import Hand

MINUTE = timedelta(minutes=1)
WAITS = ("conversation_waits",)


async def _goes_on(hand: Hand, campaign: str) -> None:
    hand.desk.clock.advance(MINUTE)
    await hand.feed(campaign)
    await hand.send()


async def test_who_was_joined_before_feeding_is_looked_at_as_whom_they_are(hand: Hand) -> None:
    await hand.meets("Ann")
    await hand.meets("Zoe", city="Bonn")
    campaign = await hand.launched()
    await hand.join("Zoe", "Ann")
    await _goes_on(hand, campaign)
    assert len(hand.sent) == 1
    assert await hand.fates(campaign) == {"Ann": ("given", "")}


@pytest.mark.parametrize(("survivor", "other"), [("Ann", "Ben"), ("Ben", "Ann")])
async def test_of_two_who_were_joined_before_feeding_one_gets_it_until_they_are_two(
    hand: Hand, survivor: str, other: str
) -> None:
    await hand.meets("Ann", "Ben")
    campaign = await hand.launched()
    joining = await hand.join(survivor, other)
    await _goes_on(hand, campaign)
    assert await hand.fates(campaign) == {survivor: ("given", ""), other: ("blocked", "has_it")}
    assert len(hand.sent) == 1
    await hand.separate(joining)
    for _ in range(3):
        await _goes_on(hand, campaign)
    assert sorted(hand.sent) == ["at Ann", "at Ben"], "each once"
    fates = await hand.fates(campaign)
    assert "given" in {state for state, _ in fates.values()}


@pytest.mark.parametrize("who_got_it_survives", [True, False])
async def test_who_is_joined_after_one_was_sent_gets_no_second(
    hand: Hand, *, who_got_it_survives: bool
) -> None:
    await hand.fed("Ann", "Ben")
    (first,) = await hand.send(limit=1)
    gets, waits = ("Ann", "Ben") if first == "at Ann" else ("Ben", "Ann")
    joining = await hand.join(*((gets, waits) if who_got_it_survives else (waits, gets)))
    hand.desk.clock.advance(MINUTE)
    assert await hand.send() == []
    assert (f"at {waits}", "cancelled", "joined") in await hand.rows()
    await hand.separate(joining)
    assert await hand.send() == [f"at {waits}"]


@pytest.mark.parametrize("who_got_it_survives", [True, False])
async def test_nor_who_was_not_fed_yet(hand: Hand, *, who_got_it_survives: bool) -> None:
    await hand.meets("Ann", "Ben")
    campaign = await hand.launched()
    assert await hand.feed(campaign, {hand.channel: 1}) == 1
    (first,) = await hand.send(limit=1)
    gets, waits = ("Ann", "Ben") if first == "at Ann" else ("Ben", "Ann")
    await hand.join(*((gets, waits) if who_got_it_survives else (waits, gets)))
    hand.desk.clock.advance(timedelta(days=2))
    await _goes_on(hand, campaign)
    assert hand.sent == [first]
    assert await hand.fates(campaign) == {gets: ("given", ""), waits: ("blocked", "has_it")}


async def test_who_has_it_is_not_held_for_anything_else(hand: Hand) -> None:
    """They have had enough for the day, by the message that they have."""
    await hand.meets("Ann", "Ben")
    campaign = await hand.launched()
    await hand.join("Ann", "Ben")
    assert await hand.feed(campaign, {hand.channel: 1}) == 1
    (first,) = await hand.send()
    hand.desk.clock.advance(MINUTE)
    told = await hand.desk.must(campaign, "preflight")
    assert [(one["fate"], one["why"]) for one in told["slices"]] == [("blocked", "has_it")]
    assert await hand.feed(campaign) == 1
    fates = await hand.fates(campaign)
    assert sorted(fates.values()) == [("blocked", "has_it"), ("given", "")]
    assert (await hand.desk.state(campaign), hand.sent) == ("finished", [first])


async def test_what_came_to_nothing_for_one_keeps_the_others_from_nobody(hand: Hand) -> None:
    await hand.fed("Ann", "Ben")
    await hand.put("at Ann", "blocked", "unreachable")
    await hand.join("Ann", "Ben")
    assert await hand.send() == ["at Ben"]


async def test_nor_does_it_where_the_other_was_not_fed_yet(hand: Hand) -> None:
    await hand.meets("Ann", "Ben")
    campaign = await hand.launched()
    assert await hand.feed(campaign, {hand.channel: 1}) == 1
    ((first, _, _),) = await hand.rows()
    await hand.put(first, "failed", "gone")
    done, open_ = ("Ann", "Ben") if first == "at Ann" else ("Ben", "Ann")
    await hand.join(done, open_)
    await _goes_on(hand, campaign)
    assert len(hand.sent) == 1
    assert (await hand.fates(campaign))[open_] == (RecipientState.GIVEN, "")


async def test_what_wakes_a_person_wakes_who_was_joined_into_them(hand: Hand) -> None:
    await hand.meets("Ann", "Ben")
    campaign = await hand.launched()
    await hand.desk.decided(campaign, "held", "conversation_waits")
    await hand.join("Ann", "Ben")
    now = hand.desk.clock.advance(MINUTE)
    woken = await hand.desk.write(lambda s: feeding.wake(s, [hand.desk.people["Ann"]], WAITS, now))
    assert woken == 2


async def test_what_both_got_before_they_were_one_counts_against_a_cap(hand: Hand) -> None:
    await hand.caps(2)
    await hand.fed("Ann", "Ben")
    assert sorted(await hand.send()) == ["at Ann", "at Ben"]
    await hand.join("Ann", "Ben")
    second = await hand.launched(name="Second")
    assert await hand.feed(second) == 1
    assert await hand.fates(second) == {"Ann": ("later", "cap")}
    assert await hand.send() == []
