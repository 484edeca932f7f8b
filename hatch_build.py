"""Builds the console into the wheel, with a Node that comes through pip where the machine has none.

For an editable install the same build happens in place: the hub serves `scrm/console/dist`.
"""

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def _console_builder(root: str) -> ModuleType:
    """`config/console.py`, loaded by its path: the package itself can't be imported yet."""
    path = Path(root) / "config" / "console.py"
    spec = importlib.util.spec_from_file_location("scrm_console_builder", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


class ConsoleBuildHook(BuildHookInterface[Any]):
    """Runs the console's build unless `SCRM_SKIP_UI` is set or nothing has changed since the last."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node from PyPI, only where there is something to build and no Node to build it with."""
        builder = _console_builder(self.root)
        if self._is_skipped() or builder.is_built() or builder.find_node() is not None:
            return []
        return [str(builder.NODE_PACKAGE)]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make `scrm/console/dist`; for a wheel, leave no packages behind that were not there."""
        del build_data
        builder = _console_builder(self.root)
        if self._is_skipped() or builder.is_built():
            return
        modules = Path(self.root) / "scrm" / "console" / "node_modules"
        had_modules = modules.exists()
        self.app.display_info("Building the console …")
        try:
            builder.build()
        except builder.ConsoleFailed as failure:
            self.app.abort(f"{failure} SCRM_SKIP_UI=1 installs without the console.")
        finally:
            if version != "editable" and not had_modules:
                shutil.rmtree(modules, ignore_errors=True)

    @staticmethod
    def _is_skipped() -> bool:
        return os.environ.get("SCRM_SKIP_UI", "") not in {"", "0"}
