"""`/sandbox/…`: the cast, their acts, the log and the faults over HTTP and JSON."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from config.sandbox.telegram.acts import ACTS, act_from
from config.sandbox.telegram.inside import (
    SANDBOX,
    Missing,
    answer,
    find_bot,
    find_person,
    find_phone,
    read_object,
)
from config.sandbox.telegram.phone import NotPossible
from config.sandbox.telegram.refusals import Refusal
from config.sandbox.telegram.values import Bot, Json, Person

routes = web.RouteTableDef()

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: _Handler) -> web.StreamResponse:
    """Errors in words; and no page of another site may press anybody's buttons."""
    if not request.path.startswith(("/sandbox/", "/phones", "/t.me/")):
        return await handler(request)
    origin = request.headers.get("Origin")
    writes = request.method not in ("GET", "HEAD")
    if writes and origin and urlsplit(origin).netloc != request.host:
        return answer({"error": "Asked by a page of another site"}, 403)
    try:
        return await handler(request)
    except (Missing, NotPossible, Refusal, KeyError, TypeError, ValueError) as failure:
        return answer(*_in_words(failure))


def _in_words(failure: Exception) -> tuple[Json, int]:
    match failure:
        case Missing():
            return {"error": str(failure)}, 404
        case NotPossible():
            return {"error": str(failure)}, 409
        case Refusal():
            return {"error": failure.description}, 422
        case _:
            return {"error": f"Not understood: {failure!r}"}, 422


# The cast


@routes.get("/sandbox/bots")
async def list_bots(request: web.Request) -> web.Response:
    return answer([_bot_json(bot) for bot in request.app[SANDBOX].world.bots.values()])


@routes.post("/sandbox/bots")
async def create_bot(request: web.Request) -> web.Response:
    asked = await read_object(request)
    bot = request.app[SANDBOX].create_bot(
        str(asked.get("name", "Demo")),
        str(asked.get("username", "")),
        token=str(asked.get("token", "")),
        privacy=bool(asked.get("privacy", True)),
    )
    return answer(_bot_json(bot), 201)


@routes.post("/sandbox/bots/{bot}/revoke")
async def revoke(request: web.Request) -> web.Response:
    sandbox = request.app[SANDBOX]
    bot = find_bot(sandbox, request.match_info["bot"])
    sandbox.world.revoke(bot)
    return answer(_bot_json(bot))


@routes.get("/sandbox/people")
async def list_people(request: web.Request) -> web.Response:
    return answer(list(request.app[SANDBOX].world.people.values()))


@routes.post("/sandbox/people")
async def create_person(request: web.Request) -> web.Response:
    asked = await read_object(request)
    person = Person(**{"id": 0, **asked})
    return answer(request.app[SANDBOX].create_person(person), 201)


@routes.patch(r"/sandbox/people/{person:\d+}")
async def change_person(request: web.Request) -> web.Response:
    """Names, language, telephone number, or `deactivated`."""
    person = find_person(request)
    for name, value in (await read_object(request)).items():
        if name == "id":
            raise NotPossible("A person keeps the number")
        setattr(person, name, value)
    request.app[SANDBOX].world.save_person(person)
    return answer(person)


@routes.post("/sandbox/groups")
async def create_group(request: web.Request) -> web.Response:
    sandbox = request.app[SANDBOX]
    asked = await read_object(request)
    people = [sandbox.world.people[int(number)] for number in asked["people"]]
    bots = [find_bot(sandbox, name) for name in asked["bots"]]
    group = sandbox.create_group(str(asked["title"]), people, bots, str(asked.get("username", "")))
    return answer(group, 201)


@routes.post("/sandbox/clock")
async def set_clock(request: web.Request) -> web.Response:
    """`ahead`: by how many seconds the platform's time is before the machine's."""
    sandbox = request.app[SANDBOX]
    sandbox.set_clock(float((await read_object(request))["ahead"]))
    return answer({"now": sandbox.clock.now()})


# What people do


