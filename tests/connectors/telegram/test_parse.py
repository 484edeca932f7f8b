from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.telegram.parse import parse_event, raw_event, raw_update
from scrm.channels.failures import MalformedPayload, UnsupportedEvent
from scrm.channels.values import (
    Inbound,
    InboundContent,
    Location,
    Media,
    MediaKind,
    MessageEdited,
    MessageReceived,
    Person,
    Press,
    RawEvent,
    SharedContact,
    Span,
    SubscriptionChanged,
)
from scrm.kernel import strict_json
from tests.connectors.telegram import payloads_of

ADA = Person("5550001", "Ada Demo", "ada_demo", "en")
BIG_PHOTO = Media(
    MediaKind.PHOTO, "AgACAgQAAxkB-big", "", "image/jpeg", 210000, width=1280, height=960
)
STICKER = Media(MediaKind.STICKER, "CAACAgIAAxkB-st", "👍", "image/webp", 21000, 512, 512)

CONTENTS = {
    "text": InboundContent("Is the blue one in stock?"),
    "text_entities": InboundContent(
        "Hi 😀 bold 😀 it un gone x = 1 print() quoted secret our shop shop.example"
        " a@shop.example @demo_shop_bot #blue",
        (
            Span(5, 6, "bold"),
            Span(12, 2, "italic"),
            Span(15, 2, "underline"),
            Span(18, 4, "strike"),
            Span(23, 5, "code"),
            Span(29, 7, "pre"),
            Span(37, 6, "quote"),
            Span(44, 6, "spoiler"),
            Span(51, 8, "link", "https://shop.example/a"),
            Span(60, 12, "link", "http://shop.example"),
            Span(73, 14, "link", "mailto:a@shop.example"),
        ),
    ),
    "text_emoji_rtl": InboundContent(
        "👨‍👩‍👧 مرحبا 🇩🇪é中 שלום 🙂 نص", (Span(12, 4, "bold"), Span(24, 2, "italic"))
    ),
    "start": InboundContent("/start", start=""),
    "start_payload": InboundContent("/start promo_7Qx2", start="promo_7Qx2"),
    "reply": InboundContent("Yes, that one"),
    "topic": InboundContent("In a topic"),
    "forwarded": InboundContent("See what they wrote"),
    "photo": InboundContent(media=(BIG_PHOTO,)),
    "photo_caption": InboundContent("Like 😀 this?", (Span(7, 4, "bold"),), (BIG_PHOTO,)),
    "album_first": InboundContent("two photos", (), (BIG_PHOTO,)),
    "album_second": InboundContent(media=(BIG_PHOTO,)),
    "document": InboundContent(
        "The invoice",
        media=(
            Media(
                MediaKind.DOCUMENT, "BQACAgQAAxkB-doc", "voice 发票.pdf", "application/pdf", 48213
            ),
        ),
    ),
    "voice": InboundContent(
        media=(Media(MediaKind.VOICE, "AwACAgQAAxkB-voice", "", "audio/ogg", 15360, duration=4),)
    ),
    "audio": InboundContent(
        media=(
            Media(
                MediaKind.AUDIO,
                "CQACAgQAAxkB-audio",
                "song.mp3",
                "audio/mpeg",
                3215360,
                duration=203,
            ),
        )
    ),
    "video": InboundContent(
        "It rattles",
        media=(
            Media(
                MediaKind.VIDEO,
                "BAACAgQAAxkB-video",
                "IMG_1.MP4",
                "video/mp4",
                5000000,
                1280,
                720,
                12,
            ),
        ),
    ),
    "video_note": InboundContent(
        media=(Media(MediaKind.VIDEO, "DQACAgQAAxkB-note", "", "video/mp4", 600000, 384, 384, 6),)
    ),
    "animation": InboundContent(
        media=(
            Media(MediaKind.VIDEO, "CgACAgQAAxkB-anim", "cat.mp4", "video/mp4", 90000, 320, 240, 2),
        )
    ),
    "sticker": InboundContent(media=(STICKER,)),
    "sticker_animated": InboundContent(
        media=(replace(STICKER, media_type="application/x-tgsticker"),)
    ),
    "sticker_video": InboundContent(media=(replace(STICKER, media_type="video/webm"),)),
    "location": InboundContent(location=Location(52.520008, 13.404954)),
    "venue": InboundContent(location=Location(31.2304, 121.4737, "人民广场", "上海市黄浦区")),
    "contact_own": InboundContent(contact=SharedContact("Ada Demo", "+491700000001", own=True)),
    "contact_other": InboundContent(contact=SharedContact("Cy", "+491700000002")),
    "contact_no_user": InboundContent(contact=SharedContact("Plumber", "+491700000003")),
    "press": InboundContent(press=Press("ord:42:yes", "Yes 👍", "4382905720194482003")),
    "press_inaccessible": InboundContent(press=Press("ord:1:no", "", "4382905720194482004")),
    "edited": InboundContent("Is the red one in stock?"),
    "edited_caption": InboundContent("three photos", (), (BIG_PHOTO,)),
}
SUBSCRIPTIONS = {"blocked": False, "unblocked": True}
UNSUPPORTED = {
    "group_text": "group chat 'Demo'",
    "group_migrated": "group chat 'Demo'",
    "supergroup_migrated": "group chat 'Demo'",
    "supergroup_topic_photo": "group chat 'Demo'",
    "group_press": "group chat 'Demo'",
    "group_added": "group chat 'Demo'",
    "channel_post": "channel_post",
    "press_inline": "callback_query without a message",
    "press_game": "callback_query of a game",
    "message_poll": "message with poll",
    "message_dice": "message with dice",
    "message_pinned": "message with pinned_message",
    "live_location": "edited_message with a live location",
    "business_message": "business_message",
    "deleted_business_messages": "deleted_business_messages",
    "message_reaction": "message_reaction",
    "inline_query": "inline_query",
    "poll": "poll",
    "chat_join_request": "chat_join_request",
    "pre_checkout_query": "pre_checkout_query",
}


