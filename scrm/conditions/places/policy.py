"""Where we are in a document, and what was wrong so far. Pure.

A reader that meets a mistake notes it and goes on with a stand-in: the whole document is refused in
the end, with all that is wrong in it.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches

from scrm.conditions.bounds import values as most
from scrm.kernel.errors import Mistake
from scrm.kernel.text import clean

ROOT = "condition"
"""The place of a mistake in a document that has no outer one."""


@dataclass(slots=True)
class Reading:
    """What is known of a document while it is read."""

    known_events: Collection[str]
    mistakes: list[Mistake] = field(default_factory=list)
    leaves: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in the document. `depth` counts the groups around it; `in_where`: it asks about one
    event, not about a person."""

    reading: Reading
    path: tuple[str, ...] = ()
    depth: int = 0
    in_where: bool = False

    def step(self, *steps: str | int) -> "Place":
        path = self.path + tuple(map(str, steps))
        return Place(self.reading, path, self.depth, self.in_where)

    def inside(self, *, where: bool = False) -> "Place":
        """One group deeper."""
        return Place(self.reading, self.path, self.depth + 1, self.in_where or where)

    def wrong(self, why: str) -> None:
        mistakes = self.reading.mistakes
        if len(mistakes) < most.MOST_MISTAKES:
            mistakes.append(Mistake(".".join(self.path) or ROOT, why))


class Fields:
    """The fields of an object, each of which is asked for by name; any other is a mistake."""

    def __init__(self, value: object, place: Place, known: tuple[str, ...]) -> None:
        self.place = place
        self._values: dict[str, object] = {}
        if not isinstance(value, dict):
            place.wrong(f"has to be an object with {listed(known)}, not {kind_of(value)}")
            return
        self._values = {str(name): item for name, item in value.items()}
        for name in self._values:
            if name not in known:
                place.step(clean(name)[:60]).wrong(f"is not known here; {meant(name, known)}")

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __getitem__(self, name: str) -> object:
        return self._values.get(name)

    def at(self, name: str) -> Place:
        return self.place.step(name)

    def one_of(self, names: tuple[str, ...]) -> str:
        """Which one of `names` is given; none or several is a mistake, and an empty text."""
        given = [name for name in names if name in self]
        if len(given) == 1:
            return given[0]
        if self._values or not self.place.reading.mistakes:
            self.place.wrong(f"needs one of {listed(names)}, and has {len(given)}")
        return ""

    def text(self, name: str, longest: int = most.LONGEST_NAME) -> str:
        return text_at(self[name], self.at(name), longest)

    def flag(self, name: str) -> bool | None:
        """None where it is not given."""
        value = self[name]
        if name not in self or isinstance(value, bool):
            return value if isinstance(value, bool) else None
        self.at(name).wrong(f"has to be true or false, not {kind_of(value)}")
        return None


def text_at(value: object, place: Place, longest: int) -> str:
    """A text that is not empty, as it is stored: composed, without NUL."""
    if not isinstance(value, str):
        place.wrong("is missing" if value is None else f"has to be a text, not {kind_of(value)}")
        return ""
    text = clean(value)
    if not text.strip():
        place.wrong("is empty; write something")
    elif len(text) > longest:
        place.wrong(f"has {len(text)} characters; {longest} are the most")
    return text


def list_at(value: object, place: Place, longest: int) -> list[object]:
    """A list that is not empty; of a longer one its beginning."""
    if not isinstance(value, list):
        place.wrong("is missing" if value is None else f"has to be a list, not {kind_of(value)}")
        return []
    if not value:
        place.wrong("is an empty list; put something in, or take it out")
    elif len(value) > longest:
        place.wrong(f"holds {len(value)}; {longest} are the most")
    return value[:longest]


def kind_of(value: object) -> str:
    kinds: dict[type, str] = {
        type(None): "null",
        bool: "true or false",
        str: "a text",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return kinds.get(type(value), "something else")


def listed(names: Collection[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def meant(name: str, known: Collection[str]) -> str:
    """What somebody who wrote `name` may have had in mind."""
    near = get_close_matches(name[:60], known, n=1)
    return f"did you mean {near[0]}?" if near else f"write {listed(known)}"
