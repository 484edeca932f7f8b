"""One Telegram bot: its webhook, its calls, and what their failures mean."""

import asyncio
import hmac
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import aiohttp

from connectors._http import HttpCalls, Patience
from connectors.telegram.answers import result_of
from connectors.telegram.download import fetch_failure, file_url, opened
from connectors.telegram.fields import file_name
from connectors.telegram.health import health_of
from connectors.telegram.parse import WANTED, parse_event, raw_event, raw_update
from connectors.telegram.parts import split_content
from connectors.telegram.render import render_outbound
from connectors.telegram.settings import TelegramSettings
from scrm.channels.failures import (
    BadSignature,
    CredentialsRejected,
    NotAccepted,
    OutcomeUnknown,
    Refused,
    SendFailed,
)
from scrm.channels.outbound import (
    EditMessage,
    Fetched,
    Outbound,
    OutboundContent,
    OutboundFile,
    Request,
    Sent,
)
from scrm.channels.values import Health, HookRequest, Inbound, Pulled, RawEvent, Received
from scrm.kernel import strict_json

if TYPE_CHECKING:
    from connectors.telegram.bot import Account

PROOF_HEADER = "x-telegram-bot-api-secret-token"
POLL_WITHIN = 25  # seconds that Telegram holds a poll open
POLL_BYTES = 16_000_000  # a hundred updates of the largest kind
UPLOAD_WITHIN = 300.0  # seconds
_MEDIA_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}", re.ASCII)
_USERNAME = re.compile(r"@([A-Za-z0-9_]{1,64})", re.ASCII)
_PATIENCE = Patience()
_POLL_PATIENCE = Patience(answer=POLL_WITHIN + 15.0, most=POLL_BYTES)
_UPLOAD_PATIENCE = Patience(answer=UPLOAD_WITHIN)


