"""From JSON to a rule. Pure; what each part means: docs/reference/rules.md."""

from collections.abc import Callable, Collection
from datetime import timedelta

from scrm.conditions.places.policy import Fields, Place, Reading, kind_of, list_at, listed, meant
from scrm.conditions.shapes import policy as conditions
from scrm.conditions.values import All, Condition, Scalar
from scrm.conditions.whom.policy import whom_at
from scrm.conditions.windows import policy as windows
from scrm.kernel.errors import Mistaken
from scrm.teams.values import Nameable
from tagging.rules.values import AT_ANY_TIME, Action, AssignTo, PutTag, Rule, SetAttributes, TakeTag

MOST_ACTIONS = 20
LONGEST_TAG = 80
LONGEST_VALUE = 1_000
ACTIONS = ("tag", "untag", "set", "assign")


def read(value: object, known_events: Collection[str], known: Nameable | None = None) -> Rule:
    """The rule that a JSON document states; of whom it can name is `known`, None where nobody knows
    that. Raises Mistaken with all that is wrong and where."""
    reading = Reading(known_events)
    place = Place(reading)
    fields = Fields(value, place, ("name", "when", "if", "then"))
    name, when = fields.text("name"), fields.text("when")
    if when and when != AT_ANY_TIME and when not in known_events:
        kinds = [*sorted(known_events), AT_ANY_TIME]
        fields.at("when").wrong(f"is no event; {meant(when, kinds)}")
    condition = _condition(fields, known_events)
    items = list_at(fields["then"], fields.at("then"), MOST_ACTIONS)
    actions = [_action(item, fields.at("then").step(n), known) for n, item in enumerate(items)]
    if reading.mistakes:
        raise Mistaken(reading.mistakes, code="bad_rule")
    return Rule(name, when, condition, tuple(one for one in actions if one is not None))


def _condition(fields: Fields, known_events: Collection[str]) -> Condition:
    """Without one the rule holds for whoever it happens to."""
    if "if" not in fields:
        return All(())
    try:
        return conditions.read(fields["if"], known_events, at="if")
    except Mistaken as wrong:
        fields.place.reading.mistakes.extend(wrong.mistakes)
        return All(())


def _action(value: object, place: Place, known: Nameable | None) -> Action | None:
    if not isinstance(value, dict):
        place.wrong(f"has to be an object with {listed(ACTIONS)}, not {kind_of(value)}")
        return None
    named = Fields(value, place, (*ACTIONS, "until", "while"))
    which = named.one_of(ACTIONS)
    for word in ("until", "while"):
        if word in named and which != "tag":
            named.at(word).wrong("says how long a tag stays; write it beside tag")
    if which == "assign":
        return AssignTo(whom_at(named["assign"], named.at("assign"), known))
    return _ACTIONS[which](named) if which else None


def _put(fields: Fields) -> Action:
    only_while = fields.flag("while") or False
    if only_while and "until" in fields:
        fields.at("while").wrong("says that the condition ends the tag; take until out, or this")
    return PutTag(fields.text("tag", LONGEST_TAG), _until(fields), only_while)


def _until(fields: Fields) -> timedelta | None:
    if "until" not in fields:
        return None
    value = fields["until"]
    window = windows.read(value) if isinstance(value, str) else None
    if window is None:
        fields.at("until").wrong("is no length of time; write one such as '12h', '30d' or '8w'")
    return window


def _take(fields: Fields) -> Action:
    return TakeTag(fields.text("untag", LONGEST_TAG))


def _set(fields: Fields) -> Action:
    given, place = fields["set"], fields.at("set")
    if not isinstance(given, dict) or not given:
        place.wrong("has to be an object of names and values")
        return SetAttributes(())
    values = [(str(name), _value(one, place.step(str(name)[:60]))) for name, one in given.items()]
    return SetAttributes(tuple(values))


def _value(value: object, place: Place) -> Scalar | None:
    if value is None or isinstance(value, bool | int | float):
        return value
    if not isinstance(value, str):
        place.wrong(f"has to be a text, a number, true, false or null, not {kind_of(value)}")
        return None
    if len(value) > LONGEST_VALUE:
        place.wrong(f"has {len(value)} characters; {LONGEST_VALUE} are the most")
    return value


_ACTIONS: dict[str, Callable[[Fields], Action]] = {"tag": _put, "untag": _take, "set": _set}
