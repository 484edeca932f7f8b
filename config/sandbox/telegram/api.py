"""The Bot API over HTTP: finds bot and method, does what is asked, logs it, answers."""

from collections.abc import Callable
from typing import Any

import orjson
from aiohttp import web

from config.sandbox.faults import Fault, FaultKind, Faults
from config.sandbox.misbehave import Misbehaviour
from config.sandbox.telegram import editing, sending
from config.sandbox.telegram.params import Params, params_from, read_params
from config.sandbox.telegram.polling import BY_WEBHOOK, Polling
from config.sandbox.telegram.refusals import (
    Refusal,
    bad_request,
    method_not_found,
    misshapen_token,
    too_large,
    unauthorized,
)
from config.sandbox.telegram.values import Bot, Json
from config.sandbox.telegram.webhooks import WebhookDesk
from config.sandbox.telegram.world import World

Method = Callable[[World, Bot, Params], Any]


def get_me(_: World, bot: Bot, __: Params) -> Json:
    return bot.user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not bot.privacy,
        "supports_inline_queries": False,
    }


def get_file(world: World, _: Bot, params: Params) -> Json:
    file = world.files.find(params.text("file_id"))
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    limit = world.settings.download_limit
    if limit is not None and file.size > limit:
        raise bad_request("file is too big")
    absolute = world.settings.absolute_file_paths
    return {
        "file_id": file.file_id,
        "file_unique_id": file.file_unique_id,
        "file_size": file.size,
        "file_path": str(world.files.where(file).resolve()) if absolute else file.path,
    }


METHODS: dict[str, Method] = {
    "getme": get_me,
    "getfile": get_file,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_file("photo"),
    "senddocument": sending.send_file("document"),
    "sendvoice": sending.send_file("voice"),
    "sendvideo": sending.send_file("video"),
    "sendaudio": sending.send_file("audio"),
    "sendsticker": sending.send_file("sticker"),
    "sendanimation": sending.send_file("animation"),
    "sendmediagroup": sending.send_media_group,
    "sendchataction": sending.send_chat_action,
    "answercallbackquery": editing.answer_callback_query,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
}


class BotApi:
    """Answers every call, and lets faults befall it."""

    def __init__(
        self,
        world: World,
        faults: Faults,
        misbehaviour: Misbehaviour,
        webhook_changed: Callable[[Bot], None],
    ) -> None:
        self.world = world
        self.polling = Polling(world)
        self._desk = WebhookDesk(world)
        self._faults = faults
        self._misbehaviour = misbehaviour
        self._webhook_changed = webhook_changed

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """`/bot<TOKEN>/<method>`"""
        method = request.match_info["method"]
        try:
            bot = self._bot(request.match_info["token"])
            params = await _read(request)
        except Refusal as refusal:
            self._log(None, method, Params(), refusal, None)
            return _answer(refusal)
        fault = self._faults.choose(method)
        if fault is not None and not fault.accepted and fault.kind is not FaultKind.DELAY:
            self._log(bot, method, params, None, fault)
            return await self._misbehaviour.answer(request, fault, _body({"ok": True}))
        outcome = await self._outcome(bot, method, params)
        if isinstance(outcome, Refusal):
            fault = None  # nothing was taken, so the answer may as well be the true one
        request_id = request.headers.get("X-Request-Id")
        if request_id:
            params.values["tracker_request_id"] = request_id
        self._log(bot, method, params, outcome, fault)
        if fault is None:
            return _answer(outcome)
        return await self._misbehaviour.answer(request, fault, _body(_success(outcome)))

    async def download(self, request: web.Request) -> web.StreamResponse:
        """`/file/bot<TOKEN>/<file_path>`"""
        try:
            self._bot(request.match_info["token"])
        except Refusal as refusal:
            return _answer(refusal)
        file = self.world.files.at(request.match_info["path"])
        if file is None:
            return _answer(Refusal(404, "Not Found"))
        where = self.world.files.where(file)
        fault = self._faults.choose("file")
        if fault is not None:
            return await self._misbehaviour.answer(request, fault, where.read_bytes())
        return web.FileResponse(where)

    def perform(self, bot: Bot, call: Json) -> None:
        """A call that came as the answer to a webhook; nobody is told what became of it."""
        method = str(call.pop("method"))
        lowered = method.lower()
        if lowered.startswith("get") or lowered in (
            "setwebhook",
            "deletewebhook",
            "close",
            "logout",
        ):
            return
        params = params_from(call)
        self._log(bot, method, params, self._accept(bot, lowered, params), None, via="webhook")

    async def _outcome(self, bot: Bot, method: str, params: Params) -> Any:
        """The result, or the refusal."""
        lowered = method.lower()
        if lowered != "getupdates":
            return self._accept(bot, lowered, params)
        try:
            return await self.polling.get_updates(bot, params)
        except Refusal as refusal:
            return refusal

    def _accept(self, bot: Bot, method: str, params: Params) -> Any:
        """Do it, in one piece, without waiting for anything: a caller that dies changes nothing."""
        try:
            with self.world.records.together():
                match method:
                    case "setwebhook" | "deletewebhook":
                        return self._change_webhook(bot, method, params)
                    case "getwebhookinfo":
                        return self._desk.info(bot)
                    case _ if method in METHODS:
                        return METHODS[method](self.world, bot, params)
                    case _:
                        raise method_not_found()
        except Refusal as refusal:
            return refusal

    def _change_webhook(self, bot: Bot, method: str, params: Params) -> bool:
        before = bot.webhook
        if method == "setwebhook":
            self._desk.set(bot, params)
        else:
            self._desk.delete(bot, params)
        if bot.webhook is not None:
            self.polling.end(bot.id, BY_WEBHOOK)
        if bot.webhook is not before:
            self._webhook_changed(bot)
        return True

    def _bot(self, token: str) -> Bot:
        number, colon, secret = token.partition(":")
        shaped = number.isascii() and number.isdigit() and colon and secret
        if not shaped or token.startswith("0") or len(token) > 80:
            raise misshapen_token()
        bot = self.world.bot_with(token)
        if bot is None:
            raise unauthorized()
        return bot

    def _log(
        self,
        bot: Bot | None,
        method: str,
        params: Params,
        outcome: Any,
        fault: Fault | None,
        via: str = "",
    ) -> None:
        """One line in the outside log; `outcome` is None where nothing was done."""
        refusal = outcome if isinstance(outcome, Refusal) else None
        facts: Json = {
            "bot": bot.id if bot else None,
            "method": method,
            "taken": outcome is not None and refusal is None,
            "status": refusal.code if refusal else 200,
            "description": refusal.description if refusal else None,
            "fault": str(fault) if fault else None,
            "via": via or None,
        }
        self.world.log.append("call", self.world.clock.now(), **facts, **_details(params, outcome))


