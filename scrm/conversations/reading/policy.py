"""Of which parts a list is made. Pure."""

from dataclasses import replace

from scrm.conversations.reading.values import Filter
from scrm.conversations.values import ConversationState


def parts(wanted: Filter) -> list[Filter]:
    """Lists of one state and one team at most, which together are the wanted one: each of them lies
    in the order of an index of its own."""
    states = ConversationState if wanted.status is None else (ConversationState(wanted.status),)
    each = [replace(wanted, status=state.value) for state in states]
    if wanted.teams is None:
        return each
    return [replace(one, team_id=team, teams=None) for one in each for team in wanted.teams]
