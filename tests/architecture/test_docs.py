"""The reference tells the truth, and all of it."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from config.reference import PAGES, WRITTEN
from config.settings import Settings
from connectors import PLATFORMS

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'\bcode(?:: str)? ?= ?"([a-z_]+)"')
REFUSED = re.compile(r'(?:Refused|Rejected|Gone|NotAccepted)\([^)]*, code="([a-z_]+)"\)')
REASONS = ROOT / "scrm/console/src/inbox/reasons"


@pytest.mark.parametrize("name", sorted(WRITTEN))
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    assert (PAGES / name).read_text() == WRITTEN[name](), "run: make docs"


def _codes() -> set[str]:
    sources = [*(ROOT / "scrm").rglob("*.py"), *(ROOT / "config").rglob("*.py")]
    hub = [path for path in sources if "sandbox" not in path.parts]
    return {code for path in hub for code in CODE.findall(path.read_text())}


def test_every_error_code_is_explained() -> None:
    page = (PAGES / "errors.md").read_text()
    assert {code for code in _codes() if f"### {code}\n" not in page} == set()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_console_has_words_for_every_reason_that_nothing_was_sent(language: str) -> None:
    words = json.loads((REASONS / f"words-{language}.json").read_text())
    page = (PAGES / "errors.md").read_text().partition("## Why a delivery ended")[2]
    told = set(re.findall(r"### (\w+)", page)) - {"fetch_failed"}  # a file's, not a message's
    for path in (ROOT / "connectors").rglob("*.py"):
        told |= set(REFUSED.findall(path.read_text()))
    assert len(told) > 15
    assert told - set(words) == set()


def test_every_setting_is_shown_in_the_default_file() -> None:
    shown = tomllib.loads(
        re.sub(r"(?m)^# (?=\w+ = )", "", (ROOT / "config/default.toml").read_text())
    )
    assert set(shown) == set(Settings.model_fields)


def test_every_platform_has_instructions() -> None:
    missing = [
        name for name in PLATFORMS if not (ROOT / "connectors" / name / "README.md").exists()
    ]
    assert missing == []


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "ARCHITECTURE.md",
        "STYLE.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "CONTRIBUTING.md",
        "LICENSE",
    ],
)
def test_the_papers_are_there(name: str) -> None:
    assert (ROOT / name).stat().st_size > 200


def test_links_between_pages_lead_somewhere() -> None:
    pages = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "connectors").rglob("*.md"),
    ]
    broken = [
        f"{page.relative_to(ROOT)} -> {target}"
        for page in pages
        for target in re.findall(r"\]\((?!https?:|mailto:|#|/)([^)#\s]+)", page.read_text())
        if not (page.parent / target).exists()
    ]
    assert broken == []
