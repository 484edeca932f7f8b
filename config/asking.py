"""Asks the hub that holds a data folder, over its socket; loads nothing of the hub itself."""

from pathlib import Path
from typing import Any

import orjson
from aiohttp import ClientSession, ClientTimeout, UnixConnector

from scrm.kernel.errors import ScrmError

ANSWER_WITHIN = ClientTimeout(total=600)


class CommandFailed(ScrmError):
    """The hub said no; `str()` is its sentence."""

    code = "command_failed"


async def ask(socket: Path, verb: str, arguments: dict[str, Any]) -> Any:
    """Have the running hub do it. Raises OSError where none listens, CommandFailed where it won't."""
    body = orjson.dumps({"verb": verb, "arguments": arguments})
    async with (
        ClientSession(connector=UnixConnector(str(socket)), timeout=ANSWER_WITHIN) as client,
        client.post("http://hub/", data=body) as response,
    ):
        document = orjson.loads(await response.read())
    if "error" in document:
        raise CommandFailed(document["error"])
    return document["result"]
