"""Exports over HTTP."""

import asyncio
from functools import partial
from urllib.parse import quote

import structlog
from aiohttp import web
from pydantic import Field

from campaigns.exporting import service
from campaigns.exporting.policy import BOM, HEADER, Place, lines
from campaigns.exporting.values import Export, Wanted
from scrm.web.bodies import IdText, Query
from scrm.web.call import Call
from scrm.web.routes import Routes

log = structlog.get_logger()
routes = Routes("campaigns")

READ = "campaigns.read"
TAKEN_WITHIN = 60.0
"""Seconds in which a reader must take what was written; no session is held meanwhile."""


class ExportQuery(Query):
    occurrence: IdText | None = Field(default=None, description="Of one run; without it of all")
    state: str = Field(default="", max_length=20, description="Only these")
    reason: str | None = Field(default=None, max_length=60, description="Only these")


@routes.get("/campaigns/{id}/recipients.csv", READ, query=ExportQuery, raw_body=True)
async def export_recipients(call: Call[None, ExportQuery]) -> web.StreamResponse:
    """The whole frozen audience as CSV in UTF-8, for a spreadsheet; it is written in the audit."""
    wanted = Wanted(call.query.occurrence, call.query.state, call.query.reason)
    export = await call.write(
        lambda s: service.begin(s, call.id(), wanted, call.actor.key, call.now)
    )
    name = quote(export.name or "campaign", safe="")
    headers = {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}.csv",
        "Cache-Control": "no-store",
    }
    response = web.StreamResponse(headers=headers)
    await response.prepare(call.request)
    try:
        await _write(call, response, export, wanted)
    except Exception:  # the answer has begun: a line that breaks says that it is not whole
        log.warning("export broke", action="campaigns.export_broke", exc_info=True)
        if call.request.transport is not None:
            call.request.transport.abort()
    return response


async def _write(
    call: Call[None, ExportQuery], response: web.StreamResponse, export: Export, wanted: Wanted
) -> None:
    text = BOM + lines([HEADER])
    after: Place | None = None
    goes_on = True
    while goes_on:
        more, after = await call.read(
            partial(service.some, export=export, wanted=wanted, after=after)
        )
        async with asyncio.timeout(TAKEN_WITHIN):
            await response.write((text + more).encode())
        text, goes_on = "", after is not None
    await response.write_eof()
