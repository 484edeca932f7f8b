from dataclasses import replace
from datetime import UTC, datetime

import pytest

from connectors.telegram.parse import parse_event, raw_event
from scrm.channels.failures import UnsupportedEvent
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
    SharedContact,
    Span,
    SubscriptionChanged,
)
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
