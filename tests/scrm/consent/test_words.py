"""C-02: the words by which people end marketing, in every form in which they type them."""

import unicodedata

import pytest
from sqlmodel import Session, select

from scrm.consent.policy import folded, is_opt_out
from scrm.consent.tables import Suppression
from scrm.consent.words import OPT_OUT
from scrm.journal.tables import Event
from tests.support.cast import ADA, CY
from tests.support.hub import RunningHub

NAMED = (
    "STOP",
    "STOPALL",
    "UNSUBSCRIBE",
    "CANCEL",
    "END",
    "QUIT",
    "REVOKE",
    "OPT OUT",
    "退订",
    "TD",
    "T",
    "取消订阅",
)
"""Those that the law and the carriers name."""
SPOKEN = (
    ("Spanish", "BAJA"),
    ("Spanish", "Darse de baja"),
    ("Portuguese", "Sair"),
    ("French", "Arrêt"),
    ("French", "Désabonner"),
    ("German", "Abmelden"),
    ("German", "Kündigen"),
    ("Italian", "Annulla"),
    ("Dutch", "Afmelden"),
    ("Danish", "Afmeld"),
    ("Swedish", "Avsluta"),
    ("Norwegian", "Avslutt"),
    ("Finnish", "Peruuta"),
    ("Polish", "Rezygnuję"),
    ("Czech", "Odhlásit"),
    ("Slovak", "Odhlásiť"),
    ("Hungarian", "Leiratkozás"),
    ("Romanian", "Dezabonare"),
    ("Croatian", "Odjava"),
    ("Bulgarian", "Отписване"),
    ("Russian", "Отписаться"),
    ("Ukrainian", "Відписатися"),
    ("Greek", "Διαγραφή"),
    ("Turkish", "İptal"),
    ("Chinese, traditional", "取消訂閱"),
    ("Japanese", "配信停止"),
    ("Korean", "수신거부"),
    ("Vietnamese", "Hủy"),
    ("Thai", "ยกเลิก"),
    ("Indonesian", "Berhenti"),
    ("Hindi", "रोकें"),
    ("Arabic", "إلغاء الاشتراك"),
    ("Hebrew", "הסר"),
    ("Swahili", "Acha"),
)
FORMS = (
    "stop",
    "Stop",
    " STOP ",
    "STOP.",
    "STOP!!!",
    "S T O P",
    "s-t-o-p",
    "ＳＴＯＰ",
    "ｓｔｏｐ",
    "STOP 🛑",
    "🛑STOP🛑",
    "«stop»",
    "stop\n",
    "\u200estop\u200f",
    "st\u200bop",
    "stop️⃣",
    "opt-out",
    "opt_out",
    "ＴＤ",
    "T。",
    "退订！",
    "【退订】",
    "取消 订阅",
    "arre\u0302t",
)
SENTENCES = (
    "please don't stop",
    "don't stop",
    "Please do not stop sending me offers",
    "Where is the bus stop?",
    "the end",
    "I want to cancel my order",
    "不要停止",
    "怎么退订？",
    "我想退订单",
    "T-shirt",
    "td;lr",
    "stopwatch",
    "Stop by tomorrow",
    "",
    " ",
    "🛑",
    "…",
    "stop" * 20,
)


@pytest.mark.parametrize("text", NAMED)
def test_the_words_that_the_law_names(text: str) -> None:
    assert is_opt_out(text)


@pytest.mark.parametrize(("language", "text"), SPOKEN)
def test_the_words_of_thirty_languages(language: str, text: str) -> None:
    assert is_opt_out(text), language


@pytest.mark.parametrize("text", FORMS, ids=ascii)
def test_a_word_counts_in_every_form(text: str) -> None:
    assert is_opt_out(text)


@pytest.mark.parametrize("text", SENTENCES, ids=ascii)
def test_a_word_inside_a_sentence_does_not_count(text: str) -> None:
    assert not is_opt_out(text)


def test_every_word_of_the_table_is_found_in_upper_case_too() -> None:
    missed = {word for word in OPT_OUT if not is_opt_out(word.upper())}
    assert missed == set()


def test_a_word_is_found_in_parts_with_ornaments_between_them() -> None:
    parts = [unicodedata.normalize("NFD", word) for word in OPT_OUT]
    missed = {word for word in parts if not is_opt_out(f"🛑 {word[0]}\ufe0f{word[1:]}")}
    assert missed == set()


def test_folding_twice_is_folding_once() -> None:
    assert {word for word in OPT_OUT if folded(folded(word)) != folded(word)} == set()


def _suppressed(session: Session) -> list[tuple[str, str, str]]:
    return [(one.kind, one.purpose, one.why) for one in session.exec(select(Suppression))]


async def test_a_word_is_recognised_in_the_commit_that_keeps_it(hub: RunningHub) -> None:
    await hub.hear(CY, "退订")
    assert await hub.read(_suppressed) == [("contact", "marketing", "opt_out_word")]
    withdrawn = select(Event).where(Event.kind == "consent.withdrawn")
    assert len(await hub.read(lambda s: s.exec(withdrawn).all())) == 1


async def test_saying_it_twice_is_saying_it_once(hub: RunningHub) -> None:
    await hub.hear(CY, "STOP")
    await hub.hear(CY, "stop!")
    assert len(await hub.read(_suppressed)) == 1


async def test_an_edit_into_the_word_counts(hub: RunningHub) -> None:
    said = await hub.hear(CY, "stpo")
    assert await hub.read(_suppressed) == []
    await hub.client.push(hub.telegram.edits(said, "stop"))
    assert len(await hub.read(_suppressed)) == 1


async def test_it_names_nobody_and_stops_nobody_else(hub: RunningHub) -> None:
    await hub.hear(ADA, "Hello")
    await hub.hear(CY, "STOP")
    (kept,) = await hub.read(lambda s: s.exec(select(Suppression)).all())
    assert str(CY.id) not in kept.key


async def test_answers_go_on_to_who_said_it(hub: RunningHub) -> None:
    await hub.hear(CY, "STOP")
    path = f"/conversations/{await hub.conversation_of(CY)}/messages"
    assert (await hub.client.post(path, {"text": "As you wish"})).status == 201
