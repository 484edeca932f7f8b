"""What all who take messages over HTTP have in common."""

from aiohttp import web

from scrm.rendering.messages.trying.service import Rehearsal

REHEARSAL = web.AppKey("rehearsal", Rehearsal)
