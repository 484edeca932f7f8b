"""The kinds of message that the control API can make a person send."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from config.sandbox.telegram.inside import read_object
from config.sandbox.telegram.phone import Attachment, NotPossible, Phone
from config.sandbox.telegram.values import Json


@dataclass(slots=True)
class Act:
    """The fields of the request, and the files that came with it."""

    values: Json
    files: list[Attachment] = field(default_factory=list)

    def text(self, name: str) -> str:
        return str(self.values.get(name, ""))


async def act_from(request: web.Request) -> Act:
    """From JSON, or from multipart where each part with a file name is a file."""
    if not request.content_type.startswith("multipart/"):
        return Act(await read_object(request))
    act = Act({})
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        data = bytes(await part.read(decode=True))
        if part.filename is None:
            act.values[part.name] = data.decode()
        else:
            media_type = part.headers.get("Content-Type", "application/octet-stream")
            act.files.append(Attachment(data, part.filename, media_type))
    return act


def _write(phone: Phone, act: Act) -> Json:
    return phone.write(
        act.text("text"),
        entities=act.values.get("entities", ()),
        reply_to=int(act.values.get("reply_to", 0)),
    )


def _start(phone: Phone, act: Act) -> Json:
    return phone.start(act.text("payload"))


def _photo(phone: Phone, act: Act) -> Json:
    return phone.send_photo(act.files[0] if act.files else None, act.text("caption"))


def _album(phone: Phone, act: Act) -> list[Json]:
    count = min(max(int(act.values.get("count", 2)), 2), 10)
    return phone.send_album(act.files or [None] * count, act.text("caption"))


def _voice(phone: Phone, act: Act) -> Json:
    if act.files:
        return phone.send_file("voice", act.files[0])
    return phone.send_voice()


def _sticker(phone: Phone, act: Act) -> Json:
    if act.files:
        return phone.send_file("sticker", act.files[0])
    return phone.send_sticker()


def _file(kind: str) -> Callable[[Phone, Act], Json]:
    def send(phone: Phone, act: Act) -> Json:
        if not act.files:
            raise NotPossible("A file is missing: send it as multipart")
        return phone.send_file(kind, act.files[0], act.text("caption"))

    return send


def _location(phone: Phone, act: Act) -> Json:
    return phone.send_location(
        float(act.values["latitude"]),
        float(act.values["longitude"]),
        act.text("title"),
        act.text("address"),
    )


def _contact(phone: Phone, act: Act) -> Json:
    """Without a telephone number it is the person's own card."""
    if not act.values.get("phone_number"):
        return phone.share_own_contact()
    user_id = int(act.values.get("user_id", 0))
    return phone.forward_contact(act.text("phone_number"), act.text("first_name"), user_id)


ACTS: dict[str, Callable[[Phone, Act], Any]] = {
    "text": _write,
    "start": _start,
    "photo": _photo,
    "album": _album,
    "voice": _voice,
    "sticker": _sticker,
    "document": _file("document"),
    "video": _file("video"),
    "audio": _file("audio"),
    "location": _location,
    "contact": _contact,
}
