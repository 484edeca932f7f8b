"""How often one may fail."""

import pytest

from scrm.kernel.errors import TooManyRequests
from scrm.web.patience import Patience


class Watch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def patience(watch: Watch) -> Patience:
    return Patience(2, 60, watched=3, now=watch)


def test_the_limit_holds_for_as_long_as_it_says(patience: Patience, watch: Watch) -> None:
    patience.count("ada")
    watch.seconds = 10
    patience.require("ada")
    patience.count("ada")
    with pytest.raises(TooManyRequests) as refused:
        patience.require("ada")
    assert refused.value.retry_after == 50
    watch.seconds = 60
    patience.require("ada")


def test_others_are_not_held_up(patience: Patience) -> None:
    patience.count("ada")
    patience.count("ada")
    patience.require("bo")


def test_who_was_right_has_lost_nothing(patience: Patience) -> None:
    for _ in range(5):
        patience.require("ada")
        patience.count("ada")
        patience.forgive("ada")
    patience.count("ada")
    patience.require("ada")


def test_a_crowd_makes_it_forget_the_quietest_and_nobody_else(patience: Patience) -> None:
    for name in ("quiet", "ada", "ada", "bo", "cy"):
        patience.count(name)
    patience.require("quiet")
    with pytest.raises(TooManyRequests):
        patience.require("ada")


def test_forgiving_whom_nobody_knows_is_nothing(patience: Patience) -> None:
    patience.forgive("ada")
    patience.require("ada")
