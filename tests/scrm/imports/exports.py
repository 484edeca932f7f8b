"""Exports as phones write them, and the shortest ways to read them."""

from zoneinfo import ZoneInfo

from scrm.imports.values import (
    Dialect,
    Exported,
    ExportedMessage,
)
from scrm.imports.whatsapp import detect, read

BERLIN = ZoneInfo("Europe/Berlin")

IOS = """\u200e[21/11/2026, 10:31:02\u202fPM] Ada: \u200eMessages and calls are end-to-end encrypted.
[21/11/2026, 10:31:05\u202fPM] Ada: hi
second line

[fourth] line: with a colon
[21/11/2026, 10:31:06\u202fPM] ~\u202fBo Demo: \u200e<attached: 00000012-PHOTO-2026-11-21-22-31-06.jpg>
\u200e[21/11/2026, 10:31:07\u202fPM] \u202a+49\u00a0170\u00a00000001\u202c: a bill \u200e<attached: bill.pdf>
[21/11/2026, 10:31:08\u202fPM] Ada: \u200eimage omitted
[21/11/2026, 10:31:08\u202fPM] Ada: offer.pdf • \u200e3 pages \u200edocument omitted
[21/11/2026, 10:31:09\u202fPM] Ada: \u200eThis message was deleted.
[21/11/2026, 10:31:10\u202fPM] Ada: the red one \u200e<This message was edited>
[21/11/2026, 10:31:11\u202fPM] Demo group: \u200eAda added Bo Demo
[21/11/2026, 10:31:12\u202fPM] Demo group: \u200e+49 170 0000001 left
[21/11/2026, 10:31:13\u202fPM] Ada: ok
[21/11/2026, 10:31:13\u202fPM] Ada: ok"""

ANDROID = """11/21/26, 10:31\u202fPM - Messages and calls are end-to-end encrypted. Tap to learn more.
11/21/26, 10:31\u202fPM - Ada created group "Sales: Berlin"
11/21/26, 10:31\u202fPM - Ada added you
11/21/26, 10:32\u202fPM - Ada: <Media omitted>
11/21/26, 10:32\u202fPM - Ada: IMG-20261121-WA0001.jpg (file attached)
the blue one
11/21/26, 12:00\u202fAM - Bo: midnight
11/21/26, 12:00\u202fPM - Bo: noon
11/21/26, 10:33\u202fPM - Bo: PTT-20261121-WA0002.opus (file attached)
11/21/26, 10:33\u202fPM - Bo: You deleted this message
11/21/26, 10:33\u202fPM - Bo: ok <This message was edited>
11/21/26, 10:34\u202fPM - +49 170 0000001 changed to +49 170 0000002
11/21/26, 10:34\u202fPM - Bo left"""

CHINESE = """[2026/11/21 上午12:05:00] 小店: \u200e消息和通话已进行端到端加密。
[2026/11/21 凌晨1:05:00] 阿达: 还没睡
[2026/11/21 早上8:05:00] 阿达: 早
[2026/11/21 中午12:05:00] 阿达: \u200e图像已忽略
[2026/11/21 中午1:05:00] 阿达: \u200e<附件：00000003-PHOTO.jpg>
[2026/11/21 下午3:05:00] 阿达: 你撤回了一条消息
[2026/11/21 晚上10:31:02] 阿达: 红色的\u200e<此消息已编辑>"""


def dialect_of(text: str) -> Dialect:
    found = detect(text.split("\n"))
    assert isinstance(found, Dialect)
    return found


def exported(text: str, zone: ZoneInfo = BERLIN) -> list[Exported]:
    return list(read(text.split("\n"), dialect_of(text), zone))


def messages(text: str) -> list[ExportedMessage]:
    return [item for item in exported(text) if isinstance(item, ExportedMessage)]


def said(text: str) -> list[tuple[str, str]]:
    return [(message.author, message.text) for message in messages(text)]
