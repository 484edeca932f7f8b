"""Who takes a press back takes back that press, and nothing that was said besides."""

from tests.campaigns.shop import stands
from tests.campaigns.unsubscribing.stopper import PRESSED, TEXT, Stopper
from tests.support.cast import ADA


async def test_a_word_behind_a_press_is_not_undone_with_it(stopper: Stopper) -> None:
    await stopper.sent(ADA)
    await stopper.stops(ADA)
    await stopper.says(ADA)
    page = await stopper.undoes(ADA)
    assert "It has stopped" in page.text
    assert 'value="undo"' not in page.text
    ada = await stopper.contact(ADA)
    (stop,) = (await stopper.shop.running.client.get(f"/suppressions?contact={ada}"))["items"]
    assert (stop["why"], stop["evidence"]["text"]) == ("opt_out_word", "STOP")
    assert len(await stopper.told("consent.withdrawn")) == 1  # it had stopped already


async def test_a_press_on_another_message_is_not_undone_with_the_first(stopper: Stopper) -> None:
    await stopper.sent(ADA)
    await stopper.shop.launched(name="Next", message={"text": TEXT})
    await stopper.shop.running.until(stands("sent", "sent"))
    first, second = stopper.paths(ADA)
    for path in (first, second):
        assert "It has stopped" in (await stopper.ask("POST", path, PRESSED)).text
    for path in (first, second):
        page = await stopper.ask("POST", path, {"act": "undo"})
        assert "It has stopped" in page.text
        assert 'value="undo"' not in page.text
    assert [why for why, _ in await stopper.standing()] == ["opt_out_link"]


async def test_pressed_twice_on_one_message_it_can_be_taken_back(stopper: Stopper) -> None:
    await stopper.sent(ADA)
    for _ in range(2):
        assert 'value="undo"' in (await stopper.stops(ADA)).text
    await stopper.undoes(ADA)
    assert await stopper.standing() == []
