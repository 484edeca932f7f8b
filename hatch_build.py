"""Builds the console into the wheel, with a Node that comes through pip where the machine has none."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ConsoleBuildHook(BuildHookInterface[Any]):
    """Runs the console's build unless `SCRM_SKIP_UI` is set or nothing has changed since the last."""

    PLUGIN_NAME = "custom"
