"""Telegram in a hurry, for hubs under test: an answer that hangs is given up in a second, and one
chat may get more than a message a second."""

from dataclasses import replace
from typing import Any

from connectors._http import Patience
from connectors.telegram import PLATFORM as TELEGRAM
from scrm.channels.contract import Connector

BRISK = Patience(connect=2.0, answer=1.0)


def _open(settings: Any, session: Any) -> Connector:
    from connectors.telegram.connector import TelegramConnector

    return TelegramConnector(settings, session, patience=BRISK)


PLATFORM = replace(TELEGRAM, open=_open, limits=replace(TELEGRAM.limits, per_chat_per_second=0.0))
