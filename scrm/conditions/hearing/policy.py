"""What the words in hand say of conditions, before anybody's history is asked. Pure.

Most rules look for words that most messages don't hold. One automaton finds the words of all of
them at once, so that a rule whose words are not there costs nothing, however many such rules are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import ahocorasick

from scrm.conditions.frames.values import InHand
from scrm.conditions.patterns.policy import in_folded, says
from scrm.conditions.values import All, AnyOf, Condition, Not, Text, TextHow
from scrm.kernel.terms import folded

Hears = Callable[[InHand], bool | None]
"""Whether the condition holds of whom says this; None where the words alone don't tell."""


def says_so(leaf: Text) -> Callable[[InHand], bool]:
    """Of what says something. Raises Invalid."""
    if leaf.how is TextHow.MATCHES:
        matches = says(leaf)
        return lambda held: matches(held.text or "")
    has = in_folded(leaf)
    return lambda held: has(held.folded)


class Hearing:
    """Conditions that are asked together; they are meant by their places. Asked from several threads,
    for it does not change. Raises Invalid."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self._hears = {place: _hears(one) for place, one in enumerate(conditions) if may_deny(one)}
        self.deaf = [place for place in range(len(conditions)) if place not in self._hears]
        """Those of which words alone never tell that they don't hold."""
        needles: defaultdict[str, list[int]] = defaultdict(list)
        self._any: list[int] = []
        for place in self._hears:
            words = _needed(conditions[place])
            if words is None:
                self._any.append(place)
            for word in words or ():
                needles[word].append(place)
        self._automaton = _automaton(needles.items())

    def may_hold(self, held: InHand) -> Iterator[int]:
        """Those of which the words tell, and don't tell that they don't hold."""
        for place in self._candidates(held):
            if self._hears[place](held) is not False:
                yield place

    def all(self) -> Iterable[int]:
        """Those of which the words would tell, if there were any."""
        return self._hears

    def _candidates(self, held: InHand) -> Iterable[int]:
        if held.text is None or self._automaton is None:
            return self._hears if held.text is None else self._any
        found = set(self._any)
        for _, places in self._automaton.iter(held.folded):
            found.update(places)
        return found


def _automaton(needles: Iterable[tuple[str, list[int]]]) -> "ahocorasick.Automaton | None":
    automaton = ahocorasick.Automaton()
    for word, places in needles:
        automaton.add_word(word, places)
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton


def _needed(condition: Condition) -> set[str] | None:
    """Words of which one is in every text of which it may hold; None where there are none such."""
    match condition:
        case Text(how=TextHow.MATCHES):
            return None
        case Text():
            return set(map(folded, condition.words))
        case All(parts):
            return next((words for part in parts if (words := _needed(part)) is not None), None)
        case AnyOf(parts) if parts:
            found = [_needed(part) for part in parts]
            return None if None in found else set().union(*(one or () for one in found))
        case _:
            return None


def may_deny(condition: Condition, *, denied: bool = False) -> bool:
    """Whether words alone can make it false; where it is `denied`, true."""
    match condition:
        case Text():
            return True
        case Not(part):
            return may_deny(part, denied=not denied)
        case All(parts) | AnyOf(parts):
            one_is_enough = isinstance(condition, AnyOf) is denied
            found = (may_deny(part, denied=denied) for part in parts)
            return any(found) if one_is_enough else bool(parts) and all(found)
        case _:
            return False


def _hears(condition: Condition) -> Hears:
    match condition:
        case Text():
            has = says_so(condition)
            return lambda held: held.text is not None and has(held)
        case Not(part):
            return _denied(_hears(part))
        case All(parts):
            return _first_of(False, [_hears(part) for part in parts])
        case AnyOf(parts):
            return _first_of(True, [_hears(part) for part in parts])
        case _:
            return _unknown


def _unknown(_held: InHand) -> None:
    return None


def _denied(hears: Hears) -> Hears:
    def denied(held: InHand) -> bool | None:
        found = hears(held)
        return None if found is None else not found

    return denied


def _first_of(decisive: bool, parts: list[Hears]) -> Hears:
    """One that is `decisive` decides; where none is, all have to be known."""

    def together(held: InHand) -> bool | None:
        is_known = True
        for part in parts:
            found = part(held)
            if found is decisive:
                return decisive
            is_known = is_known and found is not None
        return (not decisive) if is_known else None

    return together
