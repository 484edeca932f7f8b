"""Who may be joined on what evidence, and what of a profile goes along and comes back."""

from typing import Any

import pytest

from scrm.contacts.policy import MOST_ATTRIBUTES
from scrm.joining import policy
from scrm.joining.values import Doubt, EvidenceKind, Side

NOBODY: dict[str, Any] = {"name": "", "photo": "", "locale": "", "zone": "", "attributes": {}}
MACHINE = [kind for kind in EvidenceKind if kind is not EvidenceKind.BY_HAND]


def _side(
    proved: dict[str, str], channels: frozenset[int] = frozenset(), *, archives: bool = False
) -> Side:
    return Side(channels, channels if archives else frozenset(), frozenset(proved.items()))


@pytest.mark.parametrize(
    ("one", "two", "disputed"),
    [
        ({}, {}, []),
        ({"phone": "+1"}, {}, []),
        ({"phone": "+1"}, {"email": "a@b"}, []),
        ({"phone": "+1"}, {"phone": "+2"}, ["phone"]),
        ({"phone": "+1", "email": "a@b"}, {"phone": "+1", "email": "c@d"}, ["email"]),
    ],
)
def test_only_what_both_proved_differently_is_in_dispute(
    one: dict[str, str], two: dict[str, str], disputed: list[str]
) -> None:
    assert policy.points_in_dispute(_side(one), _side(two)) == disputed


def test_the_gravest_doubt_comes_first() -> None:
    channel = frozenset({1})
    one, two = _side({"phone": "+1"}, channel, archives=True), _side({"phone": "+2"}, channel)
    assert policy.doubts(one, two) == [Doubt.POINTS_DIFFER, Doubt.ARCHIVE, Doubt.SAME_CHANNEL]


@pytest.mark.parametrize("kind", MACHINE)
@pytest.mark.parametrize("doubt", [Doubt.POINTS_DIFFER, Doubt.ARCHIVE])
def test_no_machine_joins_in_spite_of_a_doubt(kind: EvidenceKind, doubt: Doubt) -> None:
    assert policy.forbids(kind, [doubt]) is doubt


def test_a_phone_on_two_accounts_of_a_channel_has_changed_hands_and_a_link_has_not() -> None:
    doubts = [Doubt.SAME_CHANNEL]
    assert policy.forbids(EvidenceKind.OWN_PHONE, doubts) is Doubt.SAME_CHANNEL
    assert policy.forbids(EvidenceKind.SIGNED_LINK, doubts) is None


def test_a_colleague_is_held_up_by_proofs_only() -> None:
    assert policy.forbids(EvidenceKind.BY_HAND, [Doubt.ARCHIVE, Doubt.SAME_CHANNEL]) is None
    assert policy.forbids(EvidenceKind.BY_HAND, [Doubt.POINTS_DIFFER]) is Doubt.POINTS_DIFFER


def test_what_is_missing_is_taken_over_and_what_is_there_stays() -> None:
    ada = NOBODY | {"name": "Ada", "attributes": {"city": "Bonn"}}
    bo = NOBODY | {"name": "Bo", "zone": "Asia/Tokyo", "attributes": {"city": "Rom", "size": "M"}}
    assert policy.taken_over(ada, bo) == {"zone": "Asia/Tokyo", "attributes": {"size": "M"}}
    assert policy.differing(ada, bo) == ["name", "attributes.city"]


def test_no_more_attributes_are_taken_than_a_person_may_have() -> None:
    full = NOBODY | {"attributes": {str(n): n for n in range(MOST_ATTRIBUTES - 1)}}
    more = NOBODY | {"attributes": {"a": 1, "b": 2}}
    assert policy.taken_over(full, more) == {"attributes": {"a": 1}}


def test_what_was_changed_since_does_not_go_back() -> None:
    taken = {"name": "Bo", "zone": "Asia/Tokyo", "attributes": {"size": "M", "shoe": 42}}
    now = NOBODY | {"name": "Bo", "zone": "UTC", "attributes": {"size": "M", "shoe": 43, "own": 1}}
    given = policy.unchanged(now, taken)
    assert given == {"name": "Bo", "attributes": {"size": "M"}}
    assert policy.without(now, given) == {"name": "", "attributes": {"shoe": 43, "own": 1}}
    assert policy.minus(taken, given) == {"zone": "Asia/Tokyo", "attributes": {"shoe": 42}}


def test_only_what_both_took_alike_is_shared() -> None:
    one = {"name": "Bo", "zone": "UTC", "attributes": {"size": "M", "shoe": 42}}
    two = {"name": "Bo", "zone": "Asia/Tokyo", "attributes": {"size": "M", "shoe": 43}}
    assert policy.shared(one, two) == {"name": "Bo", "attributes": {"size": "M"}}
    assert policy.shared(one, {}) == {}
