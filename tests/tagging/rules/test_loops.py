"""Rings of rules that would go on for ever are found, and no others."""

import pytest

from scrm.conditions.values import All
from tagging.rules.loops.policy import endless_ring
from tagging.rules.values import Action, PutTag, Rule, SetAttributes, TakeTag


def _rule(name: str, when: str, *actions: Action) -> Rule:
    return Rule(name, when, All(()), actions)


PUTS = _rule("puts", "tag.removed", PutTag("hot"))
TAKES = _rule("takes", "tag.added", TakeTag("hot"))
TAKES_ANOTHER = _rule("takes another", "tag.added", TakeTag("cold"))
COUNTS = _rule("counts", "tag.added", SetAttributes((("level", 1),)))
COUNTS_ON = _rule("counts on", "contact.updated", SetAttributes((("level", 2),)), PutTag("hot"))
STARTS = _rule("starts", "message.received", PutTag("hot"))
FLAPS = _rule("flaps", "tag.added", PutTag("hot"), TakeTag("hot"))


@pytest.mark.parametrize(
    ("rule", "others", "ring"),
    [
        (PUTS, [TAKES], ["puts", "takes"]),
        (TAKES, [STARTS, PUTS], ["takes", "puts"]),
        (PUTS, [TAKES_ANOTHER], []),
        (PUTS, [TAKES_ANOTHER, TAKES], ["puts", "takes another", "takes"]),
        (STARTS, [TAKES, PUTS], []),
        (COUNTS, [COUNTS_ON, STARTS], ["counts", "counts on"]),
        (COUNTS, [STARTS], []),
        (FLAPS, [], ["flaps"]),
        (_rule("again", "tag.added", PutTag("hot")), [], []),
    ],
)
def test_a_ring_is_told_where_it_never_ends(
    rule: Rule, others: list[Rule], ring: list[str]
) -> None:
    assert endless_ring(rule, [rule, *others]) == ring
