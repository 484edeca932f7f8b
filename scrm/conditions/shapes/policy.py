"""From JSON to a condition and back. Pure; what each part means: docs/reference/conditions.md."""

from collections.abc import Callable, Collection
from datetime import timedelta

from scrm.conditions.bounds import values as most
from scrm.conditions.operands import policy as operands
from scrm.conditions.patterns.policy import says
from scrm.conditions.places.policy import (
    Fields,
    Place,
    Reading,
    kind_of,
    list_at,
    listed,
    meant,
    text_at,
)
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
    TextHow,
)
from scrm.conditions.windows import policy as windows
from scrm.conditions.writing.policy import write as write
from scrm.conversations.values import ConversationState
from scrm.kernel.errors import Invalid, Mistaken
from scrm.kernel.terms import folded
from scrm.web.bodies import LARGEST_ID

_GROUPS = ("all", "any", "not")
_STAND_IN = All(())


def read(value: object, known_events: Collection[str], at: str = "") -> Condition:
    """The condition that a JSON document states; `at` is where it stands in a larger one.

    Raises Mistaken with all that is wrong and where, whatever the document is.
    """
    reading = Reading(known_events)
    found = _condition(value, Place(reading, (at,) if at else ()))
    if reading.mistakes:
        raise Mistaken(reading.mistakes, code="bad_condition")
    return found


def _condition(value: object, place: Place) -> Condition:
    known = _known(place)
    if not isinstance(value, dict):
        place.wrong(f"has to be an object with {listed(known)}, not {kind_of(value)}")
        return _STAND_IN
    if len(value) != 1:
        both = "wrap them: {'all': [{…}, {…}]}" if value else f"write {listed(known)}"
        place.wrong(f"has {len(value)} keys instead of one; {both}")
        return _STAND_IN
    key, inner = next(iter(value.items()))
    step = place.step(str(key)[:60])
    if key not in known:
        step.wrong(_not_here(str(key), known))
        return _STAND_IN
    if key not in _GROUPS:
        return _leaf(key, inner, step)
    if place.depth >= most.DEEPEST - 1:
        step.wrong(f"lies {place.depth + 1} groups deep; fewer than {most.DEEPEST} are allowed")
        return _STAND_IN
    return _group(key, inner, step.inside())


def _known(place: Place) -> tuple[str, ...]:
    leaves = ("text", "channel", "data") if place.in_where else tuple(_LEAVES)
    return _GROUPS + leaves


def _not_here(key: str, known: tuple[str, ...]) -> str:
    if key == "data":
        return "asks about an event; it stands only inside where of count or last"
    if key in _LEAVES:
        return f"asks about the person; where asks about one event: {listed(known)}"
    return f"is not known here; {meant(key, known)}"


def _group(key: str, inner: object, place: Place) -> Condition:
    if key == "not":
        return Not(_condition(inner, place))
    parts = []
    for number, item in enumerate(list_at(inner, place, most.MOST_LEAVES)):
        if place.reading.leaves > most.MOST_LEAVES:
            break
        parts.append(_condition(item, place.step(number)))
    return All(tuple(parts)) if key == "all" else AnyOf(tuple(parts))


def _leaf(key: str, inner: object, place: Place) -> Condition:
    place.reading.leaves += 1
    if place.reading.leaves == most.MOST_LEAVES + 1:
        place.wrong(f"is one too many: a condition has at most {most.MOST_LEAVES} questions")
    return (_data if key == "data" else _LEAVES[key])(inner, place)


def _text(inner: object, place: Place) -> Leaf:
    ways = tuple(how.value for how in TextHow)
    fields = Fields(inner, place, ways if place.in_where else (*ways, "within"))
    way = fields.one_of(ways)
    within = None if place.in_where else _window(fields, "within")
    if not way:
        return Text(TextHow.MATCHES, ("",), within)
    how = TextHow(way)
    if how is TextHow.MATCHES:
        return Text(how, (_pattern(fields),), within)
    spot = fields.at(way)
    words = list_at(fields[way], spot, most.MOST_KEYWORDS)
    return Text(how, tuple(_keyword(word, spot.step(n)) for n, word in enumerate(words)), within)


def _pattern(fields: Fields) -> str:
    before = len(fields.place.reading.mistakes)
    pattern = fields.text("matches", most.LONGEST_PATTERN)
    if len(fields.place.reading.mistakes) == before:
        try:
            says(Text(TextHow.MATCHES, (pattern,)))
        except Invalid as refused:
            why = str(refused).removeprefix(f"{refused.field} ")
            fields.at("matches").wrong(why)
    return pattern


