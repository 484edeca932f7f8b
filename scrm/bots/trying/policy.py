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
    Not,
    Op,
    Tag,
    Text,
)
from scrm.conversations.values import ConversationState

_OF_NOTHING = frozenset({Op.NE, Op.NOT_IN, Op.MISSING})
"""Ways to ask for an attribute that hold where there is none."""


def holds(condition: Condition, text: str, channel_id: int, platform: str) -> bool:
    """Of a stranger's first message."""
    match condition:
        case All(parts):
            return all(holds(part, text, channel_id, platform) for part in parts)
        case AnyOf(parts):
            return any(holds(part, text, channel_id, platform) for part in parts)
        case Not(part):
            return not holds(part, text, channel_id, platform)
        case Text():
            return says(condition)(text)
        case Channel():
            return (
                platform == condition.platform if condition.platform else channel_id == condition.id
            )
        case _:
            return _of_nobody(condition)


def _of_nobody(leaf: Attribute | Data | Tag | Count | Last | Conversation) -> bool:
    match leaf:
        case Attribute(op=op) | Data(op=op):
            return op in _OF_NOTHING
        case Tag(has=has):
            return not has
        case Count(bound=Bound.AT_MOST):
            return True
        case Count(number=number):
            return number == 0
        case Last():
            return False
        case Conversation(state=state, waiting=waiting, assigned=assigned):
            is_open = state is None or state == ConversationState.OPEN
            return is_open and waiting is not False and assigned is not True
