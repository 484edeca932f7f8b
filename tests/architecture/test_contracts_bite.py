"""Each import contract can fail: a forbidden import, planted in a copy, is found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PLANTED = [
    ("scrm/kernel/clock.py", "import config.settings", "Floors"),
    ("scrm/contacts/service.py", "import scrm.delivery.service", "Rooms of the core"),
    ("scrm/contacts/store.py", "import scrm.contacts.service", "In a room"),
    ("scrm/delivery/policy.py", "import sqlalchemy", "Values, policies"),
    ("scrm/rendering/messages/filters/policy.py", "import jinja2", "Values, policies"),
    ("scrm/rendering/messages/values.py", "import scrm.rendering.messages.service", "In a room"),
    ("connectors/telegram/parse.py", "import aiohttp", "Values, policies"),
    ("scrm/contacts/store.py", "import telegram", "Stores hold no network client"),
    (
        "connectors/telegram/settings.py",
        "import scrm.contacts.values",
        "Connectors know the contract",
    ),
    ("connectors/_http.py", "import connectors.telegram.settings", "No connector imports another"),
    ("config/sandbox/faults.py", "import connectors.telegram.settings", "share no code"),
    ("connectors/telegram/settings.py", "import config.sandbox.faults", "simulation"),
    ("scrm/delivery/service.py", "import scrm.contacts.store", "Only contacts"),
    ("scrm/contacts/service.py", "import scrm.consent.store", "Only consent"),
    ("scrm/intake/applying/service.py", "import scrm.joining.store", "Only joining"),
    ("scrm/conversations/store.py", "import scrm.delivery.store", "Only delivery"),
    ("tagging/segments/tables.py", "import tagging.segments.service", "In a room"),
    ("tagging/segments/values.py", "import sqlalchemy", "Values, policies"),
    ("config/server.py", "import tagging.segments.store", "Only segments"),
    ("tagging/rules/service.py", "import campaigns.service", "Floors"),
    ("campaigns/audience/store.py", "import campaigns.audience.service", "In a room"),
    ("campaigns/definition/policy.py", "import sqlalchemy", "Values, policies"),
    ("campaigns/report/store.py", "import httpx", "Stores hold no network client"),
    ("campaigns/definition/service.py", "import campaigns.life.service", "No cycles"),
    ("scrm/conversations/index/store.py", "import scrm.conversations.edits.store", "No cycles"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of the project, where a wrong line harms nobody."""
    folder = tmp_path_factory.mktemp("house")
    for name in ("scrm", "connectors", "tagging", "campaigns", "config"):
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=shutil.ignore_patterns("node_modules", "dist", "__pycache__", "console"),
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _lint(folder: Path) -> str:
    code = (
        "import sys; sys.path.insert(0, '.'); "
        "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_the_house_as_it_is_keeps_all_contracts(copy: Path) -> None:
    assert " 0 broken" in _lint(copy)


@pytest.mark.parametrize(("place", "line", "contract"), PLANTED)
def test_a_planted_import_breaks_its_contract(
    copy: Path, place: str, line: str, contract: str
) -> None:
    path = copy / place
    whole = path.read_text()
    path.write_text(f"{whole}\n{line}\n")
    try:
        said = _lint(copy)
    finally:
        path.write_text(whole)
    assert any(contract in row and "BROKEN" in row for row in said.splitlines()), said
