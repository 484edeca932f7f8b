"""Fixtures for all tests. Tests never skip; `--faults` makes the fault loops long."""

import asyncio
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
import structlog
from hypothesis import HealthCheck, settings

from scrm.kernel import failpoints as failpoint_module
from scrm.kernel.database import Database
from tests.flows.browsers import ARGUMENTS, find_chromium
from tests.support.clock import HandClock
from tests.support.databases import KINDS, Place, make_template, sqlite_place
from tests.support.hub import RunningHub, running_hub
from tests.support.memory import work_in_memory
from tests.support.nursery import Nursery, nursery
from tests.support.platform import Platform, simulated
from tests.support.postgres import PostgresServer, postgres_server
from tests.support.scene import Scene, set_scene

if TYPE_CHECKING:
    from playwright.async_api import Browser

# How quickly examples are made says how busy the machine is, not whether the code is right.
settings.register_profile("scrm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("scrm")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--faults", action="store_true", help="run the fault loops at full length")
    parser.addoption("--bench", action="store_true", help="hold times to what the product promises")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "faults_only: too long for every run; see --faults")
    if not config.getoption("--bench"):
        work_in_memory()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,  # the pretty form takes seconds
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """All in a browser share its event loop. What only `make faults` runs is not collected
    elsewhere, so that nothing is ever skipped."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
    if config.getoption("--faults"):
        return
    left_out = [item for item in items if item.get_closest_marker("faults_only")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test proves nothing and looks like one that does: it fails."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped; tests here never skip"
    return report


@pytest.fixture(scope="session")
def times(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """How often to do it: few times in `make test`, many in `make faults`."""
    many = bool(request.config.getoption("--faults"))
    return lambda few, often: often if many else few


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template") / "scrm.db")


def _of_kind(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[Place]:
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        with sqlite_place(data_dir, template) as made:
            yield made
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    with server.database() as url:
        yield Place("postgresql", data_dir, url)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A migrated database of each kind, with its data folder."""
    yield from _of_kind(request, tmp_path / "data")


@pytest.fixture
def killed_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """For loops of kills: on SQLite, and in `make faults` on PostgreSQL too."""
    yield from _of_kind(request, tmp_path / "data")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "killed_place" in metafunc.fixturenames:
        kinds = KINDS if metafunc.config.getoption("--faults") else KINDS[:1]
        metafunc.parametrize("killed_place", kinds, indirect=True)


@pytest.fixture
async def database(place: Place) -> AsyncIterator[Database]:
    """An open database of each kind."""
    place.data_dir.mkdir(parents=True, exist_ok=True)
    opened = Database(place.url)
    yield opened
    await asyncio.to_thread(opened.close)


@pytest.fixture
async def scene(database: Database) -> Scene:
    """A channel on each kind of database."""
    return await set_scene(database)


@pytest.fixture
def sqlite_only(tmp_path: Path, sqlite_template: Path) -> Iterator[Place]:
    """A migrated SQLite database with its data folder, where the kind does not matter."""
    with sqlite_place(tmp_path / "data", sqlite_template) as made:
        yield made


@pytest.fixture(scope="session")
def nurse() -> Iterator[Nursery]:
    with nursery() as ready:
        yield ready


@pytest.fixture
async def platform(tmp_path: Path) -> AsyncIterator[Platform]:
    """A simulated Telegram without flood limits."""
    async with simulated(tmp_path / "telegram") as ready:
        yield ready


@pytest.fixture
async def hub(place: Place) -> AsyncIterator[RunningHub]:
    """A whole hub on each kind of database, whose platform never answers."""
    async with running_hub(place) as running:
        yield running


@pytest.fixture
def failpoints() -> Iterator[Callable[[str], None]]:
    """Arm failpoints of this process; they are disarmed afterwards."""
    yield failpoint_module.arm
    failpoint_module.arm("")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> "AsyncIterator[Browser]":
    """One browser for the run of the tests; each opens windows of its own."""
    from playwright.async_api import async_playwright  # half a second, for those who need it

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        await browser.close()
