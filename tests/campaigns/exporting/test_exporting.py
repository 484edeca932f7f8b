"""The people of a campaign for a spreadsheet: all of them, harmless, and in bounded memory."""

import csv
import tracemalloc
from io import StringIO
from typing import Any

import pytest
from aiohttp import ClientError
from sqlalchemy import insert
from sqlmodel import Session, col, select

from campaigns.exporting import service
from campaigns.exporting.policy import lines
from campaigns.exporting.values import AT_ONCE
from campaigns.responses import store as responses
from campaigns.responses.values import Response, ResponseKind
from campaigns.tables import Recipient
from scrm.kernel.errors import Unavailable
from scrm.kernel.ids import new_id
from scrm.staff.tables import AuditLine
from tests.campaigns.conftest import MONDAY, Desk


async def _raw(desk: Desk, campaign: str, query: str = "") -> Any:
    path = f"/api/v1/campaigns/{campaign}/recipients.csv{query}"
    return await desk.running.client.ask("GET", path)


async def _rows(desk: Desk, campaign: str, query: str = "") -> list[dict[str, str]]:
    reply = await _raw(desk, campaign, query)
    assert reply.status == 200
    return list(csv.DictReader(StringIO(reply.body.decode("utf-8-sig"), newline="")))


async def test_everybody_stands_in_it_with_what_they_did(desk: Desk) -> None:
    campaign = await desk.written(name="Spring, é/tea")
    await desk.sends(campaign, ["Ada", "Bo", "Cy"], "sent")
    await desk.delivers("failed", of="Cy", reason="gone")
    run = (await desk.runs(campaign))[0].id

    def did(session: Session) -> None:
        whose = {name: (int(campaign), run, 0, desk.people[name]) for name in ("Ada", "Bo")}
        acts = [
            Response(*whose["Ada"], ResponseKind.BUTTON, "", MONDAY),
            Response(*whose["Ada"], ResponseKind.CLICK, "1", MONDAY),
            Response(*whose["Ada"], ResponseKind.CLICK, "2", MONDAY),
            Response(*whose["Bo"], ResponseKind.STOP, "", MONDAY),
        ]
        responses.add(session, acts)

    await desk.write(did)
    ada, bo, cy = await _rows(desk, campaign)
    assert list(ada) == [
        *("name", "contact_id", "state", "reason", "channel", "version"),
        *("decided_at", "replied", "clicked", "opted_out"),
    ]
    assert (ada["name"], ada["contact_id"]) == ("Ada", str(desk.people["Ada"]))
    did_what = [(one["replied"], one["clicked"], one["opted_out"]) for one in (ada, bo, cy)]
    assert did_what == [("yes", "yes", "no"), ("yes", "no", "yes"), ("no", "no", "no")]
    assert (cy["state"], cy["reason"], cy["version"]) == ("failed", "gone", "1")
    assert [one["name"] for one in await _rows(desk, campaign, "?state=failed")] == ["Cy"]
    assert await _rows(desk, campaign, "?state=failed&reason=blocked") == []
    assert len(await _rows(desk, campaign, f"?occurrence={run}")) == 3
    assert await _rows(desk, campaign, "?occurrence=1") == []


async def test_it_is_a_file_of_the_campaigns_name_and_on_record(desk: Desk) -> None:
    campaign = await desk.written(name="Spring, é/tea")
    await desk.sends(campaign, ["Ada"], "sent")
    reply = await _raw(desk, campaign, "?state=sent")
    assert reply.body.startswith(b'\xef\xbb\xbf"name","contact_id",')
    assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
    name = "attachment; filename*=UTF-8''Spring%2C%20%C3%A9%2Ftea.csv"
    assert reply.headers["Content-Disposition"] == name
    mine = col(AuditLine.action) == "campaign.exported"
    (line,) = await desk.running.read(lambda s: list(s.exec(select(AuditLine).where(mine))))
    assert (line.target, line.data["state"]) == (f"campaign:{campaign}", "sent")
    assert (await _raw(desk, "1")).status == 404


async def test_a_hostile_name_runs_nowhere(desk: Desk) -> None:
    campaign = await desk.written()
    names = ['=HYPERLINK("http://evil.example";"Ada")', "@SUM(1)", 'Bo";=1+1;"', "-2+3", "+1"]
    await desk.sends(campaign, names, "sent")
    found = {one["name"] for one in await _rows(desk, campaign)}
    assert found == {f"'{one}" if one[0] in "=@-+" else one for one in names}
    raw = (await _raw(desk, campaign)).body.decode()
    assert '"Bo"";=1+1;"""' in raw


@pytest.mark.parametrize("begin", [*"=+-@\t\r\n＝＋－＠", " =", "\u00a0@"])
def test_what_begins_like_a_formula_is_text(begin: str) -> None:
    assert lines([[f"{begin}1"]]) == f'"\'{begin}1"\r\n'


def test_what_only_holds_such_a_sign_stays() -> None:
    assert lines([["a=b", "", "7", "o'clock", "王-芳"]]) == '"a=b","","7","o\'clock","王-芳"\r\n'


async def _filled(desk: Desk, campaign: str, people: int) -> None:
    run = (await desk.runs(campaign))[0]

    def fill(session: Session) -> None:
        rows = [
            {
                **{"occurrence_id": run.id, "step": 0, "contact_id": new_id()},
                **{"campaign_id": run.campaign_id, "version_id": run.version_id},
                **{"state": "blocked", "why": "opted_out"},
            }
            for _ in range(people)
        ]
        session.execute(insert(Recipient), rows)

    await desk.write(fill)


async def _taken(desk: Desk, campaign: str) -> tuple[int, int]:
    """How many lines came, and at most how many bytes were in hand meanwhile."""
    client, count = desk.running.client, 0
    headers = {"Authorization": f"Bearer {client.token}"}
    tracemalloc.start()
    try:
        path = f"{client.address}/api/v1/campaigns/{campaign}/recipients.csv"
        async with client.http.get(path, headers=headers) as reply:
            async for chunk in reply.content.iter_any():
                count += chunk.count(b"\n")
        return count, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


async def test_half_a_list_is_never_taken_for_the_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = await desk.written()
    await desk.sends(campaign, ["Ada"], "sent")
    await _filled(desk, campaign, AT_ONCE)
    whole = service.some

    def breaks(session: Session, **more: Any) -> Any:
        if more["after"] is not None:
            raise Unavailable("gone")
        return whole(session, **more)

    monkeypatch.setattr(service, "some", breaks)
    with pytest.raises(ClientError):
        await _raw(desk, campaign)


async def test_twenty_thousand_take_no_more_memory_than_two(desk: Desk) -> None:
    campaign = await desk.written()
    await desk.sends(campaign, ["Ada"], "sent")
    await _filled(desk, campaign, 2 * AT_ONCE - 1)
    few, before = await _taken(desk, campaign)
    await _filled(desk, campaign, 18 * AT_ONCE)
    many, after = await _taken(desk, campaign)
    assert (few, many) == (2 * AT_ONCE + 1, 20 * AT_ONCE + 1)
    assert after < before + 600_000
