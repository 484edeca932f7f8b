"""The message index: whatever it was told once, an edit can't break it."""

import unicodedata
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from scrm.channels.values import InboundContent, MessageEdited, Person
from scrm.contacts import service as contacts
from scrm.conversations.edits import service as edits
from scrm.conversations.index import store
from scrm.conversations.search import service as search
from scrm.conversations.tables import Message
from scrm.kernel.terms import Words
from tests.support.scene import Scene

VOWEL = "\u19b5"
"""New Tai Lue: a letter to Python, and not to the tables that SQLite has."""


async def _indexed(scene: Scene) -> None:
    later = scene.now + timedelta(days=900)
    while await scene.do(lambda s: search.index_new(s, later)):
        pass


async def _edits(scene: Scene, said: str) -> None:
    edited_at = scene.now + timedelta(minutes=1)
    edited = MessageEdited(Person("501", "Ada"), "1", scene.now, edited_at, InboundContent(said))

    def work(session: Session) -> None:
        at = (edited.person, scene.now)
        known = contacts.resolve(session, scene.channel_id, [at], scene.now)["501"]
        edits.edit(session, scene.channel_id, known, edited, scene.now)

    await scene.do(work)


async def _found(scene: Scene, words: str) -> list[str]:
    def look(session: Session) -> list[str]:
        ids = store.find(session, Words.of(words).terms, None, 9)
        rows = session.exec(select(Message.id, Message.text))
        said = {message_id: line for message_id, line in rows}
        return [said[one] for one in ids]

    return await scene.database.read(look)


def _is_whole(session: Session) -> bool:
    """What SQLite says of itself and of both indexes; PostgreSQL has nothing to say."""
    if session.get_bind().dialect.name != "sqlite":
        return True
    for name in ("message_search", "contact_search"):
        session.execute(text(f"INSERT INTO {name}({name}) VALUES ('integrity-check')"))  # noqa: S608
    return bool(session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok")


def _another_python(said: str) -> str:
    return " ".join(f"other{word}" for word in unicodedata.normalize("NFKD", said).split())


@pytest.mark.parametrize("other", [_another_python, lambda _said: "", str.upper])
async def test_an_edit_of_what_was_indexed_otherwise_breaks_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, other: Callable[[str], str]
) -> None:
    for number, said in enumerate(("blue kettle", "red kettle", "green cup"), 1):
        await scene.hear(said, external_id=str(number))
    with monkeypatch.context() as at_first:
        at_first.setattr(store, "indexed", other)
        await _indexed(scene)
    await _edits(scene, "a yellow teapot")
    await scene.do(_is_whole)
    assert await _found(scene, "yellow") == ["a yellow teapot"]
    assert await _found(scene, "otherblue") == []
    assert await scene.do(_is_whole)


async def test_letters_that_the_database_does_not_know_are_found(scene: Scene) -> None:
    said = f"a{VOWEL}b"
    await scene.hear(said)
    await _indexed(scene)
    assert await _found(scene, f"a{VOWEL}b") == [said]
    await _edits(scene, "nothing of it")
    assert await _found(scene, f"a{VOWEL}b") == []
    assert await scene.do(_is_whole)


async def test_an_edit_is_found_by_its_new_words_only(scene: Scene) -> None:
    await scene.hear("blue kettle")
    await _indexed(scene)
    await _edits(scene, "blue teapot")
    assert await _found(scene, "blue") == ["blue teapot"]
    assert await _found(scene, "kettle") == []
