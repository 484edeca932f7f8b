"""The bot answers from articles: for sure, or with two to choose from, or not."""

from typing import Any

import pytest
from sqlmodel import Session

from scrm.bots.choosing.values import Offered
from scrm.bots.quoting.policy import is_offered, quoted, spot_of, value_of
from scrm.bots.trying.service import Wish, try_out
from scrm.bots.values import Answer
from scrm.channels.registry import Registry
from scrm.conditions.asking.service import Asker
from scrm.knowledge import service as articles
from scrm.knowledge.answering.service import Articles
from scrm.knowledge.finding.values import Answering
from scrm.knowledge.values import AnswerView, Passage
from tests.scrm.bots.conftest import GREETING, LOST, PRICE, QUOTING, Bench
from tests.support.clock import NOON

SORRY = "I did not understand that, sorry"
LATE = {
    "en": {"title": "Your parcel is late", "body": "Write to us.\n\nWe trace a late **parcel**."},
    "zh": {"title": "快递还没到怎么办", "body": "请把订单号发给我们，我们联系快递公司查件。"},
}
OPENED = {"en": {"title": "Returning opened tea", "body": "Opened tea stays with you."}}
CUPS = {"en": {"title": "Returning cups", "body": "Terms.\n\nReturning a cup takes thirty days."}}
OTHERS = [
    {"en": {"title": f"Caring for {one}", "body": f"Keep {one} dry and away from the sun."}}
    for one in ("kettles", "trays", "scoops", "filters", "tins", "whisks")
]


async def _publish(bench: Bench, *texts: Any) -> list[int]:
    def work(session: Session) -> list[int]:
        made = [int(articles.create(session, None, one, NOON).id) for one in texts]
        for one in made:
            articles.publish(session, one, NOON)
        return made

    return await bench.scene.do(work)


@pytest.fixture
async def shop(bench: Bench) -> list[int]:
    """The ids of what is published, and a bot that knows of it."""
    await bench.in_force(PRICE, QUOTING, GREETING, LOST)
    return await _publish(bench, LATE, OPENED, CUPS, *OTHERS)


async def test_a_sure_answer_is_the_passage_with_its_article(bench: Bench, shop: list[int]) -> None:
    said = "We trace a late parcel.\n\n— Your parcel is late"
    assert await bench.says("My parcel is late") == [said]
    (answer,) = (one for one in await bench.thread() if one.author_kind == "bot")
    because = {"version": "1", "responder": "Articles", "article": str(shop[0])}
    assert answer.content["automatic"] == because
    (told,) = await bench.events("bot.answered")
    assert told.data["article"] == str(shop[0])
    assert await bench.says("我的快递怎么还没到", who="502") == [
        "请把订单号发给我们，我们联系快递公司查件。\n\n— 快递还没到怎么办"
    ]


async def test_it_leads_to_the_help_page_where_the_world_can_read_it(
    bench: Bench, shop: list[int]
) -> None:
    bench.articles = Articles("https://tea.example")
    (said,) = await bench.says("my parcel is late")
    assert said.endswith(f"— Your parcel is late\nhttps://tea.example/help/en/{shop[0]}")


async def test_where_two_may_answer_the_press_does(bench: Bench, shop: list[int]) -> None:
    assert await bench.says("I am returning something") == ["Is it one of these?"]
    (offer,) = (one for one in await bench.thread() if one.author_kind == "bot")
    buttons = offer.content["buttons"]
    assert {one["label"] for one in buttons} == {"Returning cups", "Returning opened tea"}
    assert "article" not in offer.content["automatic"]
    cups = next(one for one in buttons if one["label"] == "Returning cups")
    assert await bench.says(cups["label"], press=cups["value"]) == [
        "Returning a cup takes thirty days.\n\n— Returning cups"
    ]


async def test_a_number_chooses_where_there_are_no_buttons(bench: Bench, shop: list[int]) -> None:
    bench.can = {}
    (offer,) = await bench.says("I am returning something")
    _, _, first, second = offer.split("\n")
    assert (first[:3], second[:3]) == ("1. ", "2. ")
    (said,) = await bench.says("2")
    assert said.endswith(f"— {second[3:]}")