def _keyword(value: object, place: Place) -> str:
    before = len(place.reading.mistakes)
    word = text_at(value, place, most.LONGEST_KEYWORD)
    if len(place.reading.mistakes) == before and not folded(word).strip():
        place.wrong("has no letter, digit or sign of its own; every text would hold it")
    return word


def _attribute(inner: object, place: Place) -> Leaf:
    return Attribute(*operands.read(Fields(inner, place, operands.FIELDS)))


def _data(inner: object, place: Place) -> Leaf:
    return Data(*operands.read(Fields(inner, place, operands.FIELDS)))


def _tag(inner: object, place: Place) -> Leaf:
    fields = Fields(inner, place, ("name", "op"))
    name, op = fields.text("name"), fields.text("op")
    if op and op not in ("has", "has_not"):
        fields.at("op").wrong(f"is no way to ask for a tag; {meant(op, ('has', 'has_not'))}")
    return Tag(name, op == "has")


def _count(inner: object, place: Place) -> Leaf:
    bounds = tuple(bound.value for bound in Bound)
    fields = Fields(inner, place, ("event", "where", "within", *bounds))
    event, bound = _event(fields), fields.one_of(bounds)
    number = _whole(fields[bound], fields.at(bound)) if bound else 0
    within, where = _window(fields, "within"), _where(fields)
    return Count(event, Bound(bound or "at_least"), number, within, where)


def _sum(inner: object, place: Place) -> Leaf:
    bounds = (Bound.AT_LEAST.value, Bound.AT_MOST.value)
    fields = Fields(inner, place, ("event", "of", "where", "within", *bounds))
    event, of, bound = _event(fields), fields.text("of"), fields.one_of(bounds)
    if '"' in of:
        fields.at("of").wrong("holds a quotation mark; data has no such names")
    number = _whole(fields[bound], fields.at(bound), most.LARGEST_SUM) if bound else 0
    within, where = _window(fields, "within"), _where(fields)
    return Sum(event, of, Bound(bound or "at_least"), number, within, where)


def _last(inner: object, place: Place) -> Leaf:
    fields = Fields(inner, place, ("event", "where", "before", "within"))
    event, side = _event(fields), fields.one_of(("before", "within"))
    window = (_window(fields, side) if side else None) or windows.SHORTEST
    return Last(event, window, side == "before", _where(fields))


def _event(fields: Fields) -> str:
    kind, known = fields.text("event"), fields.place.reading.known_events
    if kind and kind not in known:
        fields.at("event").wrong(f"is no event; {meant(kind, sorted(known))}")
    return kind


def _where(fields: Fields) -> Condition | None:
    if "where" not in fields:
        return None
    return _condition(fields["where"], fields.at("where").inside(where=True))


def _window(fields: Fields, name: str) -> timedelta | None:
    if name not in fields:
        return None
    value, place = fields[name], fields.at(name)
    window = windows.read(value) if isinstance(value, str) else None
    if window is None:
        place.wrong(
            "is no window of time; write a number with m, h, d or w, such as '30m', '12h', '7d' "
            "or '8w', at most ten years"
        )
    return window


def _whole(value: object, place: Place, largest: int = most.LARGEST_COUNT) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= largest:
        return value
    place.wrong(f"has to be a whole number from 0 to {largest}")
    return 0


def _channel(inner: object, place: Place) -> Leaf:
    fields = Fields(inner, place, ("platform", "id"))
    given = fields.one_of(("platform", "id"))
    if given == "platform":
        return Channel(platform=fields.text("platform"))
    text = fields.text("id") if given else ""
    if text and not (text.isascii() and text.isdecimal() and int(text[:20]) <= LARGEST_ID):
        fields.at("id").wrong("is no id; ids are texts of digits")
        text = ""
    return Channel(id=int(text or 0))


def _conversation(inner: object, place: Place) -> Leaf:
    fields = Fields(inner, place, ("state", "waiting", "assigned"))
    if isinstance(inner, dict) and not inner:
        place.wrong("asks nothing; write state, waiting or assigned")
    state = fields.text("state") if "state" in fields else None
    states = [each.value for each in ConversationState]
    if state and state not in states:
        fields.at("state").wrong(f"is no state of a conversation; {meant(state, states)}")
    return Conversation(state, fields.flag("waiting"), fields.flag("assigned"))


_LEAVES: dict[str, Callable[[object, Place], Leaf]] = {
    "text": _text,
    "attribute": _attribute,
    "tag": _tag,
    "count": _count,
    "sum": _sum,
    "last": _last,
    "channel": _channel,
    "conversation": _conversation,
}
