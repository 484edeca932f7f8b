"""Why somebody got a campaign's message, or did not."""

from typing import Any

from sqlmodel import Session, col, select

from campaigns.tables import Recipient
from scrm.contacts.tables import Contact
from tests.campaigns.conftest import Desk


async def received(desk: Desk, name: str, query: str = "") -> Any:
    return await desk.running.client.get(f"/contacts/{desk.people[name]}/campaigns{query}")


async def test_each_campaign_says_what_became_of_it_and_why(desk: Desk) -> None:
    first, second = await desk.written(name="First"), await desk.written(name="Second")
    await desk.lives("Cy", city="Rome")
    await desk.sends(first, ["Ada", "Bo"], "sent")
    await desk.must(second, "launch")

    def block(session: Session) -> None:
        mine = (
            col(Recipient.campaign_id) == int(second),
            Recipient.contact_id == desk.people["Bo"],
        )
        row = session.exec(select(Recipient).where(*mine)).one()
        row.state, row.why, row.decided_at = "blocked", "opted_out", desk.clock.now()
        session.add(row)

    await desk.write(block)
    found = (await received(desk, "Bo"))["items"]
    assert [(one["name"], one["state"], one["reason"]) for one in found] == [
        ("Second", "blocked", "opted_out"),
        ("First", "sent", ""),
    ]
    assert [one["campaign_id"] for one in found] == [second, first]
    assert found[0]["at"] == "2026-11-30T12:00:00Z"
    assert (found[0]["channel_id"], found[1]["channel_id"]) == (
        None,
        desk.running.client.channel_id,
    )
    ada = (await received(desk, "Ada"))["items"]
    assert [one["state"] for one in ada] == ["waiting", "sent"]
    assert ada[0]["until"] is not None
    assert (await received(desk, "Cy"))["items"] == []
    missing = await desk.running.client.ask("GET", "/api/v1/contacts/1/campaigns")
    assert missing.status == 404


async def test_it_is_paged_and_knows_who_was_joined(desk: Desk) -> None:
    await desk.lives("Ada")
    await desk.lives("Shell")
    campaigns = [await desk.written(name=f"No {number}") for number in range(3)]
    for one in campaigns:
        await desk.must(one, "launch")

    def join(session: Session) -> None:
        shell = session.get_one(Contact, desk.people["Shell"])
        shell.joined_into = desk.people["Ada"]
        session.add(shell)

    await desk.write(join)
    page, names = await received(desk, "Ada", "?limit=2"), []
    names += [one["name"] for one in page["items"]]
    while page["next"] is not None:
        page = await received(desk, "Ada", f"?limit=2&cursor={page['next']}")
        names += [one["name"] for one in page["items"]]
    assert names == ["No 2", "No 2", "No 1", "No 1", "No 0", "No 0"]
