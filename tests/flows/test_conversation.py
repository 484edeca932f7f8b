"""A customer writes, a colleague answers: live, on both sides."""

from playwright.async_api import expect

from tests.flows.desk import Desk
from tests.flows.houses import House


async def test_a_new_message_appears_in_the_list_and_in_the_open_thread_by_itself(
    house: House, desk: Desk
) -> None:
    ada = await house.newcomer("Ada Byrne", "Where is my teapot?")
    await expect(desk.row(ada)).to_contain_text("Where is my teapot?")
    await desk.opens(ada)
    await ada.writes("It was promised for Tuesday.")
    await expect(desk.message("It was promised for Tuesday.")).to_be_visible()
    await expect(desk.row(ada)).to_contain_text("It was promised for Tuesday.")


async def test_a_reply_reaches_the_phone_and_says_that_it_was_sent(
    house: House, desk: Desk
) -> None:
    bo = await house.newcomer("Bo Adler", "Do you ship to Oslo?")
    await desk.opens(bo)
    await desk.replies("Yes, **every** day.")
    await bo.receives(lambda message: message.get("text") == "Yes, every day.")
    await expect(desk.message("Yes, every day.")).to_contain_text("sent")
    await expect(desk.row(bo)).to_contain_text("You: Yes, every day.")