def parsed(name: str) -> Inbound:
    inbound = parse_event(raw_event(payloads_of.body(name)))
    assert len(inbound) == 1
    return inbound[0]


def message(name: str) -> MessageReceived:
    value = parsed(name)
    assert isinstance(value, MessageReceived)
    return value


def changed(name: str, **fields: Any) -> RawEvent:
    """A recorded message with fields put in another way."""
    update = payloads_of.update(name)
    (kind,) = update.keys() - {"update_id"}
    update[kind] |= fields
    return raw_event(strict_json.dumps(update))


def test_each_recorded_payload_has_an_expectation() -> None:
    assert {*CONTENTS, *SUBSCRIPTIONS, *UNSUPPORTED} == {*payloads_of.NAMES}


@pytest.mark.parametrize(("name", "content"), CONTENTS.items(), ids=CONTENTS)
def test_content_is_read(name: str, content: InboundContent) -> None:
    value = parsed(name)
    assert isinstance(value, MessageReceived | MessageEdited)
    assert value.content == content


@pytest.mark.parametrize(("name", "reachable"), SUBSCRIPTIONS.items())
def test_blocking_and_letting_in_again_change_the_subscription(name: str, reachable: bool) -> None:
    at = datetime.fromtimestamp(1760000100, UTC)
    assert parsed(name) == SubscriptionChanged(ADA, reachable, at)


@pytest.mark.parametrize(("name", "words"), UNSUPPORTED.items(), ids=UNSUPPORTED)
def test_what_we_do_not_take_is_named(name: str, words: str) -> None:
    with pytest.raises(UnsupportedEvent) as caught:
        parsed(name)
    assert str(caught.value) == words


def test_a_message_tells_who_when_and_which() -> None:
    assert message("text") == MessageReceived(
        ADA, "71", datetime.fromtimestamp(1760000071, UTC), CONTENTS["text"]
    )


def test_an_edit_tells_both_times() -> None:
    assert parsed("edited") == MessageEdited(
        ADA,
        "97",
        datetime.fromtimestamp(1760000097, UTC),
        datetime.fromtimestamp(1760001000, UTC),
        CONTENTS["edited"],
    )


def test_a_press_is_unique_by_its_own_id_and_has_no_time_of_its_own() -> None:
    press = message("press")
    assert (press.external_id, press.reply_to, press.at_known) == (
        "press:4382905720194482003",
        "78",
        False,
    )


def test_parts_of_an_album_share_its_id() -> None:
    assert message("album_first").album == message("album_second").album == "13370001"


def test_an_answer_names_what_it_answers() -> None:
    assert message("reply").reply_to == "60"


def test_a_topic_is_a_thread() -> None:
    assert message("topic").thread_key == "12"


def test_ids_keep_all_their_bits() -> None:
    assert message("text_emoji_rtl").person.external_id == "4503599627370495"


def test_the_largest_ids_survive_from_the_webhook_to_the_value() -> None:
    (value,) = parse_event(changed("text", chat={"id": 2**63 - 1, "type": "private"}))
    assert isinstance(value, MessageReceived)
    assert value.person.external_id == "9223372036854775807"


