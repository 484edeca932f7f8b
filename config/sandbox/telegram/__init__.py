"""A simulated Telegram: the Bot API as a self-hosted server in local mode, and phones to write from.

Written from the platform's documentation alone. It shares no line with the connector, so that
one misreading cannot hide on both sides.
"""

from config.sandbox.telegram.application import create_app, running
from config.sandbox.telegram.inside import SANDBOX
from config.sandbox.telegram.phone import Attachment, NotPossible, Phone
from config.sandbox.telegram.sandbox import TelegramSandbox
from config.sandbox.telegram.values import Bot, FloodLimits, Group, Person, Settings

__all__ = [
    "SANDBOX",
    "Attachment",
    "Bot",
    "FloodLimits",
    "Group",
    "NotPossible",
    "Person",
    "Phone",
    "Settings",
    "TelegramSandbox",
    "create_app",
    "running",
]
