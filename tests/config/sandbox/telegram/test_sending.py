"""Sending: what is taken and shown, what is refused and how python-telegram-bot reads the refusal."""

from datetime import timedelta

import aiohttp
import pytest
import telegram
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter

from config.sandbox.clock import HandClock
from config.sandbox.telegram import Bot, FloodLimits, Person, Phone, Settings, TelegramSandbox
from config.sandbox.telegram.phone import ASSETS
from tests.config.sandbox.telegram.conftest import oracle

JPEG = (ASSETS / "parcel.jpg").read_bytes()


@pytest.fixture
def ada(ada: Phone) -> Phone:
    """Here she has pressed Start."""
    ada.start()
    return ada


@pytest.mark.parametrize("form", ["query", "form", "json", "multipart"])
async def test_every_content_type_and_any_case_of_the_method(
    form: str, ada: Phone, address: str, http: aiohttp.ClientSession
) -> None:
    url = f"{address}/bot{ada.bot.token}/SENDmessage"
    fields = {"chat_id": str(ada.person.id), "text": "Hi 👋"}
    parts = aiohttp.FormData(fields, default_to_multipart=True)
    match form:
        case "query":
            response = await http.get(url, params=fields)
        case "form":
            response = await http.post(url, data=fields)
        case "json":
            response = await http.post(url, json=fields)
        case _:
            response = await http.post(url, data=parts)
    answer = await response.json()
    assert answer["ok"] is True
    assert ada.texts_received() == ["Hi 👋"]


async def test_html_becomes_entities(api: telegram.Bot, ada: Phone) -> None:
    sent = await api.send_message(
        ada.person.id,
        '😀 <b>a &lt; <i>b</i></b> <a href="https://x.example.com/?a=1&amp;b=2">link</a> '
        '<pre><code class="language-py">x</code></pre>',
        parse_mode="HTML",
    )
    assert sent.text == "😀 a < b link x"
    found = {entity.type: text for entity, text in sent.parse_entities().items()}
    assert found == {"bold": "a < b", "italic": "b", "text_link": "link", "pre": "x"}
    assert sent.entities[2].url == "https://x.example.com/?a=1&b=2"
    assert sent.entities[3].language == "py"


