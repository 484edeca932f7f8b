"""P28: a platform that is away for a while is found again, and its light says so."""

import pytest
from sqlmodel import Session, select

import connectors
from scrm.channels.tables import Channel
from tests.support.cast import ADA
from tests.support.databases import Place
from tests.support.hub import running_hub
from tests.support.platform import Platform


@pytest.fixture(autouse=True)
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connectors.PLATFORMS, "telegram", "tests.support.brisk")


def _light(session: Session) -> tuple[str, str]:
    health = session.exec(select(Channel.health)).one()
    return health.get("state", ""), health.get("detail", "")


async def test_a_poll_that_works_again_takes_its_warning_back(
    sqlite_only: Place, platform: Platform
) -> None:
    platform.faults.script("getUpdates", "reset before")
    async with running_hub(sqlite_only, channel=platform.channel()) as hub:
        await hub.until(lambda s: _light(s)[0] == "warning")
        platform.phone(ADA).start()  # ends the poll that is held open
        await hub.until(lambda s: _light(s) == ("ok", ""))


async def test_a_webhook_is_registered_once_its_platform_is_there(
    sqlite_only: Place, platform: Platform
) -> None:
    platform.faults.script("setWebhook", "reset before")
    channel, ours = platform.channel("webhook"), "https://shop.example"
    async with running_hub(sqlite_only, channel=channel, public_url=ours) as hub:
        await hub.until(lambda s: _light(s)[0] == "warning")
        await hub.until(lambda s: _light(s) == ("ok", ""))
    assert len(platform.log.calls("setWebhook", taken=True)) >= 1
