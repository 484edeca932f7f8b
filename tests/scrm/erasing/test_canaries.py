"""Of all that somebody left in a hub no word is found again, wherever it lay."""

import os
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from sqlalchemy import LargeBinary, Text

from config.migrations.tables import metadata
from scrm.conversations.search import service as search
from scrm.files.forgetting.worker import PUT_WITHIN, Remover
from scrm.kernel.columns import Json
from tests.scrm.erasing.canaries import Canaries, in_files, in_tables
from tests.scrm.erasing.story import Story
from tests.support.chat import SIGNING_SECRET, Chat, add_chat
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub
from tests.support.platform import Platform

WORDY = (Text, Json, LargeBinary)
OURS = {
    *("bot", "bot_count", "bot_version"),
    *("api_token", "audit", "erasure", "one_time_link", "pull_cursor", "quick_reply"),
    *("article", "article_category", "article_text"),
    *("campaign", "campaign_link", "campaign_occurrence", "campaign_version"),
    *("template", "template_version"),
    *("filling", "pack_item", "rule", "rule_version", "segment"),
    *("search_cursor", "setting", "staff_session", "staff_user", "tag", "team", "unneeded_file"),
}
"""Tables of the organisation's own, in which no person is."""
QUIET = {"kind", "state", "platform", "direction", "priority", "worker", "verified_by"}
"""Names of columns that hold only words of ours."""
UNSAID = {
    "attachment": {"media_type", "sha256", "uploaded_by"},
    "attempt": {"outcome"},
    "campaign_recipient": {"why"},
    "campaign_response": {"what"},
    "channel": {"credentials", "health", "marketing_basis", "paused_reason", "settings"},
    "contact_tag": {"evidence", "set_by"},
    "bot_missed": {"lessons"},
    "bot_talk": {"menu", "recent"},
    "consent": {"by", "evidence", "how", "purpose"},
    "conversation": {"bot_silence", "last_direction", "thread_key"},
    "delivery": {"external_id"},
    "identity": {"verified"},
    "import_job": {"answers", "file", "question", "started_by"},
    "intake_event": {"external_id"},
    "joining": {"by", "evidence", "identities", "points", "undone_by"},
    "kept_answer": {"actor", "key", "request_hash"},
    "message": {"author_kind", "external_id"},
    "message_version": {"content"},
    "reaction": {"error", "subscriber"},
    "start_link": {"token_hash"},
    "told_event": {"fingerprint"},
    "suppression": {"evidence", "key", "purpose", "why"},
    "unmatched_receipt": {"external_id", "reason", "receipt"},
    "visitor": {"address", "locale", "token_hash"},
    "visitor_account": {"address"},
}
"""The other columns in which nothing is planted: numbers, hashes and words of ours, or beside
columns of the same row that are. A new column is missing here until somebody has decided."""


@asynccontextmanager
async def _hub(place: Place, platform: Platform) -> AsyncIterator[Chat]:
    async with running_hub(place, channel=platform.channel()) as running:
        running.hub.workers.tend(int(running.client.channel_id))
        yield await add_chat(running, identity_secret=SIGNING_SECRET)


async def test_no_word_of_theirs_is_left(place: Place, platform: Platform) -> None:
    say = Canaries()
    async with _hub(place, platform) as chat:
        contact = await Story(chat, platform, say).told()
        await _require_planted(place, say)
        reply = await chat.running.client.ask(
            "DELETE", f"/api/v1/contacts/{contact}", json={"reason": "they asked"}
        )
        assert reply.status == 200, reply.body
        await _tidied(chat.running)
        assert in_tables(place, say) == {}
    if place.kind == "sqlite":
        _vacuum(place.data_dir / "scrm.db")
    assert in_files(place.data_dir, say) == {}


async def _require_planted(place: Place, say: Canaries) -> None:
    found = in_tables(place, say)
    files = in_files(place.data_dir / "files", say)
    assert set().union(*found.values(), *files.values()) == say.names
    silent = {table: names for table, names in _columns().items() if table not in OURS}
    silent = {
        table: left
        for table, names in silent.items()
        if (left := {one for one in names if (table, one) not in found} - QUIET)
    }
    assert silent == UNSAID


def _columns() -> dict[str, set[str]]:
    """All columns that can hold words, of all tables there are."""
    return {
        table.name: {one.name for one in table.columns if isinstance(one.type, WORDY)}
        for table in metadata.tables.values()
    }


async def _tidied(running: RunningHub) -> None:
    """As housekeeping does it, behind the commit."""
    hub, old = running.hub, time.time() - 2 * PUT_WITHIN.total_seconds()
    for path in hub.shelf.folder.rglob("*"):
        os.utime(path, (old, old))
    while await Remover(hub.database, hub.shelf, hub.clock).step():
        pass
    if hub.database.is_sqlite:
        while await hub.database.write(search.merge):
            pass


def _vacuum(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
