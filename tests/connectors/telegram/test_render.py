from typing import Any

import pytest

from connectors.telegram.render import render_outbound
from scrm.channels.failures import ContentRejected
from scrm.channels.outbound import (
    AcknowledgePress,
    Action,
    Button,
    DeleteMessage,
    EditMessage,
    Outbound,
    OutboundContent,
    OutboundFile,
    Request,
    SendMessage,
    ShowTyping,
)
from scrm.channels.values import MediaKind

PDF = OutboundFile(MediaKind.DOCUMENT, "offer.pdf", "application/pdf", 2048, "/data/files/ab")
JPEG = OutboundFile(MediaKind.PHOTO, "blue.jpg", "image/jpeg", 2048, "/data/files/cd")
STICKER = OutboundFile(MediaKind.STICKER, "hi.webp", "image/webp", 2048, "/data/files/ef")
YES = Button("Yes 👍", value="yes")


def rendered(action: Action, thread_key: str = "") -> Request:
    return render_outbound(Outbound("5550001", action, thread_key))


def sent(**content: Any) -> Request:
    return rendered(SendMessage(OutboundContent(**content)))


def test_a_text_is_a_message() -> None:
    assert sent(text="Yes, it is.") == Request(
        "sendMessage", {"chat_id": 5550001, "text": "Yes, it is."}
    )


def test_light_formatting_becomes_entities_in_utf16() -> None:
    assert sent(text="😀 **b😀** [us](https://x.io)", format="light").fields == {
        "chat_id": 5550001,
        "text": "😀 b😀 us",
        "entities": [
            {"type": "bold", "offset": 3, "length": 3},
            {"type": "text_link", "offset": 7, "length": 2, "url": "https://x.io"},
        ],
    }


def test_plain_text_keeps_its_stars() -> None:
    assert sent(text="**a**").fields["text"] == "**a**"


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("[write](mailto:a@x.io) us", "write (a@x.io) us", []),
        ("[a@x.io](mailto:a@x.io)", "a@x.io", []),
        ("**[call](tel:+49170) now**", "call (+49170) now", [("bold", 0, 17)]),
        ("[m](mailto:a@x.io) **b**", "m (a@x.io) b", [("bold", 11, 1)]),
    ],
)
def test_an_address_that_telegram_does_not_link_is_spelt_out(
    source: str, text: str, kinds: list[tuple[str, int, int]]
) -> None:
    fields = sent(text=source, format="light").fields
    assert fields["text"] == text
    assert [(e["type"], e["offset"], e["length"]) for e in fields.get("entities", [])] == kinds


def test_buttons_are_rows_of_an_inline_keyboard() -> None:
    request = sent(text="Ok?", buttons=(YES, Button("Shop", url="https://x.io")))
    assert request.fields["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "Yes 👍", "callback_data": "yes"}],
            [{"text": "Shop", "url": "https://x.io"}],
        ]
    }


def test_an_answer_goes_out_even_if_the_question_is_gone() -> None:
    assert sent(text="Hi", reply_to="78").fields["reply_parameters"] == {
        "message_id": 78,
        "allow_sending_without_reply": True,
    }


def test_an_answer_to_a_press_is_a_message_of_its_own() -> None:
    assert "reply_parameters" not in sent(text="Hi", reply_to="press:438").fields


def test_a_thread_is_a_topic() -> None:
    action = SendMessage(OutboundContent("Hi"))
    assert rendered(action, "12").fields["message_thread_id"] == 12


@pytest.mark.parametrize(
    ("file", "method", "field"),
    [
        (JPEG, "sendPhoto", "photo"),
        (PDF, "sendDocument", "document"),
        (STICKER, "sendSticker", "sticker"),
        (OutboundFile(MediaKind.VOICE, "v.ogg", "audio/ogg", 9, "/d"), "sendVoice", "voice"),
        (OutboundFile(MediaKind.AUDIO, "s.mp3", "audio/mpeg", 9, "/d"), "sendAudio", "audio"),
        (OutboundFile(MediaKind.VIDEO, "v.mp4", "video/mp4", 9, "/d"), "sendVideo", "video"),
        (
            OutboundFile(MediaKind.PHOTO, "b.jpg", "image/jpeg", 10_000_001, "/d"),
            "sendDocument",
            "document",
        ),
        (
            OutboundFile(MediaKind.PHOTO, "b.svg", "image/svg+xml", 9, "/d"),
            "sendDocument",
            "document",
        ),
    ],
)
def test_a_file_goes_by_its_kind(file: OutboundFile, method: str, field: str) -> None:
    request = sent(files=(file,))
    assert (request.method, request.files) == (method, {field: file})


