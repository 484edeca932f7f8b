"""Connectors, one folder per platform. A platform's module is imported only when a channel needs it."""

PLATFORMS = {
    "telegram": "connectors.telegram",
    "webchat": "connectors.webchat",
}
"""Platform name -> module with a `PLATFORM` value (scrm.channels.contract.Platform)."""
