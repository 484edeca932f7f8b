"""What follows date and time in a WhatsApp export: who, what, and WhatsApp's own remarks."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from scrm.imports.values import MediaNote
from scrm.imports.whatsapp_headers import MARKS
from scrm.kernel.text import clean

_ANY_MARK = re.compile(f"[{MARKS}]")
_MARK_CHARACTERS = "\u200e\u200f"
_LEADING = re.compile(rf"\A[{MARKS}\s]+")
_MOST_COLONS = 5
_GAPS = str.maketrans("\u00a0\u202f", "  ")

# A line without an author can still hold ": ", inside the name of a group.
_NO_AUTHOR = re.compile(
    r"created (?:this )?group|changed (?:the|this) (?:subject|group)|changed the group|"
    r"end-to-end encrypted|(?:创建|建立)了(?:此)?(?:群组|群組)|更改了群|更改了主题|端到端加密",
    re.IGNORECASE,
)
# On iOS WhatsApp's own words stand behind the name of the chat, after an invisible mark.
_SYSTEM = re.compile(
    r".{0,200}end-to-end encrypted|.{1,80} created (?:this )?group|.{1,80} (?:added|removed) |"
    r".{1,80} left\Z|.{1,80} joined (?:using|from)|.{1,80} changed (?:the|this|their|to) |"
    r"Your security code|You're now an admin|.{1,80} is a contact|You (?:un)?blocked this contact|"
    r".{1,80} (?:turned o[nf]f?|updated) (?:disappearing|the message)|Missed (?:voice|video|group)|"
    r".{0,80}(?:端到端加密|创建了|建立了|添加了|加入了|退出了|移除了|更改了|已更换|安全码|未接)",
    re.IGNORECASE,
)
_DELETED = re.compile(
    r"(?:This message was deleted(?: by admin .+)?|You deleted this message(?: as admin)?|"
    r"你撤回了一条消息|您撤回了一条消息|此消息已删除|您已删除这条消息|你已删除这条消息|"
    r"此消息已被删除|此訊息已刪除|你已刪除此訊息|您已刪除此訊息)[.。]?"
)
_EDITED = re.compile(
    r"<(?:This message was edited|此消息已编辑|此消息已被编辑|已编辑|此訊息已編輯|此訊息已被編輯)>"
)
_KINDS = {
    "image": "image|图像|图片|照片|圖像|圖片|相片",
    "video": "video note|video|视频|影片|影像|視訊",
    "audio": "audio|音频|语音|音訊|語音訊息",
    "document": "document|文档|文件|檔案",
    "sticker": "sticker|贴图|表情|貼圖",
    "gif": "gif",
    "contact": "contact card|联系人名片|名片|聯絡人名片",
}
_OMITTED = re.compile(
    r"(?:(?P<name>[^\n]{1,255}?) • [^\n]{0,40}?)?(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
    + r") ?(?:omitted|已忽略|已省略|已略去)",
    re.IGNORECASE,
)
_MEDIA_OMITTED = re.compile(
    r"<(?:Media omitted|省略多媒体文件|媒体文件已忽略|媒体已省略|已忽略媒体|媒體已略去|省略多媒體檔)>"
    r"(?:\n(?P<caption>.*))?",
    re.DOTALL | re.IGNORECASE,
)
_ATTACHED = re.compile(
    r"<(?:attached|附件|附加檔案|adjunto|Anhang)[:：] ?(?P<name>[^<>\n/\\]{1,255})>", re.IGNORECASE
)
_FILE_ATTACHED = re.compile(
    r"(?P<name>[^\n/\\]{1,255}) \((?:file attached|文件附件|附件|檔案附件|附件檔案)\)"
    r"(?:\n(?P<caption>.*))?",
    re.DOTALL | re.IGNORECASE,
)
_TYPES = {
    "image": "jpg jpeg png webp heic",
    "video": "mp4 mov 3gp avi mkv",
    "audio": "opus ogg m4a mp3 aac amr wav",
    "contact": "vcf",
    "gif": "gif",
}
_KIND_OF = {ending: kind for kind, endings in _TYPES.items() for ending in endings.split()}


@dataclass(frozen=True, slots=True)
class Body:
    """`author` is None for WhatsApp's own words."""

    author: str | None
    text: str
    media: MediaNote | None = None
    edited: bool = False
    deleted: bool = False


def read_body(rest: str, names: Container[str]) -> Body:
    """All that follows date and time, lines joined by newlines."""
    author, colon, said = split_author(rest, names)
    if not colon or _NO_AUTHOR.search(author):
        return Body(None, _plain(rest))
    marked = _ANY_MARK.match(said) is not None
    plain = _ANY_MARK.sub("", said).strip()
    if marked and "\n" not in plain and _SYSTEM.match(plain):
        return Body(None, _plain(said))
    if _DELETED.fullmatch(plain):
        return Body(author, "", deleted=True)
    before, remark = _last_remark(said)
    edited = _EDITED.fullmatch(remark) is not None
    text, media = _media(before if edited else said)
    return Body(author, text, media, edited)


def split_author(rest: str, names: Container[str] = ()) -> tuple[str, str, str]:
    """(author, ": ", what was said); a name of `names` wins over the first colon."""
    line = rest.partition("\n")[0].translate(_GAPS)
    first = at = line.find(": ")
    for _ in range(_MOST_COLONS):
        if at < 0:
            break
        if (name := _author(line[:at])) in names:
            return name, ": ", rest[at + 2 :]
        at = line.find(": ", at + 2)
    if first >= 0:
        return _author(line[:first]), ": ", rest[first + 2 :]
    if line.endswith(":"):
        return _author(line[:-1]), ": ", rest[len(line) :]
    return "", "", rest


def long_name(parts: Iterable[str]) -> str:
    """A name with ": " inside, as `split_author` gives it back."""
    return _author(": ".join(parts))


def _author(name: str) -> str:
    """Without marks, and without the ~ that stands before a name that the person gave to himself."""
    return clean(_ANY_MARK.sub("", name).translate(_GAPS).strip().removeprefix("~").strip())


def _plain(text: str) -> str:
    return clean(_LEADING.sub("", text).rstrip())


def _last_remark(text: str) -> tuple[str, str]:
    """What WhatsApp put in angle brackets at the end, and the text before it."""
    bare = text.rstrip()
    at = bare.rfind("<") if bare.endswith(">") else -1
    if at < 0:
        return text, ""
    return bare[:at].rstrip(f"{_MARK_CHARACTERS} \n"), _ANY_MARK.sub("", bare[at:])


def _media(text: str) -> tuple[str, MediaNote | None]:
    """The caption, and the file that it belongs to."""
    bare = _ANY_MARK.sub("", text).strip()
    if match := _OMITTED.fullmatch(bare):
        kind = next(kind for kind in _KINDS if match[kind])
        return "", MediaNote(kind, clean(match["name"] or ""))
    if match := _MEDIA_OMITTED.fullmatch(bare):
        return _plain(match["caption"] or ""), MediaNote("media")
    caption, remark = _last_remark(text)
    if match := _ATTACHED.fullmatch(remark):
        return _plain(caption), _named(match["name"])
    if match := _FILE_ATTACHED.fullmatch(bare):
        return _plain(match["caption"] or ""), _named(match["name"])
    return _plain(text), None


def _named(name: str) -> MediaNote:
    name = clean(name.strip())
    return MediaNote(_KIND_OF.get(name.rpartition(".")[2].lower(), "document"), name)
