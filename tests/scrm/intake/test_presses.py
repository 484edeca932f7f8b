"""Opting out takes words of one's own: a button called Cancel cancels an order, not marketing."""

from sqlmodel import select

from scrm.consent.tables import Suppression
from tests.support.cast import ADA, SOME_DAY
from tests.support.databases import Place
from tests.support.hub import running_hub


async def test_the_label_of_a_button_is_no_stop_word(sqlite_only: Place) -> None:
    async with running_hub(sqlite_only) as hub:
        query = {
            "id": "77",
            "from": ADA.user(),
            "data": "order:42:no",
            "message": {
                "message_id": 9,
                "date": SOME_DAY,
                "chat": ADA.chat(),
                "reply_markup": {
                    "inline_keyboard": [[{"text": "Cancel", "callback_data": "order:42:no"}]]
                },
            },
        }
        pressed = {"update_id": 1, "callback_query": query}
        assert (await hub.client.push(pressed)).status == 200
        assert await hub.read(lambda s: s.exec(select(Suppression)).all()) == []
        await hub.hear(ADA, "Cancel")
        assert len(await hub.read(lambda s: s.exec(select(Suppression)).all())) == 1
