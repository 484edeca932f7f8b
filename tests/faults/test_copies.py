"""F-41, P11: a copy of a database sends nothing until a person has looked."""

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from pydantic import SecretStr
from sqlmodel import Session, col, select

from config.control import command
from config.home import MOVED, home_of
from scrm.delivery.tables import Delivery
from scrm.staff.tables import AuditLine
from tests.faults.campaigning import Marketer, at_rest, met, under_way
from tests.support.cast import crowd
from tests.support.databases import Place
from tests.support.hub import running_hub, settings_for
from tests.support.nursery import Nursery
from tests.support.platform import Platform
from tests.support.process import hub_process

PEOPLE = crowd(12)


async def test_a_copy_starts_with_everything_held_and_says_why(
    place: Place, nurse: Nursery, platform: Platform, tmp_path: Path
) -> None:
    """It is made in mid-campaign. On PostgreSQL the database itself is taken for its own copy, by a hub
    with the data folder's."""
    async with hub_process(place, nurse, platform.channel(rate=5.0)) as hub:
        await met(hub, platform, PEOPLE)
        marketer = Marketer(hub)
        await marketer.launch("Campaign")
        await hub.kill()
        sent = len(platform.log.calls("sendMessage"))
        copy = _copied(place, tmp_path / "elsewhere")
        hub.place = copy
        await hub.start()
        channel = await hub.client.get(f"/channels/{hub.client.channel_id}")
        assert (channel["state"], channel["paused_reason"]) == ("paused", MOVED)
        assert _told(copy) == ["database.moved"]
        await hub.kill()
        await hub.start()  # it has not forgotten
        assert len(platform.log.calls("sendMessage")) == sent
        assert under_way(copy)
        await marketer.post(f"/channels/{hub.client.channel_id}/resume", {})
        await at_rest(copy)
    texts = platform.log.texts()
    assert set(texts.values()) == {1}
    assert len(texts) >= len(PEOPLE) - _unknown(copy)


async def test_the_same_hub_in_the_same_place_goes_on(
    place: Place, nurse: Nursery, platform: Platform
) -> None:
    async with hub_process(place, nurse, platform.channel()) as hub:
        for _ in range(2):
            await hub.start()
            channel = await hub.client.get(f"/channels/{hub.client.channel_id}")
            assert channel["state"] == "active"
            await hub.stop()
    assert _told(place) == []


async def test_a_command_that_is_given_elsewhere_moves_nothing(
    place: Place, tmp_path: Path
) -> None:
    async with running_hub(place, workers=False) as running:
        channel = running.client.channel_id
    url = place.url if place.kind == "postgresql" else f"sqlite:///{place.data_dir / 'scrm.db'}"
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere = {"data_dir": folder, "database_url": SecretStr(url)}
    (listed,) = await command(settings_for(place).model_copy(update=elsewhere), "channel.list", {})
    assert (listed["id"], listed["state"]) == (channel, "active")
    assert _told(place) == []


@pytest.mark.parametrize("changed", ["machine", "folder", "mark"])
def test_what_a_copy_has_otherwise(changed: str, tmp_path: Path) -> None:
    data, machine = tmp_path / "data", tmp_path / "machine"
    data.mkdir()
    machine.write_text("one")
    home = home_of(data, machine)
    assert home_of(data, machine) == home
    if changed == "machine":
        machine.write_text("another")
    elif changed == "mark":
        (data / "home").unlink()
    else:
        data = copytree(data, tmp_path / "copy")
    other = home_of(data, machine)
    assert [name for name in home if home[name] != other[name]] == [changed]


def _copied(place: Place, folder: Path) -> Place:
    copytree(place.data_dir, folder, ignore=ignore_patterns("*.sock"))
    url = place.url if place.kind == "postgresql" else f"sqlite:///{folder / 'scrm.db'}"
    return Place(place.kind, folder, url)


def _told(place: Place) -> list[str]:
    moved = select(AuditLine.action).where(col(AuditLine.action) == "database.moved")
    with place.reading() as session:
        return list(session.exec(moved))


def _unknown(place: Place) -> int:
    with place.reading() as session:
        return _count_unknown(session)


def _count_unknown(session: Session) -> int:
    lost = select(Delivery.id).where(col(Delivery.state) == "unknown")
    return len(session.exec(lost).all())
