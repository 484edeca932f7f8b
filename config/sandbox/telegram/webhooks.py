"""setWebhook and its kin: what is accepted, and what getWebhookInfo tells."""

import re
from urllib.parse import urlsplit

from config.sandbox.telegram.params import Params
from config.sandbox.telegram.polling import allow_updates
from config.sandbox.telegram.refusals import bad_request, too_many
from config.sandbox.telegram.values import Bot, Json, Webhook
from config.sandbox.telegram.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = frozenset({443, 80, 88, 8443})


class WebhookDesk:
    """Remembers when each bot last came, to turn away the second in a second."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._last_set: dict[int, float] = {}

    def set(self, bot: Bot, params: Params) -> bool:
        """Take the address (an empty one removes it); whether anything is different now."""
        url = params.text("url").strip()
        if not url:
            return self.delete(bot, params)
        self._throttle(bot)
        self._check_url(url)
        secret = params.text("secret_token")
        if secret and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        allow_updates(self._world, bot, params)
        bot.webhook = Webhook(
            url,
            secret,
            min(max(params.integer("max_connections", 40), 1), 100),
            params.text("ip_address") or (urlsplit(url).hostname or ""),
            "certificate" in params.uploads,
        )
        self._finish(bot, params)
        return True

    def delete(self, bot: Bot, params: Params) -> bool:
        changed = bot.webhook is not None
        bot.webhook = None
        self._finish(bot, params)
        return changed

    def info(self, bot: Bot) -> Json:
        waiting = len(self._world.updates.waiting(bot.id))
        webhook = bot.webhook
        if webhook is None:
            return {"url": "", "has_custom_certificate": False, "pending_update_count": waiting}
        info: Json = {
            "url": webhook.url,
            "has_custom_certificate": webhook.has_custom_certificate,
            "pending_update_count": waiting,
            "ip_address": webhook.ip_address,
            "max_connections": webhook.max_connections,
            "allowed_updates": bot.allowed_updates,
        }
        if webhook.last_error_date is not None:
            info["last_error_date"] = webhook.last_error_date
            info["last_error_message"] = webhook.last_error_message
        return info

    def _throttle(self, bot: Bot) -> None:
        now = self._world.clock.now()
        if now - self._last_set.get(bot.id, -1.0) < 1.0:
            raise too_many(1)
        self._last_set[bot.id] = now

    def _check_url(self, url: str) -> None:
        parts = urlsplit(url)
        plain = self._world.settings.plain_webhooks
        if parts.scheme not in ("https", "http") or not parts.hostname:
            raise bad_request("bad webhook: URL is invalid")
        if plain:
            return
        if parts.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if (parts.port or 443) not in _PORTS:
            raise bad_request(
                "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
            )

    def _finish(self, bot: Bot, params: Params) -> None:
        if params.flag("drop_pending_updates"):
            self._world.updates.drop_all(bot.id)
        self._world.save_bot(bot)
