"""A pack comes in once, and what somebody made of it stays theirs."""

from collections import Counter
from typing import Any

import pytest
from sqlmodel import Session

from config.packs import packs
from scrm.bots import service as bots
from scrm.bots import store as bot_store
from scrm.knowledge import service as knowledge
from scrm.knowledge.values import Wanted
from scrm.organisation.tables import Setting
from tagging.packs.service import apply
from tagging.packs.values import AppliedView, Fate, Kind, Language
from tagging.rules import service as rules
from tagging.rules import store as rule_store
from tests.support.clock import NOON
from tests.support.scene import Scene

BY = {"by": "tests"}
SHOP = packs()["shop"]
PARTS = len(SHOP.rules) + 1 + len(SHOP.articles)


async def _apply(
    scene: Scene, language: Language = Language.BOTH, *, publish: bool = False
) -> list[AppliedView]:
    return await scene.do(lambda s: apply(s, SHOP, language, BY, NOON, publish=publish))


def _fates(done: list[AppliedView]) -> Counter[Fate]:
    return Counter(one.fate for one in done)


def _state(session: Session) -> list[Any]:
    """All that a pack may touch."""
    articles, _ = knowledge.page(session, None, 50, Wanted())
    bot = bot_store.find(session)
    kept = [(one.id, one.definition, one.version) for one in rule_store.listed(session)]
    return [kept, bot and (bot.definition, bot.version), articles]


async def test_all_are_drafts_and_a_second_time_changes_nothing(scene: Scene) -> None:
    assert _fates(await _apply(scene)) == {Fate.MADE: PARTS}
    before = await scene.database.read(_state)
    assert [version for _, _, version in before[0]] == [0] * len(SHOP.rules)
    assert before[1][1] == 0
    assert {one.state for one in before[2]} == {"draft"}
    assert _fates(await _apply(scene)) == {Fate.SAME: PARTS}
    assert await scene.database.read(_state) == before


async def test_published_are_rules_and_the_bot_and_no_article(scene: Scene) -> None:
    """Also what came in as a draft before; and once only."""
    await _apply(scene)
    done = await _apply(scene, publish=True)
    assert _fates(done) == {Fate.PUBLISHED: len(SHOP.rules) + 1, Fate.SAME: len(SHOP.articles)}
    kept, bot, articles = await scene.database.read(_state)
    assert [version for _, _, version in kept] == [1] * len(SHOP.rules)
    assert bot[1] == 1
    assert {one.state for one in articles} == {"draft"}
    assert _fates(await _apply(scene, publish=True)) == {Fate.SAME: PARTS}


async def test_what_somebody_changed_stays_and_is_told(scene: Scene) -> None:
    done = await _apply(scene)
    ids = {(one.kind, one.name): int(one.id) for one in done}
    late, refund = ids[Kind.RULE, "Asks where the order is"], ids[Kind.RULE, "Wants the money back"]
    article = next(int(one.id) for one in done if one.kind is Kind.ARTICLE)

    def change(session: Session) -> None:
        row = rules.get(session, late)
        renamed = dict(row.definition) | {"name": "Mine"}
        rules.write(session, renamed, NOON, rule_id=late)
        rules.archive(session, refund, NOON)
        bot = bot_store.find(session)
        assert bot is not None
        bots.write(session, dict(bot.definition) | {"name": "Tea bot"}, NOON)
        texts = {"en": {"title": "Ours", "body": "Tomorrow."}}
        knowledge.change(session, article, {"texts": texts}, NOON)

    await scene.do(change)
    before = await scene.database.read(_state)
    again = await _apply(scene, publish=True)
    kept = {(one.kind, int(one.id)) for one in again if one.fate is Fate.KEPT}
    assert kept == {
        (Kind.RULE, late),
        (Kind.RULE, refund),
        (Kind.BOT, bot_store.ONLY),
        (Kind.ARTICLE, article),
    }
    after = await scene.database.read(_state)
    assert after[1:] == before[1:]
    assert len(after[0]) == len(SHOP.rules) - 1


async def test_what_was_there_before_the_pack_is_left_alone(scene: Scene) -> None:
    own = {"name": "Complains", "when": "message.received", "then": [{"tag": "mine"}]}
    answer = {"responders": [{"name": "Hi", "welcome": True, "answer": {"text": "Hi"}}]}

    def begin(session: Session) -> None:
        rules.write(session, own, NOON)
        bots.write(session, answer, NOON)

    await scene.do(begin)
    for _ in range(2):
        done = await _apply(scene, publish=True)
        kept = [one.kind for one in done if one.fate is Fate.KEPT]
        assert kept == [Kind.RULE, Kind.BOT]
    found, bot, _ = await scene.database.read(_state)
    assert next(one for _, one, _ in found if one["name"] == "Complains") == own
    assert bot == (answer, 0)


@pytest.mark.parametrize(
    ("language", "locale", "name", "words"),
    [
        (Language.ENGLISH, "zh", "Wants the money back", {"refund"}),
        (Language.CHINESE, "en", "要求退款", {"退款"}),
        (Language.BOTH, "zh", "要求退款", {"refund", "退款"}),
        (Language.BOTH, "en", "Wants the money back", {"refund", "退款"}),
    ],
)
async def test_it_speaks_as_it_is_asked_to(
    scene: Scene, language: Language, locale: str, name: str, words: set[str]
) -> None:
    """Where it is to act in both languages its names are in the organisation's."""
    await scene.do(lambda s: s.add(Setting(name="locale", value=locale)))
    await _apply(scene, language)
    row = await scene.database.read(lambda s: rule_store.find_named(s, name))
    assert row is not None
    said = row.definition["if"]["text"]["contains_any"]
    assert {one for one in ("refund", "退款") if one in said} == words
