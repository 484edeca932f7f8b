"""Sent again: to whom it did not come, and once."""

from tests.campaigns.conftest import Desk


async def test_it_is_sent_again_to_those_whose_message_failed(desk: Desk) -> None:
    campaign = await desk.written()
    await desk.sends(campaign, ["Ada", "Bo"], "queued")
    refused = await desk.do(campaign, "resend", resend="failed")
    assert (refused.status, refused.json["code"]) == (409, "campaign_live")
    await desk.delivers("sent")
    await desk.delivers("failed", of="Bo")
    (first,) = await desk.runs(campaign)
    again = await desk.must(campaign, "resend", resend="failed")
    assert (again["state"], again["size"]) == ("running", 3)
    assert await desk.names(campaign) == ["Ada", "Bo", "Bo"]
    await desk.must(campaign, "resume")
    assert [run.key for run in await desk.runs(campaign)] == [
        first.key,
        f"resend:{first.id}:failed",
    ]


async def test_to_those_of_one_run_it_is_sent_again_once(desk: Desk) -> None:
    campaign = await desk.written()
    await desk.sends(campaign, ["Ada"], "failed")
    (first,) = await desk.runs(campaign)
    for _ in range(2):
        await desk.must(campaign, "resend", resend="failed", occurrence=str(first.id))
        await desk.gives()
    assert [run.size for run in await desk.runs(campaign)] == [1, 1]
    await desk.must(campaign, "resend", resend="failed")
    assert [run.size for run in await desk.runs(campaign)] == [1, 1, 1]
    refused = await desk.do(campaign, "resend", resend="failed", occurrence="1")
    assert refused.json["code"] in ("campaign_live", "no_run")


async def test_on_channels_that_tell_nothing_nobody_is_unread(desk: Desk) -> None:
    campaign = await desk.written()
    await desk.sends(campaign, ["Ada"], "sent")
    again = await desk.must(campaign, "resend", resend="unread")
    assert (again["state"], again["size"]) == ("finished", 1)
