"""Which of two messages of one step lives where two people turn out to be one. Pure."""

from collections.abc import Iterable
from enum import IntEnum

from scrm.delivery.following.values import Both, Sent, Ways
from scrm.delivery.values import DeliveryState

WAITING = (DeliveryState.QUEUED, DeliveryState.RESERVED, DeliveryState.HELD)
MAY_HAVE_ARRIVED = (
    *(DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DELIVERED),
    *(DeliveryState.READ, DeliveryState.UNKNOWN),
)

NOTHING = (
    *(DeliveryState.FAILED, DeliveryState.BLOCKED),
    *(DeliveryState.MISSED, DeliveryState.CANCELLED),
)


class _Worth(IntEnum):
    """What has arrived, or may have, is worth more than what can still be sent, and that more than
    what came to nothing."""

    NOTHING = 0
    WAITS = 1
    ARRIVED = 2


def _worth(one: Sent) -> _Worth:
    if one.state in MAY_HAVE_ARRIVED:
        return _Worth.ARRIVED
    return _Worth.WAITS if one.state in WAITING else _Worth.NOTHING


def joined(some: Iterable[Both]) -> Ways:
    """The better of two is the person's; of equals the taker's own. The other is left with the contact
    that leads to them, and not sent. What came to nothing goes nowhere: it would stand in the way of
    one that is yet to come."""
    ways = Ways([], [], [])
    for givers, takers in some:
        mine = _worth(givers)
        if takers is None:
            if mine > _Worth.NOTHING:
                ways.go.append(givers.id)
            continue
        theirs = _worth(takers)
        if mine > theirs:
            ways.swap.append((givers.id, takers.id))
        if min(mine, theirs) is _Worth.WAITS:
            ways.end.append(takers.id if mine > theirs else givers.id)
    return ways


def separated(some: Iterable[Both]) -> Ways:
    """Each goes with its address, and where the taker has one already, they change places: it is the
    giver's, but for what went to the other's address meanwhile. That stays where it is, until it may
    have arrived."""
    ways = Ways([], [], [])
    for givers, takers in some:
        if takers is None:
            ways.go.append(givers.id)
        elif not takers.is_moved or _worth(givers) is _Worth.ARRIVED > _worth(takers):
            ways.swap.append((givers.id, takers.id))
    return ways
