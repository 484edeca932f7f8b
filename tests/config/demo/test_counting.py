"""The counters are no decoration: each wrong thing moves the one that names it."""

from collections import Counter
from dataclasses import replace

import pytest

from config.demo.counting import (
    CampaignTally,
    Inbox,
    Message,
    Tally,
    Witness,
    count,
    count_campaign,
)

ADA, BO = "1", "bo_in_a_browser"
FIRST, SECOND, THIRD = "Hi · RUNX-000", "Hello? · RUNX-001", "你好 · RUNX-002"
REPLY: Message = (ADA, "Yes · RUNX-500")
ASKED = frozenset({(ADA, FIRST), (ADA, SECOND), (BO, THIRD)})

WITNESS = Witness(written=ASKED, acknowledged=ASKED, delivered=Counter({REPLY: 1}))
INBOX = Inbox({ADA: [FIRST, SECOND], BO: [THIRD]}, {REPLY: "sent"})
ACCEPTED = frozenset({REPLY})


def test_a_good_run_is_clean_and_settled() -> None:
    tally = count(WITNESS, INBOX, ACCEPTED)
    assert tally == Tally(written=3, acknowledged=3, in_inbox=3, replies=1, replies_sent=1)
    assert tally.is_clean
    assert tally.is_settled


@pytest.mark.parametrize(
    ("received", "wrong"),
    [
        ({ADA: [FIRST, SECOND, SECOND], BO: [THIRD]}, {"doubled": 1}),
        ({ADA: [FIRST, FIRST, FIRST, SECOND], BO: [THIRD]}, {"doubled": 2}),
        ({ADA: [FIRST], BO: [THIRD]}, {"lost": 1, "in_inbox": 2}),
        ({ADA: [FIRST, SECOND]}, {"lost": 1, "in_inbox": 2}),
        ({ADA: [FIRST, SECOND, THIRD]}, {"lost": 1, "in_inbox": 2}),  # in the wrong conversation
        ({ADA: [SECOND, FIRST], BO: [THIRD]}, {"disordered": 1}),
    ],
)
def test_what_is_wrong_in_the_inbox_is_counted(
    received: dict[str, list[str]], wrong: dict[str, int]
) -> None:
    tally = count(WITNESS, replace(INBOX, received=received), ACCEPTED)
    assert tally == replace(count(WITNESS, INBOX, ACCEPTED), **wrong)
    assert not tally.is_clean


def test_a_reply_that_came_twice_is_doubled() -> None:
    twice = replace(WITNESS, delivered=Counter({REPLY: 2}))
    tally = count(twice, INBOX, ACCEPTED)
    assert tally.replies_doubled == 1
    assert not tally.is_clean


@pytest.mark.parametrize(
    ("state", "lost", "unknown", "waiting"),
    [
        ("sent", 1, 0, 0),  # it says so, and no phone has it
        ("", 1, 0, 0),  # taken over, and gone from the inbox
        ("unknown", 0, 1, 0),
        ("failed", 0, 0, 0),
        ("queued", 0, 0, 1),
        ("sending", 0, 0, 1),
    ],
)
def test_a_reply_that_no_phone_has_is_lost_unless_the_hub_says_so(
    state: str, lost: int, unknown: int, waiting: int
) -> None:
    nowhere = replace(WITNESS, delivered=Counter())
    tally = count(nowhere, replace(INBOX, replies={REPLY: state} if state else {}), ACCEPTED)
    found = (tally.replies_lost, tally.replies_unknown, tally.waiting)
    assert found == (lost, unknown, waiting)
    assert tally.is_clean is (lost == 0)


def test_an_unknown_reply_that_did_arrive_is_said_to_have() -> None:
    tally = count(WITNESS, replace(INBOX, replies={REPLY: "unknown"}), ACCEPTED)
    assert (tally.replies_unknown, tally.replies_unknown_arrived) == (1, 1)


def test_what_was_not_acknowledged_is_on_its_way_and_not_lost() -> None:
    witness = replace(WITNESS, acknowledged=frozenset({(ADA, FIRST)}))
    tally = count(witness, Inbox({ADA: [FIRST]}, INBOX.replies), ACCEPTED)
    assert (tally.lost, tally.waiting) == (0, 2)
    assert tally.is_clean
    assert not tally.is_settled


STATES = {ADA: "sent", BO: "unknown", "3": "held", "4": "blocked"}


def test_a_campaign_that_was_cut_in_two_is_clean_and_says_what_is_unknown() -> None:
    tally = count_campaign(STATES, Counter({ADA: 1, BO: 1}))
    assert tally == CampaignTally(
        campaign_audience=4,
        campaign_accepted=2,
        campaign_unknown=1,
        campaign_unknown_arrived=1,
    )
    assert tally.is_clean


@pytest.mark.parametrize(
    ("accepted", "lost", "doubled"),
    [
        ({BO: 1}, 1, 0),  # the hub says sent, and the platform never had it
        ({ADA: 2}, 0, 1),
        ({ADA: 1, BO: 3}, 0, 2),  # one that was unknown was sent again
    ],
)
def test_what_is_wrong_with_a_campaign_is_counted(
    accepted: dict[str, int], lost: int, doubled: int
) -> None:
    tally = count_campaign(STATES, Counter(accepted))
    assert (tally.campaign_lost, tally.campaign_doubled) == (lost, doubled)
    assert not tally.is_clean


@pytest.mark.parametrize("state", ["waiting", "later", "queued", "reserved", "sending"])
def test_a_campaign_waits_for_what_goes_on_by_itself(state: str) -> None:
    assert count_campaign(STATES | {ADA: state}, Counter()).campaign_waiting == 1
    assert count_campaign(STATES, Counter({ADA: 1})).campaign_waiting == 0
