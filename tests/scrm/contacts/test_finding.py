"""Lists of people by words: all who are meant and nobody else, indexed yet or not, renamed or not."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from scrm.channels.values import Person
from scrm.contacts import service as contacts
from scrm.contacts.reading import service as reading
from scrm.contacts.search import service as search
from scrm.contacts.search import store
from scrm.contacts.tables import Contact
from tests.support.clock import NOON
from tests.support.scene import Scene

NEWEST = 2**62

VOWEL = "\u19b5"
"""New Tai Lue: a letter to Python, and not to the tables that SQLite has."""

PEOPLE = (
    Person("501", "Ada Lovelace", "countess"),
    Person("502", "张小明", ""),
    Person("503", "José Núñez", "pepe_n"),
    Person("+4915123", "", "adamant"),
    Person("505", "国中国", ""),
    Person("606", f"Mal{VOWEL}k", ""),
)
FOUND = {
    "ada": {"501", "+4915123"},
    "love": {"501"},
    "lace": set(),
    "countess ada": {"501"},
    "JOSE": {"503"},
    "pepe": {"503"},
    "@pepe_n": {"503"},
    "小明": {"502"},
    "中": {"505"},
    "中国中": set(),
    "4915": {"+4915123"},
    f"mal{VOWEL}k": {"606"},
    "50": {"501", "502", "503", "505"},
    "💐": set(),
    "' OR 1=1 --": set(),
    '"a" NEAR b*': set(),
    "a & !b | c:*": set(),
}


async def _meet(scene: Scene, *people: Person) -> dict[str, int]:
    seen = [(person, NOON) for person in people]
    known = await scene.do(lambda s: contacts.resolve(s, scene.channel_id, seen, NOON))
    return {address: one.contact_id for address, one in known.items()}


async def _index(scene: Scene) -> int:
    return await scene.do(lambda s: search.index_new(s, NEWEST))


async def _found(scene: Scene, query: str, limit: int = 50) -> list[int]:
    def pages(session: Session) -> list[int]:
        ids: list[int] = []
        before: int | None = None
        while True:
            views, before = reading.page(session, query, before, limit)
            ids += [int(view.id) for view in views]
            if before is None:
                return ids

    return await scene.database.read(pages)


@pytest.mark.parametrize("is_indexed", [False, True])
@pytest.mark.parametrize("query", list(FOUND))
async def test_people_are_found_by_names_and_addresses(
    scene: Scene, query: str, is_indexed: bool
) -> None:
    ids = await _meet(scene, *PEOPLE)
    if is_indexed:
        assert await _index(scene) == len(PEOPLE)
        assert await _index(scene) == 0
    assert set(await _found(scene, query)) == {ids[address] for address in FOUND[query]}


async def test_pages_hold_all_once_the_newest_first_whatever_is_indexed(scene: Scene) -> None:
    people = [Person(f"9{n}", f"{'Bo' if n % 3 else 'Ada'} {n}") for n in range(100)]
    ids = await _meet(scene, *people[:60])
    await _index(scene)
    ids |= await _meet(scene, *people[60:])
    wanted = sorted((ids[f"9{n}"] for n in range(0, 100, 3)), reverse=True)
    assert await _found(scene, "ada", limit=4) == wanted


async def test_the_index_proposes_few(scene: Scene) -> None:
    await _meet(scene, *PEOPLE)
    await _index(scene)

    def look(session: Session) -> tuple[list[int] | None, list[int] | None]:
        return search.may_be_meant(session, "love", 3), search.may_be_meant(session, "5", 3)

    few, many = await scene.database.read(look)
    assert few is not None
    assert len(few) == 1
    assert many is None


async def test_somebody_renamed_is_found_by_the_new_name_at_once_and_not_by_the_old(
    scene: Scene,
) -> None:
    (contact_id,) = (await _meet(scene, PEOPLE[0])).values()
    await _index(scene)

    def rename(session: Session) -> None:
        contact = session.get_one(Contact, contact_id)
        contacts.change(session, contact, {"name": "Grace Hopper"}, NOON)
        contacts.change(session, contact, {"name": "Grace B. Hopper"}, NOON)

    await scene.do(rename)
    for step in (0, 1):
        assert await _found(scene, "hopper b") == [contact_id]
        assert await _found(scene, "grace lovelace") == [contact_id]  # still the address's name
        assert await _index(scene) == 1 - step
    assert await scene.database.read(lambda s: store.renamed(s, NEWEST, 10)) == []
    assert await _known(scene, "hopper") == [contact_id]


async def test_an_address_with_a_new_name_is_found_by_it(scene: Scene) -> None:
    (contact_id,) = (await _meet(scene, PEOPLE[0])).values()
    await _index(scene)
    later = [(Person("501", "Augusta King", "countess"), NOON + timedelta(hours=1))]
    await scene.do(lambda s: contacts.resolve(s, scene.channel_id, later, NOON))
    assert await _found(scene, "augusta") == [contact_id]
    await _index(scene)
    assert await _known(scene, "augusta") == [contact_id]
    assert await _known(scene, "love") == [contact_id]  # the contact's own name stays


async def _known(scene: Scene, query: str) -> list[int]:
    """Whom the index itself knows by it."""
    terms = search.words_of(query).terms
    return await scene.database.read(lambda s: store.may_match(s, terms, NEWEST, 10))


async def test_the_erased_are_found_by_nothing(scene: Scene) -> None:
    (contact_id,) = (await _meet(scene, PEOPLE[0])).values()
    await _index(scene)

    def erase(session: Session) -> None:
        session.get_one(Contact, contact_id).erased_at = NOON

    await scene.do(erase)
    assert await _found(scene, "ada") == []
    assert await _found(scene, "") == []