class TelegramConnector:
    """Fulfils scrm.channels.contract.Connector."""

    def __init__(
        self,
        settings: TelegramSettings,
        session: aiohttp.ClientSession,
        *,
        patience: Patience = _PATIENCE,
        poll_patience: Patience = _POLL_PATIENCE,
    ) -> None:
        self._settings = settings
        self._session = session
        self._token = settings.token.get_secret_value()
        self._secret = settings.secret_token.get_secret_value()
        self._patience = patience
        self._poll_patience = poll_patience
        self._http = HttpCalls(session, self._token.rpartition(":")[2])
        self._account: Account | None = None

    def __repr__(self) -> str:
        return f"<TelegramConnector at {self._settings.api_base}>"

    def receive(self, request: HookRequest) -> Received:
        """An unset secret proves nothing, so it lets nobody in."""
        given = request.headers.get(PROOF_HEADER, "").encode("utf-8", "surrogateescape")
        if not self._secret or not hmac.compare_digest(given, self._secret.encode()):
            raise BadSignature
        return Received((raw_event(request.body),))

    def parse(self, event: RawEvent) -> list[Inbound]:
        return parse_event(event)

    def split(self, content: OutboundContent) -> list[OutboundContent]:
        return split_content(content)

    def render(self, outbound: Outbound) -> Request:
        return render_outbound(outbound)

    def start_link(self, display: str, token: str) -> str | None:
        """None while Telegram has not told the bot's name."""
        name = _USERNAME.fullmatch(display)
        return f"{self._settings.links}/{name[1]}?start={token}" if name else None

    async def send(self, outbound: Outbound) -> Sent:
        request = render_outbound(outbound)
        try:
            result = await (self._upload(request) if request.files else self._call(request))
        except Refused as refused:
            if isinstance(outbound.action, EditMessage) and refused.code == "not_modified":
                return Sent(outbound.action.external_id)
            raise
        if not request.method.startswith("send") or request.method == "sendChatAction":
            action = outbound.action
            return Sent(action.external_id if isinstance(action, EditMessage) else "")
        return _sent(result)

    async def pull(self, cursor: str | None) -> Pulled:
        fields: dict[str, Any] = {"timeout": POLL_WITHIN, "allowed_updates": WANTED}
        if cursor is not None:
            fields["offset"] = int(cursor)
        try:
            result = await self._call(Request("getUpdates", fields), self._poll_patience)
        except OutcomeUnknown as failure:  # nothing was acknowledged: asking again does no harm
            raise NotAccepted(str(failure)) from failure
        if not isinstance(result, list):
            raise NotAccepted("Telegram answered a poll with no list")
        events = tuple(raw_update(update, strict_json.dumps(update)) for update in result)
        known = [int(event.external_id) for event in events if event.external_id.isdigit()]
        if events and not known:
            raise NotAccepted("Telegram answered a poll with nothing that has an update_id")
        return Pulled(events, str(max(known) + 1) if known else cursor)

    @asynccontextmanager
    async def fetch(self, reference: str) -> AsyncIterator[Fetched]:
        try:
            result = await self._call(Request("getFile", {"file_id": reference}))
        except CredentialsRejected:
            raise
        except SendFailed as failure:
            raise fetch_failure(failure) from failure
        file_base = f"{self._settings.api_base}/file/bot{self._token}"
        async with opened(self._session, file_url(file_base, result)) as fetched:
            yield fetched

    async def check(self) -> Health:
        """Raises CredentialsRejected for a token that Telegram does not know."""
        account = await self._about_itself()
        try:
            return health_of(await account.me(), await account.webhook(), self._settings.mode)
        except OutcomeUnknown as failure:
            raise NotAccepted(str(failure)) from failure

    async def set_up(self, callback_url: str | None) -> None:
        account = await self._about_itself()
        if callback_url is not None and not self._secret:
            raise Refused("a webhook needs a secret_token", code="secret_missing")
        try:
            if callback_url is None:
                await account.unregister()
            else:
                await account.register(callback_url, self._secret, WANTED)
        except OutcomeUnknown as failure:  # registering twice is registering once
            raise NotAccepted(str(failure)) from failure

    async def _about_itself(self) -> "Account":
        if self._account is None:
            bot = await asyncio.to_thread(_import_bot)
            self._account = bot.Account(self._token, self._settings.api_base, self._call_by_name)
        return self._account

    async def _call_by_name(self, method: str, fields: Mapping[str, Any]) -> Any:
        return await self._call(Request(method, fields))

    async def _call(self, request: Request, patience: Patience | None = None) -> Any:
        answer = await self._http.post(
            self._url(request.method),
            strict_json.dumps(request.fields),
            content_type="application/json",
            patience=patience or self._patience,
        )
        return result_of(answer)

    async def _upload(self, request: Request) -> Any:
        with ExitStack() as files:
            form = aiohttp.FormData(quote_fields=False)  # Telegram shows a quoted name as it is
            for name, value in request.fields.items():
                form.add_field(name, _form_value(value))
            for name, file in request.files.items():
                stream = files.enter_context(await asyncio.to_thread(_open, file))
                form.add_field(
                    name,
                    stream,
                    filename=file_name(file.name) or "file",
                    content_type=_media_type(file),
                )
            answer = await self._http.post(
                self._url(request.method), form, patience=_UPLOAD_PATIENCE
            )
        return result_of(answer)

    def _url(self, method: str) -> str:
        return f"{self._settings.api_base}/bot{self._token}/{method}"


def _sent(result: Any) -> Sent:
    """A message that Telegram took but does not name may be there or not."""
    message_id = result.get("message_id") if isinstance(result, dict) else None
    if type(message_id) is not int:
        raise OutcomeUnknown("Telegram's answer names no message")
    date = result.get("date")
    at = datetime.fromtimestamp(date, UTC) if type(date) is int and 0 < date < 2**32 else None
    return Sent(str(message_id), at)


def _form_value(value: Any) -> str:
    return value if isinstance(value, str) else strict_json.dumps(value).decode()


def _media_type(file: OutboundFile) -> str:
    return file.media_type if _MEDIA_TYPE.fullmatch(file.media_type) else "application/octet-stream"


def _open(file: OutboundFile) -> IO[bytes]:
    try:
        return Path(file.path).open("rb")
    except OSError as error:
        raise Refused(f"{file.name} is not stored any more", code="file_missing") from error


def _import_bot() -> Any:
    from connectors.telegram import bot

    return bot
