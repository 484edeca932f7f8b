"""The report says of each person of the frozen audience what became of the message, and counts."""

from typing import Any

from sqlmodel import Session, col, select

from campaigns.report.policy import funnel
from campaigns.report.values import Group
from campaigns.responses import store as responses
from campaigns.responses.values import Responded, Response, ResponseKind
from campaigns.tables import Recipient
from tests.campaigns.conftest import MONDAY, Desk


async def _listed(desk: Desk, campaign: str, more: str = "") -> list[tuple[str, str, str]]:
    found = await desk.running.client.get(f"/campaigns/{campaign}/recipients?limit=200{more}")
    assert found["next"] is None
    return [(one["name"], one["state"], one["reason"]) for one in found["items"]]


async def _block(desk: Desk, campaign: str, name: str, why: str) -> None:
    def work(session: Session) -> None:
        mine = col(Recipient.contact_id) == desk.people[name]
        for row in session.exec(select(Recipient).where(mine)):
            row.state, row.why, row.message_id = "blocked", why, None
            session.add(row)

    await desk.write(work)


async def test_the_list_holds_everybody_with_their_reasons(desk: Desk) -> None:
    campaign = await desk.written()
    await desk.sends(campaign, ["Ada", "Bo", "Cy", "Dee"])
    await _block(desk, campaign, "Bo", "opted_out")
    await desk.delivers("read", of="Ada")
    await desk.delivers("failed", of="Cy", reason="gone")
    assert await _listed(desk, campaign) == [
        ("Ada", "read", ""),
        ("Bo", "blocked", "opted_out"),
        ("Cy", "failed", "gone"),
        ("Dee", "queued", ""),
    ]
    assert await _listed(desk, campaign, "&state=blocked") == [("Bo", "blocked", "opted_out")]
    assert await _listed(desk, campaign, "&reason=gone") == [("Cy", "failed", "gone")]
    assert await _listed(desk, campaign, "&state=read&reason=gone") == []
    whole = await desk.running.client.get(f"/campaigns/{campaign}/recipients")
    ada = whole["items"][0]
    assert (ada["version"], ada["step"]) == (1, 0)
    assert (ada["contact_id"], ada["channel_id"]) == (
        str(desk.people["Ada"]),
        desk.running.client.channel_id,
    )


async def test_the_list_is_paged_over_all_runs(desk: Desk) -> None:
    campaign = await desk.written()
    await desk.sends(campaign, ["Ada", "Bo"], "failed")
    await desk.must(campaign, "resend", resend="failed")
    path, seen = f"/campaigns/{campaign}/recipients?limit=1", []
    page = await desk.running.client.get(path)
    seen += page["items"]
    while page["next"] is not None:
        page = await desk.running.client.get(f"{path}&cursor={page['next']}")
        seen += page["items"]
    assert [one["name"] for one in seen] == ["Ada", "Bo", "Ada", "Bo"]
    first, _, second, _ = (one["occurrence_id"] for one in seen)
    assert len(await _listed(desk, campaign, f"&occurrence={second}")) == 2
    assert first != second


async def test_the_numbers_are_those_of_the_list(desk: Desk) -> None:
    campaign = await desk.written()
    names = ["Ada", "Bo", "Cy", "Dee", "Eve", "Fay"]
    await desk.sends(campaign, names, "sent")
    await _block(desk, campaign, "Bo", "no_basis")
    for name, state in (("Ada", "read"), ("Cy", "delivered"), ("Dee", "unknown")):
        await desk.delivers(state, of=name)
    await desk.delivers("held", of="Eve", reason="conversation_waits")
    report = await desk.running.client.get(f"/campaigns/{campaign}/report")
    (channel,) = report.pop("by_channel")
    assert channel == {
        **{"channel_id": desk.running.client.channel_id, "given": 5, "sent": 3},
        **{"delivered": 2, "read": 1, "failed": 0, "replied": 0},
    }
    assert {name: count for name, count in report.items() if count} == {
        **{"audience": 6, "allowed": 5, "given": 5, "sent": 3, "delivered": 2, "read": 1},
        **{"unknown": 1, "held": 1, "blocked": 1},
        **{"blocked_by": {"no_basis": 1}, "held_by": {"conversation_waits": 1}},
    }
    (run,) = await desk.runs(campaign)
    path = f"/campaigns/{campaign}/report?occurrence="
    of_run = await desk.running.client.get(f"{path}{run.id}")
    assert of_run == report | {"by_channel": [channel]}
    assert (await desk.running.client.get(f"{path}1"))["audience"] == 0


async def test_each_number_of_the_funnel_has_its_list(desk: Desk) -> None:
    campaign = await desk.written()
    await desk.sends(campaign, ["Ada", "Bo", "Cy", "Dee"], "sent")
    await _block(desk, campaign, "Bo", "no_basis")
    for name, state in (("Ada", "read"), ("Cy", "delivered")):
        await desk.delivers(state, of=name)
    (run,) = await desk.runs(campaign)
    acts = {"Ada": (ResponseKind.STOP, ResponseKind.CLICK), "Cy": (ResponseKind.BUTTON,)}
    told = [
        Response(int(campaign), run.id, 0, desk.people[name], kind, "", MONDAY, 1)
        for name, kinds in acts.items()
        for kind in kinds
    ]
    await desk.write(lambda s: responses.add(s, told))
    report = await desk.running.client.get(f"/campaigns/{campaign}/report")
    names = {
        **{"allowed": ["Ada", "Cy", "Dee"], "sent": ["Ada", "Cy", "Dee"]},
        **{"delivered": ["Ada", "Cy"], "read": ["Ada"], "replied": ["Ada", "Cy"]},
        **{"clicked": ["Ada"], "opted_out": ["Ada"]},
    }
    for step, some in names.items():
        found = await _listed(desk, campaign, f"&reached={step}")
        assert ([one[0] for one in found], report[step]) == (some, len(some)), step
    assert await _listed(desk, campaign, "&reached=read&state=sent") == []


async def test_of_a_draft_there_is_nothing(desk: Desk) -> None:
    campaign = await desk.written()
    assert await _listed(desk, campaign) == []
    assert (await desk.running.client.get(f"/campaigns/{campaign}/report"))["audience"] == 0
    missing: Any = await desk.running.client.ask("GET", "/api/v1/campaigns/1/report")
    assert missing.status == 404


def test_every_fate_is_counted_once() -> None:
    states = [
        *((True, one) for one in ("queued", "reserved", "sending", "sent", "delivered", "read")),
        *((True, one) for one in ("failed", "unknown", "held", "blocked", "missed", "cancelled")),
        *((False, one) for one in ("waiting", "later", "held", "blocked", "missed", "cancelled")),
    ]
    groups = [Group(is_given, state, "", 1) for is_given, state in states]
    report = funnel(groups, Responded())
    ends = (
        *(report.sending, report.sent, report.failed, report.unknown, report.waiting),
        *(report.later, report.held, report.blocked, report.missed, report.cancelled),
    )
    assert sum(ends) == report.audience == len(states)
    assert (report.given, report.held, report.blocked) == (12, 2, 2)