@routes.get(r"/sandbox/people/{person:\d+}/messages")
async def list_messages(request: web.Request) -> web.Response:
    phone = find_phone(request, {})
    private = phone.world.private(phone.bot.id, phone.person.id)
    return answer(
        {
            "person": phone.person,
            "bot": {**phone.bot.user()},
            "blocked": private.blocked,
            "started": private.started,
            "messages": phone.messages(),
        }
    )


@routes.post(r"/sandbox/people/{person:\d+}/messages")
async def act(request: web.Request) -> web.Response:
    """One of the kinds in `acts.py`; files come as multipart."""
    asked = await act_from(request)
    kind = str(asked.values.get("kind", "text"))
    if kind not in ACTS:
        raise NotPossible(f"Kinds are {', '.join(ACTS)}")
    return answer(ACTS[kind](find_phone(request, asked.values), asked), 201)


@routes.patch(r"/sandbox/people/{person:\d+}/messages/{message:\d+}")
async def edit(request: web.Request) -> web.Response:
    asked = await read_object(request)
    phone = find_phone(request, asked)
    return answer(phone.edit(int(request.match_info["message"]), str(asked["text"])))


@routes.post(r"/sandbox/people/{person:\d+}/presses")
async def press(request: web.Request) -> web.Response:
    asked = await read_object(request)
    phone = find_phone(request, asked)
    return answer({"press": phone.press(int(asked["message_id"]), str(asked["data"]))}, 201)


@routes.get(r"/sandbox/presses/{press:\d+}")
async def show_press(request: web.Request) -> web.Response:
    found = request.app[SANDBOX].world.presses.get(request.match_info["press"])
    if found is None:
        raise Missing("There is no such press")
    return answer(found)


@routes.post(r"/sandbox/people/{person:\d+}/{turn:block|unblock}")
async def turn(request: web.Request) -> web.Response:
    phone = find_phone(request, await read_object(request))
    if request.match_info["turn"] == "block":
        phone.block()
    else:
        phone.unblock()
    return answer({"blocked": request.match_info["turn"] == "block"})


# The witness and the trouble


@routes.get("/sandbox/log")
async def show_log(request: web.Request) -> web.Response:
    """`?kind=` call, update, attempt, acknowledged or dropped; `?after=` the last `seq` one has."""
    lines = request.app[SANDBOX].log.lines(
        request.query.get("kind"), int(request.query.get("after", "0"))
    )
    return answer({"lines": lines[: int(request.query.get("limit", "1000"))]})


@routes.get("/sandbox/log/summary")
async def show_summary(request: web.Request) -> web.Response:
    return answer(request.app[SANDBOX].log.summary())


@routes.get("/sandbox/faults")
async def show_faults(request: web.Request) -> web.Response:
    return answer(_faults_json(request))


@routes.post("/sandbox/faults")
async def add_faults(request: web.Request) -> web.Response:
    """`{"seed"?, "rates": [{"fault", "share", "methods"?}], "deliveries": {"duplicate": 0.1},
    "script": [{"method", "faults": ["hang after", …]}]}`; a seed begins afresh.
    """
    faults = request.app[SANDBOX].faults
    asked = await read_object(request)
    if "seed" in asked:
        faults.clear(int(asked["seed"]))
    for rate in asked.get("rates", []):
        faults.rate(rate["fault"], float(rate["share"]), rate.get("methods", ()))
    for name, share in asked.get("deliveries", {}).items():
        faults.delivery_rate(name, float(share))
    for scene in asked.get("script", []):
        faults.script(scene["method"], *scene["faults"])
    return answer(_faults_json(request))


@routes.delete("/sandbox/faults")
async def clear_faults(request: web.Request) -> web.Response:
    request.app[SANDBOX].faults.clear()
    return answer(_faults_json(request))


def _faults_json(request: web.Request) -> Json:
    faults = request.app[SANDBOX].faults
    return {
        "seed": faults.seed,
        "rates": [
            {"fault": str(rate.fault), "share": rate.share, "methods": sorted(rate.methods)}
            for rate in faults.rates
        ],
        "deliveries": faults.delivery_rates,
        "script": faults.scripted(),
    }


def _bot_json(bot: Bot) -> Json:
    """Open about the token: here it guards nothing."""
    return {**bot.user(), "token": bot.token, "webhook": bot.webhook.url if bot.webhook else ""}
