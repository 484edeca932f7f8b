"""Who gets a message: a table, and what no table row may break."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.deciding.policy import decide
from campaigns.deciding.values import (
    Address,
    Basis,
    Fate,
    Purpose,
    Recipient,
    Rules,
    Taken,
    Talk,
    Why,
)
from scrm.scheduling.quiet.values import Window

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BERLIN, SHANGHAI = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Shanghai")
OPEN = Address(1, 10, Basis.WROTE_TO_US, wrote_to_us=True)
WHO = Recipient(7, addresses=(OPEN,), zones=(BERLIN,), taken=(Taken(0),))
DAY = Window(time(9), time(20))
RULES = Rules(window=DAY, caps=(1,))

TABLE: list[
    tuple[str, dict[str, Any], dict[str, Any], tuple[Fate, Why | None, datetime | None]]
] = [
    ("all is well", {}, {}, (Fate.SEND, None, None)),
    ("erased", {"is_erased": True}, {}, (Fate.BLOCKED, Why.ERASED, None)),
    ("said stop", {"opted_out": True}, {}, (Fate.BLOCKED, Why.OPTED_OUT, None)),
    ("has no address", {"addresses": ()}, {}, (Fate.BLOCKED, Why.NO_ADDRESS, None)),
    (
        "blocked us",
        {"addresses": (replace(OPEN, unreachable_since=NOW - HOUR),)},
        {},
        (Fate.BLOCKED, Why.UNREACHABLE, None),
    ),
    (
        "never wrote",
        {"addresses": (replace(OPEN, wrote_to_us=False),)},
        {},
        (Fate.BLOCKED, Why.NO_BASIS, None),
    ),
    (
        "wrote, where one has to opt in",
        {"addresses": (replace(OPEN, basis=Basis.OPTED_IN),)},
        {},
        (Fate.BLOCKED, Why.NO_BASIS, None),
    ),
    (
        "opted in",
        {"addresses": (replace(OPEN, basis=Basis.OPTED_IN, opted_in=True, wrote_to_us=False),)},
        {},
        (Fate.SEND, None, None),
    ),
    (
        "the platform's window has closed",
        {"addresses": (replace(OPEN, window_ends=NOW),)},
        {},
        (Fate.BLOCKED, Why.WINDOW_CLOSED, None),
    ),
    (
        "the platform's window is open",
        {"addresses": (replace(OPEN, window_ends=NOW + HOUR),)},
        {},
        (Fate.SEND, None, None),
    ),
    (
        "it is night there",
        {"zones": (SHANGHAI,)},
        {},
        (Fate.LATER, Why.QUIET_HOURS, datetime(2026, 11, 22, 1, tzinfo=UTC)),
    ),
    (
        "it may be night there",
        {"zones": (BERLIN, SHANGHAI)},
        {},
        (Fate.LATER, Why.QUIET_HOURS, datetime(2026, 11, 22, 8, tzinfo=UTC)),
    ),
    ("nobody knows where", {"zones": ()}, {}, (Fate.LATER, Why.QUIET_HOURS, None)),
    ("no quiet hours", {"zones": (SHANGHAI,)}, {"window": None}, (Fate.SEND, None, None)),
    (
        "has had their share",
        {"taken": (Taken(1, NOW + HOUR),)},
        {},
        (Fate.LATER, Why.CAP, NOW + HOUR),
    ),
    (
        "two caps, of which the later one counts",
        {"taken": (Taken(1, NOW + HOUR), Taken(3, NOW + 5 * HOUR))},
        {"caps": (1, 3)},
        (Fate.LATER, Why.CAP, NOW + 5 * HOUR),
    ),
    (
        "waits for us",
        {"talk": Talk(waiting_since=NOW - HOUR)},
        {},
        (Fate.HELD, Why.CONVERSATION_WAITS, None),
    ),
    (
        "was answered an hour ago",
        {"talk": Talk(answered_at=NOW - HOUR)},
        {},
        (Fate.HELD, Why.JUST_ANSWERED, NOW + 23 * HOUR),
    ),
    (
        "was answered a day ago",
        {"talk": Talk(answered_at=NOW - 24 * HOUR)},
        {},
        (Fate.SEND, None, None),
    ),
    (
        "waits, and that holds nothing",
        {"talk": Talk(waiting_since=NOW - HOUR)},
        {"holds": False},
        (Fate.SEND, None, None),
    ),
]


@pytest.mark.parametrize(
    ("of_person", "of_rules", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_table(
    of_person: dict[str, Any],
    of_rules: dict[str, Any],
    expected: tuple[Fate, Why | None, datetime | None],
) -> None:
    found = decide(replace(WHO, **of_person), replace(RULES, **of_rules), NOW)
    assert (found.fate, found.why, found.until) == expected


_REASONS: list[dict[str, Any]] = [
    {"is_erased": True},
    {"opted_out": True},
    {"addresses": (replace(OPEN, unreachable_since=NOW),)},
    {"zones": (SHANGHAI,)},
    {"taken": (Taken(1),)},
    {"talk": Talk(waiting_since=NOW)},
]
"""Each of another question, in their order."""


@pytest.mark.parametrize("first", range(len(_REASONS)))
def test_of_several_reasons_the_first_is_told(first: int) -> None:
    alone = decide(replace(WHO, **_REASONS[first]), RULES, NOW)
    whole: dict[str, Any] = {}
    for one in _REASONS[first:]:
        whole |= one
    assert decide(replace(WHO, **whole), RULES, NOW).why == alone.why


def test_the_first_address_that_can_is_used() -> None:
    blocked = replace(OPEN, identity_id=2, channel_id=20, unreachable_since=NOW)
    silent = replace(OPEN, identity_id=3, channel_id=30, wrote_to_us=False)
    other = replace(OPEN, identity_id=4)
    found = decide(replace(WHO, addresses=(blocked, silent, OPEN, other)), RULES, NOW)
    assert (found.fate, found.address) == (Fate.SEND, OPEN)
    refused = decide(replace(WHO, addresses=(blocked, silent)), RULES, NOW)
    assert (refused.why, refused.address) == (Why.NO_BASIS, silent)


def test_what_will_pass_says_where_it_would_go() -> None:
    held = decide(replace(WHO, talk=Talk(waiting_since=NOW)), RULES, NOW)
    assert held.address == OPEN


_people = st.builds(
    Recipient,
    contact_id=st.just(7),
    is_erased=st.booleans(),
    opted_out=st.booleans(),
    addresses=st.lists(
        st.builds(
            Address,
            identity_id=st.integers(1, 3),
            channel_id=st.integers(1, 3),
            basis=st.sampled_from(Basis),
            opted_in=st.booleans(),
            wrote_to_us=st.booleans(),
            unreachable_since=st.sampled_from([None, NOW]),
            window_ends=st.sampled_from([None, NOW - HOUR, NOW + HOUR]),
        ),
        max_size=3,
    ).map(tuple),
    zones=st.sampled_from([(), (BERLIN,), (SHANGHAI,), (BERLIN, SHANGHAI)]),
    taken=st.tuples(st.builds(Taken, st.integers(0, 2), st.sampled_from([None, NOW + HOUR]))),
    talk=st.builds(
        Talk,
        st.sampled_from([None, NOW - HOUR]),
        st.sampled_from([None, NOW - HOUR, NOW - 48 * HOUR]),
    ),
    jitter=st.floats(0, 1),
)
_rules = st.builds(
    Rules,
    purpose=st.sampled_from(Purpose),
    window=st.sampled_from([None, DAY]),
    caps=st.tuples(st.integers(1, 2)),
    holds=st.booleans(),
)


@given(_people, _rules)
def test_nobody_gets_marketing_who_may_not(who: Recipient, rules: Rules) -> None:
    found = decide(who, rules, NOW)
    if found.fate is Fate.SEND:
        assert found.address is not None
        assert not who.is_erased
        assert found.address.unreachable_since is None
        if rules.purpose is Purpose.MARKETING:
            assert not who.opted_out
            assert not (rules.holds and who.talk.waiting_since)
    else:
        assert found.why is not None
    assert found.until is None or found.until > NOW


@given(_people, _rules)
def test_it_goes_once_the_time_has_come_that_it_says(who: Recipient, rules: Rules) -> None:
    """Nothing is put off for ever: each moment that is named brings it on by a question."""
    now, seen = NOW, set()
    for _ in range(len(Why)):
        found = decide(who, rules, now)
        if found.until is None:
            return
        assert (found.why, found.until) not in seen
        seen.add((found.why, found.until))
        now = found.until
        if found.why is Why.CAP:
            who = replace(who, taken=(Taken(0),))


@given(_people, _rules)
def test_service_is_stopped_by_nothing_but_what_makes_it_impossible(
    who: Recipient, rules: Rules
) -> None:
    found = decide(who, replace(rules, purpose=Purpose.SERVICE), NOW)
    allowed = {None, Why.ERASED, Why.NO_ADDRESS, Why.UNREACHABLE, Why.WINDOW_CLOSED}
    assert found.why in allowed
