"""Website chat: our own platform. Its mailbox is the hub's database, so nothing leaves over HTTP."""

from secrets import token_hex
from typing import TYPE_CHECKING

from connectors.webchat.render import MAX_BUTTON_VALUE, MAX_BUTTONS, TEXT_LIMIT
from connectors.webchat.settings import WebchatSettings
from scrm.channels.contract import Platform
from scrm.channels.values import Capability, Limits

if TYPE_CHECKING:
    from aiohttp import ClientSession

    from scrm.channels.contract import Connector

MAX_FILE = 25_000_000


def _open(settings: WebchatSettings, _session: "ClientSession") -> "Connector":
    from connectors.webchat.connector import WebchatConnector

    return WebchatConnector(settings)


def _site_key() -> str:
    return token_hex(16)


PLATFORM = Platform(
    name="webchat",
    label="Website chat",
    settings=WebchatSettings,
    limits=Limits(
        text=TEXT_LIMIT,
        caption=TEXT_LIMIT,
        buttons=MAX_BUTTONS,
        button_value_bytes=MAX_BUTTON_VALUE,
        upload_bytes=MAX_FILE,
        photo_bytes=MAX_FILE,
        download_bytes=MAX_FILE,
        messages_per_second=0.0,
        per_chat_per_second=0.0,
    ),
    capabilities=frozenset({Capability.TYPING, Capability.BUTTONS, Capability.RECEIPTS}),
    open=_open,
    marketing_basis="wrote_to_us",
    help={
        "key": "The site key in the script tag. It is public. Leave it empty: one is made.",
        "sites": "Where the chat may be shown, such as https://shop.example, by comma.",
        "title": "The name over the chat.",
        "colour": "Of the button and of what you say, such as #2563eb.",
        "position": "The corner of the page: left or right.",
        "greeting": "What a visitor reads first, by language.",
        "greetings": "Words over the button, by page and after some seconds, by language.",
        "hours": "When somebody answers: zone, shifts by weekday, closed days. Empty: always.",
        "away": "What a visitor reads while nobody is there, by language.",
        "form": "Asked before the first message: name, email, phone; off, optional or required.",
        "page_views": "Whether a visitor's pages, and whence they came, are kept once they are known.",
        "page_consent": "Whether pages are told only once your site says that the visitor agreed.",
        "ask_rating": "Whether a visitor is asked how it was, once a conversation is resolved.",
        "continue_elsewhere": "Whether visitors may go on on your other channels, such as Telegram.",
        "identity_secret": "Signs who a visitor is, if your site knows. At least 32 characters.",
    },
    makes={"key": _site_key},
)
