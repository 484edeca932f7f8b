"""Lists of conversations by words: by the indexes or along the list, the answer is the same."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

import pytest
from sqlmodel import Session, select

from scrm.channels.values import InboundContent, MessageEdited, Person
from scrm.contacts.tables import Contact, Identity
from scrm.contacts.values import Known
from scrm.conversations.edits.service import edit
from scrm.conversations.index import store as index
from scrm.conversations.reading import service as reading
from scrm.conversations.reading.by_words import service as by_words
from scrm.conversations.reading.values import Filter
from scrm.conversations.search import service as search
from scrm.conversations.tables import Conversation
from scrm.kernel.terms import Words
from tests.support.clock import NOON
from tests.support.scene import Scene

NAMES = ("Ada Berg", "Bo 王小明", "Cy Núñez", "小明", "Berga")
SAID = ("Where is my order", "茶杯在哪里", "[photo]", "Bergamot tea please", "nunez, adieu", "")
QUERIES = (
    *(
        "ada",
        "berg",
        "berg ada",
        "order",
        "ord",
        "or",
        "茶杯",
        "小明",
        "photo",
        "nunez",
        "tea berg",
    ),
    *("nothing like it", "where order is", "💐"),
)


async def _inbox(scene: Scene, number: int) -> None:
    """People with a message or two, some of them indexed, some resolved."""
    chance = Random(7)  # noqa: S311 - made-up people
    for who in range(number):
        for turn in range(chance.choice((1, 2))):
            at = NOON + timedelta(minutes=chance.randrange(500))
            await scene.hear(chance.choice(SAID), who=str(who), external_id=f"{who}.{turn}", at=at)
        if who == number // 2:
            await _name_and_index(scene, chance)
    await scene.do(_resolve_some)


async def _name_and_index(scene: Scene, chance: Random) -> None:
    def name(session: Session) -> None:
        for contact in session.exec(select(Contact)):
            contact.name = chance.choice(NAMES)

    await scene.do(name)
    await scene.do(lambda s: search.index_new(s, scene.now + timedelta(days=900)))


def _resolve_some(session: Session) -> None:
    for row in session.exec(select(Conversation)):
        if row.id % 3 == 0:
            row.state = "resolved"


@dataclass(frozen=True, slots=True)
class Shown:
    """A conversation, and what there is of names in it."""

    row: Conversation
    names: str


def _all(session: Session) -> list[Shown]:
    rows = sorted(session.exec(select(Conversation)), key=lambda c: (c.last_at, c.id), reverse=True)
    return [Shown(row, _names(session, row)) for row in rows]


def _names(session: Session, row: Conversation) -> str:
    identity = session.get_one(Identity, row.identity_id)
    contact = session.get_one(Contact, row.contact_id)
    return f"{contact.name}\n{identity.display}\n{identity.external_id}"


def _oracle(everything: list[Shown], wanted: Filter) -> list[int]:
    """Every conversation looked at."""
    short, words = Words.of(wanted.text, beginnings_from=1), Words.of(wanted.text)
    return [
        one.row.id
        for one in everything
        if words.wanted
        and wanted.status in (None, one.row.state)
        and (
            short.stand_in(one.names)
            or (words.stand_in(one.row.last_text) and one.row.last_text != "[photo]")
        )
    ]


def _paged(session: Session, wanted: Filter, limit: int) -> list[int]:
    ids: list[int] = []
    place: tuple[int, int] | None = None
    while True:
        views, place = reading.page(session, 7, wanted, place, limit)
        ids += [int(view.id) for view in views]
        if place is None:
            return ids


@pytest.mark.parametrize("few", [0, 1_000])
async def test_every_page_holds_what_is_meant_and_no_more(
    scene: Scene, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_words, "FEW_PEOPLE", few)
    await _inbox(scene, 40)

    def look(session: Session) -> None:
        everything = _all(session)
        for text in QUERIES:
            for status in (None, "open", "resolved"):
                wanted = Filter(status, text=text)
                expected = _oracle(everything, wanted)
                assert _paged(session, wanted, 3) == expected, (text, status)

    await scene.database.read(look)


async def test_an_edited_last_message_is_found_by_what_it_says_now(scene: Scene) -> None:
    heard = await scene.hear("Where is my order")
    await scene.do(lambda s: search.index_new(s, scene.now + timedelta(days=900)))
    known = Known(heard.identity_id, heard.contact_id, "Ada")
    edited = MessageEdited(
        Person("501", "Ada"), "1", NOON, NOON + timedelta(hours=1), InboundContent("My parcel?")
    )
    await scene.do(lambda s: edit(s, scene.channel_id, known, edited, scene.now))

    def look(session: Session) -> tuple[list[int], list[int]]:
        return _paged(session, Filter(text="parcel"), 5), _paged(session, Filter(text="order"), 5)

    assert await scene.database.read(look) == ([heard.conversation_id], [])


async def test_two_letters_find_a_whole_word_in_messages(scene: Scene) -> None:
    await scene.hear("his history")
    await scene.do(lambda s: search.index_new(s, scene.now + timedelta(days=900)))

    def look(session: Session) -> list[int]:
        return [
            len(index.find(session, Words.of(text).terms, None, 9))
            for text in ("hi", "his", "hist")
        ]

    assert await scene.database.read(look) == [0, 1, 1]
