"""Directs the demo: starts hub and simulation, lets the cast live, and ends it all in order."""

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import orjson
from aiohttp import ClientSession, ClientTimeout

from config.demo import club, house, inbox
from config.demo.actors import Actor, Desk
from config.demo.backstage import Backstage, Props
from config.demo.browsers import TokenDrawer
from config.demo.cast import CROWD_NAMES
from config.demo.child import Child, ChildFailed
from config.demo.correspondents import Correspondent
from config.demo.folder import DemoFolder
from config.demo.gathering import Gathering
from config.demo.guide import Guide
from config.demo.keeper import HubKeeper
from config.demo.mailing import Mailing
from config.demo.mailing import Scene as MailingScene
from config.demo.mover import Mover
from config.demo.phones import Phones
from config.demo.plug import Plug, Scene
from config.demo.ports import HOST, free_ports
from config.demo.reloading import restart_on_change
from config.demo.shop import Arrivals, Place, Shop, open_shop
from config.demo.site.server import ShopServer
from config.demo.story import Customer
from config.demo.till import Till
from config.sandbox.calllog import CallLog
from config.stage.server import StageServer
from scrm.kernel.errors import ScrmError

SANDBOX = ("config.demo.tethered", "sandbox", "--json")
PATIENCE = ClientTimeout(total=30)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for."""

    data: Path
    port: int = 8080
    speed: float = 1.0
    reset: bool = False
    reload: bool = False
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where everything is. `stage` carries the one-time link."""

    stage: str
    hub: str
    phones: str
    shop: str
    data: Path


@dataclass(frozen=True, slots=True)
class Origins:
    """The four places, each with a port of its own."""

    hub: str
    stage: str
    simulation: str
    shop: str

    @classmethod
    def from_port(cls, wanted: int) -> "Origins":
        ports = free_ports(wanted)
        return cls(*(f"http://{HOST}:{next(ports)}" for _ in range(4)))


async def perform(options: Options, announce: Callable[[Addresses], None]) -> None:
    """Until SIGINT or SIGTERM. Raises ScrmError where something can't start or breaks for good."""
    play = asyncio.ensure_future(_perform(options, announce))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, play.cancel)
    try:
        await play
    except asyncio.CancelledError:
        return
    except ExceptionGroup as failures:
        raise _first(failures) from failures


def _first(failures: ExceptionGroup) -> Exception:
    """The sentence to show: ours where there is one."""
    ours = failures.subgroup(ScrmError)
    found: BaseException = ours or failures
    while isinstance(found, ExceptionGroup):
        found = found.exceptions[0]
    return found if isinstance(found, Exception) else failures


async def _perform(options: Options, announce: Callable[[Addresses], None]) -> None:
    async with AsyncExitStack() as cleaning:
        folder = DemoFolder(options.data)
        folder.claim(reset=options.reset)
        cleaning.callback(folder.release)
        client = await cleaning.enter_async_context(ClientSession(timeout=PATIENCE))
        theatre = Theatre(options, folder, client)
        cleaning.push_async_callback(theatre.close)
        async with asyncio.TaskGroup() as group:
            await theatre.open(group)
            announce(await theatre.addresses())
            theatre.play(group)
            await asyncio.get_running_loop().create_future()  # until somebody ends it