@pytest.mark.parametrize(
    "bad", [1.0, 5550001.5, True, "5550001", None, 2**63, -(2**63) - 1, 1e400, [], {}]
)
@pytest.mark.parametrize("where", ["chat", "from", "message_id"])
def test_an_id_that_is_no_64_bit_integer_is_malformed(bad: object, where: str) -> None:
    field: Any = bad if where == "message_id" else {"id": bad, "type": "private"}
    update = payloads_of.update("text")
    update["message"][where] = field
    with pytest.raises(MalformedPayload):
        parse_event(raw_update(update, b""))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("text", {"date": "now"}),
        ("text", {"date": 10**15}),
        ("text", {"date": -1}),
        ("text", {"chat": None}),
        ("text", {"chat": {"id": 1, "type": "castle"}}),
        ("text", {"from": 7}),
        ("text", {"entities": {"type": "bold"}}),
        ("text", {"entities": [{"type": "bold", "offset": "0", "length": 3}]}),
        ("photo", {"photo": []}),
        ("photo", {"photo": [{"file_id": ""}]}),
        ("photo", {"photo": "AgAC"}),
        ("voice", {"voice": {"file_id": 5}}),
        ("location", {"location": {"latitude": "52", "longitude": 1}}),
        ("location", {"location": {"latitude": True, "longitude": 1}}),
        ("location", {"location": {"latitude": 91, "longitude": 1}}),
        ("contact_own", {"contact": {"first_name": "Ada"}}),
        ("press", {"id": ""}),
        ("press", {"data": 5}),
        ("edited", {"edit_date": None}),
        ("blocked", {"new_chat_member": "kicked"}),
    ],
)
def test_what_telegram_does_not_document_is_malformed(name: str, fields: dict[str, Any]) -> None:
    with pytest.raises(MalformedPayload):
        parse_event(changed(name, **fields))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"update_id": 1}',
        b'{"update_id": 1, "telepathy": {}}',
        b'{"update_id": 1, "message": []}',
        b'{"update_id": 1, "message": {}, "poll": {}}',
        b'{"update_id": "1", "message": {}}',
        b'{"update_id": 1, "message": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b"\xff\xfe",
    ],
)
def test_a_body_that_is_no_update_is_malformed(body: bytes) -> None:
    with pytest.raises(MalformedPayload):
        parse_event(raw_event(body))


def test_a_width_that_makes_no_sense_costs_no_message() -> None:
    photo = [{"file_id": "x", "width": "wide", "height": -1, "file_size": 2**63}]
    (value,) = parse_event(changed("photo", photo=photo))
    assert isinstance(value, MessageReceived)
    assert value.content.media == (Media(MediaKind.PHOTO, "x", media_type="image/jpeg"),)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("/start@demo_shop_bot abc", "abc"),
        ("/start two words", None),
        ("/started", None),
        (" /start", None),
        ("/start " + "x" * 65, None),
    ],
)
def test_only_a_deep_link_is_a_start(text: str, start: str | None) -> None:
    (value,) = parse_event(changed("text", text=text))
    assert isinstance(value, MessageReceived)
    assert value.content.start == start


@pytest.mark.parametrize(
    ("offset", "length", "span"),
    [
        (0, 99, Span(0, 3, "bold")),
        (-4, 6, Span(0, 2, "bold")),
        (2, 1, Span(1, 1, "bold")),
        (9, 2, None),
        (1, 0, None),
        (1, -3, None),
        (0, 2**62, Span(0, 3, "bold")),
    ],
)
def test_an_entity_past_the_text_is_cut_off(offset: int, length: int, span: Span | None) -> None:
    entity = {"type": "bold", "offset": offset, "length": length}
    (value,) = parse_event(changed("text", text="a😀b", entities=[entity]))
    assert isinstance(value, MessageReceived)
    assert value.content.spans == ((span,) if span else ())


def test_spans_follow_a_text_that_is_composed() -> None:
    entity = {"type": "bold", "offset": 6, "length": 1}
    (value,) = parse_event(changed("text", text="cafe\u0301 x", entities=[entity]))
    assert isinstance(value, MessageReceived)
    assert value.content == InboundContent("caf\xe9 x", (Span(5, 1, "bold"),))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "", 5, None])
def test_a_link_that_a_browser_should_not_follow_is_only_text(url: object) -> None:
    entity = {"type": "text_link", "offset": 0, "length": 1, "url": url}
    (value,) = parse_event(changed("text", text="abc", entities=[entity]))
    assert isinstance(value, MessageReceived)
    assert value.content.spans == ()


def test_nul_and_half_a_surrogate_are_replaced_and_the_message_kept() -> None:
    body = payloads_of.body("text").replace(b"Is the blue", b"a\\u0000b\\ud83d")
    (value,) = parse_event(raw_event(body))
    assert isinstance(value, MessageReceived)
    assert value.content.text == "a\ufffdb\ufffd one in stock?"


def test_a_message_from_a_bot_is_not_answered_by_one() -> None:
    with pytest.raises(UnsupportedEvent, match="from a bot"):
        parse_event(changed("text", **{"from": {"id": 9, "is_bot": True}}))


def test_a_press_on_a_keyboard_in_disorder_has_no_label() -> None:
    event = changed(
        "press",
        message={
            "chat": {"id": 5, "type": "private"},
            "message_id": 1,
            "date": 5,
            "reply_markup": {"inline_keyboard": [5, [6]]},
        },
    )
    (value,) = parse_event(event)
    assert isinstance(value, MessageReceived)
    assert value.content.press == Press("ord:42:yes", "", "4382905720194482003")
