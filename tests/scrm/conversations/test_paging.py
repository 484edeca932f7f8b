"""Lists in pages: each thing once, the newest first, on both kinds of database."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from scrm.contacts.reading import service as people
from scrm.conversations.reading import service as reading
from scrm.conversations.reading.values import Filter
from scrm.conversations.tables import Conversation
from tests.support.clock import NOON
from tests.support.scene import Scene

MOST_PAGES = 20


@pytest.mark.parametrize("status", ["open", None])
async def test_conversations_come_once_each_also_where_they_are_of_one_moment(
    scene: Scene, status: str | None
) -> None:
    for who in range(12):
        at = NOON + timedelta(seconds=who // 3)
        await scene.hear("Hello", who=str(who), external_id=str(who), at=at)

    def look(session: Session) -> tuple[list[int], list[int]]:
        ids: list[int] = []
        place: tuple[int, int] | None = None
        for _ in range(MOST_PAGES):
            views, place = reading.page(session, 7, Filter(status), place, 2)
            ids += [int(view.id) for view in views]
            if place is None:
                break
        newest = (col(Conversation.last_at).desc(), col(Conversation.id).desc())
        return ids, list(session.exec(select(Conversation.id).order_by(*newest)))

    paged, whole = await scene.database.read(look)
    assert paged == whole


async def test_a_timeline_goes_on_where_it_stopped(scene: Scene) -> None:
    for number in range(5):
        heard = await scene.hear("Hello", external_id=str(number))

    def look(session: Session) -> tuple[list[str], list[str]]:
        ids: list[str] = []
        place: tuple[int, int] | None = None
        for _ in range(MOST_PAGES):
            views, place = people.timeline(session, heard.contact_id, place, 2)
            ids += [view.id for view in views]
            if place is None:
                break
        return ids, [one.id for one in people.timeline(session, heard.contact_id, None, 50)[0]]

    paged, whole = await scene.database.read(look)
    assert paged == whole
    assert len(whole) > 5