class Theatre:
    """The processes of one demo and those who act in it."""

    def __init__(self, options: Options, folder: DemoFolder, client: ClientSession) -> None:
        self._options = options
        self._folder = folder
        self._client = client
        self._origins = Origins.from_port(options.port)
        origins = self._origins
        self._backstage = Backstage(folder.stage_key(), client, origins.hub, origins.shop)
        environment = _environment(options, folder, self._origins)
        port = self._origins.simulation.rpartition(":")[2]
        self._sandbox = Child(
            "The simulated Telegram",
            (*SANDBOX, "--port", port, "--data", str(folder.sandbox)),
            environment,
            folder.logs / "sandbox.log",
        )
        self._keeper = HubKeeper(environment, folder.logs / "hub.log", self._backstage.changed)
        self._phones = Phones(client, self._origins.simulation)
        self._mover = Mover(folder, self._phones, self._keeper, self._backstage.changed)
        self._stage = StageServer(
            origins.stage, (origins.hub, origins.simulation, origins.shop), self._backstage
        )
        self._site = ShopServer(origins.shop, origins.hub, (origins.stage,))
        self._shop: Shop
        self._cast: list[tuple[Correspondent, Customer]]

    async def open(self, group: asyncio.TaskGroup) -> None:
        """Start both processes, furnish the shop, and open its site and the stage."""
        group.create_task(self._keeper.run())
        await self._sandbox.start(_address)
        await self._mover.set_phones()
        group.create_task(self._simulation_goes_on())
        await self._keeper.up.wait()
        origins = self._origins
        place = Place(origins.hub, origins.simulation, origins.shop, (origins.stage,))
        self._shop = shop = await open_shop(self._client, place, self._folder.socket, self._phones)
        drawer = TokenDrawer(self._folder.tokens)
        arrivals = Arrivals(self._client, shop, self._phones, drawer)
        self._cast = await arrivals.cast()
        scene = Scene(
            phones=self._phones,
            keeper=self._keeper,
            colleagues=[shop.owner, *shop.workers.values()],
            crowd=await arrivals.crowd(),
            log=CallLog(self._folder.call_log),
        )
        plug = Plug(scene, self._backstage.changed)
        self._backstage.furnish(
            Props(
                group=group,
                keeper=self._keeper,
                plug=plug,
                mailing=self._mailing(plug, scene.log),
                mover=self._mover,
                guide=self._guide(),
                cast=self._cast,
                simulation=origins.simulation,
                timezone=self._options.timezone,
            )
        )
        self._site.put_chat(shop.site.key)
        await self._site.start()
        await self._stage.start()

    def _mailing(self, plug: Plug, log: CallLog) -> Mailing:
        shop, keeper = self._shop, self._keeper
        scene = MailingScene(
            keeper=keeper,
            owner=shop.owner,
            agent=shop.workers["jonas"],
            gathering=Gathering(self._phones, keeper, shop.owner, shop.channel_id),
            plug=plug,
            log=log,
            channel_id=shop.channel_id,
            speed=self._options.speed,
        )
        return Mailing(scene, self._backstage.changed)

    def _guide(self) -> Guide:
        others = {who.name for _, who in self._cast if who.lines}
        others |= {*CROWD_NAMES, *club.BY_NAME}
        changed = self._backstage.changed
        return Guide(self._shop.owner, self._keeper, others, house.passing_tags(), changed)

    async def _simulation_goes_on(self) -> None:
        await self._sandbox.wait()
        raise ChildFailed(f"The simulated Telegram ended; see {self._folder.logs}")

    async def addresses(self) -> Addresses:
        """With a new link, that opens once."""
        token = await inbox.one_time_token(self._folder.socket, self._shop.owner_email)
        return Addresses(
            stage=f"{self._origins.stage}/#token={token}",
            hub=self._origins.hub,
            phones=f"{self._origins.simulation}/phones",
            shop=self._origins.shop,
            data=self._folder.path,
        )

    def play(self, group: asyncio.TaskGroup) -> None:
        """Let everybody live."""
        desks = {key: Desk(worker) for key, worker in self._shop.workers.items()}
        for who, customer in self._cast:
            actor = Actor(
                who,
                customer.lines,
                workers=desks,
                speed=self._options.speed,
                answered=self._backstage.answered,
            )
            group.create_task(actor.live())
        group.create_task(self._backstage.follow())
        group.create_task(Till(self._shop.owner, self._keeper).follow())
        if self._options.reload:
            group.create_task(restart_on_change(self._keeper))

    async def close(self) -> None:
        """The pages first, then the hub, which still has something to say to the platform."""
        await self._stage.stop()
        await self._site.stop()
        await self._keeper.end()
        await self._sandbox.end()


def _environment(options: Options, folder: DemoFolder, origins: Origins) -> Mapping[str, str]:
    """Settings meant for another hub must not reach this one: it has a database of its own."""
    ours = {
        "SCRM_DATA_DIR": str(folder.path),
        "SCRM_LISTEN": origins.hub.removeprefix("http://"),
        "SCRM_FRAME_ANCESTORS": origins.stage,
        "SCRM_TIMEZONE": options.timezone,
    }
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SCRM_")}
    return kept | ours


def _address(line: str) -> str | None:
    return str(orjson.loads(line)["address"]) if line.startswith("{") else None
