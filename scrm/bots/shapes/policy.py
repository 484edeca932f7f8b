"""From JSON to a bot. Pure; what each part means: docs/reference/bots.md."""

from collections.abc import Callable, Collection
from datetime import timedelta

from scrm.bots import values as bots
from scrm.bots.answers.policy import answer_at, value_at, word_at
from scrm.bots.values import (
    Answer,
    Asked,
    Bot,
    Fallback,
    Intent,
    Meant,
    On,
    Quoted,
    Responder,
    Then,
    Welcome,
    When,
)
from scrm.conditions.places.policy import (
    Fields,
    Place,
    Reading,
    kind_of,
    list_at,
    meant,
    text_at,
)
from scrm.conditions.shapes import policy as conditions
from scrm.conditions.values import All, Condition
from scrm.conditions.whom.policy import address_at, whom_at
from scrm.kernel.errors import Mistaken
from scrm.kernel.terms import indexed
from scrm.teams.values import NOBODY, Nameable, Whom
from scrm.web.bodies import LARGEST_ID

MOST_RESPONDERS = 200
MOST_INTENTS = 100
MOST_EXAMPLES = 200
MOST_CHANNELS = 100
MOST_VALUES = 50
LONGEST_NAME = 80
LONGEST_EXAMPLE = 300
LONGEST_WAIT = 10.0  # seconds
_WAYS = ("on", "intent", "articles", "welcome", "fallback")
_ALONE = ("articles", "welcome", "fallback")
_TOP = ("responders", "intents", "name", "wait", "hand_over", "assign")
_FIELDS = ("name", *_WAYS, "press", "hours", "channels", "answer", "then", "assign")


def read(value: object, known_events: Collection[str], known: Nameable | None) -> Bot:
    """The bot that a JSON document states; of whom it can name is `known`, None where nobody knows
    that. Raises Mistaken with all that is wrong and where."""
    reading = Reading(known_events)
    fields = Fields(value, Place(reading), _TOP)
    intents = _intents(fields)
    items = list_at(fields["responders"], fields.at("responders"), MOST_RESPONDERS)
    names = {one.name for one in intents}
    responders: list[Responder] = []
    for number, item in enumerate(items):
        place = fields.at("responders").step(number)
        one = _responder(item, place, names, known)
        if any(one.name == other.name for other in responders):
            place.step("name").wrong("is the name of an earlier responder; choose another")
        responders.append(one)
    name = fields.text("name", LONGEST_NAME) if "name" in fields else bots.NAME
    hand_over = (
        answer_at(fields["hand_over"], fields.at("hand_over")) if "hand_over" in fields else None
    )
    bot = Bot(tuple(responders), intents, name, _wait(fields), hand_over, _assign(fields, known))
    if reading.mistakes:
        raise Mistaken(reading.mistakes, code="bad_bot")
    return bot


def _intents(fields: Fields) -> tuple[Intent, ...]:
    given, place = fields["intents"], fields.at("intents")
    if "intents" not in fields:
        return ()
    if not isinstance(given, dict):
        place.wrong(f"has to be an object of names and example sentences, not {kind_of(given)}")
        return ()
    if len(given) > MOST_INTENTS:
        place.wrong(f"holds {len(given)}; {MOST_INTENTS} are the most")
    found = []
    for name, examples in list(given.items())[:MOST_INTENTS]:
        step = place.step(str(name)[:60])
        text_at(str(name), step, LONGEST_NAME)
        texts = list_at(examples, step, MOST_EXAMPLES)
        found.append(
            Intent(str(name), tuple(_example(one, step.step(n)) for n, one in enumerate(texts)))
        )
    return tuple(found)


def _example(value: object, place: Place) -> str:
    before = len(place.reading.mistakes)
    text = text_at(value, place, LONGEST_EXAMPLE)
    if len(place.reading.mistakes) == before and not indexed(text):
        place.wrong("has no word in it; write how somebody would say it")
    return text


def _wait(fields: Fields) -> timedelta:
    if "wait" not in fields:
        return bots.WAIT
    value = fields["wait"]
    if (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and 0 <= value <= LONGEST_WAIT
    ):
        return timedelta(seconds=value)
    fields.at("wait").wrong(f"has to be a number of seconds from 0 to {LONGEST_WAIT:.0f}")
    return bots.WAIT


