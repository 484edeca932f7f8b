"""What becomes of somebody who was looked at."""

from datetime import datetime, timedelta

import pytest

from scrm.conditions.lapsing.values import Standing
from scrm.conditions.values import All, AnyOf, Bound, Condition, Count, Tag
from tagging.watching.policy import turned, watch
from tagging.watching.values import DUE, Cause, Row
from tests.support.clock import NOON

HOUR = timedelta(hours=1)
ANY = watch(7, "rules", "Any", All(()))


@pytest.mark.parametrize(
    ("kept", "changes_at", "due_at"),
    [
        (NOON + HOUR, NOON + 2 * HOUR, NOON + HOUR),  # soon enough
        (NOON + 2 * HOUR, NOON + HOUR, NOON + HOUR),
        (NOON, NOON + HOUR, NOON + HOUR),
        (None, NOON + HOUR, NOON + HOUR),
        (NOON + HOUR, None, None),
    ],
)
def test_the_earlier_time_to_look_again_is_kept(
    kept: datetime | None, changes_at: datetime | None, due_at: datetime | None
) -> None:
    row = Row(1, NOON - HOUR, kept)
    stands = {1: Standing(holds=True, changes_at=changes_at)}
    found = turned(ANY, [Cause(1, DUE, NOON)], stands, {1: row}, (), NOON)
    assert found.kept == ([] if due_at == kept else [row._replace(due_at=due_at)])


@pytest.mark.parametrize(
    ("condition", "about", "wanted"),
    [
        (Tag("vip"), "vip", True),
        (Tag("vip"), "other", False),
        (All((Tag("vip"), Count("tag.added", Bound.AT_LEAST, 2))), "other", True),
        (AnyOf(()), "vip", False),
    ],
)
def test_a_tag_concerns_those_who_ask_for_it(
    condition: Condition, about: str, wanted: bool
) -> None:
    one = watch(7, "rules", "Tags", condition)
    assert one.wants(Cause(1, "tag.added", NOON, about=about)) is wanted
