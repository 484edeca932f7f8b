"""A campaign from launch to answer, over a hub at work and a simulated platform."""

from sqlmodel import Session, col, select

from campaigns.tables import Recipient
from campaigns.values import RecipientState
from scrm.conversations.tables import Conversation, Message
from scrm.delivery.tables import Delivery
from scrm.journal.tables import Event
from tests.campaigns.shop import Shop, stands
from tests.support.cast import ADA, BO, CY


async def test_each_gets_it_once_and_an_answer_finds_home(shop: Shop) -> None:
    await shop.meets(ADA, BO, CY)
    campaign = await shop.launched()
    await shop.running.until(stands("sent", "sent", "sent"))
    for who in (ADA, BO, CY):
        assert shop.got(who) == [f"Hi {who.name}!"]
    shop.platform.phone(ADA).write("Yes please")
    told = await shop.running.until(
        lambda s: s.exec(select(Event).where(col(Event.kind) == "campaign.replied")).first()
    )
    assert (told.data["campaign_id"], told.data["class"]) == (campaign, "other")
    conversation = await shop.running.conversation_of(ADA)
    shown = await shop.running.client.get(f"/conversations/{conversation}")
    assert shown["status"] == "open"
    said = await shop.running.read(
        lambda s: s.exec(select(Message.campaign_id).where(Message.campaign_id != None)).all()  # noqa: E711
    )
    assert list(said) == [int(campaign)] * 3
    report = await shop.running.client.get(f"/campaigns/{campaign}/report")
    assert (await shop.running.client.get(f"/campaigns/{campaign}"))["state"] == "finished"
    assert report["audience"] == 3


async def test_who_waits_for_us_is_held_until_their_conversation_is_done_with(shop: Shop) -> None:
    await shop.meets(ADA, BO)
    shop.platform.phone(BO).write("Where is my order?")
    await shop.running.until(
        lambda s: s.exec(select(Conversation).where(col(Conversation.state) == "open")).first()
    )
    campaign = await shop.launched()
    await shop.running.until(stands("sent"))
    assert (await shop.fates(campaign))["Bo"] == ("held", "conversation_waits")
    assert shop.got(BO) == []
    conversation = await shop.running.conversation_of(BO)
    path = f"/api/v1/conversations/{conversation}"
    await shop.running.client.ask("PATCH", path, json={"status": "resolved"})
    await shop.running.until(stands("sent", "sent"))
    assert shop.got(BO) == ["Hi Bo!"]


async def test_who_has_said_stop_gets_nothing_more(shop: Shop) -> None:
    await shop.meets(ADA, BO)
    shop.platform.phone(BO).write("STOP")
    await shop.running.until(
        lambda s: s.exec(select(Event).where(col(Event.kind) == "consent.withdrawn")).first()
    )
    campaign = await shop.launched()
    await shop.running.until(stands("sent"))
    assert (await shop.fates(campaign))["Bo"] == ("blocked", "opted_out")
    assert [one for one in shop.got(BO) if one.startswith("Hi")] == []


async def test_who_says_stop_to_a_campaign_is_told_once_and_gets_no_more(shop: Shop) -> None:
    await shop.meets(ADA)
    await shop.launched(message={"text": "Hi!\n{{ campaign.how_to_stop }}"})
    await shop.running.until(stands("sent"))
    assert shop.got(ADA) == ["Hi!\nReply STOP to end these messages."]
    shop.platform.phone(ADA).write("STOP")
    await shop.running.until(lambda s: "sent" in _said_by_the_hub(s) or None)
    shop.platform.phone(ADA).write("Stop!")
    again = await shop.launched()
    await shop.running.until(lambda s: _blocked(s, again) or None)
    assert len(shop.got(ADA)) == 2
    assert shop.got(ADA)[1].startswith("You won't get any more marketing")
    report = await shop.running.client.get(f"/campaigns/{again}/report")
    assert (report["audience"], report["sent"], report["blocked"]) == (1, 0, 1)


async def test_what_is_paused_waits_in_the_outbox_too(shop: Shop) -> None:
    await shop.meets(ADA)
    await shop.running.client.post("/campaigns/stop", {})
    campaign = await shop.launched()
    await shop.must(campaign, "pause")
    await shop.running.client.post("/campaigns/go", {})
    assert (await shop.running.client.get(f"/campaigns/{campaign}"))["state"] == "paused"
    assert shop.got(ADA) == []
    await shop.must(campaign, "resume")
    await shop.running.until(stands("sent"))
    assert shop.got(ADA) == ["Hi Ada!"]


def _said_by_the_hub(session: Session) -> list[str]:
    of_none = col(Delivery.campaign_id).is_(None)
    return list(session.exec(select(Delivery.state).where(of_none)))


def _blocked(session: Session, campaign: str) -> list[int]:
    mine = col(Recipient.campaign_id) == int(campaign)
    blocked = col(Recipient.state) == RecipientState.BLOCKED
    return list(session.exec(select(Recipient.contact_id).where(mine, blocked)))
