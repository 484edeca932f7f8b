"""Pushes updates to a webhook: in order per queue, again and again until taken or too old."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp
import orjson

from config.sandbox.faults import DeliveryFault, Faults
from config.sandbox.telegram.updates import QueueKey
from config.sandbox.telegram.values import Bot, Json, Update, Webhook
from config.sandbox.telegram.world import World

GONE_FOR = 23 * 3600.0
"""Seconds of nothing but 410 after which the webhook is removed."""

LONGEST_RETRY_AFTER = 3600


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one attempt brought: a status, or None and an error."""

    status: int | None
    error: str = ""
    retry_after: int = 0
    body: bytes = b""

    @property
    def ok(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Courier:
    """Serves one bot's webhook until cancelled."""

    def __init__(
        self, world: World, bot: Bot, faults: Faults, perform: Callable[[Bot, Json], None]
    ) -> None:
        self._world = world
        self._bot = bot
        self._faults = faults
        self._perform = perform
        self._arrived = asyncio.Event()
        self._busy: set[QueueKey] = set()
        self._fresh: list[QueueKey] = []

    async def run(self, webhook: Webhook) -> None:
        updates = self._world.updates
        self._fresh = updates.queues(self._bot.id)
        stop = updates.listen(self._bot.id, self._note)
        connector = aiohttp.TCPConnector(limit=webhook.max_connections)
        timeout = aiohttp.ClientTimeout(total=self._world.settings.webhook_timeout)
        try:
            async with (
                aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
                asyncio.TaskGroup() as queues,
            ):
                while self._bot.webhook is webhook:
                    self._arrived.clear()
                    fresh, self._fresh = self._fresh, []
                    for key in fresh:
                        if key not in self._busy:
                            self._busy.add(key)
                            queues.create_task(self._drain(key, webhook, session))
                    await self._arrived.wait()
        finally:
            stop()

    def _note(self, update: Update) -> None:
        self._fresh.append((update.queue_id, update.kind))
        self._arrived.set()

    async def _drain(self, key: QueueKey, webhook: Webhook, session: aiohttp.ClientSession) -> None:
        try:
            while self._bot.webhook is webhook and (update := self._next(key)) is not None:
                await self._deliver(update, webhook, session)
        finally:
            self._busy.discard(key)

    def _next(self, key: QueueKey) -> Update | None:
        updates = self._world.updates
        if updates.first(self._bot.id, key, 1) and self._faults.befalls(DeliveryFault.REORDER):
            return updates.first(self._bot.id, key, 1)
        return updates.first(self._bot.id, key)

    async def _deliver(
        self, update: Update, webhook: Webhook, session: aiohttp.ClientSession
    ) -> None:
        """Try until it is taken, expires, or the webhook is another."""
        updates, clock = self._world.updates, self._world.clock
        failures, delay = 0, 1.0
        while self._bot.webhook is webhook and updates.is_waiting(update):
            if update.expires_at <= clock.now():
                updates.drop(update, "expired")
                return
            outcome = await self._attempt(update, failures + 1, webhook, session)
            if outcome.ok:
                await self._taken(update, outcome, webhook, session)
                return
            wait: float = outcome.retry_after
            if failures > 0 and not outcome.retry_after:
                cap = random.uniform(60, 120)  # noqa: S311 - spreads load, guards nothing
                wait = delay = min(cap, delay * 2)
            failures += 1
            if clock.now() + wait > update.expires_at:
                updates.drop(update, "expired")
                return
            await clock.sleep(wait)

    async def _attempt(
        self,
        update: Update,
        number: int,
        webhook: Webhook,
        session: aiohttp.ClientSession,
    ) -> _Outcome:
        outcome = await self._post(update, webhook, session)
        now = self._world.clock.now()
        self._world.log.append(
            "attempt",
            now,
            bot=update.bot_id,
            update_id=update.update_id,
            attempt=number,
            status=outcome.status,
            error=outcome.error or None,
        )
        if not outcome.ok:
            webhook.last_error_date = int(now)
            webhook.last_error_message = outcome.error
            self._note_gone(webhook, outcome, now)
            self._world.save_bot(self._bot)
        return outcome

    async def _post(
        self, update: Update, webhook: Webhook, session: aiohttp.ClientSession
    ) -> _Outcome:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip, deflate"}
        if webhook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
        body = orjson.dumps(update.payload())
        try:
            async with session.post(
                webhook.url, data=body, headers=headers, allow_redirects=False
            ) as response:
                return _outcome(response, await response.read())
        except TimeoutError:
            return _Outcome(None, "Read timeout expired")
        except aiohttp.ClientConnectorError:
            return _Outcome(None, "Connection refused")
        except aiohttp.ClientError as failure:
            return _Outcome(None, f"Connection closed: {type(failure).__name__}")

    async def _taken(
        self,
        update: Update,
        outcome: _Outcome,
        webhook: Webhook,
        session: aiohttp.ClientSession,
    ) -> None:
        webhook.gone_since = None
        self._world.updates.acknowledge(update)
        call = _method_call(outcome.body)
        if call is not None:
            self._perform(self._bot, call)
        if self._faults.befalls(DeliveryFault.DUPLICATE):
            await self._attempt(update, 1, webhook, session)

    def _note_gone(self, webhook: Webhook, outcome: _Outcome, now: float) -> None:
        if outcome.status != 410:
            webhook.gone_since = None
        elif webhook.gone_since is None:
            webhook.gone_since = now
        elif now - webhook.gone_since > GONE_FOR and self._bot.webhook is webhook:
            self._bot.webhook = None
            self._arrived.set()


def _outcome(response: aiohttp.ClientResponse, body: bytes) -> _Outcome:
    if 200 <= response.status < 300:
        return _Outcome(response.status, body=body)
    told = response.headers.get("Retry-After", "0")
    retry_after = min(int(told), LONGEST_RETRY_AFTER) if told.isdecimal() else 0
    error = f"Wrong response from the webhook: {response.status} {response.reason}"
    return _Outcome(response.status, error, retry_after)


def _method_call(body: bytes) -> Json | None:
    """A method call that a webhook may give as its answer."""
    if not body.lstrip().startswith(b"{"):
        return None
    try:
        call = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return call if isinstance(call.get("method"), str) else None
