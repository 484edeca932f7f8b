"""What a visitor and a colleague say to each other."""

from typing import Any

import pytest
from sqlmodel import Session, col, select

from scrm.contacts.tables import Contact, ContactPoint
from scrm.conversations.tables import Message
from scrm.delivery.tables import Delivery
from scrm.journal.tables import Event
from scrm.visitors.tables import Visitor as Row
from tests.support.cast import ADA
from tests.support.chat import Chat, chatting
from tests.support.databases import Place


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


async def test_a_colleague_sees_whether_the_visitor_is_here(quick: Chat) -> None:
    visitor = quick.visitor()
    async with visitor.open() as tab:
        await tab.write("Hello")
        path = f"/conversations/{await quick.conversation()}/visitors"
        (seen,) = (await quick.running.client.get(path))["items"]
        assert seen["here"] is True
    lobby = quick.running.hub.visitors.lobby
    await quick.running.until(lambda _: len(lobby) == 0 or None)
    (seen,) = (await quick.running.client.get(path))["items"]
    assert seen["here"] is False


async def test_the_pages_that_a_visitor_looked_at_go_with_them(quick: Chat) -> None:
    """Joined with another and separated again: whoever has the address has its pages."""
    client = quick.running.client
    await quick.running.hear(ADA, "Hello")
    async with quick.visitor().open() as tab:
        await tab.write("Hello")
        await tab.say(type="page", url="https://shop.example/cup", title="A cup")
        await quick.running.until(
            lambda s: s.exec(select(Event).where(col(Event.kind) == "page.viewed")).first()
        )
    ada, visitor = [
        (await client.get(f"/conversations/{one}"))["contact_id"]
        for one in (await quick.running.conversation_of(ADA), await quick.conversation())
    ]
    joined = await client.post(f"/contacts/{ada}/join", {"other": visitor})
    assert await _pages(quick, ada) == ["https://shop.example/cup"]
    await client.post(f"/joinings/{joined.json['joining']['id']}/separate", {})
    assert [await _pages(quick, one) for one in (ada, visitor)] == [
        [],
        ["https://shop.example/cup"],
    ]


async def _pages(chat: Chat, contact: str) -> list[str]:
    found = await chat.running.client.get(f"/contacts/{contact}/timeline?kind=page.viewed")
    return [one["data"]["url"] for one in found["items"]]


async def test_where_a_stranger_came_from_is_known_once_they_write(quick: Chat) -> None:
    """Nothing is kept of who only looks: the first word brings it along."""
    visitor = quick.visitor()
    await visitor.session()
    tab = visitor.tab()
    page = {
        "url": "https://shop.example/cups?utm_source=letter#top",
        "title": "Cups",
        "referrer": "https://search.example/",
    }
    await tab.greet(page=page, locale="de-AT")
    await tab.until("caught_up")
    await tab.write("Hello")
    path = f"/conversations/{await quick.conversation()}/visitors"
    (seen,) = (await quick.running.client.get(path))["items"]
    await tab.drop()
    assert (seen["page_url"], seen["page_title"]) == (
        "https://shop.example/cups?utm_source=letter",
        "Cups",
    )
    assert (seen["referrer"], seen["locale"]) == ("https://search.example/", "de-AT")
    assert seen["campaign"] == {"utm_source": "letter"}


async def test_a_page_that_is_loaded_anew_is_an_event_and_a_reload_is_none(quick: Chat) -> None:
    visitor = quick.visitor()
    async with visitor.open() as tab:
        await tab.write("Hello")
    for path in ("cups", "cups", "pots"):
        await visitor.session(page={"url": f"https://shop.example/{path}", "title": path})
    (known,) = (await quick.running.client.get(f"/conversations?channel={quick.channel_id}"))[
        "items"
    ]
    assert await _pages(quick, known["contact_id"]) == [
        "https://shop.example/pots",
        "https://shop.example/cups",
    ]


async def test_a_site_that_keeps_no_pages_keeps_none(sqlite_only: Place) -> None:
    page = {
        "url": "https://shop.example/cups?utm_source=letter",
        "title": "Cups",
        "referrer": "https://search.example/",
    }
    async with chatting(sqlite_only, {"page_views": False}) as chat:
        visitor = chat.visitor()
        await visitor.session()
        tab = visitor.tab()
        await tab.greet(page=page, locale="de")
        await tab.until("caught_up")
        await tab.say(type="page", **page)
        await tab.write("Hello")
        await tab.say(type="page", **page)
        await tab.write("Hello again")
        await tab.drop()
        await visitor.session(page=page)
        row = await chat.running.read(lambda s: s.exec(select(Row)).one())
        assert (row.page_url, row.page_title, row.referrer, row.campaign) == ("", "", "", {})
        assert row.locale == "de"
        (known,) = (await chat.running.client.get(f"/conversations?channel={chat.channel_id}"))[
            "items"
        ]
        assert await _pages(chat, known["contact_id"]) == []
