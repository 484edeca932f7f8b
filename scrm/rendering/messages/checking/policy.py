"""How a mistake in a template is worded: each says what to write instead. Pure."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from difflib import get_close_matches

from scrm.rendering.messages.checking.values import MOST_STEPS
from scrm.rendering.messages.values import LARGEST_NUMBER, MOST_TURNS

_CALCULATES = (
    "calculates; keep what comes out of it in an attribute of the contact and write that, and write "
    "texts one behind the other: {{ contact.name }} {{ contact.city }}"
)
_TAKES_IN = "takes in another template; write its words here instead"
_MACRO = "defines a macro; write the words where they belong"
_SETS = "sets a variable; write the value itself where it is needed"
_LISTS = "holds a list of its own; compare with each value, and write 'or' between"
REFUSED: dict[str, str] = {
    "Call": "calls something; write the variable alone, such as {{ contact.name }}",
    "Concat": "joins texts with ~; write one behind the other: {{ contact.name }} {{ contact.city }}",
    "Test": "asks with 'is'; write {% if contact.name %} or a comparison such as contact.city == \"Rome\"",
    "Slice": "takes a slice; write | truncate(80) for a text, or | first or | last for a list",
    **dict.fromkeys(("Add", "Sub", "Mul", "Div", "FloorDiv", "Mod", "Pow"), _CALCULATES),
    **dict.fromkeys(("Neg", "Pos"), _CALCULATES),
    **dict.fromkeys(("List", "Tuple", "Dict"), _LISTS),
    **dict.fromkeys(("Extends", "Include", "Import", "FromImport"), _TAKES_IN),
    **dict.fromkeys(("Macro", "CallBlock"), _MACRO),
    **dict.fromkeys(("Assign", "AssignBlock", "With"), _SETS),
    "Block": "has a block; leave its two tags out and keep the words",
    "FilterBlock": "filters a whole block; write the filter behind a variable: {{ contact.name | upper }}",
    "Scope": "sets how text is escaped; a message is plain text, so leave it out",
}
"""By the name of the part in Jinja's syntax tree."""
UNKNOWN = "has a part that messages do not know; write a variable, 'if' or 'for'"
TOO_DEEP = "is nested too deep; make two conditions of it, one behind the other"
TOO_MUCH = (
    f"is where it does too much; write fewer variables and conditions: {MOST_STEPS} parts of them are "
    f"the most, and each in a loop counts {MOST_TURNS} times"
)
UNREADABLE = "can't be read; see that every {{ has its }}, every bracket and quote its other half"
LOOPS_IN_LOOPS = 'has a loop in a loop; write | join(", ") for the inner one'
_TAGS = "if, elif, else, for and raw"
_SURROGATES = range(0xD800, 0xE000)
_SPACES = "\t\n\r"


def unreadable(said: str | None) -> str:
    """What the parser said, and what helps in most cases."""
    words = said or ""
    if words.startswith("Encountered unknown tag"):
        return (
            f"has the tag {words.split(chr(39))[1]!r}, which stands alone or is not known; messages "
            f"know {_TAGS}, and each of if, for and raw needs its end"
        )
    if words.startswith("Unexpected end of template"):
        return "lacks the end of what was begun; write {% endif %} or {% endfor %} behind it"
    return UNREADABLE


def unsendable(text: str) -> int | None:
    """Where the first character stands that no text should have."""
    for at, sign in enumerate(text):
        if (sign < " " and sign not in _SPACES) or ord(sign) in _SURROGATES:
            return at
    return None


def bad_constant(value: object) -> str | None:
    """What is wrong with it."""
    if isinstance(value, str):
        return (
            None
            if unsendable(value) is None
            else "holds a character that can't be sent; take it out"
        )
    if isinstance(value, int | float) and -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
        return None
    if value is None:
        return "says none; write {% if not contact.name %} to ask whether something is missing"
    return f"holds too large a number; {LARGEST_NUMBER} is the most"


def bad_name(name: str, names: AbstractSet[str]) -> str:
    """For what stands where one of the names has to."""
    near = get_close_matches(name, sorted(names), 1)
    there = (
        f"write {near[0]}"
        if near
        else f"there are {listed(sorted(names))}: write such as contact.name"
    )
    return f"speaks of {name[:60]!r}, which is not known here; {there}"


def listed(words: Collection[str]) -> str:
    """a, b and c"""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
