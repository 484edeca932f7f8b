"""The verb of packs: bring in what is not there yet, and leave alone what somebody changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from scrm.bots import service as bots
from scrm.bots import store as bot_store
from scrm.knowledge import service as knowledge
from scrm.organisation import service as organisation
from tagging.packs import policy, store
from tagging.packs.values import AppliedView, Fate, Item, Kind, Language, Pack, PackView
from tagging.rules import service as rules
from tagging.rules import store as rule_store
from tagging.rules.values import RuleState


def view(pack: Pack, language: str) -> PackView:
    said = "zh" if language.lower().startswith("zh") else "en"
    found = list(policy.items(pack, Language(said), said))
    return PackView(
        name=pack.name,
        title=pack.title[said],
        about=pack.about[said],
        rules=[one.name for one in found if one.kind is Kind.RULE],
        articles=[one.name for one in found if one.kind is Kind.ARTICLE],
    )


def apply(
    session: Session,
    pack: Pack,
    language: Language,
    by: Mapping[str, Any],
    now: datetime,
    *,
    publish: bool = False,
) -> list[AppliedView]:
    """All parts, as drafts; with `publish` rules and bot are in force at once, and articles are not:
    they hold what only the business knows. A second time changes nothing."""
    locale = organisation.settings(session).locale
    named_in = "zh" if locale.lower().startswith("zh") else "en"
    applying = _Applying(session, pack.name, by, now, publish)
    return [applying.bring(item) for item in policy.items(pack, language, named_in)]


@dataclass(frozen=True, slots=True)
class _Applying:
    session: Session
    pack: str
    by: Mapping[str, Any]
    now: datetime
    publishes: bool

    def bring(self, item: Item) -> AppliedView:
        made_id = store.made_of(self.session, self.pack, item)
        known = {Kind.RULE: self.rule, Kind.BOT: self.bot, Kind.ARTICLE: self.article}
        found_id, fate = known[item.kind](item, made_id)
        if made_id is None and fate is not Fate.KEPT:
            store.add(self.session, self.pack, item, found_id)
        return AppliedView(item.kind, item.name, fate, str(found_id))

    def rule(self, item: Item, made_id: int | None) -> tuple[int, Fate]:
        if made_id is not None:
            row = rules.get(self.session, made_id)
            if row.definition != item.definition or row.state == RuleState.ARCHIVED:
                return row.id, Fate.KEPT
            fate = Fate.SAME
        else:
            namesake = rule_store.find_named(self.session, item.name)
            if namesake is not None:
                return namesake.id, Fate.KEPT
            row, fate = rules.write(self.session, item.definition, self.now), Fate.MADE
        if self.publishes and not row.version:
            rules.publish(self.session, row.id, self.by, self.now)
            fate = Fate.PUBLISHED
        return row.id, fate

    def bot(self, item: Item, made_id: int | None) -> tuple[int, Fate]:
        row, fate = bot_store.find(self.session, locked=True), Fate.SAME
        if row is None:
            row, fate = bots.write(self.session, item.definition, self.now), Fate.MADE
        elif made_id is None or row.definition != item.definition:
            return row.id, Fate.KEPT
        if self.publishes and not row.version:
            bots.publish(self.session, self.by, self.now)
            fate = Fate.PUBLISHED
        return row.id, fate

    def article(self, item: Item, made_id: int | None) -> tuple[int, Fate]:
        if made_id is None:
            made = knowledge.create(self.session, None, item.definition, self.now)
            return int(made.id), Fate.MADE
        (there,) = knowledge.views(self.session, [knowledge.get(self.session, made_id)])
        written = {name: (one.title, one.body) for name, one in there.texts.items()}
        wanted = {name: (one["title"], one["body"]) for name, one in item.definition.items()}
        is_same = written == wanted and there.archived_at is None
        return made_id, Fate.SAME if is_same else Fate.KEPT
