"""All that is found out about an export before its first row is written; `preview` ends there."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from scrm.conversations.history import service as history
from scrm.imports import policy
from scrm.imports.archiving import policy as archiving_policy
from scrm.imports.archiving import service as archiving
from scrm.imports.archiving.service import Plan
from scrm.imports.archiving.values import Archive, Survey
from scrm.imports.export import Export
from scrm.imports.service import Submitted
from scrm.imports.values import Dialect, ExportedMessage, Question, Report, Written
from scrm.kernel.database import Database
from scrm.kernel.errors import Invalid
from scrm.organisation import service as organisation

T = TypeVar("T")

MOST_NAMED = 200


class Run(Protocol):
    """Does a blocking pass in a thread."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]: ...


@dataclass(frozen=True, slots=True)
class Settled:
    """Everything that had to be known before the first row."""

    dialect: Dialect
    zone: ZoneInfo
    plan: Plan


class Reader:
    """Opens exports and settles how to read them. `zone` is the one where neither a person nor
    the organisation names one; `most_media` bounds each file beside a chat, in bytes."""

    def __init__(
        self, database: Database, *, most_media: int, zone: str, stopping: asyncio.Event
    ) -> None:
        self._database = database
        self.most_media = most_media
        self._zone = zone
        self._stopping = stopping

    async def open(self, path: Path) -> Export:
        """Raises Invalid where it is no export, or gone."""
        try:
            return await asyncio.to_thread(Export, path, self.most_media, self._stopping.is_set)
        except FileNotFoundError:
            raise Invalid("file", "is gone; import it again") from None

    async def settle(self, given: Submitted, export: Export, run: Run) -> Settled | Question:
        answers = given.answers
        zone = policy.zone_of(answers.get("timezone") or await self._home_zone())
        detected = await run(export.detect)
        dialect = policy.dialect_of(detected, answers.get("date_order") or "")
        if isinstance(dialect, Question):
            return dialect
        survey = await run(lambda: export.survey(dialect, zone))
        me = await self._whose_phone(given, survey)
        if isinstance(me, Question):
            return me
        name = archiving_policy.name_of(given.file_name, archiving_policy.others(survey, me))
        return Settled(dialect, zone, Plan(given.kind, name, me, survey))

    async def _home_zone(self) -> str:
        kept = await self._database.read(lambda s: organisation.find(s, "timezone"))
        return str(kept or self._zone)

    async def _whose_phone(self, given: Submitted, survey: Survey) -> str | Question:
        """Told by the person, the title, or an earlier export of the same chat."""
        title, people = archiving_policy.title_of(given.file_name), survey.people
        said = given.answers.get("me") or ""
        me = archiving_policy.whose_phone(said, title, people, "")
        if isinstance(me, str) or said:
            return me
        found = await self._database.read(lambda s: archiving.find(s, given.kind, survey, ""))
        return archiving_policy.whose_phone("", title, people, found.me if found else "")

    async def preview(self, given: Submitted, path: Path) -> Report | Question:
        """What an import would find; nothing is written."""
        export = await self.open(path)
        settled = await self.settle(given, export, asyncio.to_thread)
        if isinstance(settled, Question):
            return settled
        survey, me = settled.plan.survey, settled.plan.me
        found = await self._database.read(lambda s: archiving.find(s, given.kind, survey, me))
        already = 0
        if found is not None:
            thread = found.conversation_id
            async for batch in each(export.batches(settled.dialect, settled.zone)):
                keys = [item.key for item in batch if isinstance(item, ExportedMessage)]
                met = await self._database.read(
                    partial(history.known, conversation_id=thread, keys=keys)
                )
                already += len(met)
        return report_of(survey, survey.messages - already, already)


async def each(batches: Iterator[list[Written]]) -> AsyncIterator[list[Written]]:
    """The batches of a blocking pass, each made in a thread."""
    while (batch := await asyncio.to_thread(next, batches, None)) is not None:
        yield batch


def report_of(survey: Survey, added: int, already: int, archive: Archive | None = None) -> Report:
    people = sorted(survey.people.values(), key=lambda spoke: -spoke.messages)
    return Report(
        messages=survey.messages,
        added=added,
        already=already,
        people=[spoke.name for spoke in people[:MOST_NAMED]],
        system=survey.system,
        media_omitted=survey.media_omitted,
        first_at=survey.first,
        last_at=survey.last,
        bad_lines=survey.bad,
        bad_line_count=survey.bad_count,
        channel_id=archive.channel_id if archive else None,
        conversation_id=archive.conversation_id if archive else None,
    )