async def test_what_no_article_answers_is_not_understood(bench: Bench, shop: list[int]) -> None:
    await bench.says("Hello")
    assert await bench.says("Do you sponsor football clubs?") == [SORRY]
    assert await bench.says("Quantum chromodynamics") == []
    assert (await bench.conversation()).bot_silence == "handed_over"


async def test_the_same_offer_is_not_made_twice_in_a_row(bench: Bench, shop: list[int]) -> None:
    assert await bench.says("I am returning something") == ["Is it one of these?"]
    assert await bench.says("returning, I said") == [SORRY]


async def test_an_article_that_was_taken_back_is_not_quoted(bench: Bench, shop: list[int]) -> None:
    await bench.says("I am returning something")
    (offer,) = (one for one in await bench.thread() if one.author_kind == "bot")
    first = offer.content["buttons"][0]
    gone = spot_of(first["value"])
    assert gone is not None
    await bench.scene.do(lambda s: articles.withdraw(s, gone.article_id, NOON))
    (said,) = await bench.says(first["label"], press=first["value"])
    assert not said.endswith(f"— {first['label']}")


async def test_order_silence_and_the_welcome_are_as_ever(bench: Bench, shop: list[int]) -> None:
    assert await bench.says("the price of a late parcel?") == ["Longjing is 12 a tin"]
    assert await bench.says("My parcel is late", who="502") != ["Welcome to the tea shop"]
    assert await bench.says("/parcel late", who="503", start="parcel") == [
        "Welcome to the tea shop"
    ]
    assert await bench.says("STOP", who="504") == []


async def test_without_such_a_responder_nobody_looks(bench: Bench) -> None:
    await _publish(bench, LATE)
    await bench.in_force(LOST)
    assert await bench.says("My parcel is late") == [SORRY]


ONE = Passage("7", "en", "T" * 80, "", 2, 0.2, "")
TWO = Passage("8", "zh", "标题", "段落", 0, 0.2, "")
OFFER = AnswerView(Answering.OFFER, [ONE, TWO])


def test_titles_stand_before_the_buttons_that_the_responder_has() -> None:
    own = Answer((("", "Which?"),), buttons=())
    said = quoted(own, OFFER)
    assert said.text == own.text
    assert [one.value for one in said.buttons] == ["article:7:en:2", "article:8:zh:0"]
    assert dict(said.buttons[0].label)[""] == "T" * 59 + "…"


def test_an_article_of_headings_is_named() -> None:
    sure = AnswerView(Answering.SURE, [ONE])
    assert dict(quoted(Answer(()), sure).text)[""] == "— " + "T" * 80


@pytest.mark.parametrize(
    "value", ["", "article:7:de:1", "article:7:en", "article:７:en:1", "article:7:en:1x"]
)
def test_a_value_of_others_is_no_spot(value: str) -> None:
    assert spot_of(value) is None
    assert spot_of(value_of(ONE)) == (7, "en", 2)


def test_an_offer_of_which_one_is_new_is_made() -> None:
    menu = [Offered("T", value_of(ONE)), Offered("A person", "human")]
    assert not is_offered(OFFER, menu)
    assert is_offered(OFFER, [*menu, Offered("标题", value_of(TWO))])
    assert not is_offered(AnswerView(Answering.SURE, [ONE]), menu)


async def test_a_trial_shows_what_was_found_and_how_surely(bench: Bench, shop: list[int]) -> None:
    asker = Asker("en", {}, bench.clock.now())
    registry: Registry = []  # type: ignore[assignment]
    wish = Wish(["I am returning something", "1", "my parcel is late", "Hm?"], locale="en")
    trial = await bench.scene.database.read(
        lambda s: try_out(s, wish, asker, registry, bench.articles)
    )
    offer, chosen, sure, lost = trial.turns
    assert offer.answer is not None
    first = offer.answer["buttons"][0]["label"]
    assert (offer.articles.answering, len(offer.articles.passages)) == ("offer", 2)
    assert 0.1 < offer.articles.passages[1].share <= offer.articles.passages[0].share < 1
    assert (chosen.heard, chosen.articles.passages[0].title) == (first, first)
    assert (sure.responder, sure.articles.answering) == ("Articles", "sure")
    assert [one.why for one in lost.verdicts] == ["condition", "articles", "not_first", "answers"]
    assert lost.articles.passages == []
