"""Messages that change: no wording is lost, and an album changes only where it was edited."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from scrm.channels.values import (
    InboundContent,
    Media,
    MediaKind,
    MessageEdited,
    MessageReceived,
    Person,
    Span,
)
from scrm.contacts import service as contacts
from scrm.conversations.arrivals.values import Arrival
from scrm.conversations.edits import service as edits
from scrm.conversations.tables import Message, MessageVersion
from tests.support.clock import NOON
from tests.support.scene import Scene

ADA = Person("501", "Ada")
SECOND = timedelta(seconds=1)


def _photo(reference: str, caption: str = "", spans: Sequence[Span] = ()) -> InboundContent:
    media = (Media(kind=MediaKind.PHOTO, reference=reference),)
    return InboundContent(text=caption, spans=tuple(spans), media=media)


async def _comes(scene: Scene, part: str, content: InboundContent) -> None:
    """A part of the album `trip`."""
    message = MessageReceived(ADA, part, NOON, content, album="trip")

    def work(session: Session) -> None:
        known = contacts.resolve(session, scene.channel_id, [(ADA, NOON)], scene.now)
        arrival = Arrival(known["501"], message)
        edits.receive_known(session, scene.channel_id, arrival, scene.now)

    await scene.do(work)


async def _edit(
    scene: Scene, external_id: str, content: InboundContent, at: datetime, *, album: str = ""
) -> None:
    edited = MessageEdited(ADA, external_id, NOON, at, content, album=album)

    def work(session: Session) -> None:
        known = contacts.resolve(session, scene.channel_id, [(ADA, NOON)], scene.now)
        edits.edit(session, scene.channel_id, known["501"], edited, scene.now)

    await scene.do(work)


async def _said(scene: Scene, external_id: str, *texts: str, at: datetime) -> None:
    for text in texts:
        await _edit(scene, external_id, InboundContent(text), at)


async def _shown(scene: Scene) -> Message:
    return await scene.database.read(lambda s: s.exec(select(Message)).one())


async def _versions(scene: Scene) -> list[str]:
    question = select(MessageVersion.text).order_by(col(MessageVersion.at))
    return await scene.database.read(lambda s: list(s.exec(question)))


async def test_edits_of_one_second_are_all_kept_and_the_last_is_shown(scene: Scene) -> None:
    await scene.hear("one", external_id="1")
    await _said(scene, "1", "two", "three", "four", at=NOON + 60 * SECOND)
    shown = await _shown(scene)
    assert (shown.text, shown.versions) == ("four", 3)
    assert await _versions(scene) == ["one", "two", "three"]


async def test_an_edit_in_the_second_of_the_message_keeps_the_original(scene: Scene) -> None:
    await scene.hear("one", external_id="1")
    await _said(scene, "1", "two", "three", at=NOON)
    assert (await _shown(scene)).text == "three"
    assert await _versions(scene) == ["one", "two"]


async def test_the_same_edit_again_changes_nothing(scene: Scene) -> None:
    await scene.hear("one", external_id="1")
    await _said(scene, "1", "two", "two", at=NOON + SECOND)
    assert ((await _shown(scene)).versions, await _versions(scene)) == (1, ["one"])


async def test_an_edit_that_comes_late_is_an_earlier_version(scene: Scene) -> None:
    await scene.hear("one", external_id="1")
    await _said(scene, "1", "three", at=NOON + 9 * SECOND)
    await _said(scene, "1", "two", at=NOON + 5 * SECOND)
    shown = await _shown(scene)
    assert (shown.text, shown.versions) == ("three", 2)
    assert await _versions(scene) == ["one", "two"]


def _files(content: dict[str, Any]) -> int:
    return len(content["attachments"])


async def test_the_captions_of_all_parts_are_shown_with_their_formats(scene: Scene) -> None:
    await _comes(scene, "10", _photo("b", "Our boat", [Span(4, 4, "bold")]))
    await _comes(scene, "9", _photo("a", "The sea"))
    shown = await _shown(scene)
    assert shown.text == "The sea\nOur boat"
    assert shown.content["spans"] == [{"start": 12, "length": 4, "kind": "bold"}]
    assert _files(shown.content) == 2


async def test_an_edit_of_one_part_leaves_the_others_alone(scene: Scene) -> None:
    await _comes(scene, "9", _photo("a", "pangolin"))
    await _comes(scene, "10", _photo("b"))
    await _edit(scene, "10", _photo("c"), NOON + SECOND, album="trip")
    shown = await _shown(scene)
    assert (shown.text, _files(shown.content)) == ("pangolin", 2)
    await _edit(scene, "9", _photo("a", "armadillo"), NOON + 2 * SECOND, album="trip")
    shown = await _shown(scene)
    assert (shown.text, _files(shown.content)) == ("armadillo", 2)
    await _edit(scene, "9", _photo("a"), NOON + 3 * SECOND, album="trip")
    assert ((await _shown(scene)).text, await _versions(scene)) == (
        "",
        ["pangolin", "pangolin", "armadillo"],
    )


async def test_a_part_that_was_edited_before_it_came_stays_as_edited(scene: Scene) -> None:
    await _edit(scene, "9", _photo("a", "new words"), NOON + SECOND, album="trip")
    await _comes(scene, "9", _photo("a", "old words"))
    await _comes(scene, "10", _photo("b"))
    shown = await _shown(scene)
    assert (shown.text, _files(shown.content)) == ("new words", 2)
