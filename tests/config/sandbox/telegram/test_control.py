"""The same acts over HTTP, the pages, and the guard in front of them."""

from typing import Any

import aiohttp
import pytest

from config.sandbox.telegram import Bot, Person, Phone, TelegramSandbox


@pytest.fixture
def base(address: str, ada: Phone) -> str:
    return f"{address}/sandbox/people/{ada.person.id}"


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ({"text": "Hello"}, "text"),
        ({"kind": "start", "payload": "promo"}, "entities"),
        ({"kind": "photo", "caption": "Here"}, "photo"),
        ({"kind": "voice"}, "voice"),
        ({"kind": "sticker"}, "sticker"),
        ({"kind": "location", "latitude": 1.5, "longitude": 2}, "location"),
        ({"kind": "contact"}, "contact"),
        ({"kind": "contact", "phone_number": "+1000", "first_name": "Bo"}, "contact"),
    ],
)
async def test_each_kind_is_sent(
    asked: dict[str, Any], part: str, base: str, ada: Phone, http: aiohttp.ClientSession
) -> None:
    response = await http.post(f"{base}/messages", json=asked)
    assert response.status == 201
    assert part in (await response.json())
    assert part in ada.messages()[-1]


async def test_files_come_as_multipart(base: str, ada: Phone, http: aiohttp.ClientSession) -> None:
    form = aiohttp.FormData({"kind": "document", "caption": "Bill"}, default_to_multipart=True)
    form.add_field("file", b"%PDF-1.7", filename="bill.pdf", content_type="application/pdf")
    message = await (await http.post(f"{base}/messages", data=form)).json()
    assert message["document"]["file_name"] == "bill.pdf"
    assert message["caption"] == "Bill"
    album = await (await http.post(f"{base}/messages", json={"kind": "album", "count": 3})).json()
    assert len({one["media_group_id"] for one in album}) == 1
    assert len(album) == 3


async def test_edit_press_block_and_what_the_phone_shows(
    base: str, ada: Phone, bot: Bot, address: str, http: aiohttp.ClientSession
) -> None:
    sent = await (await http.post(f"{base}/messages", json={"text": "Hallo"})).json()
    await http.patch(f"{base}/messages/{sent['message_id']}", json={"text": "Hello"})
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    call = {"chat_id": ada.person.id, "text": "Sure?", "reply_markup": keyboard}
    answer = await (await http.post(f"{address}/bot{bot.token}/sendMessage", json=call)).json()
    number = answer["result"]["message_id"]
    pressed = await http.post(f"{base}/presses", json={"message_id": number, "data": "y"})
    press = (await pressed.json())["press"]
    shown = await (await http.get(f"{address}/sandbox/presses/{press}")).json()
    assert shown["answer"] is None
    wrong = await http.post(f"{base}/presses", json={"message_id": number, "data": "z"})
    assert wrong.status == 409
    await http.post(f"{base}/block", json={})
    refused = await http.post(f"{base}/messages", json={"text": "x"})
    assert refused.status == 409
    phone = await (await http.get(f"{base}/messages")).json()
    assert phone["blocked"] is True
    assert [(one["text"], one["by_bot"]) for one in phone["messages"]] == [
        ("Hello", 0),
        ("Sure?", bot.id),
    ]


async def test_the_log_and_the_faults(
    base: str, ada: Phone, bot: Bot, address: str, http: aiohttp.ClientSession
) -> None:
    script = [{"method": "getMe", "faults": ["status before 503"]}]
    asked = {"seed": 4, "rates": [{"fault": "hang", "share": 0.0}], "script": script}
    told = await (await http.post(f"{address}/sandbox/faults", json=asked)).json()
    assert told["script"] == {"getme": ["status before 503"]}
    assert (await http.get(f"{address}/bot{bot.token}/getMe")).status == 503
    lines = (await (await http.get(f"{address}/sandbox/log?kind=call")).json())["lines"]
    assert [(line["method"], line["taken"]) for line in lines] == [("getMe", False)]
    later = f"{address}/sandbox/log?after={lines[-1]['seq']}"
    assert (await (await http.get(later)).json())["lines"] == []
    summary = await (await http.get(f"{address}/sandbox/log/summary")).json()
    assert summary["faults"] == {"status before 503": 1}
    cleared = await (await http.delete(f"{address}/sandbox/faults")).json()
    assert cleared["rates"] == []


async def test_groups_and_changed_people(
    base: str, ada: Phone, bot: Bot, address: str, http: aiohttp.ClientSession
) -> None:
    asked = {"title": "Shop talk", "people": [ada.person.id], "bots": [bot.username]}
    group = await (await http.post(f"{address}/sandbox/groups", json=asked)).json()
    said = {"group": group["id"], "text": "/help"}
    message = await (await http.post(f"{base}/messages", json=said)).json()
    assert message["chat"] == {"id": group["id"], "type": "supergroup", "title": "Shop talk"}
    await http.patch(base, json={"deactivated": True})
    call = f"{address}/bot{bot.token}/sendMessage?chat_id={ada.person.id}&text=x"
    assert "deactivated" in (await (await http.get(call)).json())["description"]


async def test_a_page_of_another_site_may_not_write(
    base: str, ada: Phone, http: aiohttp.ClientSession
) -> None:
    stranger = {"Origin": "http://evil.example.com"}
    response = await http.post(f"{base}/messages", json={"text": "x"}, headers=stranger)
    assert response.status == 403
    assert ada.messages() == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/sandbox/people/1/messages", 404),
        ("GET", "/sandbox/files/no-such", 404),
        ("GET", "/phones/assets/..%2f..%2fphone.py", 404),
        ("POST", "/sandbox/people", 422),
        ("GET", "/file/bot1:a/photos/file_0.jpg", 401),
    ],
)
async def test_what_is_not_there_is_said(
    method: str, path: str, status: int, address: str, ada: Phone, http: aiohttp.ClientSession
) -> None:
    response = await http.request(method, address + path, json={"no_such_field": 1})
    assert response.status == status


async def test_a_phone_hears_live_what_happens(
    base: str, ada: Phone, sandbox: TelegramSandbox, http: aiohttp.ClientSession
) -> None:
    stream = await http.get(f"{base}/stream")
    events = (line async for line in stream.content if line.startswith(b"data: "))
    assert b"hello" in await anext(events)
    ada.write("Hi")
    assert b'"text":"Hi"' in await anext(events)
    sandbox.phone(sandbox.create_person(Person(0, "Bo")), ada.bot).write("not for Ada")
    ada.block()
    assert b'"blocked":true' in await anext(events)
    stream.close()


async def test_pages_have_no_inline_script(
    address: str, ada: Phone, http: aiohttp.ClientSession
) -> None:
    for path in ("/phones", f"/phones/{ada.person.id}"):
        response = await http.get(address + path)
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert "<script>" not in await response.text()
