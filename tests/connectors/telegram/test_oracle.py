"""python-telegram-bot reads each recorded payload as we do."""

from typing import Any

import pytest
import telegram

from connectors.telegram.parse import raw_event
from scrm.channels.values import MessageEdited, MessageReceived, SubscriptionChanged
from scrm.kernel.text import clean
from tests.connectors.telegram import payloads_of
from tests.connectors.telegram.test_parse import CONTENTS, SUBSCRIPTIONS, parsed

PRESSES = {"press", "press_inaccessible"}
MESSAGES = sorted(CONTENTS.keys() - PRESSES)
WITH_MEDIA = sorted(name for name, content in CONTENTS.items() if content.media)
SHOWN = {
    "bold": "bold",
    "italic": "italic",
    "underline": "underline",
    "strikethrough": "strike",
    "code": "code",
    "pre": "pre",
    "blockquote": "quote",
    "spoiler": "spoiler",
    "text_link": "link",
    "url": "link",
    "email": "link",
}


def theirs(name: str) -> telegram.Update:
    return telegram.Update.de_json(payloads_of.update(name))


def their_message(name: str) -> telegram.Message:
    update = theirs(name)
    message = update.message or update.edited_message
    assert message is not None
    return message


def ours(name: str) -> MessageReceived | MessageEdited:
    value = parsed(name)
    assert isinstance(value, MessageReceived | MessageEdited)
    return value


@pytest.mark.parametrize("name", payloads_of.NAMES)
def test_the_update_and_its_chat_agree(name: str) -> None:
    event, update = raw_event(payloads_of.body(name)), theirs(name)
    chat_or_user = update.effective_chat or update.effective_user
    assert event.external_id == str(update.update_id)
    assert event.order_key == (str(chat_or_user.id) if chat_or_user else "")


@pytest.mark.parametrize("name", MESSAGES)
def test_the_message_agrees(name: str) -> None:
    our, their = ours(name), their_message(name)
    assert (our.external_id, our.at, our.album) == (
        str(their.message_id),
        their.date,
        their.media_group_id or "",
    )


@pytest.mark.parametrize("name", sorted(CONTENTS))
def test_the_person_agrees(name: str) -> None:
    our, user = ours(name).person, theirs(name).effective_user
    assert user is not None
    assert (our.external_id, our.name, our.username, our.locale) == (
        str(user.id),
        user.full_name,
        user.username or "",
        user.language_code or "",
    )


@pytest.mark.parametrize("name", MESSAGES)
def test_the_text_and_each_formatted_stretch_agree(name: str) -> None:
    our, their = ours(name).content, their_message(name)
    entities = {**their.parse_entities(), **their.parse_caption_entities()}
    assert our.text == clean(their.text or their.caption or "")
    assert [(s.kind, our.text[s.start : s.start + s.length]) for s in our.spans] == [
        (SHOWN[entity.type], clean(text))
        for entity, text in entities.items()
        if entity.type in SHOWN
    ]


@pytest.mark.parametrize("name", WITH_MEDIA)
def test_the_file_agrees(name: str) -> None:
    (media,) = ours(name).content.media
    their: Any = their_message(name).effective_attachment
    if isinstance(their, tuple):
        their = max(their, key=lambda size: size.width)
    assert (media.reference, media.size) == (their.file_id, their.file_size)


@pytest.mark.parametrize("name", ["location", "venue"])
def test_the_place_agrees(name: str) -> None:
    our, their = ours(name).content.location, their_message(name)
    assert our is not None
    assert their.location is not None
    assert (our.latitude, our.longitude) == (their.location.latitude, their.location.longitude)
    assert our.title == (their.venue.title if their.venue else "")


@pytest.mark.parametrize("name", ["contact_own", "contact_other", "contact_no_user"])
def test_the_card_agrees(name: str) -> None:
    our, their = ours(name).content.contact, their_message(name)
    assert our is not None
    assert their.contact is not None
    assert their.from_user is not None
    assert our.phone == their.contact.phone_number
    assert our.own == (their.contact.user_id == their.from_user.id)


@pytest.mark.parametrize("name", sorted(PRESSES))
def test_the_press_agrees(name: str) -> None:
    our, their = ours(name).content.press, theirs(name).callback_query
    assert our is not None
    assert their is not None
    assert (our.value, our.reference) == (their.data, their.id)


@pytest.mark.parametrize("name", sorted(SUBSCRIPTIONS))
def test_the_subscription_agrees(name: str) -> None:
    our, their = parsed(name), theirs(name).my_chat_member
    assert isinstance(our, SubscriptionChanged)
    assert their is not None
    assert (our.reachable, our.at) == (their.new_chat_member.status == "member", their.date)
