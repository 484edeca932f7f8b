"""Which rules may set one another off for ever. Pure.

What a rule does records facts, which other rules wait for. Doing again what is done already records
nothing: a ring of rules goes on only where one of them undoes what another has done, or itself takes
off again what it gave. It ends by the
depth of its facts; here it is told before it begins.
"""

from collections.abc import Callable, Iterable

from scrm.conditions.touching.policy import counted, touches
from scrm.conditions.values import Condition, Scalar
from tagging.rules.values import Action, AssignTo, PutTag, Rule, SetAttributes, TakeTag


def causes(action: Action) -> list[tuple[str, str]]:
    """The kinds of the facts that the action records, each with the tag that it is about."""
    match action:
        case PutTag(tag=tag, only_while=True):
            return [("tag.added", tag), ("tag.removed", tag)]
        case PutTag(tag=tag):
            return [("tag.added", tag)]
        case TakeTag(tag=tag):
            return [("tag.removed", tag)]
        case SetAttributes():
            return [("contact.updated", "")]
        case AssignTo():
            return [("conversation.assigned", "")]


def endless_ring(rule: Rule, others: Iterable[Rule]) -> list[str]:
    """The names of those that may set one another off for ever, `rule` first; empty where it is in
    no such ring."""
    rules = [rule, *(one for one in others if one.name != rule.name)]
    after = _reached(rule, rules, _sets_off)
    before = _reached(rule, rules, lambda one, other: _sets_off(other, one))
    ring = [one for one in rules if one.name in after & before]
    return [one.name for one in ring] if _undo_one_another(ring) else []


def _reached(start: Rule, rules: list[Rule], leads: Callable[[Rule, Rule], bool]) -> set[str]:
    """The names of all that is come to from `start`, in one step or more."""
    found: set[str] = set()
    edge = [start]
    while edge:
        edge = [
            other
            for other in rules
            if other.name not in found and any(leads(one, other) for one in edge)
        ]
        found |= {one.name for one in edge}
    return found


def _sets_off(rule: Rule, other: Rule) -> bool:
    facts = [fact for action in rule.actions for fact in causes(action)]
    if any(kind == other.when for kind, _ in facts):
        return True
    return other.watches and any(_concerns(other.condition, *fact) for fact in facts)


def _concerns(condition: Condition, kind: str, tag: str) -> bool:
    touched = touches(condition)
    if kind not in touched.events:
        return False
    return not tag or kind in counted(condition) or tag in touched.tags


def _undo_one_another(rules: Iterable[Rule]) -> bool:
    """Whether they leave something in more than one state."""
    ends: dict[tuple[str, str], set[Scalar | None]] = {}
    for rule in rules:
        for action in rule.actions:
            for what, state in _ends(action):
                ends.setdefault(what, set()).add(state)
    return any(len(states) > 1 for states in ends.values())


def _ends(action: Action) -> list[tuple[tuple[str, str], Scalar | None]]:
    match action:
        case PutTag(tag=tag, only_while=True):
            return [(("tag", tag), True), (("tag", tag), False)]
        case PutTag(tag=tag):
            return [(("tag", tag), True)]
        case TakeTag(tag=tag):
            return [(("tag", tag), False)]
        case SetAttributes(values=values):
            return [(("attribute", name), value) for name, value in values]
        case AssignTo(whom=whom):  # what a colleague holds no rule takes away
            return [(("team", ""), whom.team)] if whom.team else []
