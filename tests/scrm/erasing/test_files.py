"""Bytes that only the erased needed leave the shelf; all others stay."""

import os
import time
from collections.abc import AsyncIterator

import pytest
from sqlmodel import Session, select

from scrm.conversations import service as conversations
from scrm.conversations.values import Draft
from scrm.files.fetching.service import COMING, store_stream
from scrm.files.forgetting.worker import Remover
from scrm.files.service import FileShelf
from scrm.files.tables import Attachment
from scrm.kernel.clock import SystemClock
from scrm.staff.tables import User
from tests.scrm.erasing.ledger import erase
from tests.scrm.joining.people import Pair
from tests.support.clock import NOON
from tests.support.databases import Place
from tests.support.scene import AGENT

LONG_AGO = 2 * COMING.total_seconds()


@pytest.fixture
def shelf(place: Place, pair: Pair) -> FileShelf:
    return FileShelf(place.data_dir / "files", pair.shop.database)


async def _put(shelf: FileShelf, data: bytes, *, age: float = LONG_AGO) -> str:
    async def chunks() -> AsyncIterator[bytes]:
        yield data

    stored = await store_stream(shelf.folder, chunks(), 1_000, 10.0)
    then = time.time() - age
    os.utime(shelf.path(stored.sha256), (then, then))
    return stored.sha256


async def _uploaded(pair: Pair, sha256: str) -> int:
    def work(session: Session) -> int:
        file = Attachment(
            kind="document", state="stored", sha256=sha256, uploaded_by="user:7", created_at=NOON
        )
        session.add(file)
        session.flush()
        return file.id

    return await pair.shop.do(work)


async def _send(pair: Pair, who: int, *file_ids: int) -> None:
    def work(session: Session) -> None:
        scene = pair.shop if who == pair.ada else pair.desk
        thread = conversations.start(session, who, scene.channel_id, NOON)
        conversations.send(session, thread.id, AGENT, Draft("Here", attachments=file_ids), NOON)

    await pair.shop.do(work)


async def _removed(pair: Pair, shelf: FileShelf) -> int:
    return await Remover(pair.shop.database, shelf.folder, SystemClock()).step()


async def test_what_only_they_had_is_gone(pair: Pair, shelf: FileShelf) -> None:
    sha256 = await _put(shelf, b"her bill")
    await _send(pair, pair.ada, await _uploaded(pair, sha256))
    done = await erase(pair, pair.ada)
    assert done.what["files"] == 1
    assert await _removed(pair, shelf) == 1
    assert not shelf.path(sha256).exists()
    assert await _removed(pair, shelf) == 0


async def test_the_same_bytes_of_somebody_else_stay(pair: Pair, shelf: FileShelf) -> None:
    sha256 = await _put(shelf, b"our prices")
    await _send(pair, pair.ada, await _uploaded(pair, sha256))
    await _send(pair, pair.bo, await _uploaded(pair, sha256))
    await erase(pair, pair.ada)
    assert await _removed(pair, shelf) == 0
    assert shelf.path(sha256).read_bytes() == b"our prices"


@pytest.mark.parametrize("first", ["ada", "bo"])
async def test_a_file_that_was_sent_to_both_is_the_others(
    pair: Pair, shelf: FileShelf, first: str
) -> None:
    sha256 = await _put(shelf, b"our prices")
    file_id = await _uploaded(pair, sha256)
    both = [pair.ada, pair.bo]
    for who in both if first == "ada" else both[::-1]:
        await _send(pair, who, file_id)
    await erase(pair, pair.ada)
    assert await _removed(pair, shelf) == 0
    assert shelf.path(sha256).exists()
    await erase(pair, pair.bo)
    assert await _removed(pair, shelf) == 1
    left = await pair.shop.database.read(lambda s: s.exec(select(Attachment)).all())
    assert left == []


async def test_the_picture_of_a_colleague_stays(pair: Pair, shelf: FileShelf) -> None:
    sha256 = await _put(shelf, b"Kim")
    await _send(pair, pair.ada, await _uploaded(pair, sha256))
    kim = User(email="kim@example.org", role="agent", photo=sha256, created_at=NOON)
    await pair.shop.do(lambda s: s.add(kim))
    await erase(pair, pair.ada)
    assert await _removed(pair, shelf) == 0
    assert shelf.path(sha256).exists()


async def test_bytes_that_somebody_puts_there_at_this_moment_wait(
    pair: Pair, shelf: FileShelf
) -> None:
    sha256 = await _put(shelf, b"just now", age=0.0)
    await _send(pair, pair.ada, await _uploaded(pair, sha256))
    await erase(pair, pair.ada)
    assert await _removed(pair, shelf) == 0
    await _put(shelf, b"just now")
    assert await _removed(pair, shelf) == 1
