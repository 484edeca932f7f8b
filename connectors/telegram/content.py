"""What a Telegram message holds, as our values."""

import re
from collections.abc import Callable

from connectors.telegram.entities import read_text
from connectors.telegram.fields import (
    Json,
    count,
    file_name,
    optional_table,
    required_text,
    table,
    tables,
    text,
)
from scrm.channels.failures import MalformedPayload, UnsupportedEvent
from scrm.channels.values import InboundContent, Location, Media, MediaKind, SharedContact
from scrm.kernel.text import clean

_START = re.compile(r"/start(?:@\w+)?(?: ([A-Za-z0-9_-]{1,64}))?")
_ENVELOPE_FIELDS = """
message_id message_thread_id date edit_date chat from sender_chat sender_boost_count
sender_business_bot sender_tag business_connection_id forward_origin is_topic_message
is_automatic_forward reply_to_message external_reply quote reply_to_story
reply_to_checklist_task_id via_bot has_protected_content is_from_offline is_paid_post
media_group_id author_signature paid_star_count link_preview_options effect_id
show_caption_above_media has_media_spoiler reply_markup caption caption_entities entities
direct_messages_topic suggested_post_info
"""
TOKEN_FROM = 32
"""Characters from which a deep link's word is a token, which says nothing to whoever reads it."""
_ENVELOPE = frozenset(_ENVELOPE_FIELDS.split())
"""Fields beside the content; what is left over names a message that we do not take."""


def read_content(message: Json) -> InboundContent:
    """Raises UnsupportedEvent for a message that holds nothing that we can show."""
    if isinstance(message.get("text"), str):
        words, spans = read_text(message["text"], tables(message, "entities"))
        start = _start(words)
        if start and len(start) >= TOKEN_FROM:
            return InboundContent(text="/start", start=start)
        return InboundContent(text=words, spans=spans, start=start)
    for name, read in _MEDIA.items():
        if name in message:
            return _with_caption(message, read(message, name))
    if "contact" in message:
        return InboundContent(contact=_contact(message))
    if "location" in message:
        return InboundContent(location=_location(message))
    named = sorted(str(name) for name in message if name not in _ENVELOPE)
    raise UnsupportedEvent(f"message with {named[0]}" if named else "message without content")


def _start(words: str) -> str | None:
    match = _START.fullmatch(words) if words.startswith("/start") else None
    return (match[1] or "") if match else None


def _with_caption(message: Json, media: Media) -> InboundContent:
    caption = message.get("caption")
    if not isinstance(caption, str):
        return InboundContent(media=(media,))
    words, spans = read_text(caption, tables(message, "caption_entities"))
    return InboundContent(text=words, spans=spans, media=(media,))


def _file(source: Json, kind: MediaKind, media_type: str = "", name: str = "") -> Media:
    return Media(
        kind=kind,
        reference=required_text(source, "file_id"),
        name=file_name(text(source, "file_name")) or name,
        media_type=text(source, "mime_type") or media_type,
        size=count(source, "file_size"),
        width=count(source, "width"),
        height=count(source, "height"),
        duration=count(source, "duration"),
    )


def _photo(message: Json, name: str) -> Media:
    sizes = tables(message, name)
    if not sizes:
        raise MalformedPayload("photo has no sizes")
    largest = max(sizes, key=lambda size: count(size, "width") * count(size, "height"))
    return _file(largest, MediaKind.PHOTO, "image/jpeg")


def _of(kind: MediaKind, media_type: str) -> Callable[[Json, str], Media]:
    return lambda message, name: _file(table(message, name), kind, media_type)


def _video_note(message: Json, name: str) -> Media:
    note = table(message, name)
    side = count(note, "length")
    return _file({**note, "width": side, "height": side}, MediaKind.VIDEO, "video/mp4")


def _sticker(message: Json, name: str) -> Media:
    sticker = table(message, name)
    media_type = "image/webp"
    if sticker.get("is_animated") is True:
        media_type = "application/x-tgsticker"
    elif sticker.get("is_video") is True:
        media_type = "video/webm"
    return _file(sticker, MediaKind.STICKER, media_type, name=text(sticker, "emoji"))


# An animation carries a document beside it for old clients, so it is looked for first.
_MEDIA: dict[str, Callable[[Json, str], Media]] = {
    "photo": _photo,
    "animation": _of(MediaKind.VIDEO, "video/mp4"),
    "document": _of(MediaKind.DOCUMENT, "application/octet-stream"),
    "voice": _of(MediaKind.VOICE, "audio/ogg"),
    "audio": _of(MediaKind.AUDIO, "audio/mpeg"),
    "video": _of(MediaKind.VIDEO, "video/mp4"),
    "video_note": _video_note,
    "sticker": _sticker,
}


def _contact(message: Json) -> SharedContact:
    """A card is the sender's own only where Telegram says that it carries the sender's id."""
    card = table(message, "contact")
    user_id, sender_id = card.get("user_id"), optional_table(message, "from").get("id")
    name = f"{text(card, 'first_name')} {text(card, 'last_name')}".strip()
    own = type(user_id) is int and type(sender_id) is int and user_id == sender_id
    return SharedContact(clean(name), required_text(card, "phone_number"), own)


def _location(message: Json) -> Location:
    """A venue comes with its location beside it."""
    place, venue = table(message, "location"), optional_table(message, "venue")
    return Location(
        _degrees(place, "latitude", 90),
        _degrees(place, "longitude", 180),
        text(venue, "title"),
        text(venue, "address"),
    )


def _degrees(place: Json, name: str, most: int) -> float:
    value = place.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= most:
        raise MalformedPayload(f"{name} is not an angle")
    return float(value)
