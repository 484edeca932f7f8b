"""What Telegram says of the bot, for the person who runs the channel. Pure."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrm.channels.values import Health, HealthState
from scrm.kernel.text import clean, shorten

if TYPE_CHECKING:
    from telegram import User, WebhookInfo


def health_of(me: "User", webhook: "WebhookInfo", mode: str) -> Health:
    """A delivery error that Telegram remembers counts only while updates still wait for us."""
    facts = {
        "id": str(me.id),
        "name": clean(me.first_name),
        "pending": str(webhook.pending_update_count),
        "webhook": urlsplit(webhook.url).netloc if webhook.url else "",
    }
    if webhook.last_error_message:
        facts["last_error_message"] = shorten(clean(webhook.last_error_message), 200)
    if webhook.last_error_date:
        facts["last_error_date"] = webhook.last_error_date.isoformat()
    detail = _warning(webhook, mode)
    return Health(
        state=HealthState.WARNING if detail else HealthState.OK,
        detail=detail,
        display=f"@{clean(me.username)}" if me.username else clean(me.first_name),
        facts=facts,
    )


def _warning(webhook: "WebhookInfo", mode: str) -> str:
    if mode == "polling" and webhook.url:
        return "A webhook is registered, so polling brings nothing"
    if mode == "webhook" and not webhook.url:
        return "No webhook is registered, so nothing arrives"
    if webhook.url and webhook.pending_update_count and webhook.last_error_message:
        return f"Telegram can't deliver: {shorten(clean(webhook.last_error_message), 200)}"
    return ""
