"""Telegram bots: what to ask the operator for, what the platform can do, how to open one."""

from typing import TYPE_CHECKING

from connectors.telegram.download import MAX_DOWNLOAD
from connectors.telegram.parts import CAPTION_LIMIT, TEXT_LIMIT
from connectors.telegram.render import MAX_BUTTON_VALUE, MAX_BUTTONS, MAX_PHOTO, MAX_UPLOAD
from connectors.telegram.settings import TelegramSettings
from scrm.channels.contract import Platform
from scrm.channels.splitting import UTF16
from scrm.channels.values import Capability, Limits

if TYPE_CHECKING:
    from aiohttp import ClientSession

    from scrm.channels.contract import Connector


def _open(settings: TelegramSettings, session: "ClientSession") -> "Connector":
    from connectors.telegram.connector import TelegramConnector

    return TelegramConnector(settings, session)


PLATFORM = Platform(
    name="telegram",
    label="Telegram",
    settings=TelegramSettings,
    limits=Limits(
        text=TEXT_LIMIT,
        caption=CAPTION_LIMIT,
        text_unit=UTF16,
        buttons=MAX_BUTTONS,
        button_value_bytes=MAX_BUTTON_VALUE,
        upload_bytes=MAX_UPLOAD,
        photo_bytes=MAX_PHOTO,
        download_bytes=MAX_DOWNLOAD,
        messages_per_second=25.0,
        per_chat_per_second=1.0,
    ),
    capabilities=frozenset(Capability) - {Capability.RECEIPTS},
    open=_open,
    marketing_basis="wrote_to_us",
    help={
        "token": "From @BotFather: send it /newbot, then copy the line after “HTTP API”.",
        "secret_token": "Proves that a webhook is Telegram's. Leave it empty: one is made.",
        "api_base": "Only for a Bot API server of your own; without /bot at the end.",
        "link_base": "Where links to the bot begin. Leave it empty for t.me.",
        "rate": "Messages a second for the whole bot. Telegram slows bots down from about 30.",
        "mode": "auto polls, unless the hub has a public https address.",
    },
)
