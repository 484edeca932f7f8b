"""Which facts can change what a condition says of a person, and whether time alone can. Pure.

Too much is named rather than too little: whoever is told of a fact asks the condition itself.
"""

from functools import reduce

from scrm.conditions.touching.values import Touches
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
    Sum,
    Tag,
    Text,
)

_CREATED = frozenset({"contact.created"})
_ALWAYS = frozenset({"contact.joined", "contact.separated"})
"""With these a person has another history."""
_CHANGED = frozenset({"message.edited", "message.deleted"})
"""A text is read as it stands now."""
_OF_CONVERSATIONS = frozenset(
    {
        *("message.received", "message.edited", "message.deleted", "message.sent"),
        *("conversation.opened", "conversation.reopened", "conversation.assigned"),
        *("conversation.snoozed", "conversation.resolved", "bot.answered"),
        *("conversation.handed_over", "conversation.taken_over", "conversation.handed_back"),
    }
)
_FACTS = {"first_seen": frozenset[str](), "last_seen": frozenset({"message.received"})}


def touches(condition: Condition) -> Touches:
    begins = frozenset() if _of_newcomers(condition) is False else _CREATED
    return reduce(_both, _parts(condition), Touches(_ALWAYS | begins))


def _of_newcomers(condition: Condition) -> bool | None:
    """Whether it holds of somebody to whom nothing has happened yet; None where that depends on what
    they come with. What happens to them, a tag too, is told by itself."""
    match condition:
        case All(parts):
            return _all([_of_newcomers(part) for part in parts])
        case AnyOf(parts):
            return _not(_all([_not(_of_newcomers(part)) for part in parts]))
        case Not(part):
            return _not(_of_newcomers(part))
        case _:
            return _of_nothing(condition)


def _of_nothing(leaf: Leaf) -> bool | None:
    match leaf:
        case Text() | Last():
            return False
        case Tag(has=has):
            return not has
        case Count(bound=bound, number=number) | Sum(bound=bound, number=number):
            return _is_met(0, bound, number)
        case _:
            return None


def _all(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def _is_met(found: int, bound: Bound, number: int) -> bool:
    match bound:
        case Bound.AT_LEAST:
            return found >= number
        case Bound.AT_MOST:
            return found <= number
        case Bound.EXACTLY:
            return found == number


def counted(condition: Condition) -> frozenset[str]:
    """The kinds of facts each of which matters, whatever it is about: those that are counted."""
    match condition:
        case All(parts) | AnyOf(parts):
            return frozenset().union(*map(counted, parts))
        case Not(part):
            return counted(part)
        case Count(event=event) | Sum(event=event) | Last(event=event):
            return frozenset({event})
        case _:
            return frozenset()


def _parts(condition: Condition) -> list[Touches]:
    match condition:
        case All(parts) | AnyOf(parts):
            return [touch for part in parts for touch in _parts(part)]
        case Not(part):
            return _parts(part)
        case (
            Count(event=event, within=within, where=where)
            | Sum(event=event, within=within, where=where)
        ):
            return [Touches(frozenset({event}), by_time=within is not None), *_where(where)]
        case Last(event=event, where=where):
            return [Touches(frozenset({event}), by_time=True), *_where(where)]
        case _:
            return [_leaf(condition)]


def _where(condition: Condition | None) -> list[Touches]:
    """What an event was like changes only where its message does."""
    match condition:
        case All(parts) | AnyOf(parts):
            return [touch for part in parts for touch in _where(part)]
        case Not(part):
            return _where(part)
        case Text():
            return [Touches(_CHANGED)]
        case _:
            return []


def _leaf(leaf: Text | Attribute | Data | Tag | Channel | Conversation) -> Touches:
    match leaf:
        case Text():
            return Touches(_CHANGED | {"message.received"}, by_time=leaf.within is not None)
        case Attribute(name=name):
            facts = _FACTS.get(name, frozenset({"contact.updated"}))
            return Touches(facts, attributes=frozenset({name}))
        case Tag(name=name):
            return Touches(
                frozenset({"tag.added", "tag.removed"}), tags=frozenset({name}), by_time=True
            )
        case Channel():
            return Touches(frozenset({"message.received"}))
        case Conversation():
            return Touches(_OF_CONVERSATIONS)
        case Data():
            return Touches()


def _both(one: Touches, other: Touches) -> Touches:
    return Touches(
        one.events | other.events,
        one.attributes | other.attributes,
        one.tags | other.tags,
        one.by_time or other.by_time,
    )
