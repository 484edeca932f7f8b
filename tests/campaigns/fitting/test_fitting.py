"""A message that a later channel would not take is refused when it is saved."""

from dataclasses import replace

import pytest

from campaigns.fitting.policy import too_much
from campaigns.messages.values import Message
from scrm.channels.outbound import Button
from scrm.channels.values import Limits
from tests.campaigns.conftest import Desk
from tests.campaigns.hand import at_hand

LIMITS = Limits(text=100, caption=100, buttons=1, button_value_bytes=4, upload_bytes=2_000_000)
ONE = Message("Hi", buttons=(Button("Yes", value="ja"),))


@pytest.mark.parametrize(
    ("message", "size", "places"),
    [
        (ONE, 2_000_000, []),
        (Message("Hi" * 1_000), 0, []),
        (replace(ONE, buttons=ONE.buttons * 2), 0, ["message.buttons"]),
        (Message("Hi", buttons=(Button("Yes", value="你好"),)), 0, ["message.buttons.0.value"]),
        (ONE, 2_000_001, ["message.attachments.0"]),
    ],
)
def test_what_is_too_much_is_told_at_its_place(
    message: Message, size: int, places: list[str]
) -> None:
    found = list(too_much(message, size, "Shop", LIMITS))
    assert [one.place for one in found] == places
    assert all(one.why.startswith("is too much for Shop: ") for one in found)


async def test_each_channel_of_a_draft_has_to_take_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = await at_hand(desk)
    (first,) = desk.running.hub.registry
    second = await hand.other_channel()
    small = replace(first, id=second, name="Two", platform=replace(first.platform, limits=LIMITS))
    monkeypatch.setitem(desk.running.hub.registry._open, second, small)
    buttons = [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}]
    campaign = await desk.written(message={"text": "Hi", "buttons": buttons})
    reply = await desk.change(campaign, channels=[str(first.id), str(second)])
    assert (reply.status, reply.json["code"]) == (422, "bad_campaign")
    (wrong,) = reply.json["errors"]
    assert wrong == {
        "field": "message.buttons",
        "detail": "is too much for Two: at most 1 buttons",
    }
    kept = await desk.running.client.get(f"/campaigns/{campaign}")
    assert kept["definition"]["channels"] == [str(first.id)]
