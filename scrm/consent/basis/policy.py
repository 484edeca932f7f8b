"""What somebody's acts come to. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from scrm.consent.basis.values import ConsentState, Standing


class Act(NamedTuple):
    """Of whom it was before any joining."""

    home_id: int
    channel_id: int | None
    state: str


def standing(acts: Iterable[Act]) -> Standing:
    """The last word on a channel counts, and a word on all channels is one on each. Of several who
    turned out to be one, what one of them took back is taken back."""
    homes: dict[int, dict[int | None, ConsentState]] = {}
    for act in acts:
        states = homes.setdefault(act.home_id, {})
        if act.channel_id is None:
            states.clear()
        states[act.channel_id] = ConsentState(act.state)
    named = {channel_id for states in homes.values() for channel_id in states} | {None}
    found: dict[int | None, ConsentState] = {}
    for one in named:
        said = {states.get(one, states.get(None)) for states in homes.values()}
        if ConsentState.WITHDRAWN in said:
            found[one] = ConsentState.WITHDRAWN
        elif ConsentState.GRANTED in said:
            found[one] = ConsentState.GRANTED
    return Standing(found)
