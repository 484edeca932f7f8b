"""Verbs about connected accounts."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from pydantic import SecretStr
from sqlmodel import Session

from scrm.channels import store
from scrm.channels.contract import Platform
from scrm.channels.tables import Channel
from scrm.channels.values import ChannelState, Health, HealthState
from scrm.kernel.errors import Conflict, NotFound
from scrm.kernel.sealing import Sealer
from scrm.kernel.signals import signal

TOPIC = "channel"
_TOLD = ("state", "detail", "display")
HIDDEN = "••••"
ARCHIVE = "archive"
"""The platform of channels that hold imported history."""


def secret_names(platform: Platform) -> set[str]:
    """Which of a platform's settings are sealed and never shown again."""
    return {
        name
        for name, field in platform.settings.model_fields.items()
        if field.annotation is SecretStr or SecretStr in getattr(field.annotation, "__args__", ())
    }


def complete(platform: Platform, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with what the hub makes itself where none is given: a webhook's secret, say."""
    whole = dict(settings)
    for name, make in platform.makes.items():
        if not whole.get(name):
            whole[name] = make()
    if "secret_token" in platform.settings.model_fields and not whole.get("secret_token"):
        whole["secret_token"] = token_urlsafe(32)
    return whole


def add(
    session: Session,
    platform: Platform,
    name: str,
    settings: Mapping[str, Any],
    sealer: Sealer,
    now: datetime,
) -> Channel:
    """Connect an account; `settings` are complete and were tried on the platform before."""
    secret = secret_names(platform)
    channel = Channel(
        platform=platform.name,
        name=name,
        settings={key: value for key, value in settings.items() if key not in secret},
        credentials=sealer.seal({key: str(settings[key]) for key in secret if settings.get(key)}),
        marketing_basis=platform.marketing_basis,
        created_at=now,
    )
    session.add(channel)
    session.flush()
    signal(session, TOPIC, channel.id)
    return channel


def add_archive(session: Session, name: str, kind: str, now: datetime) -> Channel:
    """A read-only channel for history from elsewhere; `kind` says from where."""
    channel = Channel(
        platform=ARCHIVE,
        name=name,
        settings={"kind": kind},
        state=ChannelState.ARCHIVE,
        created_at=now,
    )
    session.add(channel)
    session.flush()
    signal(session, TOPIC, channel.id)
    return channel


def change_settings(
    session: Session,
    channel: Channel,
    platform: Platform,
    settings: Mapping[str, Any],
    sealer: Sealer,
) -> None:
    """Merge new settings; a secret that is absent or shown as dots stays as it is."""
    secret = secret_names(platform)
    kept = sealer.open(channel.credentials)
    given = {
        key: str(value)
        for key, value in settings.items()
        if key in secret and value and value != HIDDEN
    }
    open_ones = {key: value for key, value in settings.items() if key not in secret}
    store.change(
        session,
        channel.id,
        settings=channel.settings | open_ones,
        credentials=sealer.seal(kept | given),
    )
    signal(session, TOPIC, channel.id)


def get(session: Session, channel_id: int) -> Channel:
    channel = store.find(session, channel_id)
    if channel is None:
        raise NotFound("channel", channel_id)
    return channel


def pause(session: Session, channel_id: int, reason: str, *, refused: bytes | None = None) -> None:
    """Stop sending and polling; what is queued stays. Pausing twice keeps the first reason.

    `refused` are the sealed credentials that the platform turned down: a channel that has been
    given others since goes on.
    """
    if refused is not None and get(session, channel_id).credentials != refused:
        return
    values = {"state": ChannelState.PAUSED, "paused_reason": reason}
    if store.change_state(session, channel_id, ChannelState.ACTIVE, **values):
        signal(session, TOPIC, channel_id)


def resume(session: Session, channel_id: int) -> None:
    """Raises Conflict where the channel is not paused."""
    values = {"state": ChannelState.ACTIVE, "paused_reason": ""}
    if not store.change_state(session, channel_id, ChannelState.PAUSED, **values):
        raise Conflict("Only a paused channel can be resumed")
    signal(session, TOPIC, channel_id)


def warn(session: Session, channel_id: int, source: str, words: str, now: datetime) -> None:
    """Something that we do with this channel (`source`) does not work now."""
    _light(session, get(session, channel_id), HealthState.WARNING, words, now, source=source)


def stop_warning(session: Session, channel_id: int, source: str, now: datetime) -> None:
    """It works again: take back what `source` warned of, and nothing that another said."""
    channel = get(session, channel_id)
    if channel.health.get("source") == source:
        _light(session, channel, HealthState.OK, "", now, source="")


def _light(
    session: Session,
    channel: Channel,
    state: HealthState,
    words: str,
    now: datetime,
    *,
    source: str,
) -> None:
    found = channel.health | {
        "state": state.value,
        "detail": words,
        "source": source,
        "checked_at": now.isoformat(),
    }
    _keep_health(session, channel, found)


def note_health(session: Session, channel_id: int, health: Health, now: datetime) -> None:
    """Keep what a check found; told to the consoles only when the light or the name changes."""
    found = asdict(health) | {"checked_at": now.isoformat()}
    _keep_health(session, get(session, channel_id), found)


def _keep_health(session: Session, channel: Channel, found: dict[str, Any]) -> None:
    changed = any(channel.health.get(key) != found.get(key) for key in _TOLD)
    store.change(session, channel.id, health=found)
    if changed:
        signal(session, TOPIC, channel.id)
