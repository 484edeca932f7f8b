"""Decisions of delivery: what a failure means for the next step. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from scrm.channels.failures import (
    CredentialsRejected,
    OutcomeUnknown,
    RecipientGone,
    Refused,
    SendFailed,
    Throttled,
)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how long a send that was certainly not taken is tried again."""

    max_attempts: int = 8
    first_wait: timedelta = timedelta(seconds=2)
    longest_wait: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Back into the queue until `due_at`; a throttle also makes its channel or chat wait."""

    due_at: datetime
    spends_try: bool = True
    wait_scope: str = ""


@dataclass(frozen=True, slots=True)
class Park:
    """Nobody knows whether it arrived: a person may decide, the machine never sends it again."""

    reason: str


@dataclass(frozen=True, slots=True)
class GiveUp:
    """It will never be taken. `recipient_gone` also marks the address as not reachable."""

    reason: str
    recipient_gone: bool = False


@dataclass(frozen=True, slots=True)
class PauseChannel:
    """The account's key no longer opens: the channel is paused and its queue kept."""

    reason: str


Verdict = RetryAt | Park | GiveUp | PauseChannel


def after_failure(
    failure: SendFailed, *, attempt: int, now: datetime, jitter: float, policy: RetryPolicy
) -> Verdict:
    """Decide the fate of a delivery whose `attempt`-th send (from 1) failed.

    `jitter` is 0..1 and spreads retries out. A throttle spends no attempt.
    """
    match failure:
        case Throttled(retry_after=wait, scope=scope):
            return RetryAt(now + wait, spends_try=False, wait_scope=scope)
        case CredentialsRejected():
            return PauseChannel(failure.code)
        case OutcomeUnknown():
            return Park(failure.code)
        case Refused():
            return GiveUp(failure.code, recipient_gone=isinstance(failure, RecipientGone))
        case _ if attempt >= policy.max_attempts:
            return GiveUp("attempts_exhausted")
        case _:
            wait = min(policy.first_wait * 2 ** (attempt - 1), policy.longest_wait)
            return RetryAt(now + wait * (0.5 + jitter / 2))


@dataclass(slots=True)
class Bucket:
    """A token bucket: `rate` per second, `burst` at once. Times are monotonic seconds."""

    rate: float
    burst: float
    tokens: float
    at: float

    @classmethod
    def full(cls, rate: float, burst: float, now: float) -> "Bucket":
        return cls(rate, burst, burst, now)

    def peek(self, now: float) -> float:
        """The seconds until there is a token; 0 when there is one now."""
        if now > self.at:
            self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
            self.at = now
        if self.tokens >= 1 and now >= self.at:
            return 0.0
        return max(self.at - now, 0.0) + max(1 - self.tokens, 0.0) / self.rate

    def take(self, now: float) -> float:
        """Take a token; returns 0, or the seconds to wait before asking again."""
        wait = self.peek(now)
        if wait == 0:
            self.tokens -= 1
        return wait

    def is_full(self, now: float) -> bool:
        """Whether it is as it was made: nothing is lost if it is forgotten."""
        return self.peek(now) == 0 and self.tokens >= self.burst

    def block(self, until: float) -> None:
        """Give nothing before `until`: the platform said so. Then one, and the rate from there."""
        if until > self.at:
            self.tokens, self.at = 1.0, until
