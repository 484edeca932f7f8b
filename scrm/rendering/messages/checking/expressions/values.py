"""What filters of message templates may be given."""

from dataclasses import dataclass

from scrm.rendering.messages.dates.policy import LANGUAGES, SHAPES


@dataclass(frozen=True, slots=True)
class Words:
    """One of these texts."""

    known: tuple[str, ...]

    def allows(self, value: object) -> bool:
        return value in self.known

    def __str__(self) -> str:
        return "one of " + ", ".join(f'"{word}"' for word in self.known)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number within bounds."""

    least: int
    most: int

    def allows(self, value: object) -> bool:
        return type(value) is int and self.least <= value <= self.most

    def __str__(self) -> str:
        return f"a whole number from {self.least} to {self.most}"


@dataclass(frozen=True, slots=True)
class Text:
    """A text up to a length."""

    longest: int

    def allows(self, value: object) -> bool:
        return isinstance(value, str) and len(value) <= self.longest

    def __str__(self) -> str:
        return f"a text of at most {self.longest} characters"


Given = Words | Number | Text


@dataclass(frozen=True, slots=True)
class Takes:
    """Constants that a filter takes in brackets, the first `needed` of them always."""

    given: tuple[Given, ...] = ()
    needed: int = 0
    example: str = ""


TAKES: dict[str, Takes] = {
    **dict.fromkeys(("upper", "lower", "title", "capitalize", "trim"), Takes()),
    **dict.fromkeys(("first", "last", "length"), Takes()),
    "truncate": Takes((Number(1, 1_000),), 1, "truncate(80)"),
    "round": Takes((Number(0, 6),), 0, "round(2)"),
    "join": Takes((Text(20),), 0, 'join(", ")'),
    "date": Takes((Words(SHAPES), Words(LANGUAGES)), 0, 'date("long", "zh")'),
}
"""All filters but `default`, which takes any value."""
