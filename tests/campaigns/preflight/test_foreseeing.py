"""What stands in somebody's way one after the other, until they get it or nobody can say when."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from campaigns.deciding.policy import decide
from campaigns.deciding.values import Address, Basis, Fate, Recipient, Rules, Taken, Talk
from campaigns.preflight.policy import foreseen
from tests.campaigns.conftest import MONDAY

DAY = timedelta(days=1)
WHO = Recipient(1, addresses=(Address(1, 1, Basis.WROTE_TO_US, wrote_to_us=True),))
CAPPED = replace(WHO, taken=(Taken(1, MONDAY + DAY),))


@pytest.mark.parametrize(
    ("who", "late_at", "fate", "at", "then"),
    [
        (WHO, None, Fate.SEND, MONDAY, ()),
        (CAPPED, None, Fate.SEND, MONDAY + DAY, ()),
        (CAPPED, MONDAY + DAY, Fate.BLOCKED, MONDAY, ("too_late",)),
        (
            replace(CAPPED, talk=Talk(answered_at=MONDAY + timedelta(hours=5))),
            None,
            *(Fate.SEND, MONDAY + timedelta(hours=29), ("just_answered",)),
        ),
        (
            replace(CAPPED, talk=Talk(waiting_since=MONDAY)),
            None,
            *(Fate.HELD, MONDAY + DAY, ("conversation_waits",)),
        ),
        (
            replace(CAPPED, addresses=(replace(WHO.addresses[0], window_ends=MONDAY + DAY),)),
            None,
            *(Fate.BLOCKED, MONDAY + DAY, ("window_closed",)),
        ),
    ],
)
def test_what_somebody_waits_for_is_followed_to_its_end(
    who: Recipient, late_at: datetime | None, fate: Fate, at: datetime, then: tuple[str, ...]
) -> None:
    rules = Rules(caps=(1,) if who.taken else ())
    seen = foreseen(who, rules, decide(who, rules, MONDAY), MONDAY, late_at)
    assert (seen.verdict.fate, seen.at, seen.then) == (fate, at, then)
