"""Rules at work on a database, without a hub."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from scrm.contacts.tables import Contact, Identity
from scrm.contacts.tags.tables import ContactTag, Tag
from scrm.journal.reacting.service import Reactions
from scrm.kernel.doorbell import Doorbell
from tagging.rules import service, store
from tagging.rules.reactor import Rules
from tagging.rules.standing.service import RuleKeeper
from tagging.rules.tables import RuleRow, RuleVersion
from tagging.segments.keeping.service import SegmentKeeper
from tagging.watching.reactor import Watches
from tagging.watching.worker import Watcher
from tests.support.clock import NOON, HandClock
from tests.support.scene import Scene

BY = {"user": "1"}


@dataclass(slots=True)
class Bench:
    """A channel on which people write, and the rules that see it."""

    scene: Scene
    rules: Rules
    clock: HandClock
    watches: Watches

    async def in_force(self, definition: dict[str, Any], *, past: bool = False) -> RuleRow:
        """Write and publish."""
        now = self.clock.now()
        row, _ = await self.scene.do(lambda s: service.apply(s, definition, BY, now, past=past))
        self.forget()
        await self.settle()
        return row

    async def misread(self, row: RuleRow) -> None:
        """Leave it with a definition that this hub does not understand."""

        def spoil(session: Session) -> None:
            version = session.exec(select(RuleVersion).where(RuleVersion.rule_id == row.id)).one()
            version.definition = version.definition | {"when": "message.sung"}
            session.add(version)

        await self.scene.do(spoil)
        self.forget()

    def forget(self) -> None:
        """As a hub does when a rule was changed."""
        self.rules.forget()
        self.watches.forget()

    async def settle(self) -> None:
        """All that waits for a worker is done."""
        watcher = Watcher(self.scene.database, self.watches, self.clock, Doorbell())
        while await watcher.work():
            pass

    async def passes(self, time: timedelta) -> None:
        self.clock.advance(time)
        self.scene.now = self.clock.now()
        await self.settle()

    async def says(self, text: str, who: str = "501", *, minutes: float = 0) -> None:
        self._number += 1
        at = self.clock.now() + timedelta(minutes=minutes)
        await self.scene.hear(text, who=who, external_id=str(self._number), at=at)

    _number: int = 0

    async def tags(self, who: str = "501") -> list[str]:
        return [name for name, _ in await self.worn(who)]

    async def worn(self, who: str = "501") -> list[tuple[str, ContactTag]]:
        def look(session: Session) -> list[tuple[str, ContactTag]]:
            question = (
                select(Tag.name, ContactTag)
                .join(ContactTag, col(ContactTag.tag_id) == Tag.id)
                .join(Identity, col(Identity.contact_id) == ContactTag.contact_id)
                .where(Identity.external_id == who, col(ContactTag.removed_at).is_(None))
                .order_by(Tag.name)
            )
            return list(session.exec(question))

        return await self.scene.database.read(look)

    async def contact(self, who: str = "501") -> Contact:
        def look(session: Session) -> Contact:
            question = select(Contact).join(Identity, col(Identity.contact_id) == Contact.id)
            return session.exec(question.where(Identity.external_id == who)).one()

        return await self.scene.database.read(look)

    async def row(self, name: str) -> RuleRow:
        found = await self.scene.database.read(lambda s: store.find_named(s, name))
        assert found is not None
        return found


@pytest.fixture
def bench(scene: Scene) -> Bench:
    rules, watches, clock = Rules(), Watches([RuleKeeper(), SegmentKeeper()]), HandClock(NOON)
    scene.database.end_with(Reactions([rules, watches], clock).end)
    return Bench(scene, rules, clock, watches)


Tagger = Callable[..., dict[str, Any]]