def keyboard(**button: str) -> dict[str, object]:
    return {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"} | button]]}}


def html(source: str) -> dict[str, object]:
    return {"text": source, "parse_mode": "HTML"}


def bold(text: str, offset: int, length: int) -> dict[str, object]:
    return {"text": text, "entities": [{"type": "bold", "offset": offset, "length": length}]}


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"text": "  "}, "Bad Request: message text is empty"),
        ({"text": "😀" * 2049}, "Bad Request: message is too long"),
        (html("<b>x"), "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        (html("<x>x</x>"), 'Unsupported start tag "x" at byte offset 0'),
        (html("<b>x</i>"), "Unmatched end tag at byte offset 4"),
        ({"text": "*x*", "parse_mode": "MarkdownV2"}, "Bad Request: unsupported parse_mode"),
        (bold("😀x", 1, 1), "entity begins in a middle"),
        (bold("ab", 1, 2), "ends after the end of the text"),
        ({"text": "x", "chat_id": 12}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": "@nobody_there"}, "Bad Request: chat not found"),
        ({"text": "x", "chat_id": ""}, "Bad Request: chat_id is empty"),
        ({"text": "x", "reply_parameters": {"message_id": 9}}, "message to be replied not found"),
        (keyboard(callback_data="é" * 33), "BUTTON_DATA_INVALID"),
        (keyboard(callback_data=""), "BUTTON_DATA_INVALID"),
        (keyboard(), "Text buttons are unallowed"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ],
)
async def test_refusals_of_text(
    asked: dict[str, object], words: str, ada: Phone, address: str, http: aiohttp.ClientSession
) -> None:
    url = f"{address}/bot{ada.bot.token}/sendMessage"
    response = await http.post(url, json={"chat_id": ada.person.id} | asked)
    answer = await response.json()
    assert response.status == answer["error_code"] == 400
    assert answer["ok"] is False
    assert words in answer["description"]
    assert ada.texts_received() == []


async def test_4096_utf16_units_pass(api: telegram.Bot, ada: Phone) -> None:
    sent = await api.send_message(ada.person.id, "😀" * 2048)
    assert sent.text is not None
    assert len(sent.text) == 2048


async def test_64_bytes_of_callback_data_pass(api: telegram.Bot, ada: Phone) -> None:
    button = telegram.InlineKeyboardButton("a", callback_data="é" * 32)
    markup = telegram.InlineKeyboardMarkup.from_button(button)
    sent = await api.send_message(ada.person.id, "x", reply_markup=markup)
    assert sent.reply_markup == markup


async def test_files_are_sent_and_sent_again_by_id(api: telegram.Bot, ada: Phone) -> None:
    photo = await api.send_photo(ada.person.id, JPEG, caption="Here")
    assert photo.photo[-1].width == 1280
    again = await api.send_photo(ada.person.id, photo.photo[-1].file_id)
    assert again.photo[-1].file_unique_id == photo.photo[-1].file_unique_id
    document = await api.send_document(ada.person.id, b"one,two\n", filename="list.csv")
    assert document.document is not None
    assert document.document.file_name == "list.csv"
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type document as photo"):
        await api.send_photo(ada.person.id, document.document.file_id)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "file must be non-empty"),
        (b"not a picture", "IMAGE_PROCESS_FAILED"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x0b\xb8\0\0\0\x64" + b"\0" * 9, "PHOTO_INVALID_DIMENSIONS"),
        (JPEG + bytes(10 << 20), "too big for a photo"),
    ],
)  # fmt: skip
async def test_refusals_of_photos(
    content: bytes, words: str, api: telegram.Bot, ada: Phone
) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await api.send_photo(ada.person.id, telegram.InputFile(content, "x.jpg"))


async def test_an_album_has_2_to_10_items_of_kinds_that_mix(api: telegram.Bot, ada: Phone) -> None:
    pictures = [telegram.InputMediaPhoto(JPEG, caption="First"), telegram.InputMediaPhoto(JPEG)]
    sent = await api.send_media_group(ada.person.id, pictures)
    assert len({message.media_group_id for message in sent}) == 1
    assert sent[0].caption == "First"
    with pytest.raises(BadRequest, match=r"(?i)2-10 items"):
        await api.send_media_group(ada.person.id, pictures[:1])
    with pytest.raises(BadRequest, match=r"(?i)can't be mixed"):
        await api.send_media_group(
            ada.person.id, [pictures[0], telegram.InputMediaDocument(b"x", filename="x.txt")]
        )


async def test_reasons_of_403(api: telegram.Bot, ada: Phone, sandbox: TelegramSandbox) -> None:
    stranger = sandbox.create_person(Person(0, "Cy"))
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await api.send_message(stranger.id, "Hi")
    ada.block()
    with pytest.raises(Forbidden, match="Forbidden: bot was blocked by the user"):
        await api.send_message(ada.person.id, "Hi")
    ada.unblock()
    await api.send_message(ada.person.id, "Hi")
    ada.person.deactivated = True
    with pytest.raises(Forbidden, match="user is deactivated"):
        await api.send_message(ada.person.id, "Hi")


async def test_reasons_of_401_and_404(
    bot: Bot, sandbox: TelegramSandbox, address: str, http: aiohttp.ClientSession
) -> None:
    client, old = oracle(bot, address), bot.token
    sandbox.world.revoke(bot)
    with pytest.raises(InvalidToken):
        await client.__aenter__()
    cases = {
        f"/bot{old}/getMe": (401, "Unauthorized"),
        "/bot0123:abc/getMe": (401, "Unauthorized: invalid token specified"),
        "/botabc/getMe": (401, "Unauthorized: invalid token specified"),
        f"/bot{bot.token}/setMyCommands": (404, "Not Found: method not found"),
    }
    for path, (code, words) in cases.items():
        response = await http.get(address + path)
        expected = {"ok": False, "error_code": code, "description": words}
        assert (response.status, await response.json()) == (code, expected)


