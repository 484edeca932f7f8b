"""The JSON of a condition: `read` makes the same condition of it again. Pure."""

from scrm.conditions.operands import policy as operands
from scrm.conditions.values import (
    All,
    AnyOf,
    Attribute,
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
    TextHow,
)
from scrm.conditions.windows.policy import written

Json = dict[str, object]


def write(condition: Condition) -> Json:
    match condition:
        case All(parts):
            return {"all": [write(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [write(part) for part in parts]}
        case Not(part):
            return {"not": write(part)}
        case leaf:
            return {_KEYS[type(leaf)]: _leaf(leaf)}


_KEYS: dict[type[Leaf], str] = {
    Text: "text",
    Attribute: "attribute",
    Data: "data",
    Tag: "tag",
    Count: "count",
    Sum: "sum",
    Last: "last",
    Channel: "channel",
    Conversation: "conversation",
}


def _leaf(leaf: Leaf) -> Json:  # noqa: C901 - a case for each leaf
    match leaf:
        case Text():
            fields = _text(leaf)
        case Attribute(name, op, values) | Data(name, op, values):
            fields = operands.write(name, op, values)
        case Tag(name, has):
            fields = {"name": name, "op": "has" if has else "has_not"}
        case Count():
            fields = {"event": leaf.event, **_bounded(leaf)}
        case Sum():
            fields = {"event": leaf.event, "of": leaf.of, **_bounded(leaf)}
        case Last():
            side = "before" if leaf.before else "within"
            fields = {"event": leaf.event, **_where(leaf), side: written(leaf.window)}
        case Channel(platform, id):
            fields = {"platform": platform} if id is None else {"id": str(id)}
        case Conversation(state, waiting, assigned):
            asked = {"state": state, "waiting": waiting, "assigned": assigned}
            fields = {name: value for name, value in asked.items() if value is not None}
    return fields


def _text(leaf: Text) -> Json:
    said = leaf.words[0] if leaf.how is TextHow.MATCHES else list(leaf.words)
    within = {} if leaf.within is None else {"within": written(leaf.within)}
    return {leaf.how.value: said, **within}


def _bounded(leaf: Count | Sum) -> Json:
    within = {} if leaf.within is None else {"within": written(leaf.within)}
    return {**_where(leaf), **within, leaf.bound.value: leaf.number}


def _where(leaf: Count | Sum | Last) -> Json:
    return {} if leaf.where is None else {"where": write(leaf.where)}
