"""A definition that has learned something. Pure."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from scrm.kernel.errors import Invalid


def taught(definition: Mapping[str, Any], text: str, to: Mapping[str, str]) -> dict[str, Any]:
    """With `text` among the examples of an intent, or the keywords of a responder. What it holds
    already is not added again. Raises Invalid."""
    learned = deepcopy(dict(definition))
    if intent := to.get("intent"):
        examples = learned.setdefault("intents", {}).setdefault(intent, [])
    else:
        examples = _keywords(learned, to.get("responder", ""))
    if text not in examples:
        examples.append(text)
    return learned


def untaught(definition: Mapping[str, Any], text: str, to: Mapping[str, str]) -> dict[str, Any]:
    """Without `text` there; an intent of which nothing is left goes too. Raises Invalid."""
    left = deepcopy(dict(definition))
    if intent := to.get("intent"):
        examples = left.get("intents", {}).get(intent, [])
    else:
        examples = _keywords(left, to.get("responder", ""))
    if text in examples:
        examples.remove(text)
    if intent and not examples:
        left.get("intents", {}).pop(intent, None)
    return left


def _keywords(definition: dict[str, Any], name: str) -> list[str]:
    """The list of a responder that is asked for by keywords: `contains_any`, alone, first of an
    `any`, or the only one of an `all`, which is how the console writes it."""
    for one in definition.get("responders", []):
        if one.get("name") == name:
            found = _contains_any(one.get("on"))
            if found is None:
                raise Invalid(
                    "responder",
                    f"“{name}” does not look for any of some keywords; teach an intent instead",
                )
            return found
    raise Invalid("responder", f"“{name}” is none in the draft")


def _contains_any(condition: Any) -> list[str] | None:
    """Of `any` the first list will do; of `all` only the one that there is, for a word in one of two
    would not make the condition hold."""
    if not isinstance(condition, dict):
        return None
    words = condition.get("text", {}).get("contains_any")
    if isinstance(words, list):
        return words
    parts = (_contains_any(part) for part in condition.get("any") or condition.get("all", []))
    found = [one for one in parts if one is not None]
    return found[0] if found and ("any" in condition or len(found) == 1) else None
