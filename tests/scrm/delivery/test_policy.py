"""What a failure means for the next step (reliability 1.2), as a table."""

from datetime import timedelta

import pytest

from scrm.channels.failures import (
    ContentRejected,
    CredentialsRejected,
    NotAccepted,
    OutcomeUnknown,
    RecipientGone,
    Refused,
    SendFailed,
    Throttled,
    WindowClosed,
)
from scrm.delivery.policy import GiveUp, Park, PauseChannel, RetryAt, RetryPolicy, after_failure
from tests.support.clock import NOON

SECOND = timedelta(seconds=1)
POLICY = RetryPolicy(max_attempts=4, first_wait=2 * SECOND, longest_wait=5 * SECOND)

TABLE = [
    (OutcomeUnknown("silence"), Park("outcome_unknown")),
    (CredentialsRejected("Unauthorized"), PauseChannel("credentials_rejected")),
    (RecipientGone("blocked", code="blocked"), GiveUp("blocked", recipient_gone=True)),
    (Refused("no"), GiveUp("refused")),
    (WindowClosed("too late"), GiveUp("window_closed")),
    (ContentRejected("too long"), GiveUp("content_rejected")),
    (
        Throttled(9 * SECOND),
        RetryAt(NOON + 9 * SECOND, spends_try=False, wait_scope="channel"),
    ),
    (
        Throttled(9 * SECOND, scope="chat"),
        RetryAt(NOON + 9 * SECOND, spends_try=False, wait_scope="chat"),
    ),
    (NotAccepted("refused"), RetryAt(NOON + 2 * SECOND)),
    (SendFailed("something"), RetryAt(NOON + 2 * SECOND)),
]


@pytest.mark.parametrize(("failure", "verdict"), TABLE, ids=lambda one: type(one).__name__)
def test_the_first_failure(failure: SendFailed, verdict: object) -> None:
    assert after_failure(failure, attempt=1, now=NOON, jitter=1.0, policy=POLICY) == verdict


@pytest.mark.parametrize(
    ("attempt", "jitter", "wait"),
    [(1, 0.0, 1.0), (1, 1.0, 2.0), (2, 1.0, 4.0), (3, 1.0, 5.0), (3, 0.0, 2.5)],
)
def test_waits_double_up_to_the_longest_and_are_spread(
    attempt: int, jitter: float, wait: float
) -> None:
    verdict = after_failure(NotAccepted(), attempt=attempt, now=NOON, jitter=jitter, policy=POLICY)
    assert verdict == RetryAt(NOON + wait * SECOND)


def test_what_was_never_taken_is_given_up_at_last() -> None:
    verdict = after_failure(NotAccepted(), attempt=4, now=NOON, jitter=0.5, policy=POLICY)
    assert verdict == GiveUp("attempts_exhausted")


@pytest.mark.parametrize("attempt", [1, 4, 100])
def test_what_may_have_arrived_is_never_sent_again(attempt: int) -> None:
    verdict = after_failure(OutcomeUnknown(), attempt=attempt, now=NOON, jitter=0.5, policy=POLICY)
    assert verdict == Park("outcome_unknown")


@pytest.mark.parametrize("attempt", [4, 100])
def test_a_throttle_is_never_the_last_straw(attempt: int) -> None:
    verdict = after_failure(Throttled(SECOND), attempt=attempt, now=NOON, jitter=0.5, policy=POLICY)
    assert isinstance(verdict, RetryAt)
