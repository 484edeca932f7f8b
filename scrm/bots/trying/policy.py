"""What holds of somebody who writes for the first time, of whom nothing is known. Pure."""

from scrm.conditions.patterns.policy import says
from scrm.conditions.values import (
    All,
    AnyOf,
    Attribute,
    Bound,
    Channel,
    Condition,
    Conversation,
    Count,
    Data,
    Last,
    Leaf,
    Not,
    Op,
    Sum,
    Tag,
    Text,
)
from scrm.conversations.values import ConversationState

_OF_NOTHING = frozenset({Op.NE, Op.NOT_IN, Op.MISSING})
"""Ways to ask for an attribute that hold where there is none."""
_AT_FIRST = frozenset({"message.received", "contact.created", "conversation.opened"})


def holds(condition: Condition, text: str, channel_id: int, platform: str) -> bool:
    """Of a stranger's first message."""
    match condition:
        case All(parts):
            return all(holds(part, text, channel_id, platform) for part in parts)
        case AnyOf(parts):
            return any(holds(part, text, channel_id, platform) for part in parts)
        case Not(part):
            return not holds(part, text, channel_id, platform)
        case _:
            return _leaf(condition, text, channel_id, platform)


def _leaf(leaf: Leaf, text: str, channel_id: int, platform: str) -> bool:
    match leaf:
        case Text():
            return says(leaf)(text)
        case Channel():
            return platform == leaf.platform if leaf.platform else channel_id == leaf.id
        case Count(event=event, where=where, bound=bound, number=number):
            return _compared(_happened(event, where, text, channel_id, platform), bound, number)
        case Sum(bound=bound, number=number):
            return _compared(0, bound, number)
        case Last(event=event, where=where, before=before):
            return not before and _happened(event, where, text, channel_id, platform) > 0
        case _:
            return _of_nobody(leaf)


def _happened(
    event: str, where: Condition | None, text: str, channel_id: int, platform: str
) -> int:
    """How often: with the message in hand the stranger became known and a conversation began."""
    if event not in _AT_FIRST:
        return 0
    return int(where is None or holds(where, text, channel_id, platform))


def _compared(times: int, bound: Bound, number: int) -> bool:
    match bound:
        case Bound.AT_LEAST:
            return times >= number
        case Bound.AT_MOST:
            return times <= number
        case Bound.EXACTLY:
            return times == number


def _of_nobody(leaf: Attribute | Data | Tag | Conversation) -> bool:
    match leaf:
        case Attribute(op=op) | Data(op=op):
            return op in _OF_NOTHING
        case Tag(has=has):
            return not has
        case Conversation(state=state, waiting=waiting, assigned=assigned):
            is_open = state is None or state == ConversationState.OPEN
            return is_open and waiting is not False and assigned is not True
