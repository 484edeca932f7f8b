"""The words of teams."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from scrm.kernel.text import clean

LONGEST_NAME = 60


def folded(name: str) -> str:
    """By what a team is known: two names that differ in case or in spaces are one."""
    return " ".join(clean(name).split()).casefold()


@dataclass(frozen=True, slots=True)
class TeamBrief:
    """A team by its name."""

    id: str
    name: str

    def described(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name}


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team, the ids of those who are in it and work here, and how many conversations that are open
    it has, up to 1000."""

    id: str
    name: str
    members: list[str]
    open: int


@dataclass(frozen=True, slots=True)
class TeamUseView:
    """What is in force and names a team: a rule, or the bot."""

    kind: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Whom:
    """For whom a document says that a conversation is: a team by its name, or else a colleague by
    the mail address."""

    team: str = ""
    user: str = ""

    def __bool__(self) -> bool:
        return bool(self.team or self.user)

    @property
    def named(self) -> str:
        return self.team or self.user


NOBODY = Whom()


@dataclass(frozen=True, slots=True)
class Nameable:
    """Whom a document can name: mail addresses, and the names of teams by their folded form."""

    users: Collection[str] = frozenset()
    teams: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TeamUse:
    """What names a team: `kind` is bot or rule."""

    team: str
    kind: str
    name: str
    id: int
