"""The hub dies and comes back under an open inbox; an export is dropped on it."""

from playwright.async_api import expect

from tests.flows.conftest import OpenDesk
from tests.flows.desk import Desk
from tests.flows.houses import House

SAID = [f"message {number} of 12" for number in range(1, 13)]
EXPORT = """13/10/2026, 12:00 - Bo: Is the blue one still there?
13/10/2026, 12:01 - Mira: It is
13/10/2026, 12:02 - Bo: <Media omitted>
"""
DROP = """(target, [text, name]) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name, { type: 'text/plain' }));
  for (const kind of ['dragenter', 'dragover', 'drop'])
    target.dispatchEvent(
      new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


async def test_after_a_kill_no_message_is_missing_and_none_is_doubled(
    new_house: House, sit_down: OpenDesk
) -> None:
    await new_house.set_up()
    tess = await new_house.newcomer("Tess Steady", "before")
    desk: Desk = await sit_down(new_house)
    await desk.opens(tess)
    await expect(desk.message("before")).to_be_visible()
    await expect(
        desk.panel.get_by_role("button", name="Add a tag")
    ).to_be_visible()  # the last part
    for text in SAID[:4]:
        await tess.writes(text)
    await new_house.kill()
    for text in SAID[4:8]:
        await tess.writes(text)
    await expect(desk.page.get_by_text("No live connection")).to_be_visible()
    await new_house.start()
    for text in SAID[8:]:
        await tess.writes(text)
    await expect(desk.message(SAID[-1])).to_be_visible()
    await expect(desk.page.get_by_text("No live connection")).to_be_hidden()
    shown = await desk.thread.get_by_role("article").all_inner_texts()
    told = [line for text in shown for line in text.splitlines() if line in SAID]
    assert told == SAID


async def test_a_chat_export_dropped_on_the_inbox_becomes_a_conversation(
    house: House, desk: Desk
) -> None:
    await expect(desk.page.get_by_role("heading", name="Inbox").first).to_be_visible()
    target = desk.page.get_by_role("region", name="Conversations")
    await target.evaluate(DROP, [EXPORT, "WhatsApp Chat with Bo.txt"])
    dialog = desk.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="Import").click()
    await expect(dialog.locator("dl div").filter(has_text="added")).to_contain_text("3")
    await dialog.get_by_role("button", name="Open conversation").click()
    await expect(desk.message("Is the blue one still there?")).to_be_visible()
    await expect(desk.page.get_by_text("an answer would reach nobody")).to_be_visible()
