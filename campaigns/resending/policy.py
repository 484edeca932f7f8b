"""Which runs send the same message to whom it did not come. Pure."""

from collections.abc import Iterable

from campaigns.audience.values import RESEND
from campaigns.resending.values import Run
from campaigns.values import Resend


def first_of(runs: Iterable[Run]) -> dict[int, int]:
    """By run the first of those that send the same: itself, but for one that goes to those whose
    message failed, and those of the days of one turn, which nobody has twice. Who did not read it is
    sent it a second time on purpose."""
    first: dict[int, int] = {}
    turns: dict[tuple[int, int], int] = {}
    for run in sorted(runs, key=lambda one: one.id):
        earlier = _earlier(run.key)
        if run.turn is not None:
            earlier = turns.setdefault((run.campaign_id, run.turn), run.id)
        first[run.id] = run.id if earlier is None else first.get(earlier, earlier)
    return first


def _earlier(key: str) -> int | None:
    """The run whose failures one of this key sends again."""
    if not key.startswith(RESEND):
        return None
    _, earlier, whom = key.split(":")
    return int(earlier) if whom == Resend.FAILED else None