def _details(params: Params, outcome: Any) -> Json:
    """What the call was about, as far as it says so."""
    details: Json = {}
    if "chat_id" in params.values:
        details["chat_id"] = params.integer("chat_id")
    for name in ("text", "caption"):
        if name in params.values:
            details["text"] = params.values[name]
    for name in ("offset", "timeout", "message_id", "callback_query_id", "reply_markup", "action"):
        if name in params.values:
            details[name] = params.values[name]
    trackers = {
        name.removeprefix("tracker_"): value
        for name, value in params.values.items()
        if name.startswith("tracker_")
    }
    if trackers:
        details["tracker"] = trackers
    return details | _results(outcome)


def _results(outcome: Any) -> Json:
    """Numbers of the messages that were sent, or of the updates that were handed out."""
    items = (
        [one for one in outcome if isinstance(one, dict)]
        if isinstance(outcome, list)
        else [outcome]
    )
    if not all(isinstance(one, dict) for one in items):
        return {}
    messages = [one for one in items if "message_id" in one]
    if messages and "edit_date" not in messages[0]:
        text = messages[0].get("text", messages[0].get("caption"))
        sent: Json = {"message_ids": [one["message_id"] for one in messages]}
        return sent if text is None else sent | {"text": text}
    updates = [one["update_id"] for one in items if "update_id" in one]
    return {"update_ids": updates} if updates else {}


async def _read(request: web.Request) -> Params:
    try:
        return await read_params(request)
    except web.HTTPRequestEntityTooLarge as failure:
        raise too_large() from failure
    except ValueError as failure:  # a body that is not what its Content-Type says
        raise bad_request("can't parse request body") from failure


def _success(result: Any) -> Json:
    return {"ok": True, "result": result}


def _body(body: Json) -> bytes:
    return orjson.dumps(body)


def _answer(outcome: Any) -> web.Response:
    if not isinstance(outcome, Refusal):
        return web.Response(body=_body(_success(outcome)), content_type="application/json")
    headers = {}
    if outcome.retry_after is not None:
        headers["Retry-After"] = str(outcome.retry_after)
    return web.Response(
        body=_body(outcome.envelope()),
        status=outcome.code,
        content_type="application/json",
        headers=headers,
    )
