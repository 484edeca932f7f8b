"""A campaign from launch to answer, over a hub at work and a simulated platform."""

from sqlmodel import col, select

from scrm.conversations.tables import Conversation, Message
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
    assert shop.got(BO) == []


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
