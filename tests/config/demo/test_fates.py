"""Who is where in a campaign, from what the hub says of its recipients and of what they answered."""

from typing import Any

import pytest

from config.demo.fates import Fate, standing


def recipient(contact: str, state: str, reason: str = "") -> dict[str, Any]:
    return {"contact_id": contact, "state": state, "reason": reason}


@pytest.mark.parametrize(
    ("state", "reason", "answers", "fate"),
    [
        ("waiting", "", [], Fate.WAITING),
        ("later", "quiet_hours", [], Fate.WAITING),
        ("reserved", "", [], Fate.WAITING),
        ("sending", "", [], Fate.WAITING),
        ("held", "conversation_waits", [], Fate.HELD),
        ("sent", "", [], Fate.SENT),
        ("read", "", [], Fate.SENT),
        ("unknown", "", [], Fate.UNKNOWN),
        ("failed", "", [], Fate.FAILED),
        ("blocked", "opted_out", [], Fate.STOPPED),
        ("blocked", "no_basis", [], Fate.BLOCKED),
        ("sent", "", ["button"], Fate.ANSWERED),
        ("unknown", "", ["reply"], Fate.ANSWERED),
        ("sent", "", ["button", "stop"], Fate.STOPPED),
    ],
)
def test_each_is_where_the_hub_says(
    state: str, reason: str, answers: list[str], fate: Fate
) -> None:
    replies = [{"contact_id": "1", "kind": kind} for kind in answers]
    found = standing([recipient("1", state, reason)], replies)
    assert found.people == {"1": fate}
    assert found.counts[fate] == sum(found.counts.values()) == 1


def test_it_is_over_when_nobody_waits_for_anything_but_our_answer() -> None:
    assert not standing([], []).is_over
    assert not standing([recipient("1", "sent"), recipient("2", "queued")], []).is_over
    over = standing([recipient("1", "sent"), recipient("2", "held")], [])
    assert over.is_over
    assert over.of(Fate.HELD) == ["2"]
