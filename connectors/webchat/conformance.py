"""Website chat as the connector kit sees it: no webhook, and nobody to call."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from connectors.webchat import PLATFORM
from scrm.channels.values import HookRequest, RawEvent
from scrm.conformance.subject import Subject
from scrm.conformance.wire import answer
from scrm.kernel import strict_json

_HERE = Path(__file__).parent
_SECRET = "canary-SECRET_3 of at least 32 characters"  # noqa: S105 - made up


def _settings(_api_base: str) -> Mapping[str, Any]:
    key, sites = "0123456789abcdef" * 2, ["https://shop.example"]
    return {"key": key, "sites": sites, "identity_secret": _SECRET}


def _posted(body: bytes) -> HookRequest:
    return HookRequest("POST", {"authorization": f"Bearer {_SECRET}"}, {}, body)


def _forged(body: bytes) -> Sequence[HookRequest]:
    return [HookRequest("POST", {}, {}, body), HookRequest("GET", {}, {"key": _SECRET}, body)]


def _events(body: bytes) -> Sequence[RawEvent]:
    """As the visitors' room names them: by address, kind and the client's own id."""
    document = strict_json.loads(body)
    kind, address = document["kind"], document["address"]
    name = f"{address}/{kind}/{document['client_id']}"
    return [RawEvent(name, address, kind, body, document)]


SUBJECT = Subject(
    platform=PLATFORM,
    settings=_settings,
    secrets=(_SECRET,),
    unproven={"identity_secret": ""},
    genuine=_posted,
    forged=_forged,
    # The payloads lie with the tests, so the kit examines website chat in a source checkout only.
    payloads=_HERE.parents[1] / "tests" / "connectors" / "webchat" / "payloads",
    readme=_HERE / "README.md",
    recipient="v5550001",
    taken=answer({}),
    refusals={},
    calls=False,
    events=_events,
)
