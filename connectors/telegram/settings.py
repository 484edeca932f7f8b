"""What a person gives to connect a bot."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr

from scrm.channels.contract import ChannelSettings

OFFICIAL_API = "https://api.telegram.org"
OFFICIAL_LINKS = "https://t.me"
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_TOKEN = re.compile(r"[A-Za-z0-9:_-]{1,80}")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._:\[\]-]+(?:/[A-Za-z0-9._~/-]*)?")
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


def _token(value: SecretStr) -> SecretStr:
    """It goes into addresses, so it may hold nothing that means something there.

    Whether it is a bot's token is for Telegram to say, in its own words.
    """
    stripped = value.get_secret_value().strip()
    if not _TOKEN.fullmatch(stripped):
        raise ValueError("is not a token of BotFather's, such as 123456:ABC-DEF")
    return SecretStr(stripped)


def _secret(value: SecretStr) -> SecretStr:
    if not _SECRET.fullmatch(value.get_secret_value()):
        raise ValueError("may hold 1 to 256 letters, digits, _ and - only")
    return value


def _api_base(value: str) -> str:
    if not _ADDRESS.fullmatch(value.strip()):
        raise ValueError(f"must be an address such as {OFFICIAL_API}")
    parts = urlsplit(value.strip())
    labels = (parts.hostname or "").removesuffix(".").split(".")
    if not all(0 < len(label) < 64 for label in labels) or parts.port == 0:
        raise ValueError("must name a host")
    return parts.geturl().rstrip("/")


def _link_base(value: str) -> str:
    return _api_base(value) if value.strip() else ""


class TelegramSettings(ChannelSettings):
    """An empty `secret_token` refuses every webhook; the hub makes one where none is given. An empty
    `link_base` is t.me, or for a Bot API on this machine the t.me that it brings itself."""

    token: Annotated[SecretStr, AfterValidator(_token)]
    secret_token: Annotated[SecretStr, AfterValidator(_secret)] = SecretStr("")
    api_base: Annotated[str, AfterValidator(_api_base)] = OFFICIAL_API
    link_base: Annotated[str, AfterValidator(_link_base)] = ""
    rate: Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] = 25.0
    mode: Literal["auto", "polling", "webhook"] = "auto"

    @property
    def links(self) -> str:
        """Where links to the bot begin."""
        if self.link_base:
            return self.link_base
        is_here = urlsplit(self.api_base).hostname in _THIS_MACHINE
        return f"{self.api_base}/t.me" if is_here else OFFICIAL_LINKS
