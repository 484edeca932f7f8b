"""Many letters in one commit are as many messages, each where `send` would have put it."""

import pytest
from sqlmodel import Session, col, select

from scrm.conversations import service as conversations
from scrm.conversations.letters.service import send_together
from scrm.conversations.letters.values import Letter
from scrm.conversations.lifecycle import service as lifecycle
from scrm.conversations.reading import service as reading
from scrm.conversations.values import Author, AuthorKind, Draft
from scrm.delivery.tables import Delivery
from scrm.delivery.values import LANE_ORDER, Lane
from scrm.kernel.errors import Conflict, Invalid
from tests.support.clock import NOON
from tests.support.scene import AGENT, Scene

BOT = Author(AuthorKind.BOT, None, "Bot")
BUTTON = {"label": "Yes", "value": "y"}


async def test_each_gets_its_own(scene: Scene) -> None:
    ada = await scene.hear("Hello", external_id="1")
    bo = await scene.hear("Hi", who="502", external_id="2")
    letters = [
        Letter(bo.conversation_id, Draft("Hi **Bo**", "light", buttons=(BUTTON,))),
        Letter(ada.conversation_id, Draft("Hello Ada")),
    ]
    ids = await scene.do(lambda s: send_together(s, BOT, letters, NOON, Lane.BOT))
    seen = {
        int(one.id): one
        for one in await scene.database.read(
            lambda s: reading.conversations(s, None, [ada.conversation_id, bo.conversation_id])
        )
    }
    last = seen[bo.conversation_id].last_message
    assert last is not None
    assert (last.id, last.text, last.author_name) == (str(ids[0]), "Hi Bo", "Bot")
    assert seen[ada.conversation_id].waiting_since is None
    thread, _ = await scene.database.read(
        lambda s: reading.thread(s, bo.conversation_id, before=None, after=None, limit=10)
    )
    assert [(one.seq, one.text, one.author.kind) for one in thread] == [
        (1, "Hi", "contact"),
        (2, "Hi **Bo**", "bot"),
    ]
    assert thread[1].content["buttons"] == [BUTTON]

    def sent(session: Session) -> list[Delivery]:
        mine = select(Delivery).where(Delivery.message_id == ids[0])
        return list(session.exec(mine.order_by(col(Delivery.id))))

    (delivery,) = await scene.database.read(sent)
    assert (delivery.recipient, delivery.lane) == ("502", LANE_ORDER[Lane.BOT])
    assert delivery.content == {"text": "Hi **Bo**", "format": "light", "buttons": [BUTTON]}
    more = await scene.answer(bo.conversation_id, "It is me")
    assert more.seq == 3


async def test_what_follows_in_the_same_unit_knows_of_them(scene: Scene) -> None:
    heard = await scene.hear("Hello")

    def work(session: Session) -> tuple[int, str]:
        known = conversations.get(session, heard.conversation_id)
        letter = Letter(heard.conversation_id, Draft("Hello Ada"))
        send_together(session, BOT, [letter], NOON, Lane.BOT)
        noted = conversations.note(session, known.id, BOT, Draft("Look"), NOON)
        return noted.seq, known.last_text

    assert await scene.do(work) == (3, "Hello Ada")


async def test_what_is_done_with_is_not_written_into(scene: Scene) -> None:
    ada = await scene.hear("Hello")
    bo = await scene.hear("Hi", who="502", external_id="2")
    await scene.do(lambda s: lifecycle.resolve(s, ada.conversation_id, AGENT, NOON))
    letters = [Letter(one.conversation_id, Draft("Hello")) for one in (bo, ada)]
    with pytest.raises(Conflict):
        await scene.do(lambda s: send_together(s, BOT, letters, NOON, Lane.BOT))
    empty = [Letter(bo.conversation_id, Draft(" "))]
    with pytest.raises(Invalid):
        await scene.do(lambda s: send_together(s, BOT, empty, NOON, Lane.BOT))
    assert await scene.do(lambda s: send_together(s, BOT, [], NOON, Lane.BOT)) == []
