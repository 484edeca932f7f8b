"""The words of website chat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pydantic import SecretStr

    from scrm.organisation.hours.values import Hours

PLATFORM = "webchat"


class PageGreeting(Protocol):
    """Words that a page says by itself: on which paths, and after how many seconds."""

    @property
    def pages(self) -> str: ...
    @property
    def after(self) -> int: ...
    @property
    def text(self) -> Mapping[str, str]: ...


class Website(Protocol):
    """What this room needs to know of a site's settings; its connector carries them."""

    @property
    def key(self) -> str: ...
    @property
    def sites(self) -> Sequence[str]: ...
    @property
    def title(self) -> str: ...
    @property
    def colour(self) -> str: ...
    @property
    def position(self) -> str: ...
    @property
    def greeting(self) -> Mapping[str, str]: ...
    @property
    def greetings(self) -> Sequence[PageGreeting]: ...
    @property
    def hours(self) -> "Hours": ...
    @property
    def away(self) -> Mapping[str, str]: ...
    @property
    def form(self) -> Mapping[str, str]: ...
    @property
    def page_views(self) -> bool: ...
    @property
    def page_consent(self) -> bool: ...
    @property
    def ask_rating(self) -> bool: ...
    @property
    def continue_elsewhere(self) -> bool: ...
    @property
    def identity_secret(self) -> "SecretStr": ...


@dataclass(frozen=True, slots=True)
class Page:
    """What a visitor looks at, as their browser tells it; cut and cleaned by `policy.page_of`."""

    url: str = ""
    title: str = ""
    referrer: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a visitor is, and the language of their browser."""

    page: Page = Page()
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Proven:
    """Who a visitor is by the word of the customer's own server."""

    subject: str
    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """A visitor as a request or a socket knows them. `id` is 0 and `address` empty for somebody
    who has neither written nor been signed in by their site: of them nothing is kept."""

    channel_id: int
    token_hash: str
    id: int = 0
    address: str = ""
    subject: str = ""
    name: str = ""
    locale: str = ""
    is_blocked: bool = False

    @property
    def is_known(self) -> bool:
        return self.id != 0


@dataclass(frozen=True, slots=True)
class VisitorView:
    """A browser of a visitor, for colleagues. What it says of itself is not proven, unless
    `subject`, which the site has signed, is there. `here`: it has the site open now."""

    id: str
    name: str
    subject: str
    locale: str
    page_url: str
    page_title: str
    referrer: str
    campaign: dict[str, str]
    visits: int
    first_seen: datetime
    last_seen: datetime
    blocked: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Form:
    """What a visitor says of themselves before the first message: claimed, never proven."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a visitor's that is on the shelf."""

    id: int
    kind: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Said:
    """What a visitor sent: a message, or (`value`) a press of a button."""

    client_id: str
    text: str = ""
    value: str = ""
    label: str = ""
    files: tuple[Upload, ...] = field(default=())

    @property
    def kind(self) -> str:
        return "press" if self.value else "message"
