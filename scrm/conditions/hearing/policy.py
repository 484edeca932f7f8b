"""What the words in hand say of a condition, before anybody's history is asked. Pure.

Most rules look for words that most messages don't hold: such a rule costs no question at all.
"""

from collections.abc import Callable

from scrm.conditions.frames.values import InHand
from scrm.conditions.patterns.policy import in_folded, says
from scrm.conditions.values import All, AnyOf, Condition, Not, Text, TextHow

Hears = Callable[[InHand], bool | None]
"""Whether the condition holds of whom says this; None where the words alone don't tell."""


def says_so(leaf: Text) -> Callable[[InHand], bool]:
    """Of what says something. Raises Invalid."""
    if leaf.how is TextHow.MATCHES:
        matches = says(leaf)
        return lambda held: matches(held.text or "")
    has = in_folded(leaf)
    return lambda held: has(held.folded)


def hears(condition: Condition) -> Hears | None:
    """None where the words never tell that it does not hold. Raises Invalid."""
    return _hears(condition) if _may_deny(condition) else None


def _may_deny(condition: Condition, *, denied: bool = False) -> bool:
    """Whether words alone can make it false; where it is `denied`, true."""
    match condition:
        case Text():
            return True
        case Not(part):
            return _may_deny(part, denied=not denied)
        case All(parts) | AnyOf(parts):
            one_is_enough = isinstance(condition, AnyOf) is denied
            found = (_may_deny(part, denied=denied) for part in parts)
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
