"""P24, F-48: a hub refuses a database that it does not understand, and one that is taken."""

from pathlib import Path

import pytest
from sqlalchemy import text

from config.migrations import SchemaTooNew, migrate
from scrm.kernel.engines import engine_of
from tests.support.databases import Place
from tests.support.hub import NOWHERE, channel_settings, running_hub
from tests.support.nursery import Nursery
from tests.support.postgres import PostgresServer
from tests.support.process import HubProcess, NotReady, hub_process


def _from_the_future(place: Place) -> None:
    engine = engine_of(place.url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()


async def test_a_hub_refuses_a_database_of_a_later_release(place: Place, nurse: Nursery) -> None:
    async with hub_process(place, nurse, channel_settings(NOWHERE)) as hub:
        _from_the_future(place)
        with pytest.raises(NotReady, match="newer than this program") as refused:
            await hub.start()
    assert "exit status 1" in str(refused.value)
    assert "Traceback" not in str(refused.value)


async def test_a_refused_database_is_not_touched(place: Place) -> None:
    place.data_dir.mkdir(parents=True, exist_ok=True)
    _from_the_future(place)
    engine = engine_of(place.url)
    with pytest.raises(SchemaTooNew):
        migrate(engine)
    with engine.connect() as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    engine.dispose()
    assert revision == "9999"


async def test_an_empty_database_is_made_ready(tmp_path: Path, postgres: PostgresServer) -> None:
    with postgres.database(empty=True) as url:
        place = Place("postgresql", tmp_path / "data", url)
        async with running_hub(place) as hub:
            assert (await hub.client.get("/counts"))["all"] == 0


async def test_a_data_folder_has_one_hub(sqlite_only: Place, nurse: Nursery) -> None:
    async with hub_process(sqlite_only, nurse, channel_settings(NOWHERE)) as hub:
        await hub.start()
        second = HubProcess(sqlite_only, nurse, hub.client)
        with pytest.raises(NotReady, match="Another hub is running on"):
            await second.start()


async def test_a_postgresql_database_has_one_hub_wherever_its_data_folder_is(
    tmp_path: Path, postgres: PostgresServer, nurse: Nursery
) -> None:
    with postgres.database() as url:
        first, second = (Place("postgresql", tmp_path / name / "data", url) for name in "ab")
        second.data_dir.mkdir(parents=True)
        async with hub_process(first, nurse, channel_settings(NOWHERE)) as hub:
            await hub.start()
            with pytest.raises(NotReady, match="Another hub is running on this database"):
                await HubProcess(second, nurse, hub.client).start()
            await hub.kill()
            successor = HubProcess(second, nurse, hub.client)
            await successor.start()
            await successor.kill()