async def test_edit_delete_and_answer_say_no_in_telegrams_words(
    api: telegram.Bot, ada: Phone, clock: HandClock
) -> None:
    sent = await api.send_message(ada.person.id, "Frist")
    edited = await sent.edit_text("First")
    assert isinstance(edited, telegram.Message)
    assert ada.texts_received() == ["First"]
    with pytest.raises(BadRequest, match=r"(?i)message is not modified: specified new"):
        await sent.edit_text("First")
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await api.edit_message_text("x", ada.person.id, 999)
    with pytest.raises(BadRequest, match=r"(?i)message can't be edited"):
        await api.edit_message_text("x", ada.person.id, 1)
    with pytest.raises(
        BadRequest, match=r"(?i)query is too old and response timeout expired or query"
    ):
        await api.answer_callback_query("123")
    clock.advance(48 * 3600 + 1)
    with pytest.raises(BadRequest, match=r"(?i)message can't be deleted for everyone"):
        await sent.delete()


async def test_a_press_can_be_answered_for_150_seconds(
    api: telegram.Bot, ada: Phone, clock: HandClock
) -> None:
    markup = telegram.InlineKeyboardMarkup.from_button(
        telegram.InlineKeyboardButton("Go", callback_data="go")
    )
    sent = await api.send_message(ada.person.id, "Well?", reply_markup=markup)
    press = ada.press(sent.message_id, "go")
    clock.advance(149)
    assert await api.answer_callback_query(press)
    clock.advance(2)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await api.answer_callback_query(press)


class TestDownloads:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(flood=None, download_limit=1000, absolute_file_paths=True)

    async def test_beyond_the_limit_getfile_refuses_and_a_path_can_be_absolute(
        self, api: telegram.Bot, ada: Phone
    ) -> None:
        photo = ada.send_photo()["photo"]
        with pytest.raises(BadRequest, match=r"(?i)file is too big"):
            await api.get_file(photo[-1]["file_id"])
        sticker = await api.send_document(ada.person.id, b"x" * 1000, filename="a.txt")
        assert sticker.document is not None
        file = await sticker.document.get_file()
        assert file.file_path is not None
        assert "/documents/file_0.txt" in file.file_path


class TestFloods:
    @pytest.fixture
    def settings(self) -> Settings:
        return Settings(flood=FloodLimits(per_bot=8, chat_burst=3))

    async def test_one_chat_takes_a_burst_then_one_a_second(
        self, api: telegram.Bot, ada: Phone, clock: HandClock, address: str
    ) -> None:
        for _ in range(3):
            await api.send_message(ada.person.id, "x")
        with pytest.raises(RetryAfter) as refusal:
            await api.send_message(ada.person.id, "x")
        assert refusal.value.retry_after == timedelta(seconds=1)
        clock.advance(1)
        await api.send_message(ada.person.id, "x")
        async with aiohttp.ClientSession() as http:
            url = f"{address}/bot{ada.bot.token}/sendMessage"
            response = await http.post(url, json={"chat_id": ada.person.id, "text": "x"})
        assert response.headers["Retry-After"] == "1"
        assert (await response.json())["parameters"] == {"retry_after": 1}

    async def test_all_chats_together_have_a_limit_too(
        self, api: telegram.Bot, ada: Phone, sandbox: TelegramSandbox
    ) -> None:
        people = [sandbox.create_person(Person(0, f"P{number}")) for number in range(9)]
        for person in people:
            sandbox.phone(person, ada.bot).start()
        for person in people[:8]:
            await api.send_message(person.id, "x")
        with pytest.raises(RetryAfter):
            await api.send_message(people[8].id, "x")


async def test_getme_and_chat_action(bot: Bot, address: str, ada: Phone) -> None:
    heard = ada.world.feed.listen(ada.chat.key)
    async with oracle(bot, address) as api:
        assert api.username == "demo_bot"
        await api.send_chat_action(ada.person.id, "typing")
    assert heard.get_nowait() == {"type": "action", "action": "typing"}
