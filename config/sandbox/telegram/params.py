"""The parameters of a call: query, form, JSON or multipart, all the same afterwards."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import BodyPartReader, web

from config.sandbox.telegram.refusals import bad_request

_TRUE = frozenset({"true", "yes", "1"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    media_type: str
    data: bytes


@dataclass(slots=True)
class Params:
    """Values as text, however they came; nested ones as JSON text."""

    values: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """What is not a number counts as the default."""
        try:
            return int(self.values.get(name, ""))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        return self.values.get(name, "").lower() in _TRUE

    def structure(self, name: str, what: str) -> Any:
        """A JSON value, or None if the parameter is missing or empty."""
        source = self.values.get(name, "").strip()
        if not source:
            return None
        try:
            return orjson.loads(source)
        except orjson.JSONDecodeError as failure:
            raise bad_request(f"can't parse {what} JSON object") from failure


def params_from(values: dict[str, Any]) -> Params:
    """Parameters that came as a JSON object."""
    return Params({name: _as_text(value) for name, value in values.items() if value is not None})


async def read_params(request: web.Request) -> Params:
    """Query and body together; the body wins."""
    params = Params(dict(request.query))
    match request.content_type:
        case "application/json":
            params.values |= _json_body(await request.read()).values
        case "application/x-www-form-urlencoded":
            form = await request.post()
            params.values |= {name: value for name, value in form.items() if isinstance(value, str)}
        case "multipart/form-data":
            await _read_multipart(request, params)
    return params


def _json_body(body: bytes) -> Params:
    if not body.strip():
        return Params()
    try:
        values = orjson.loads(body)
    except orjson.JSONDecodeError as failure:
        raise bad_request("can't parse request body as JSON") from failure
    if not isinstance(values, dict):
        raise bad_request("request body must be a JSON object")
    return params_from(values)


async def _read_multipart(request: web.Request, params: Params) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        data = bytes(await part.read(decode=True))
        if part.filename is None:
            params.values[part.name] = data.decode("utf-8", "replace")
        else:
            media_type = part.headers.get("Content-Type", "application/octet-stream")
            params.uploads[part.name] = Upload(part.filename, media_type, data)


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    return orjson.dumps(value).decode()
