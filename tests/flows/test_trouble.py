"""When it does not go well: the console says what happened and what can be done."""

from playwright.async_api import expect

from tests.flows.desk import Desk
from tests.flows.houses import House


async def test_who_blocked_the_bot_can_not_be_written_to(house: House, desk: Desk) -> None:
    max_ = await house.newcomer("Max Blocked", "Bye")
    await desk.opens(max_)
    await expect(desk.field).to_be_enabled()
    await max_.blocks()
    await expect(desk.page.get_by_text("This person can’t be reached here now")).to_be_visible()
    await expect(desk.page.get_by_role("button", name="Reply", exact=True)).to_be_disabled()


async def test_a_send_without_an_answer_is_never_called_sent_and_a_person_decides(
    house: House, desk: Desk
) -> None:
    nia = await house.newcomer("Nia Unknown", "Did you ship it?")
    await desk.opens(nia)
    await house.telegram.fails_next("sendMessage", "reset after")
    await desk.replies("Shipped this morning.")
    message = desk.message("Shipped this morning.")
    await expect(message).to_contain_text("may have been delivered")
    await expect(desk.row(nia).get_by_label("may have been delivered")).to_be_visible()
    await message.get_by_role("button", name="It arrived").click()
    await expect(message).not_to_contain_text("may have been delivered")
    assert (await nia.texts()).count("Shipped this morning.") == 1


async def test_an_unknown_send_is_sent_again_only_by_hand(house: House, desk: Desk) -> None:
    oda = await house.newcomer("Oda Again", "Which colour?")
    await desk.opens(oda)
    await house.telegram.fails_next("sendMessage", "reset after")
    await desk.replies("Celadon green.")
    message = desk.message("Celadon green.")
    await expect(message).to_contain_text("may have been delivered")
    await message.get_by_role("button", name="Send again").click()
    await expect(message).to_contain_text("sent")
    assert (await oda.texts()).count("Celadon green.") == 2


async def test_a_dead_letter_is_shown_whole_and_can_be_replayed(house: House, desk: Desk) -> None:
    await house.receives_rubbish("the words of a broken update")
    await desk.goes_to("/settings/deliveries")
    await desk.page.get_by_text("Not understood", exact=False).click()
    letter = desk.page.get_by_role("listitem").filter(has_text="Parcels")
    await letter.get_by_role("button", name="Show").click()
    await expect(letter).to_contain_text("the words of a broken update")
    async with desk.page.expect_response("**/replay") as answered:
        await letter.get_by_role("button", name="Replay").click()
    assert (await answered.value).ok
