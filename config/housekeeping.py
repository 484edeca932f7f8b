"""What the hub does by the clock: wake, index, forget."""

import asyncio
import time
from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from campaigns import values as campaigns
from scrm.bots.counting import store as missed
from scrm.contacts.tags import service as tags
from scrm.conversations.lifecycle import service as lifecycle
from scrm.conversations.search import service as search
from scrm.delivery.sending import service as sending
from scrm.delivery.tables import UnmatchedReceipt
from scrm.files.forgetting import store as files
from scrm.files.forgetting.worker import Remover
from scrm.intake import store as intake_store
from scrm.joining.links import service as links
from scrm.kernel.clock import Clock
from scrm.kernel.database import Database
from scrm.kernel.doorbell import Doorbell
from scrm.kernel.loop import pause
from scrm.scheduling.service import Ticker
from scrm.staff.tables import SignIn
from scrm.visitors import service as visitors
from scrm.visitors.uploads.service import BY_VISITORS
from scrm.web.call import KEPT_FOR
from scrm.web.tables import KeptAnswer

WAKE_EVERY = 2.0
REAP_EVERY = 10.0
FORGET_EVERY = 30.0
EVENTS_KEPT = timedelta(days=40)
"""Longer than any platform repeats an event (P2 promises 35 days)."""
RECEIPTS_KEPT = timedelta(days=7)
UNSENT_KEPT = timedelta(days=1)
"""A visitor's upload for a message that never came: anybody may upload."""
MISSED_KEPT = timedelta(days=90)
"""Sentences that the bot did not understand and nobody taught it."""
BROWSERS_KEPT = timedelta(days=180)
"""After its token has run out: what a visitor's browser told of itself."""
FORGET_AT_ONCE = 2_000
END_AT_ONCE = 500
INDEX_SHARE = 60
"""A busy writer gives indexing one part of its time in so many; an idle one gives it half."""
BUSY = 0.5
"""The part of its time that others take from a busy writer."""
JUDGED_OVER = 0.1
"""Seconds over which that is measured."""
FEW = 80
"""What it then indexes at once: a commit that waits behind it waits for some milliseconds."""
LONGEST_PAUSE = 2.0
"""Seconds: a step that a stall of the machine drew out is no reason to find nothing for long."""
INDEX_SLEEP = 20.0


class Housekeeping:
    """Small work that no request waits for."""

    def __init__(
        self, database: Database, clock: Clock, bell: Doorbell, worker: str, remover: Remover
    ) -> None:
        self._database = database
        self._clock = clock
        self._bell = bell
        self._worker = worker
        self._remover = remover
        self._busy = False
        self._judged_at = time.monotonic()
        self._worked_then = database.worked
        self._own = 0.0
        self._in_log = True
        """Whether words of erased people may stand in the database's log: nobody knows at the start."""

    async def run(self, stopping: asyncio.Event) -> None:
        ticker = Ticker()
        ticker.every(WAKE_EVERY, self.wake, "wake")
        ticker.every(REAP_EVERY, self.reap, "reap")
        ticker.every(FORGET_EVERY, self.forget, "forget")
        await ticker.run(stopping)

    async def wake(self) -> None:
        """Open conversations whose snooze is over, take off tags whose time is up, and have whoever
        begins campaigns look whether one is due."""
        await self._database.write(lambda s: lifecycle.wake_due(s, self._clock.now()))
        await self._database.write(lambda s: tags.end_due(s, self._clock.now(), END_AT_ONCE))
        self._bell.ring(campaigns.TOPIC)

    async def reap(self) -> None:
        """Take back deliveries whose lease ran out: their send broke off, or its process died."""
        await self._database.write(
            lambda s: sending.recover(s, self._clock.now(), worker=self._worker)
        )

    async def index_step(self, stopping: asyncio.Event) -> None:
        """Make new messages and people findable, in small batches; then wait for news."""
        self._judge()

        def work(session: Session) -> tuple[int, float]:
            begun = time.monotonic()
            at_most = FEW if self._busy else search.BATCH
            found = search.index_new(session, self._clock.now(), at_most)
            return found, time.monotonic() - begun

        found, took = await self._database.write(work)
        self._own += took
        if found:
            share = INDEX_SHARE if self._busy else 1
            await pause(min(took * share, LONGEST_PAUSE), stopping)
        elif not await self._merge():
            await self._bell.wait("search", INDEX_SLEEP)

    def _judge(self) -> None:
        """Whether the writer is busy with what others want of it."""
        now, worked = time.monotonic(), self._database.worked
        passed = now - self._judged_at
        if passed < JUDGED_OVER:
            return
        self._busy = worked - self._worked_then - self._own > BUSY * passed
        self._judged_at, self._worked_then, self._own = now, worked, 0.0

    async def _merge(self) -> bool:
        """Take the words of erased people out of the index files, a piece at a time, and then out of
        the database's log."""
        if await self._database.read(search.holds_forgotten):
            self._in_log = True
            return await self._database.write(search.merge)
        if self._in_log:
            self._in_log = not await self._database.empty_log()
        return False

    async def forget(self) -> None:
        """Drop what has outlived its use, in pieces that hold nobody up."""
        now = self._clock.now()
        await self._database.write(self._forget_answers)
        await self._database.write(
            lambda s: intake_store.forget(s, now - EVENTS_KEPT, FORGET_AT_ONCE)
        )
        await self._database.write(
            lambda s: files.forget_unsent(s, BY_VISITORS, now - UNSENT_KEPT, FORGET_AT_ONCE)
        )
        await self._database.write(
            lambda s: visitors.forget(s, now - BROWSERS_KEPT, FORGET_AT_ONCE)
        )
        await self._database.write(
            lambda s: missed.forget_before(s, now - MISSED_KEPT, FORGET_AT_ONCE)
        )
        await self._remover.step()

    def _forget_answers(self, session: Session) -> None:
        now = self._clock.now()
        session.execute(delete(KeptAnswer).where(col(KeptAnswer.created_at) < now - KEPT_FOR))
        session.execute(delete(SignIn).where(col(SignIn.expires_at) < now))
        links.forget(session, now)
        session.execute(
            delete(UnmatchedReceipt).where(col(UnmatchedReceipt.received_at) < now - RECEIPTS_KEPT)
        )
