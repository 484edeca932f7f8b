"""What the handlers of the control API and of the pages have in common."""

from typing import Any

import orjson
from aiohttp import web

from config.sandbox.telegram.phone import NotPossible, Phone
from config.sandbox.telegram.sandbox import TelegramSandbox
from config.sandbox.telegram.values import Bot, Json, Person

SANDBOX = web.AppKey("telegram_sandbox", TelegramSandbox)


class Missing(Exception):
    """Nothing has this name or number."""


def answer(body: object, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


async def read_object(request: web.Request) -> Json:
    """The JSON object of the request; an empty body counts as an empty object."""
    body = await request.read()
    try:
        value = orjson.loads(body) if body.strip() else {}
    except orjson.JSONDecodeError as failure:
        raise NotPossible("The body is not JSON") from failure
    if not isinstance(value, dict):
        raise NotPossible("The body is not a JSON object")
    return value


def find_bot(sandbox: TelegramSandbox, name: Any) -> Bot:
    """By number, username or token; left out, the only or oldest one."""
    bots = list(sandbox.world.bots.values())
    if name in (None, ""):
        if bots:
            return bots[0]
        raise Missing("There is no bot yet")
    for bot in bots:
        if str(name).removeprefix("@") in (str(bot.id), bot.username, bot.token):
            return bot
    raise Missing("There is no such bot")


def find_person(request: web.Request) -> Person:
    person = request.app[SANDBOX].world.people.get(int(request.match_info["person"]))
    if person is None:
        raise Missing("There is no such person")
    return person


def find_phone(request: web.Request, asked: Json) -> Phone:
    """The phone of the person in the address, at the bot (and group) that the request names."""
    sandbox = request.app[SANDBOX]
    bot = find_bot(sandbox, asked.get("bot") or request.query.get("bot"))
    phone = sandbox.phone(find_person(request), bot)
    number = asked.get("group") or request.query.get("group")
    if not number:
        return phone
    group = sandbox.world.groups.get(int(number))
    if group is None:
        raise Missing("There is no such group")
    return phone.in_group(group)
