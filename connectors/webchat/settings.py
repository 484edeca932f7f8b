"""What a person gives to put the chat on a site."""

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from connectors.webchat.greetings import Locale, PageGreeting, Words
from scrm.channels.contract import ChannelSettings
from scrm.kernel.hours import Hours

SHORTEST_SECRET = 32
"""Characters; a shorter key for HS256 is weaker than the signature (RFC 7518, 3.2)."""
_KEY = re.compile(r"[0-9a-f]{32}")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]")
_USUAL_PORT = {"http": 80, "https": 443}


def origin(address: str) -> str:
    """Scheme, host and port as a browser says them in `Origin`; a name with a dot and nothing before
    it has https, this machine http. Raises ValueError."""
    written = address.strip()
    if "://" not in written and ("." in written or written.startswith("localhost")):
        scheme = "http" if written.startswith(("localhost", "127.")) else "https"
        written = f"{scheme}://{written}"
    parts = urlsplit(written)
    host, port = parts.netloc.rpartition("@")[2], parts.port
    bare = host.removesuffix(f":{port}") if port is not None else host.removesuffix(":")
    if parts.scheme not in _USUAL_PORT or not _HOST.fullmatch(bare) or "@" in parts.netloc:
        raise ValueError("must be addresses such as https://shop.example")
    named = "" if port in (None, _USUAL_PORT[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{bare.lower()}{named}"


def _listed(value: object) -> object:
    """A command line gives one text, a form a list."""
    return [one for one in value.split(",") if one.strip()] if isinstance(value, str) else value


def _origins(value: list[str]) -> list[str]:
    return list(dict.fromkeys(origin(one) for one in value))


def _key(value: str) -> str:
    if value and not _KEY.fullmatch(value):
        raise ValueError("must be 32 characters of 0-9 and a-f")
    return value


def _secret(value: SecretStr) -> SecretStr:
    if 0 < len(value.get_secret_value()) < SHORTEST_SECRET:
        raise ValueError(f"needs at least {SHORTEST_SECRET} characters")
    return value


Asked = Literal["off", "optional", "required"]


class WebchatSettings(ChannelSettings):
    """An empty list of sites shows the chat on the hub's own pages only; an empty
    `identity_secret` takes nobody's word for who a visitor is."""

    key: Annotated[str, AfterValidator(_key)] = ""
    sites: Annotated[
        list[str], BeforeValidator(_listed), Field(max_length=100), AfterValidator(_origins)
    ] = Field(default_factory=list)
    title: str = Field(default="", max_length=80)
    colour: str = Field(default="#2563eb", pattern=r"^#[0-9a-fA-F]{6}$")
    position: Literal["left", "right"] = "right"
    greeting: dict[Locale, Words] = Field(default_factory=dict, max_length=20)
    greetings: list[PageGreeting] = Field(default_factory=list, max_length=20)
    hours: Hours = Field(default_factory=Hours)
    away: dict[Locale, Words] = Field(default_factory=dict, max_length=20)
    form: dict[Literal["name", "email", "phone"], Asked] = Field(default_factory=dict)
    page_views: bool = True
    page_consent: bool = False
    ask_rating: bool = True
    continue_elsewhere: bool = True
    identity_secret: Annotated[SecretStr, AfterValidator(_secret)] = SecretStr("")
