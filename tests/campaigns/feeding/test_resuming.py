"""What waited for a channel goes at once when somebody resumes it."""

from tests.campaigns.shop import Shop, stands
from tests.support.cast import ADA


async def test_resuming_a_channel_has_what_waited_for_it_go(shop: Shop) -> None:
    await shop.meets(ADA)
    client = shop.running.client
    reply = await client.post(f"/channels/{client.channel_id}/pause", {})
    assert reply.status == 200, reply.body
    campaign = await shop.launched()
    assert (await shop.fates(campaign))["Ada"] == ("waiting", "")
    reply = await client.post(f"/channels/{client.channel_id}/resume", {})
    assert reply.status == 200, reply.body
    await shop.running.until(stands("sent"))
    assert shop.got(ADA) == ["Hi Ada!"]
