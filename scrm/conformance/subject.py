"""What a connector gives to the kit so that it can be examined, and how it is found by name."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from aiohttp import ClientSession

from scrm.channels.contract import Connector, Platform
from scrm.channels.failures import SendFailed
from scrm.channels.outbound import Outbound, OutboundContent, SendMessage
from scrm.channels.values import HookRequest, RawEvent
from scrm.conformance.wire import Act

ENTRY_POINTS = "scrm.connectors"


class Nonconformity(AssertionError):
    """The connector does not do what the contract says; `str()` says what."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A platform under examination; lies as `SUBJECT` in the module `conformance` beside it."""

    platform: Platform
    settings: Callable[[str], Mapping[str, Any]]
    """API address -> valid settings of a made-up account."""
    secrets: tuple[str, ...]
    """The secret parts of these settings, each a word that appears nowhere else."""
    unproven: Mapping[str, Any]
    """Settings under which nobody can prove to be the platform; the secret is empty, say."""
    genuine: Callable[[bytes], HookRequest]
    """A body as the platform would post it to that account, signature and all."""
    forged: Callable[[bytes], Sequence[HookRequest]]
    payloads: Path
    """A folder of recorded webhook bodies, one `*.json` or `*.xml` each, secrets replaced."""
    readme: Path
    recipient: str
    taken: Act
    """The platform's answer to a text message that it took."""
    refusals: Mapping[str, tuple[Act, type[SendFailed]]]
    """The platform's other answers, by name, and the class that each must become."""
    calls: bool = True
    """Whether a send is a call to somebody else's machine. Where it is none, nothing may be called."""
    events: Callable[[bytes], Sequence[RawEvent]] | None = None
    """Where no webhook exists: how the hub itself writes down what a recorded body tells. Every
    webhook is a forgery then."""

    def bodies(self) -> list[tuple[str, bytes]]:
        paths = sorted(path for path in self.payloads.glob("*") if path.is_file())
        require(bool(paths), f"no recorded payloads in {self.payloads}")
        return [(path.name, path.read_bytes()) for path in paths]

    def hello(self) -> Outbound:
        return Outbound(self.recipient, SendMessage(OutboundContent("Hello")))

    @asynccontextmanager
    async def opened(
        self, api_base: str = "http://127.0.0.1:9", **changes: Any
    ) -> AsyncIterator[Connector]:
        """A connector on a session of its own; by default nobody listens at the other end."""
        settings = self.platform.settings.model_validate({**self.settings(api_base), **changes})
        async with ClientSession() as session:
            yield self.platform.open(settings, session)
            require(not session.closed, "the connector closed the shared session")


Check = Callable[[Subject], Awaitable[None]]


def require(truth: bool, otherwise: str) -> None:
    if not truth:
        raise Nonconformity(otherwise)


def find_subject(name: str) -> Subject:
    """By a plug-in's entry point, else the folder under connectors/; raises LookupError."""
    named = [entry.module for entry in entry_points(group=ENTRY_POINTS, name=name)]
    module = f"{named[0] if named else f'connectors.{name}'}.conformance"
    try:
        found = import_module(module)
    except ModuleNotFoundError as error:
        raise LookupError(f"there is no module {error.name}") from error
    match getattr(found, "SUBJECT", None):
        case Subject() as subject:
            return subject
    raise LookupError(f"there is no Subject named SUBJECT in {module}")
