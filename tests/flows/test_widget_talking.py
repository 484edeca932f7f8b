"""Website chat in a real browser, against a mock hub: what is said, and what breaks meanwhile."""

import pytest
from playwright.async_api import FilePayload, expect

from tests.flows.conftest import Visit
from tests.flows.visitors import MockShop

MESSAGES = "[...document.querySelectorAll('article .text')].map((text) => text.textContent)"


async def test_a_visitor_asks_and_is_answered(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await ada.opens()
    await expect(ada.chat.locator(".greeting")).to_have_text("KHello! What can we do for you?")
    await expect(ada.chat.get_by_text("Mira is here")).to_be_visible()
    await ada.writes("Is the kettle **still** there?")
    await ada.is_told("Is the kettle **still** there?")
    await shop.says("Yes, **two** of them", format="light")
    answer = ada.bubble("Yes, two of them")
    await expect(answer.locator("strong")).to_have_text("two")
    await expect(ada.chat.locator("[aria-live=polite]")).to_contain_text("Mira: Yes, **two**")
    await shop.tell("tell", type="read", seq=100)
    await ada.is_told("still", "Seen")


async def test_a_button_answers_once_and_a_link_leads_on(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await ada.opens()
    await ada.writes("Hello")
    await ada.is_told("Hello")
    answers = [{"label": "Yes", "value": "yes"}, {"label": "Look", "url": "https://shop.example"}]
    evil = {"label": "Evil", "url": "javascript:alert(1)"}
    await shop.says("Shall we?", buttons=[*answers, evil])
    await expect(ada.chat.get_by_role("link", name="Look")).to_be_visible()
    await expect(ada.chat.get_by_text("Evil")).to_have_count(0)
    await ada.chat.get_by_role("button", name="Yes", exact=True).click()
    await ada.is_told("Yes")
    await expect(ada.chat.get_by_role("button", name="Yes", exact=True)).to_have_count(0)
    assert await shop.written() == ["Hello", "Yes"]


@pytest.mark.parametrize(
    "fault", ["drop_before_commit", "drop_after_commit", "drop_after_sent", "late", "twice"]
)
async def test_nothing_is_lost_or_doubled_when_the_line_breaks(
    shop: MockShop, come: Visit, fault: str
) -> None:
    ada = await come()
    await ada.opens()
    await ada.writes("before")
    await ada.is_told("before")
    await shop.tell("faults", faults=[fault])
    await ada.writes("meanwhile")
    await shop.says("answer")
    await ada.writes("after")
    await ada.is_told("after")
    await expect(ada.bubble("answer")).to_be_visible()
    said = await ada.chat.locator("body").evaluate(f"() => {MESSAGES}")
    assert sorted(said) == ["after", "answer", "before", "meanwhile"]
    assert await shop.written() == ["before", "meanwhile", "after"]


async def test_nothing_is_called_sent_while_there_is_no_hub(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await ada.opens()
    await ada.writes("one")
    await ada.is_told("one")
    await shop.tell("away", on=True)
    await expect(ada.chat.get_by_text("No connection")).to_be_visible()
    await ada.writes("two")
    await ada.is_told("two", "Waiting for a connection")
    await ada.page.reload()
    await ada.page.wait_for_load_state()
    assert await shop.written() == ["one"]
    await shop.tell("away", on=False)
    await ada.page.reload()
    await ada.is_told("two")
    await expect(ada.chat.get_by_text("No connection")).to_be_hidden()
    assert await shop.written() == ["one", "two"]


async def test_what_was_refused_says_so_and_can_be_tried_again(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await ada.opens()
    await shop.tell("faults", faults=["refuse_too_long"])
    await ada.writes("a long story")
    await ada.is_told("a long story", "Not sent: too long")
    await ada.chat.get_by_role("button", name="Try again").click()
    await ada.is_told("a long story")
    await shop.tell("faults", faults=["refuse_too_long"])
    await ada.writes("never mind")
    await ada.chat.get_by_role("button", name="Discard").click()
    await expect(ada.bubble("never mind")).to_have_count(0)
    assert await shop.written() == ["a long story"]


async def test_who_comes_back_finds_the_conversation_and_what_is_unread(
    shop: MockShop, come: Visit
) -> None:
    ada = await come()
    await ada.opens()
    await ada.writes("Hello")
    await ada.is_told("Hello")
    await ada.button.click()
    await shop.says("first")
    await shop.says("second")
    await expect(ada.button).to_have_accessible_name("Open chat (2 unread)")
    await ada.page.goto(f"{shop.shop}/second")
    await expect(ada.button).to_have_accessible_name("Open chat (2 unread)")
    await ada.opens()
    await expect(ada.chat.locator(".unread")).to_have_text("New")
    await expect(ada.bubble("second")).to_be_visible()
    await shop.until(lambda state: state["visitors"][0]["readSeq"] > 1)
    await ada.button.click()
    await expect(ada.button).to_have_accessible_name("Open chat")


async def test_two_tabs_are_one_visitor(shop: MockShop, come: Visit) -> None:
    ada = await come()
    other = await ada.another_tab("/second")
    await ada.opens()
    await other.opens()
    await ada.writes("from one tab")
    await ada.is_told("from one tab")
    await expect(other.bubble("from one tab")).to_be_visible()
    await other.writes("from the other")
    await expect(ada.bubble("from the other")).to_be_visible()
    await ada.button.click()
    await other.button.click()
    await shop.says("for both")
    for tab in (ada, other):
        await expect(tab.button).to_have_accessible_name("Open chat (1 unread)")
    await ada.opens()
    await ada.button.click()
    for tab in (ada, other):
        await expect(tab.button).to_have_accessible_name("Open chat")
    talking = [one for one in (await shop.tell("state"))["visitors"] if one["messages"]]
    assert len(talking) == 1


async def test_files_go_with_a_message(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await ada.opens()
    note = FilePayload(name="größe 1.txt", mimeType="text/plain", buffer=b"size")
    wrong = FilePayload(name="drawing.svg", mimeType="image/svg+xml", buffer=b"<svg/>")
    await ada.chat.locator("input[type=file]").first.set_input_files([note, wrong])
    await expect(ada.chat.get_by_text("Files like drawing.svg can’t be sent")).to_be_visible()
    await ada.writes("see this")  # what is never taken holds up nothing
    await ada.is_told("see this")
    await expect(ada.chat.get_by_text("Files like drawing.svg can’t be sent")).to_have_count(0)
    async with ada.page.expect_download() as download:
        await ada.chat.get_by_role("button", name="Open größe 1.txt").click()
    assert (await download.value).suggested_filename == "größe 1.txt"


async def test_a_file_waits_for_the_session_and_its_message_for_the_file(
    shop: MockShop, come: Visit
) -> None:
    await shop.tell("slow", sessions=700, uploads=700)
    ada = await come()
    await ada.opens()
    note = FilePayload(name="note.txt", mimeType="text/plain", buffer=b"note")
    await ada.chat.locator("input[type=file]").first.set_input_files(note)
    await ada.writes("see this")  # it goes when the file is there
    await expect(ada.chat.get_by_role("button", name="Open note.txt")).to_be_visible()
    await ada.is_told("see this")
    assert await shop.written() == ["see this"]


async def test_pictures_are_pasted_dropped_and_shown(shop: MockShop, come: Visit) -> None:
    ada = await come()
    await ada.opens()
    await ada.field.evaluate(
        """async (field) => {
          const canvas = new OffscreenCanvas(60, 40);
          canvas.getContext('2d').fillRect(0, 0, 60, 40);
          const picture = new File([await canvas.convertToBlob()], 'shot.png', { type: 'image/png' });
          for (const type of ['paste', 'drop']) {
            const carried = new DataTransfer();
            carried.items.add(picture);
            const more = { bubbles: true, cancelable: true, clipboardData: carried, dataTransfer: carried };
            field.dispatchEvent(type === 'paste'
              ? new ClipboardEvent(type, more) : new DragEvent(type, more));
          }
        }"""
    )
    await expect(ada.chat.locator(".chosen li")).to_have_count(2)
    await ada.chat.get_by_role("button", name="Send").click()
    picture = ada.chat.get_by_role("img", name="Picture: shot.png").first
    await expect(picture).to_be_visible()
    assert await picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 60
    await expect(ada.chat.get_by_role("article")).to_contain_text("Sent")
    await ada.page.reload()  # now they come from the hub
    await expect(picture).to_be_visible()
    assert await picture.evaluate("(img) => img.decode().then(() => img.naturalWidth)") == 60


async def test_the_form_comes_before_the_first_word(shop: MockShop, come: Visit) -> None:
    form = {"name": "required", "email": "optional", "phone": "off"}
    await shop.tell("settings", form=form)
    ada = await come()
    await ada.opens()
    await expect(ada.field).to_be_hidden()
    await ada.chat.get_by_role("button", name="Start chat").click()
    await expect(ada.chat.get_by_text("Please fill this in")).to_be_visible()
    await expect(ada.chat.get_by_label("Name")).to_be_focused()
    await ada.chat.get_by_label("Name").fill("Ada")
    await ada.chat.get_by_label("E-mail (optional)").fill("not an address")
    await ada.chat.get_by_role("button", name="Start chat").click()
    await expect(ada.chat.get_by_text("This is not an e-mail address")).to_be_visible()
    await ada.chat.get_by_label("E-mail (optional)").fill("ada@shop.example")
    await ada.chat.get_by_role("button", name="Start chat").click()
    await expect(ada.field).to_be_focused()
    await ada.writes("Hello")
    await ada.is_told("Hello")
    state = await shop.tell("state")
    assert [one["forms"] for one in state["visitors"]] == [
        [{"name": "Ada", "email": "ada@shop.example"}]
    ]
