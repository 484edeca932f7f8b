"""P14: who ended marketing has ended it, also when an older copy of the database is put back."""

import asyncio
from pathlib import Path
from shutil import copyfile

import pytest
from sqlmodel import col, select

from config.demo.ports import HOST, free_ports
from scrm.consent.ledger.values import FILE
from scrm.consent.tables import Suppression
from scrm.staff.tables import AuditLine
from tests.faults.campaigning import Marketer, at_rest, insist, met
from tests.faults.killing import DRAINED_WITHIN, LOOK_AGAIN, drained
from tests.faults.test_opting_out_in_mid_campaign import (
    _contacts,
    _link,
    _press,
)
from tests.support.cast import Someone, crowd
from tests.support.databases import Place
from tests.support.nursery import Nursery
from tests.support.platform import Platform
from tests.support.ports import first_port
from tests.support.process import HubProcess, hub_process

PEOPLE = crowd(9)
WORD, LINK, HAND, ERASED, BACK, MISTAKE, JOINED, OTHER, NOBODY = PEOPLE
NEWCOMER = Someone(20_000, "Newcomer")
STOPPED = {WORD, LINK, HAND, ERASED, JOINED, OTHER, NEWCOMER}


@pytest.mark.timeout(400)
async def test_an_older_copy_undoes_no_opt_out(
    place: Place, nurse: Nursery, platform: Platform, request: pytest.FixtureRequest
) -> None:
    put_back = _Copies(place, request)
    async with hub_process(place, nurse, platform.channel()) as hub:
        address = f"{HOST}:{next(free_ports(first_port(25_000)))}"
        hub.settings = {"SCRM_PUBLIC_URL": f"http://{address}", "SCRM_LISTEN": address}
        await met(hub, platform, PEOPLE)
        marketer = Marketer(hub, below="\n{{ campaign.stop_link }}")
        await marketer.launch("First")
        await at_rest(place)
        await hub.stop()
        older = put_back.copied()
        await hub.start()
        await _end_by_all_doors(hub, platform)
        await hub.kill()
        hub.place = put_back.restored(older)
        await hub.start()
        assert _told(hub.place) == ["opt_outs.restored"]
        platform.phone(NEWCOMER).start()
        await _ended(hub, len(STOPPED))
        await marketer.launch("Second")
        await at_rest(hub.place)
        await hub.stop()
        await hub.start()  # once is enough
        assert _told(hub.place) == ["opt_outs.restored"]
    got = {who for who in (*PEOPLE, NEWCOMER) if _got(platform, who, "Second")}
    assert got == {*PEOPLE, NEWCOMER} - STOPPED
    assert (place.data_dir / FILE).stat().st_mode & 0o777 == 0o600
    said = (place.data_dir / FILE).read_text()
    for who in PEOPLE:
        assert who.name not in said
        assert f'"{who.id}"' not in said


async def _end_by_all_doors(hub: HubProcess, platform: Platform) -> None:
    whose = {who: _contacts(hub.place).get(str(who.id), 0) for who in PEOPLE}
    body = {"other": str(whose[OTHER]), "despite": True}
    await insist(hub, "POST", f"/contacts/{whose[JOINED]}/join", body)
    for who in (WORD, ERASED, JOINED, NEWCOMER):
        platform.phone(who).write("STOP")
    await _ended(hub, 4)
    for who in (LINK, BACK, MISTAKE):
        await _press(hub, await _link(platform, who))
    undone = await hub.client.ask("POST", await _link(platform, MISTAKE), data={"act": "undo"})
    assert undone.status == 200
    asked = {"contact_id": str(whose[HAND]), "how": "asked"}
    await insist(hub, "POST", "/consents/withdraw", asked)
    await insist(hub, "DELETE", f"/contacts/{whose[ERASED]}", {"reason": "asked"})
    path = f"/suppressions?contact={whose[BACK]}"
    (standing,) = (await hub.client.get(path))["items"]
    await insist(hub, "POST", f"/suppressions/{standing['id']}/lift", {"reason": "They asked us"})
    agreed = {"contact_id": str(whose[BACK]), "how": "form", "note": "signed it"}
    await insist(hub, "POST", "/consents", agreed)


async def _ended(hub: HubProcess, count: int) -> None:
    """So many people have."""
    question = select(Suppression.contact_id).where(col(Suppression.contact_id).is_not(None))
    async with asyncio.timeout(DRAINED_WITHIN):
        while True:
            with hub.place.reading() as session:
                if len(session.exec(question.distinct()).all()) >= count:
                    break
            await asyncio.sleep(LOOK_AGAIN)
    await drained(hub.place)


def _told(place: Place) -> list[str]:
    restored = select(AuditLine.action).where(col(AuditLine.action) == "opt_outs.restored")
    with place.reading() as session:
        return list(session.exec(restored))


def _got(platform: Platform, who: Someone, text: str) -> bool:
    return any(one.startswith(text) for one in platform.log.texts(who.id))


class _Copies:
    """Of a database on which nobody works: made, and put back."""

    def __init__(self, place: Place, request: pytest.FixtureRequest) -> None:
        self._place = place
        self._request = request

    def copied(self) -> str:
        if self._place.kind == "postgresql":
            return str(self._request.getfixturevalue("postgres").copied(self._place.url))
        return str(copyfile(_file(self._place), _file(self._place).with_suffix(".older")))

    def restored(self, older: str) -> Place:
        if self._place.kind == "postgresql":
            return Place("postgresql", self._place.data_dir, older)
        for left in ("-wal", "-shm"):
            Path(f"{_file(self._place)}{left}").unlink(missing_ok=True)
        copyfile(older, _file(self._place))
        return self._place


def _file(place: Place) -> Path:
    return place.data_dir / "scrm.db"