def _assign(fields: Fields, known: Nameable | None) -> Whom:
    """A mail address, a team, or a colleague."""
    if "assign" not in fields:
        return NOBODY
    read_it = whom_at if isinstance(fields["assign"], dict) else address_at
    return read_it(fields["assign"], fields.at("assign"), known)


def _responder(
    value: object, place: Place, intents: Collection[str], known: Nameable | None
) -> Responder:
    fields = Fields(value, place, _FIELDS)
    then = Then(word_at(fields, "then", Then.CONTINUE, tuple(Then)))
    assign = _assign(fields, known)
    if assign and then is not Then.HAND_OVER:
        fields.at("assign").wrong("says for whom a hand-over is; write then: hand_over beside it")
    on = _on(fields, intents)
    if isinstance(on, Quoted) and then is Then.HAND_OVER:
        fields.at("then").wrong("can't hand over beside articles: what it offers would stay unread")
    if isinstance(value, dict) and "answer" not in fields and not isinstance(on, Quoted):
        fields.at("answer").wrong("is missing; say what the person is to read")
    answer = answer_at(fields["answer"], fields.at("answer")) if "answer" in fields else Answer(())
    return Responder(
        name=fields.text("name", LONGEST_NAME),
        on=on,
        answer=answer,
        when=When(word_at(fields, "hours", When.ALWAYS, tuple(When))),
        channels=_channels(fields),
        then=then,
        assign=assign,
    )


def _on(fields: Fields, intents: Collection[str]) -> On:
    values = _values(fields)
    if values and not any(way in fields for way in _WAYS):
        return Asked(None, values)
    way = fields.one_of(_WAYS)
    if values and way in _ALONE:
        fields.at("press").wrong(f"can't stand beside {way}; write a responder of its own for it")
    return _READERS[way](fields, intents, values) if way else Fallback()


def _condition(fields: Fields, _: Collection[str], values: tuple[str, ...]) -> On:
    place = fields.at("on")
    try:
        found = conditions.read(fields["on"], place.reading.known_events, at=".".join(place.path))
    except Mistaken as wrong:
        place.reading.mistakes.extend(wrong.mistakes)
        found = All(())
    return Asked(_asking(found, place), values)


def _asking(found: Condition, place: Place) -> Condition:
    if found == All(()) and not place.reading.mistakes:
        place.wrong("asks nothing; write fallback: true for what nothing else answers")
    return found


def _intent(fields: Fields, intents: Collection[str], values: tuple[str, ...]) -> On:
    name = fields.text("intent", LONGEST_NAME)
    if name and name not in intents:
        near = meant(name, sorted(intents)) if intents else "write its examples under intents"
        fields.at("intent").wrong(f"is no intent; {near}")
    return Meant(name, values)


def _quoted(fields: Fields, _: Collection[str], __: tuple[str, ...]) -> On:
    _require_true(fields, "articles")
    return Quoted()


def _welcome(fields: Fields, _: Collection[str], __: tuple[str, ...]) -> On:
    _require_true(fields, "welcome")
    return Welcome()


def _fallback(fields: Fields, _: Collection[str], __: tuple[str, ...]) -> On:
    _require_true(fields, "fallback")
    return Fallback()


def _require_true(fields: Fields, name: str) -> None:
    if fields[name] is not True:
        fields.at(name).wrong("is true, or else left out")


_READERS: dict[str, Callable[[Fields, Collection[str], tuple[str, ...]], On]] = {
    "on": _condition,
    "intent": _intent,
    "articles": _quoted,
    "welcome": _welcome,
    "fallback": _fallback,
}


def _values(fields: Fields) -> tuple[str, ...]:
    if "press" not in fields:
        return ()
    items = list_at(fields["press"], fields.at("press"), MOST_VALUES)
    return tuple(value_at(one, fields.at("press").step(n)) for n, one in enumerate(items))


def _channels(fields: Fields) -> tuple[int, ...]:
    if "channels" not in fields:
        return ()
    items = list_at(fields["channels"], fields.at("channels"), MOST_CHANNELS)
    return tuple(_channel(one, fields.at("channels").step(n)) for n, one in enumerate(items))


def _channel(value: object, place: Place) -> int:
    text = text_at(value, place, 20)
    if text and not (text.isascii() and text.isdecimal() and int(text) <= LARGEST_ID):
        place.wrong("is no id of a channel; ids are texts of digits")
        return 0
    return int(text or 0)
