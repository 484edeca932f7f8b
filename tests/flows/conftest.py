"""One browser and one shop for all flows; each flow has customers and pages of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from config import console
from tests.flows.desk import PATIENCE_MS, Desk, open_desk
from tests.flows.houses import House, close_house, open_house
from tests.flows.sites import Guest, Site, come_to, open_site
from tests.flows.visitors import MockShop, Visitor, close_shop, open_shop, visit

OpenDesk = Callable[..., Awaitable[Desk]]
Visit = Callable[..., Awaitable[Visitor]]
OpenHouse = Callable[[], Awaitable[House]]


@pytest.fixture(scope="session")
def built() -> Iterator[None]:
    console.build()
    expect.set_options(timeout=PATIENCE_MS)
    yield
    expect.set_options(timeout=10_000)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(built: None, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """The shop that all flows share."""
    opened = await open_house(tmp_path_factory.mktemp("shop"))
    try:
        await opened.set_up()
        yield opened
    finally:
        await close_house(opened)


@pytest_asyncio.fixture(loop_scope="session")
async def new_house(built: None, tmp_path: Path) -> AsyncIterator[House]:
    """A hub of its own that nobody has set up."""
    opened = await open_house(tmp_path)
    try:
        yield opened
    finally:
        await close_house(opened)


@pytest_asyncio.fixture(loop_scope="session")
async def sit_down(chromium: Browser) -> AsyncIterator[OpenDesk]:
    """Opens desks; each must end without an error in its page."""
    desks: list[Desk] = []

    async def sit(at: House, path: str = "/inbox", **more: Any) -> Desk:
        desks.append(await open_desk(chromium, at, path, **more))
        return desks[-1]

    yield sit
    for desk in desks:
        await desk.context.close()
    assert [error for desk in desks for error in desk.errors] == []


@pytest_asyncio.fixture(loop_scope="session")
async def desk(house: House, sit_down: OpenDesk) -> Desk:
    """Mira's place at the inbox."""
    return await sit_down(house)


@pytest.fixture(scope="session")
def built_widget() -> None:
    console.build(console.WIDGET)


@pytest_asyncio.fixture(loop_scope="session")
async def site(house: House, built_widget: None) -> AsyncIterator[Site]:
    """A customer's site with the widget of the shop that all flows share."""
    opened = await open_site(house)
    yield opened
    await opened.runner.cleanup()


@pytest_asyncio.fixture(loop_scope="session")
async def guest(chromium: Browser, site: Site) -> AsyncIterator[Guest]:
    """Somebody who looks at blue cups there."""
    came = await come_to(chromium, site, "/cups")
    yield came
    await came.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def shop(built_widget: None) -> AsyncIterator[MockShop]:
    """A customer's site with the widget on it, and a mock hub of its own."""
    opened = await open_shop()
    yield opened
    await close_shop(opened)


@pytest_asyncio.fixture(loop_scope="session")
async def come(chromium: Browser, shop: MockShop) -> AsyncIterator[Visit]:
    """Visitors come to the shop; each must leave without an error in the browser."""
    visitors: list[Visitor] = []

    async def arrive(path: str = "/", **more: Any) -> Visitor:
        visitors.append(await visit(chromium, shop, path, **more))
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        await visitor.context.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []
