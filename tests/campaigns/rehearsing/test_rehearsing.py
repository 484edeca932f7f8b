"""A draft's message to one person on the real channel, which counts for nothing."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from scrm.contacts.tables import Identity
from scrm.conversations.tables import Conversation, Message
from scrm.delivery.tables import Delivery
from tests.campaigns.conftest import MONDAY, Desk
from tests.campaigns.preflight.test_preflight import addressed, rolled


async def _tested(desk: Desk, campaign: str, name: str) -> Any:
    return await desk.do(campaign, "test", contact_id=str(desk.people[name]))


async def test_it_goes_before_all_others_and_is_marked(desk: Desk) -> None:
    await addressed(desk, "Ada")
    campaign = await desk.written()
    reply = await _tested(desk, campaign, "Ada")
    assert reply.status == 201, reply.body
    (sent,) = await desk.running.read(lambda s: list(s.exec(select(Delivery))))
    assert (sent.lane, sent.campaign_id, sent.content["text"]) == (0, None, "Hi Ada")
    assert (sent.recipient, sent.state) == ("address of Ada", "queued")
    path = f"/conversations/{reply.json['conversation_id']}/messages"
    (message,) = (await desk.running.client.get(path))["items"]
    assert message["id"] == reply.json["message_id"]
    assert (message["content"]["test_of"], message["campaign_id"]) == (campaign, None)
    assert message["author"]["kind"] == "campaign"
    (thread,) = await desk.running.read(lambda s: list(s.exec(select(Conversation))))
    assert (thread.state, thread.campaign_id) == ("resolved", None)


async def test_it_counts_for_nothing(desk: Desk) -> None:
    await addressed(desk, "Ada")
    campaign = await desk.written(quiet_hours="off")
    for _ in range(2):
        assert (await _tested(desk, campaign, "Ada")).status == 201

    def sends(session: Session) -> None:
        for one in session.exec(select(Delivery)):
            one.state, one.finished_at = "sent", desk.clock.now()
            session.add(one)

    await desk.write(sends)
    desk.clock.advance(timedelta(minutes=1))
    assert rolled(await desk.must(campaign, "preflight")) == {("send", ""): 1}
    assert await desk.state(campaign) == "draft"
    report = await desk.running.client.get(f"/campaigns/{campaign}/report")
    assert (report["audience"], report["sent"]) == (0, 0)
    path = f"/contacts/{desk.people['Ada']}/campaigns"
    assert (await desk.running.client.get(path))["items"] == []


async def test_who_may_not_be_written_to_gets_none(desk: Desk) -> None:
    await addressed(desk, "Ada", wrote=False)
    campaign = await desk.written()
    reply = await _tested(desk, campaign, "Ada")
    assert (reply.status, reply.json["code"]) == (409, "test_blocked")
    assert "no_basis" in reply.json["detail"]

    def wrote(session: Session) -> None:
        mine = col(Identity.contact_id) == desk.people["Ada"]
        identity = session.exec(select(Identity).where(mine)).one()
        identity.last_inbound_at = MONDAY
        session.add(identity)

    await desk.write(wrote)
    lacking = await desk.written(message={"text": "Your {{ contact.size }}"})
    reply = await _tested(desk, lacking, "Ada")
    assert (reply.status, reply.json["code"]) == (422, "missing_value")
    empty = await desk.written(message=None, audience=None)
    reply = await _tested(desk, empty, "Ada")
    assert (reply.status, reply.json["code"]) == (422, "bad_campaign")
    assert (await desk.do(campaign, "test", contact_id="1")).status == 404
    assert await desk.running.read(lambda s: list(s.exec(select(Message)))) == []
    bare = await desk.written(audience=None, schedule=None)
    assert (await _tested(desk, bare, "Ada")).status == 201
