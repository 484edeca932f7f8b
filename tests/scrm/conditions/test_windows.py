"""Windows are said in the unit in which a person would say them."""

from datetime import timedelta

import pytest
from hypothesis import given

from scrm.conditions.windows.policy import parts, read, written
from tests.scrm.conditions.drawing import WINDOWS

SAID = [("30m", "30m"), ("60m", "1h"), ("24h", "1d"), ("7d", "7d"), ("3w", "21d"), ("8w", "8w")]


@pytest.mark.parametrize(("text", "again"), SAID)
def test_a_window_is_written_in_its_largest_unit(text: str, again: str) -> None:
    window = read(text)
    assert window is not None
    assert written(window) == again


@given(WINDOWS)
def test_a_written_window_is_read_as_the_same(window: timedelta) -> None:
    assert read(written(window)) == window


def test_seconds_are_not_said() -> None:
    with pytest.raises(ValueError, match="minutes"):
        parts(timedelta(seconds=90))
