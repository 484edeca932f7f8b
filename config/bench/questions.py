"""What an open console asks of a large inbox, by the hub's own reading code."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from config.bench.crowd import CHANNELS, FIRST, TEAMS, USERS, Crowd, contact_of
from config.counts import counts
from config.traffic import traffic
from scrm.channels.connecting.service import Traffic
from scrm.contacts.reading import service as people
from scrm.conversations.outbox import service as outbox
from scrm.conversations.reading import service as reading
from scrm.conversations.reading.values import Filter
from scrm.conversations.search import service as search
from scrm.delivery.values import LISTED
from scrm.imports import service as imports
from scrm.intake.deadletters import service as deadletters

READER = USERS[0]
PAGE = 50
QUIET = 29  # a channel on which nobody ever wrote
FEW = 1_013  # a conversation whose person has no other


@dataclass(frozen=True, slots=True)
class Question:
    """`path` asks the same over REST. `walks` are the indexes (or tables, for their primary key)
    that may be read from an end until the page is full, because they lie in the list's own order;
    `sorts` says that the few rows of one person may be sorted."""

    name: str
    ask: Callable[[Session], Any]
    path: str
    walks: tuple[str, ...] = ()
    sorts: bool = False


def questions(crowd: Crowd) -> list[Question]:
    return [*_lists(crowd), *_by_words(), *_threads(), *_people(), *_others()]


def _list(
    name: str, path: str, wanted: Filter, *walks: str, sorts: bool = False
) -> Iterator[Question]:
    """The first page of a list, and the one behind a place in its middle."""

    def ask(cursor: tuple[int, int] | None) -> Callable[[Session], Any]:
        return lambda session: reading.page(session, READER, wanted, cursor, PAGE)

    yield Question(name, ask(None), f"/conversations?{path}", walks, sorts)
    further = f"/conversations?{path}&limit=200"
    middle = ask((1_785_000_000_000_000, 5_000))
    yield Question(f"{name}, further", middle, further, walks, sorts)


OPEN, ASLEEP, RESOLVED = "conversation_open", "conversation_asleep", "conversation_resolved"
DEAD = "intake_event_dead"
OF_MANY = ("a", "berg", "阿达", "tuesday", "茶杯")
OF_FEW = ("Ada 1777", "1000000777", "nobody has it")


def _lists(crowd: Crowd) -> Iterator[Question]:
    me = f"assignee={READER}"
    unassigned, unread = Filter("open", unassigned=True), Filter("open", unread_for=READER)
    yield from _list("open", "status=open", Filter("open"), OPEN)
    yield from _list("mine", f"status=open&{me}", Filter("open", assignee_id=READER))
    yield from _list("unassigned", "status=open&assignee=none", unassigned, OPEN)
    yield from _list("unread", "status=open&unread=true", unread, OPEN)
    yield from _list("snoozed", "status=snoozed", Filter("snoozed"), ASLEEP)
    yield from _list("resolved", "status=resolved", Filter("resolved"), RESOLVED)
    resolved_mine = Filter("resolved", assignee_id=READER)
    yield from _list("resolved, mine", f"status=resolved&{me}", resolved_mine)
    yield from _list("all", "status=all", Filter(), OPEN, ASLEEP, RESOLVED)
    yield from _list("all, mine", me, Filter(assignee_id=READER))
    team, both = TEAMS[0], TEAMS[:2]
    yield from _list("a team", f"status=open&team={team}", Filter("open", team_id=team))
    yield from _list("all of a team", f"team={team}", Filter(team_id=team))
    yield from _list("my teams", "status=open&team=mine", Filter("open", teams=both))
    yield from _list("all of my teams", "team=mine", Filter(teams=both))
    one = CHANNELS[0]
    yield from _list("all of a channel", f"channel={one}", Filter(channel_id=one), OPEN, ASLEEP)
    for name, number in (("a busy person", 0), ("a person", FEW % crowd.conversations)):
        contact = contact_of(crowd, number)
        wanted = Filter(contact_id=contact)
        yield from _list(f"all of {name}", f"contact={contact}", wanted, sorts=True)


def _by_words() -> Iterator[Question]:
    """Words of few are asked of the indexes; for those of many the list is read until a page is full."""
    for text in (*OF_MANY, *OF_FEW):
        walks = (OPEN, ASLEEP, RESOLVED) if text in OF_MANY else ()
        for status in ("open", "all"):
            wanted = Filter(None if status == "all" else status, text=text)
            yield from _list(
                f"{status} with {text}",
                f"status={status}&q={text}",
                wanted,
                *walks,
                sorts=True,
            )
        yield Question(
            f"contacts named {text}",
            lambda session, text=text: people.page(session, text, None, PAGE),  # type: ignore[misc]
            f"/contacts?q={text}",
            sorts=True,
        )


def _threads() -> Iterator[Question]:
    def ask(before: int | None, after: int | None) -> Callable[[Session], Any]:
        return lambda session: reading.thread(
            session, FIRST, before=before, after=after, limit=PAGE
        )

    path = f"/conversations/{FIRST}/messages"
    yield Question("thread", ask(None, None), path)
    yield Question("thread, further back", ask(2_000, None), f"{path}?before=2000")
    yield Question("thread, what is new", ask(None, 2_000), f"{path}?after=2000")
    yield Question(
        "conversation",
        lambda session: reading.conversation(session, READER, FIRST + 7),
        f"/conversations/{FIRST + 7}",
    )


def _people() -> Iterator[Question]:
    yield Question(
        "contacts", lambda session: people.page(session, "", None, PAGE), "/contacts", ("contact",)
    )
    yield Question(
        "contacts, further",
        lambda session: people.page(session, "", FIRST + 5_000, PAGE),
        "/contacts?limit=200",
    )
    for name, ask in (("timeline", _timeline), ("identities", _identities)):
        yield Question(name, ask, f"/contacts/{FIRST}/{name}")


def _timeline(session: Session) -> Any:
    return people.timeline(session, FIRST, None, PAGE)


def _identities(session: Session) -> Any:
    return people.identities(session, FIRST)


def _traffic(session: Session) -> list[Traffic]:
    """What the list of channels says of each that is no archive."""
    return [traffic(session, one) for one in (*CHANNELS, QUIET)]


def _others() -> Iterator[Question]:
    counted = (OPEN, ASLEEP, "conversation_snoozed", RESOLVED, DEAD)
    yield Question("counts", lambda session: counts(session, READER), "/counts", counted)
    for text in ("tuesday", "order promised", "茶杯"):
        yield Question(
            f"search for {text}",
            lambda session, text=text: search.find(session, READER, text, None, 20),  # type: ignore[misc]
            f"/search?q={text}",
        )
    for state in LISTED:
        yield Question(
            f"{state} sends",
            lambda session, state=state: outbox.page(session, state, None, PAGE),  # type: ignore[misc]
            f"/deliveries?state={state}",
            ("delivery_queued",),
        )
    yield Question("channels", _traffic, "/channels", (OPEN, ASLEEP))
    yield Question(
        "dead letters",
        lambda session: deadletters.page(session, None, PAGE),
        "/deadletters",
        (DEAD,),
    )
    yield Question(
        "imports", lambda session: imports.page(session, None, PAGE), "/imports", ("import_job",)
    )
