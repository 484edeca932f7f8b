"""What a condition asks, as a person would say it. Pure.

Each leaf is a clause. A few of them make a sentence; more, or groups within groups, make a list
with a line each.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from scrm.conditions.chinese.values import CHINESE
from scrm.conditions.english.values import ENGLISH
from scrm.conditions.phrases.values import Asking, Either, Tongue
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
    Scalar,
    Sum,
    Tag,
    Text,
    TextHow,
)
from scrm.conditions.windows.policy import parts
from scrm.kernel.money import is_currency, spelt
from scrm.kernel.text import shorten

Names = Mapping[str, str]
"""What people call channels, by their id, and platforms, by theirs."""

MOST_SHOWN = 5
MOST_IN_A_SENTENCE = 3
LONGEST_SENTENCE = 200
LONGEST_WORD = 60
INDENT = "  "
_ORDERED = (Op.GT, Op.GTE, Op.LT, Op.LTE, Op.BETWEEN)


def in_words(condition: Condition, language: str, names: Names) -> str:
    """In Chinese for `zh…`, else in English. It begins in lower case, for the middle of a sentence
    such as "if …"; a list has a line per part, each two spaces deeper than its group."""
    tongue = CHINESE if language.lower().startswith("zh") else ENGLISH
    return "\n".join(_Speaker(tongue, names, tongue.asking_person).lines(condition, False))


@dataclass(frozen=True, slots=True)
class _Speaker:
    tongue: Tongue
    names: Names
    asking: Asking

    def lines(self, condition: Condition, denied: bool) -> list[str]:
        if isinstance(condition, Not):
            return self.lines(condition.part, not denied)
        if not isinstance(condition, All | AnyOf):
            return [self.leaf(condition, denied)]
        if len(condition.parts) == 1:
            return self.lines(condition.parts[0], denied)
        if _is_flat(condition):
            sentence = self.sentence(condition, denied)
            if len(sentence) <= LONGEST_SENTENCE:
                return [sentence]
        return self.bullets(condition, denied)

    def bullets(self, group: All | AnyOf, denied: bool) -> list[str]:
        key = {
            (True, False): "all",
            (True, True): "not_all",
            (False, False): "any",
            (False, True): "none",
        }[isinstance(group, All), denied]
        lines = [self.tongue.of_group[key]]
        for part in group.parts:
            first, *others = self.lines(part, False)
            lines += [f"{INDENT}• {first}", *(INDENT + line for line in others)]
        return lines

    def sentence(self, condition: Condition, denied: bool, inner: bool = False) -> str:
        """In one line; a group within another stands in brackets."""
        match condition:
            case Not(part):
                return self.sentence(part, not denied, inner)
            case All(several) | AnyOf(several):
                if len(several) == 1:
                    return self.sentence(several[0], denied, inner)
                if not several:
                    full = isinstance(condition, All) is not denied
                    return self.tongue.everybody if full else self.tongue.nobody
                joined = _joined(
                    [self.sentence(part, denied, inner=True) for part in several],
                    self.tongue.and_also
                    if isinstance(condition, All) is not denied
                    else self.tongue.or_else,
                    self.tongue.comma,
                )
                return self.tongue.brackets.format(joined) if inner else joined
            case leaf:
                return self.leaf(leaf, denied)

    def leaf(self, leaf: Leaf, denied: bool) -> str:
        said: Callable[..., str] = _SAID[type(leaf)]
        return said(self, leaf, denied)

    def text(self, leaf: Text, denied: bool) -> str:
        last = self.tongue.both if leaf.how is TextHow.CONTAINS_ALL else self.tongue.either
        phrase = _pick(self.asking.text[leaf.how], denied)
        return self.timed(phrase.format(words=self.listed(leaf.words, last)), leaf.within)

    def compared(self, leaf: Attribute | Data, denied: bool) -> str:
        name = leaf.name
        if isinstance(leaf, Attribute):
            name = self.tongue.own.get(name, name)
        values: list[Scalar] = list(leaf.values)
        if leaf.name == "owner_id":
            values = [self.names.get(str(value), value) for value in values]
        ordered = leaf.op in _ORDERED
        dated = ordered and isinstance(values[0], str)
        phrases = self.tongue.dated if dated else self.tongue.compared
        between = leaf.op is Op.BETWEEN
        return _pick(phrases[leaf.op], denied).format(
            subject=self.asking.subject.format(name=name),
            value=self.listed(values[:1] if between else values, self.tongue.either, plain=ordered),
            high=self.operand(values[1], plain=True) if between else "",
        )

    def tag(self, leaf: Tag, denied: bool) -> str:
        return _pick(self.tongue.tag, leaf.has is denied).format(name=self.operand(leaf.name))

    def count(self, leaf: Count, denied: bool) -> str:
        if denied:
            return self.count_denied(leaf)
        did, never = self.happened(leaf)
        window = self.window(leaf.within)
        if leaf.number == 0 and leaf.bound is not Bound.AT_LEAST:
            return self.spaced(did=never, times="", window=window)
        if (leaf.bound, leaf.number) == (Bound.AT_LEAST, 1):
            return self.spaced(did=did, times="", window=window)
        bounds = self.tongue.once if leaf.number == 1 else self.tongue.bounds
        return self.spaced(did=did, times=bounds[leaf.bound].format(n=leaf.number), window=window)

    def count_denied(self, leaf: Count) -> str:
        """What is not at least three is at most two."""
        none_asked = leaf.number == 0
        if leaf.bound is Bound.AT_LEAST and not none_asked:
            return self.count(replace(leaf, bound=Bound.AT_MOST, number=leaf.number - 1), False)
        if leaf.bound is Bound.AT_MOST or (leaf.bound is Bound.EXACTLY and none_asked):
            return self.count(replace(leaf, bound=Bound.AT_LEAST, number=leaf.number + 1), False)
        return self.tongue.exactly_not.format(clause=self.count(leaf, False))

    def sum(self, leaf: Sum, denied: bool) -> str:
        currency = currency_of(leaf)
        if currency:
            phrase = _pick(self.tongue.spent[leaf.bound], denied)
            said = phrase.format(money=spelt(leaf.number, currency))
        else:
            did, _ = self.happened(leaf)
            phrase = _pick(self.tongue.summed[leaf.bound], denied)
            said = phrase.format(of=self.operand(leaf.of), did=did, n=f"{leaf.number:,}")
        return self.spaced(did=said, times="", window=self.window(leaf.within))

    def last(self, leaf: Last, denied: bool) -> str:
        did, never = self.happened(leaf)
        window = self.window(leaf.window)
        if not leaf.before:
            return self.spaced(did=never if denied else did, times="", window=window)
        phrase = self.tongue.lately_or_never if denied else self.tongue.not_lately
        return phrase.format(did=did, never=never, window=window)

    def channel(self, leaf: Channel, denied: bool) -> str:
        if leaf.id is None:
            place = self.names.get(leaf.platform) or leaf.platform.capitalize()
        else:
            name = self.names.get(str(leaf.id))
            place = self.operand(name) if name else self.tongue.lost_channel
        return _pick(self.asking.on, denied).format(place=place)

    def conversation(self, leaf: Conversation, denied: bool) -> str:
        tongue = self.tongue
        what = [] if leaf.state is None else [tongue.states[leaf.state]]
        if leaf.waiting is not None:
            what.append(_pick(tongue.waiting, not leaf.waiting))
        if leaf.assigned is not None:
            what.append(_pick(tongue.assigned, not leaf.assigned))
        whole = _joined(what, tongue.together, tongue.comma)
        return _pick(tongue.conversation, denied).format(what=whole)

    def happened(self, leaf: Count | Sum | Last) -> Either:
        did, never = self.tongue.did.get(leaf.event, self.tongue.did_other)
        kind = self.operand(leaf.event)
        did, never = did.format(kind=kind), never.format(kind=kind)
        if leaf.where is None:
            return did, never
        about_event = replace(self, asking=self.tongue.asking_event)
        where = about_event.sentence(leaf.where, False)
        wrap = self.tongue.where
        return wrap.format(did=did, where=where), wrap.format(did=never, where=where)

    def window(self, window: timedelta | None) -> str:
        if window is None:
            return ""
        number, unit = parts(window)
        one, several = self.tongue.units[unit]
        return self.tongue.window.format(time=one if number == 1 else several.format(n=number))

    def timed(self, clause: str, window: timedelta | None) -> str:
        return self.spaced(did=clause, times="", window=self.window(window))

    def spaced(self, *, did: str, times: str, window: str) -> str:
        return " ".join(self.tongue.counted.format(did=did, times=times, window=window).split())

    def listed(self, values: Sequence[Scalar], last: str, *, plain: bool = False) -> str:
        shown = [self.operand(value, plain=plain) for value in values[:MOST_SHOWN]]
        if len(values) > MOST_SHOWN:
            shown.append(self.tongue.more.format(n=len(values) - MOST_SHOWN))
        return _joined(shown, last, self.tongue.comma)

    def operand(self, value: Scalar, *, plain: bool = False) -> str:
        if isinstance(value, bool):
            return _pick(self.tongue.yes_no, not value)
        if isinstance(value, str) and not plain:
            return self.tongue.quoted.format(shorten(value, LONGEST_WORD))
        return str(value)


_SAID: dict[type[Leaf], Callable[..., str]] = {
    Text: _Speaker.text,
    Attribute: _Speaker.compared,
    Data: _Speaker.compared,
    Tag: _Speaker.tag,
    Count: _Speaker.count,
    Sum: _Speaker.sum,
    Last: _Speaker.last,
    Channel: _Speaker.channel,
    Conversation: _Speaker.conversation,
}


def currency_of(leaf: Sum) -> str:
    """In which the orders were paid that are added up; empty where something else is."""
    where = leaf.where
    while isinstance(where, All | AnyOf) and len(where.parts) == 1:
        where = where.parts[0]
    match leaf, where:
        case Sum(event="order.paid", of="amount"), Data("currency", Op.EQ, (str(currency),)):
            return currency if is_currency(currency) else ""
        case _:
            return ""


def _is_flat(group: All | AnyOf) -> bool:
    """Short enough for a sentence, and without groups in it."""
    inner = [part.part if isinstance(part, Not) else part for part in group.parts]
    few = len(inner) <= MOST_IN_A_SENTENCE
    return few and not any(isinstance(part, All | AnyOf | Not) for part in inner)


def _pick(either: Either, denied: bool) -> str:
    return either[1] if denied else either[0]


def _joined(phrases: Sequence[str], last: str, comma: str) -> str:
    """a, b and c."""
    if len(phrases) < 2:
        return "".join(phrases)
    return last.format(comma.join(phrases[:-1]), phrases[-1])
