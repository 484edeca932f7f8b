"""Connected accounts and platforms, to read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scrm.channels.values import Limits


@dataclass(frozen=True, slots=True)
class SettingView:
    """A setting of a platform, as a form asks for it."""

    name: str
    label: str
    secret: bool
    required: bool
    default: str | float | bool | None
    choices: list[str]
    help: str


@dataclass(frozen=True, slots=True)
class PlatformView:
    name: str
    label: str
    settings: list[SettingView]
    capabilities: list[str]
    limits: Limits


@dataclass(frozen=True, slots=True)
class HealthView:
    state: str
    detail: str
    display: str
    checked_at: str | None
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A connected account to read; secrets are shown as dots. An archive has no `mode` and no
    `webhook_url`; what was last said in it counts as `last_inbound_at`. `marketing_basis` is what
    marketing needs there: opted_in, or wrote_to_us."""

    id: str
    platform: str
    name: str
    state: str
    paused_reason: str
    health: HealthView
    mode: str
    settings: dict[str, Any]
    webhook_url: str
    last_inbound_at: datetime | None
    last_outbound_at: datetime | None
    queued: int
    created_at: datetime
    marketing_basis: str
