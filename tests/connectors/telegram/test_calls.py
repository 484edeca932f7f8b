"""Polling, and the calls about messages."""

import pytest

from connectors.telegram.connector import TelegramConnector
from scrm.channels.failures import (
    NotAccepted,
)
from scrm.channels.outbound import (
    AcknowledgePress,
    DeleteMessage,
    EditMessage,
    Outbound,
    OutboundContent,
    Sent,
    ShowTyping,
)
from scrm.conformance.wire import Act, Wire, raw_answer, say_nothing, then_hang_up
from tests.connectors.telegram import payloads_of
from tests.connectors.telegram.conftest import TOKEN
from tests.connectors.telegram.says import no, ok


async def test_a_poll_brings_events_and_the_cursor_past_them(
    bot: TelegramConnector, telegram: Wire
) -> None:
    updates = [payloads_of.update("text"), payloads_of.update("press")]
    telegram.will(ok(updates))
    pulled = await bot.pull("410000001")
    assert pulled.cursor == str(updates[1]["update_id"] + 1)
    assert [event.kind for event in pulled.events] == ["message", "callback_query"]
    assert telegram.calls[0].json == {
        "timeout": 25,
        "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        "offset": 410000001,
    }


async def test_a_polled_event_is_the_same_as_a_posted_one(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(ok([payloads_of.update("text_entities")]))
    (event,) = (await bot.pull(None)).events
    assert event.external_id == str(payloads_of.update("text_entities")["update_id"])
    assert bot.parse(event) == bot.parse(
        type(event)(event.external_id, event.order_key, event.kind, event.body)
    )


async def test_the_first_poll_acknowledges_nothing(bot: TelegramConnector, telegram: Wire) -> None:
    telegram.will(ok([]))
    assert (await bot.pull(None)).cursor is None
    assert "offset" not in telegram.calls[0].json


async def test_a_poll_that_brings_nothing_keeps_its_cursor(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(ok([]))
    assert (await bot.pull("7")).cursor == "7"


async def test_an_update_that_can_not_be_read_is_kept_beside_the_others(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(ok([{"update_id": 5, "message": {}}, "?", {"update_id": "6"}]))
    pulled = await bot.pull("5")
    assert ([event.kind for event in pulled.events], pulled.cursor) == (
        ["message", "unreadable", "unreadable"],
        "6",
    )


@pytest.mark.parametrize(
    "act",
    [
        then_hang_up(),
        raw_answer(b"?"),
        ok({"update_id": 1}),
        ok(["?"]),
        no(500, "Internal Server Error"),
    ],
)
async def test_a_poll_that_fails_can_be_repeated(
    bot: TelegramConnector, telegram: Wire, act: Act
) -> None:
    telegram.will(act)
    with pytest.raises(NotAccepted):
        await bot.pull("5")


async def test_a_poll_that_hears_nothing_can_be_repeated(
    hasty: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(say_nothing)
    with pytest.raises(NotAccepted):
        await hasty.pull("5")


async def test_a_second_poller_is_told_in_telegrams_words(
    bot: TelegramConnector, telegram: Wire
) -> None:
    telegram.will(no(409, "Conflict: terminated by other getUpdates request"))
    with pytest.raises(NotAccepted, match="terminated by other getUpdates") as caught:
        await bot.pull("5")
    assert caught.value.code == "conflict"


@pytest.mark.parametrize(
    ("action", "method", "result", "sent"),
    [
        (EditMessage("78", OutboundContent("New")), "editMessageText", {"message_id": 78}, "78"),
        (DeleteMessage("78"), "deleteMessage", True, ""),
        (ShowTyping(), "sendChatAction", True, ""),
        (AcknowledgePress("438"), "answerCallbackQuery", True, ""),
    ],
)
async def test_each_action_is_one_call(
    bot: TelegramConnector,
    telegram: Wire,
    action: EditMessage | DeleteMessage | ShowTyping | AcknowledgePress,
    method: str,
    result: object,
    sent: str,
) -> None:
    telegram.will(ok(result))
    assert await bot.send(Outbound("5550001", action)) == Sent(sent)
    assert [call.path for call in telegram.calls] == [f"/bot{TOKEN}/{method}"]