def test_a_caption_is_formatted_too() -> None:
    fields = sent(files=(JPEG,), text="**Blue**", format="light").fields
    assert fields == {
        "chat_id": 5550001,
        "caption": "Blue",
        "caption_entities": [{"type": "bold", "offset": 0, "length": 4}],
    }


@pytest.mark.parametrize(
    ("action", "request_"),
    [
        (ShowTyping(), Request("sendChatAction", {"chat_id": 5550001, "action": "typing"})),
        (DeleteMessage("78"), Request("deleteMessage", {"chat_id": 5550001, "message_id": 78})),
        (
            AcknowledgePress("438", "Done"),
            Request("answerCallbackQuery", {"callback_query_id": "438", "text": "Done"}),
        ),
        (AcknowledgePress("438"), Request("answerCallbackQuery", {"callback_query_id": "438"})),
        (
            EditMessage("78", OutboundContent("New")),
            Request("editMessageText", {"chat_id": 5550001, "message_id": 78, "text": "New"}),
        ),
        (
            EditMessage("78", OutboundContent("New", files=(JPEG,))),
            Request("editMessageCaption", {"chat_id": 5550001, "message_id": 78, "caption": "New"}),
        ),
    ],
)
def test_each_action_is_a_call(action: Action, request_: Request) -> None:
    assert rendered(action) == request_


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"text": ""}, "empty"),
        ({"text": " \n"}, "empty"),
        ({"text": "**", "buttons": (Button("", value="x"),)}, "bad_button"),
        ({"text": "x", "buttons": (Button("a"),)}, "bad_button"),
        ({"text": "x", "buttons": (Button("a", value="b", url="https://x.io"),)}, "bad_button"),
        ({"text": "x", "buttons": (Button("a", url="javascript:x"),)}, "bad_button"),
        ({"text": "x", "buttons": (Button("a", value="é" * 33),)}, "bad_button"),
        ({"text": "x", "buttons": (YES,) * 101}, "too_many_buttons"),
        ({"text": "x" * 4097}, "too_long"),
        ({"text": "😀" * 2049}, "too_long"),
        ({"text": "x" * 1025, "files": (JPEG,)}, "too_long"),
        ({"files": (JPEG, PDF)}, "too_many_files"),
        ({"text": "x", "files": (STICKER,)}, "no_caption"),
        (
            {"files": (OutboundFile(MediaKind.VIDEO, "v", "video/mp4", 50_000_001, "/d"),)},
            "file_too_large",
        ),
        ({"files": (OutboundFile(MediaKind.VIDEO, "v", "video/mp4", 0, "/d"),)}, "file_empty"),
    ],
)
def test_what_telegram_would_not_take_is_refused_here(content: dict[str, Any], code: str) -> None:
    with pytest.raises(ContentRejected) as caught:
        sent(**content)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["x" * 4096, "😀" * 2048, "ש" * 4096])
def test_a_text_at_the_limit_is_taken(text: str) -> None:
    assert sent(text=text).fields["text"] == text


def test_a_button_value_at_the_limit_is_taken() -> None:
    assert sent(text="x", buttons=(Button("a", value="é" * 32),)).fields["reply_markup"]


@pytest.mark.parametrize("recipient", ["", "@ada", "5550001x", "٣", "1" * 20, "5.5"])
def test_a_recipient_that_is_no_chat_id_is_refused(recipient: str) -> None:
    with pytest.raises(ContentRejected):
        render_outbound(Outbound(recipient, SendMessage(OutboundContent("Hi"))))


def test_half_a_surrogate_is_replaced_rather_than_sent() -> None:
    assert sent(text="a\ud83d").fields["text"] == "a\ufffd"


# --- parts -----------------------------------------------------------------------------------
