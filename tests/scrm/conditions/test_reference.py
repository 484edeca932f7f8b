"""What the reference shows is understood by the hub."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from scrm.bots import service as bots
from scrm.conditions.shapes.policy import read
from scrm.journal.values import KNOWN
from tagging.rules import service as rules

DOCS = Path(__file__).parents[3] / "docs"


def _shown(page: str) -> list[Any]:
    """The JSON documents of a page, one or several to a block."""
    blocks = re.findall(r"```json\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)
    return [document for block in blocks for document in _documents(block)]


def _documents(block: str) -> list[Any]:
    found, decoder, rest = [], json.JSONDecoder(), block.strip()
    while rest:
        document, end = decoder.raw_decode(rest)
        found.append(document)
        rest = rest[end:].strip()
    return found


@pytest.mark.parametrize("shown", _shown("reference/conditions.md"), ids=json.dumps)
def test_every_condition_that_is_shown_is_read(shown: object) -> None:
    read(shown, KNOWN)


@pytest.mark.parametrize("page", ["reference/rules.md", "how-to/tag-by-behaviour.md"])
def test_every_rule_that_is_shown_is_read(page: str) -> None:
    shown = _shown(page)
    assert shown
    for rule in shown:
        rules.read(rule)


@pytest.mark.parametrize("page", ["reference/bots.md", "how-to/have-a-bot-answer.md"])
def test_every_bot_that_is_shown_is_read(page: str) -> None:
    shown = _shown(page)
    assert shown
    for bot in shown:
        assert bots.unused(bots.read(bot)) == []
