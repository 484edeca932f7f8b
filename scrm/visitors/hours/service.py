"""Knows which sites are open now: by their own hours, or by the organisation's where they have none;
in the organisation's zone where neither names one."""

from collections.abc import Sequence
from typing import Any

from scrm.channels.registry import Registry
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.hours import Hours
from scrm.kernel.signals import Signal
from scrm.organisation.hours.policy import opening, says_anything
from scrm.organisation.hours.service import hours, zone_of
from scrm.organisation.hours.values import Opening
from scrm.visitors.policy import moment
from scrm.visitors.sites.service import Site, sites
from scrm.visitors.values import Website

SETTINGS = "settings"
"""The topic of the signal that the organisation's settings have changed."""


class Offices:
    """One for the process. Asked by every session and connection, so that it asks no database."""

    def __init__(self, database: Database, clock: Clock, registry: Registry) -> None:
        self._database = database
        self._clock = clock
        self._registry = registry
        self._hours = Hours()
        self._zone = "UTC"
        self._is_current = False
        self._told: dict[int, Opening] = {}

    def hear(self, signals: Sequence[Signal]) -> None:
        if any(topic == SETTINGS for topic, _ in signals):
            self._is_current = False

    async def settle(self) -> None:
        """Learn the organisation's hours and zone, at the start and after they were changed."""
        if self._is_current:
            return
        self._is_current = True  # before the look: what changes during it is looked at again
        try:
            self._hours, self._zone = await self._database.read(lambda s: (hours(s), zone_of(s)))
        except BaseException:
            self._is_current = False
            raise

    def of(self, channel_id: int, website: Website) -> Opening:
        """For one visitor, who from then on is told when it turns."""
        kept = website.hours if says_anything(website.hours) else self._hours
        found = opening(kept, self._zone, self._clock.now())
        self._told.setdefault(channel_id, found)
        return found

    def turned(self) -> list[tuple[Site, Opening]]:
        """The sites that have opened or closed since this was asked last."""
        turned = []
        for site in sites(self._registry):
            known = self._told.get(site.channel.id)
            now = self.of(site.channel.id, site.website)
            if known is not None and known != now:
                self._told[site.channel.id] = now
                turned.append((site, now))
        return turned


def described(found: Opening) -> dict[str, Any]:
    """As the protocol says it."""
    at = found.opens_at
    return {"open": found.is_open, "opens_at": moment(at) if at else None}
