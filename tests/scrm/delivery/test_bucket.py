"""The rate owner: in no window more than its rate and one, whoever asks whenever."""

from hypothesis import given
from hypothesis import strategies as st

from scrm.delivery.policy import Bucket

TINY = 1e-6
steps = st.lists(st.floats(0, 2), min_size=1, max_size=120)
rates = st.floats(0.5, 50)


def _granted(bucket: Bucket, waits: list[float]) -> list[float]:
    """The times at which a token was had, by somebody who asks at these intervals."""
    now, granted = 0.0, []
    for wait in waits:
        now += wait
        if bucket.take(now) == 0:
            granted.append(now)
    return granted


@given(rates, steps)
def test_no_window_has_more_than_the_rate_and_one(rate: float, waits: list[float]) -> None:
    granted = _granted(Bucket.full(rate, 1.0, 0.0), waits)
    for first in range(len(granted)):
        for last in range(first, len(granted)):
            window = granted[last] - granted[first]
            assert last - first + 1 <= window * rate + 1 + TINY


@given(rates, st.floats(1, 5), steps)
def test_a_burst_adds_itself_and_no_more(rate: float, burst: float, waits: list[float]) -> None:
    granted = _granted(Bucket.full(rate, burst, 0.0), waits)
    for first in range(len(granted)):
        window = granted[-1] - granted[first]
        assert len(granted) - first <= window * rate + burst + TINY


@given(rates, st.floats(0, 10))
def test_who_waits_as_long_as_told_gets_a_token(rate: float, now: float) -> None:
    bucket = Bucket.full(rate, 1.0, 0.0)
    assert bucket.take(now) == 0
    wait = bucket.take(now)
    assert 0 < wait <= 1 / rate + TINY
    assert bucket.take(now + wait + TINY) == 0


@given(rates, steps)
def test_an_owner_who_obeys_the_waits_keeps_up_with_the_rate(
    rate: float, waits: list[float]
) -> None:
    bucket, now = Bucket.full(rate, 1.0, 0.0), 0.0
    for _ in waits:
        while (wait := bucket.take(now)) > 0:
            now += wait + TINY
    assert now <= len(waits) / rate + len(waits) * 2 * TINY


@given(rates, st.floats(0.1, 100), steps)
def test_a_blocked_bucket_gives_nothing_before_its_time(
    rate: float, until: float, waits: list[float]
) -> None:
    bucket = Bucket.full(rate, 1.0, 0.0)
    bucket.block(until)
    granted = _granted(bucket, waits)
    assert all(at >= until for at in granted)


@given(rates)
def test_after_a_block_comes_one_and_then_the_rate(rate: float) -> None:
    bucket = Bucket.full(rate, 5.0, 0.0)
    bucket.block(10.0)
    assert bucket.take(10.0) == 0
    assert bucket.take(10.0) > 0


def test_a_block_never_shortens_another() -> None:
    bucket = Bucket.full(10.0, 1.0, 0.0)
    bucket.block(10.0)
    bucket.block(5.0)
    assert bucket.take(9.9) > 0


def test_looking_takes_nothing() -> None:
    bucket = Bucket.full(1.0, 1.0, 0.0)
    assert [bucket.peek(0.0), bucket.peek(0.0), bucket.take(0.0)] == [0, 0, 0]
    assert bucket.peek(0.0) > 0
