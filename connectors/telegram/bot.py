"""The calls about the account, through python-telegram-bot on our own HTTP calls.

Imported when the first such call is made, for it brings 26 MB with it.
"""

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from telegram import Bot, User, WebhookInfo
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData

from scrm.channels.failures import NotAccepted, SendFailed
from scrm.kernel import strict_json

# At DEBUG it writes the arguments of every call, and with them the webhook's secret.
logging.getLogger("telegram").setLevel(logging.WARNING)

Call = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
"""Method and fields to result; raises a SendFailed."""


class _Carried(TelegramError):
    """Brings our failure through the library unchanged."""

    def __init__(self, failure: SendFailed) -> None:
        super().__init__(str(failure))
        self.failure = failure


class _OurRequest(BaseRequest):
    """The library's transport, on ours: one exchange, and our reading of what a failure means."""

    def __init__(self, call: Call) -> None:
        self._call = call

    @property
    def read_timeout(self) -> float | None:
        return None  # each call has the limits of connectors._http

    async def initialize(self) -> None:
        """The session is the hub's."""

    async def shutdown(self) -> None:
        """The session is the hub's."""

    async def do_request(
        self, url: str, *_: Any, request_data: RequestData | None = None, **__: Any
    ) -> tuple[int, bytes]:
        fields = request_data.parameters if request_data else {}
        try:
            result = await self._call(url.rpartition("/")[2], fields)
        except SendFailed as failure:
            raise _Carried(failure) from failure
        return 200, strict_json.dumps({"ok": True, "result": result})


class Account:
    """What can be asked of a bot about itself. Raises a SendFailed."""

    def __init__(self, token: str, api_base: str, call: Call) -> None:
        request = _OurRequest(call)
        self._bot = Bot(
            token, base_url=f"{api_base}/bot", request=request, get_updates_request=request
        )

    async def me(self) -> User:
        with _our_failures():
            return await self._bot.get_me()

    async def webhook(self) -> WebhookInfo:
        with _our_failures():
            return await self._bot.get_webhook_info()

    async def register(self, url: str, secret: str, wanted: Sequence[str]) -> None:
        with _our_failures():
            await self._bot.set_webhook(url, secret_token=secret, allowed_updates=wanted)

    async def unregister(self) -> None:
        """Without `drop_pending_updates`: what waits there comes by polling."""
        with _our_failures():
            await self._bot.delete_webhook()


@contextmanager
def _our_failures() -> Iterator[None]:
    try:
        yield
    except _Carried as carried:
        raise carried.failure from carried.failure.__cause__
    except (TelegramError, TypeError, KeyError, ValueError, AttributeError) as error:
        raise NotAccepted("Telegram's answer could not be read") from error
