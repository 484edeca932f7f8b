"""What a visitor and a colleague say to each other."""

from typing import Any

import pytest
from sqlmodel import Session, select

from scrm.contacts.tables import Contact, ContactPoint
from scrm.conversations.tables import Message
from scrm.delivery.tables import Delivery
from scrm.visitors.tables import Visitor as Row
from tests.support.chat import Chat


async def test_who_only_looks_leaves_no_row(chat: Chat) -> None:
    visitor = chat.visitor()
    async with visitor.open() as tab:
        assert tab.heard[0]["conversation"] is None
        await tab.say(type="page", url="https://shop.example/red-shoes", title="Red shoes")
        await tab.say(type="ping")
        await tab.until("pong")
    assert await chat.running.read(lambda s: s.exec(select(Row)).all()) == []


async def test_a_message_that_is_sent_is_in_the_inbox(chat: Chat) -> None:
    async with chat.visitor().open() as tab:
        sent = await tab.write("Do you have these in red?")

    def look(session: Session) -> list[Message]:
        return list(session.exec(select(Message)))

    (message,) = await chat.running.read(look)
    assert (sent["type"], sent["seq"], sent["id"]) == ("sent", 1, str(message.id))
    assert message.text == "Do you have these in red?"


async def test_an_answer_is_heard_and_counts_as_sent(chat: Chat) -> None:
    async with chat.visitor().open() as tab:
        await tab.write("Hello")
        await chat.reply(
            "Hi! **Red** ones too", content={"text": "Hi! **Red** ones too", "format": "light"}
        )
        heard = await tab.hears("Hi! **Red** ones too")
    assert (heard["by"], heard["seq"], heard["format"]) == ("agent", 2, "light")
    await chat.running.until(lambda s: s.exec(select(Delivery.state)).one() == "sent" or None)


async def test_the_same_client_id_again_makes_nothing_new(chat: Chat) -> None:
    async with chat.visitor().open() as tab:
        first = await tab.write("Only once", client_id="the-same-id")
        tab.heard.clear()
        again = await tab.write("Only once", client_id="the-same-id")
    assert again == first
    assert await chat.running.read(lambda s: len(s.exec(select(Message)).all())) == 1


async def test_two_tabs_are_one_visitor(chat: Chat) -> None:
    """The second was open before the visitor was anybody."""
    visitor = chat.visitor()
    async with visitor.open() as one, visitor.open() as two:
        sent = await one.write("From the first")
        told = await two.hears("From the first")
        await two.write("From the second")
        await one.hears("From the second")
        await chat.reply("To both")
        await one.hears("To both")
        await two.hears("To both")
    assert (told["by"], told["seq"], told["client_id"]) == ("visitor", 1, sent["client_id"])
    assert one.after == two.after == 3
    assert one.doubled == two.doubled == []
    assert await chat.running.read(lambda s: len(s.exec(select(Contact)).all())) == 1


async def test_a_press_comes_in_with_its_value(chat: Chat) -> None:
    async with chat.visitor().open() as tab:
        await tab.write("Which sizes?")
        buttons = [{"label": "Small", "value": "size:s"}]
        await chat.reply("", content={"text": "Which one?", "buttons": buttons})
        heard = await tab.hears("Which one?")
        await tab.say(type="press", client_id="press-00001", value="size:s", label="Small")
        sent = await tab.answer("press-00001")
    assert heard["buttons"] == buttons
    assert (sent["type"], sent["seq"]) == ("sent", 3)
    message = await chat.running.read(lambda s: s.get_one(Message, int(sent["id"])))
    assert message.content["press"] == {"value": "size:s", "label": "Small"}


async def test_what_the_visitor_has_read_is_read(chat: Chat) -> None:
    async with chat.visitor().open() as tab:
        await tab.write("Hello")
        await chat.reply("Hi")
        heard = await tab.hears("Hi")
        await tab.say(type="read", seq=heard["seq"])
        await chat.running.until(lambda s: s.exec(select(Delivery.state)).one() == "read" or None)


async def test_a_note_and_an_activity_are_never_told(chat: Chat) -> None:
    async with chat.visitor().open() as tab:
        await tab.write("Hello")
        await chat.reply("between us", private=True)
        await chat.reply("to you")
        await tab.hears("to you")
    assert tab.texts == ["", "to you"]


async def test_a_form_is_a_claim(chat: Chat) -> None:
    async with chat.visitor().open() as tab:
        values = {"name": "Ada", "email": "Ada@Example.org", "phone": "+49 30 123456"}
        await tab.say(type="form", values=values)
        await tab.until("formed")
        await tab.write("Hello")
    contact = await chat.running.read(lambda s: s.exec(select(Contact)).one())
    points = await chat.running.read(lambda s: s.exec(select(ContactPoint)).all())
    assert contact.name == "Ada"
    assert {(one.kind, one.value, one.verified_by) for one in points} == {
        ("email", "ada@example.org", ""),
        ("phone", "+4930123456", ""),
    }


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "Ada", "email": "ada@"}, "email"),
        ({"name": "Ada", "email": "ada@shop.example", "phone": "call me"}, "phone"),
        ({"name": "Ada", "email": ["ada@shop.example"]}, "email"),
        ({"name": "Ada", "email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}"}, "email"),
    ],
)
async def test_a_form_with_a_wrong_value_is_refused_by_its_field(
    quick: Chat, values: dict[str, Any], field: str
) -> None:
    ada = quick.visitor()
    await ada.session()
    async with ada.open() as tab:
        await tab.say(type="form", values=values)
        assert await tab.until("unformed", field=field, code="not_valid")
    assert (await ada.session())["visitor"]["name"] == ""
