"""Builds what browsers get into the wheel, with a Node that comes through pip where there is none.

For an editable install the same build happens in place: the hub serves `scrm/console/dist` and
`scrm/widget/dist`.
"""

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGES = ("console", "widget")


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
    """Runs the builds unless `SCRM_SKIP_UI` is set or nothing has changed since the last."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node from PyPI, only where there is something to build and no Node to build it with."""
        builder = _console_builder(self.root)
        if self._is_skipped() or builder.all_built() or builder.find_node() is not None:
            return []
        return [str(builder.NODE_PACKAGE)]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make each `dist`; for a wheel, leave no packages behind that were not there."""
        del build_data
        builder = _console_builder(self.root)
        if self._is_skipped() or builder.all_built():
            return
        folders = [Path(self.root) / "scrm" / name / "node_modules" for name in PACKAGES]
        brought = [folder for folder in folders if not folder.exists()]
        self.app.display_info("Building the console and the widget …")
        try:
            builder.build_all()
        except builder.ConsoleFailed as failure:
            self.app.abort(f"{failure} SCRM_SKIP_UI=1 installs without them.")
        finally:
            if version != "editable":
                for folder in brought:
                    shutil.rmtree(folder, ignore_errors=True)

    @staticmethod
    def _is_skipped() -> bool:
        return os.environ.get("SCRM_SKIP_UI", "") not in {"", "0"}
