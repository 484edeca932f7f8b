"""The words of facts: what is asked about people before something is sent to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from campaigns.deciding.values import Purpose

Windows = Callable[[Purpose], Mapping[int, timedelta]]
"""By channel, how long after somebody's last message its platform takes messages of a purpose; only
where that ends."""


def no_windows(_: Purpose) -> Mapping[int, timedelta]:
    return {}


@dataclass(frozen=True, slots=True)
class Cap:
    """The most messages that somebody gets in any `period`, which rolls: it ends now, wherever the
    clock stands, so that no midnight and no Monday lets two at once through."""

    most: int
    period: timedelta


@dataclass(frozen=True, slots=True)
class Asks:
    """What a campaign asks about its people. `channel_ids` are in the order in which they are tried.
    `windows` say by channel how long after somebody's last message the platform takes messages of
    this purpose; a channel that is not named takes them at any time. `seed` makes a person's jitter
    another one in another campaign.

    `is_last` is the look in the transaction that marks `sending`, which has taken its people: only
    what is out counts against caps. Before that, what waits in the outbox counts too."""

    channel_ids: tuple[int, ...]
    purpose: Purpose = Purpose.MARKETING
    caps: tuple[Cap, ...] = ()
    windows: Mapping[int, timedelta] = field(default_factory=dict)
    hold_after_answer: timedelta = timedelta(hours=24)
    seed: int = 0
    is_last: bool = False
