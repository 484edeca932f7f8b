"""Exports on their way into the inbox, on a real database."""

import io
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from config.hub import Hub
from scrm.conversations.reading import service as reading
from scrm.conversations.reading.values import Filter
from scrm.imports import service
from scrm.imports.policy import MOST_TRIES
from scrm.kernel.errors import Conflict, Invalid
from tests.scrm.imports.exports import ANDROID, IOS
from tests.scrm.imports.hubs import hub_at, imported, submitted, thread, view, wrong
from tests.support.databases import Place

BO = "WhatsApp Chat with Bo.txt"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


@pytest.fixture
async def hub(place: Place) -> AsyncIterator[Hub]:
    async with hub_at(place.data_dir, place.url) as running:
        yield running


def chat(count: int, *, first: int = 0, other: str = "Bo", text: str = "message") -> str:
    """`count` messages, one a minute from noon, by Mira and somebody else in turn."""
    lines = []
    for number in range(first, first + count):
        hours, minutes = divmod(number, 60)
        who = "Mira" if number % 2 else other
        day, hour = 13 + hours // 24, hours % 24
        lines.append(f"{day:02}/10/2026, {hour:02}:{minutes:02} - {who}: {text} {number}")
    return "\n".join(lines)


async def test_times_texts_authors_and_directions_are_those_of_the_file(hub: Hub) -> None:
    done = await imported(hub, ANDROID, BO)
    shown = await thread(hub, done)
    said = [
        (one.platform_time, one.direction, one.author.name, one.text)
        for one in shown
        if one.direction != "activity"
    ]
    assert said == [
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), "in", "Bo", "midnight"),
        (datetime(2026, 11, 21, 11, 0, tzinfo=UTC), "in", "Bo", "noon"),
        (datetime(2026, 11, 21, 21, 32, tzinfo=UTC), "out", "Ada", ""),
        (datetime(2026, 11, 21, 21, 32, tzinfo=UTC), "out", "Ada", "the blue one"),
        (datetime(2026, 11, 21, 21, 33, tzinfo=UTC), "in", "Bo", ""),
        (datetime(2026, 11, 21, 21, 33, tzinfo=UTC), "in", "Bo", ""),
        (datetime(2026, 11, 21, 21, 33, tzinfo=UTC), "in", "Bo", "ok"),
    ]


async def test_the_report_counts_what_the_file_holds(hub: Hub) -> None:
    done = await imported(hub, ANDROID, BO)
    assert done.state == "done"
    assert done.report is not None
    counted = {key: done.report[key] for key in ("messages", "added", "already", "system")}
    assert counted == {"messages": 7, "added": 7, "already": 0, "system": 5}
    assert done.report["people"] == ["Bo", "Ada"]
    assert done.report["media_omitted"] == 3
    assert done.report["from"] == "2026-11-20T23:00:00Z"
    assert done.report["to"] == "2026-11-21T21:34:00Z"


async def test_what_whatsapp_says_is_activity_and_keeps_its_words(hub: Hub) -> None:
    shown = await thread(hub, await imported(hub, ANDROID, BO))
    said = [one.text for one in shown if one.direction == "activity"]
    assert said[-1] == "Bo left"
    assert len(said) == 5


async def test_edited_deleted_and_left_out_are_marked(hub: Hub) -> None:
    shown = await thread(hub, await imported(hub, ANDROID, BO))
    assert [one.text for one in shown if one.edited_at] == ["ok"]
    assert [one.deleted for one in shown if one.direction == "in"].count(True) == 1
    omitted = [one.content["omitted"]["kind"] for one in shown if "omitted" in one.content]
    assert omitted == ["media", "image", "audio"]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("\u200eimage omitted", "[image omitted]"),
        ("offer.pdf • \u200e3 pages \u200edocument omitted", "[document omitted] offer.pdf"),
        ("<Media omitted>", "[media omitted]"),
        ("the cup \u200e<attached: cup.png>", "the cup"),
        ("\u200eThis message was deleted.", "[deleted]"),
    ],
)
async def test_a_list_says_what_the_last_message_was(hub: Hub, said: str, line: str) -> None:
    done = await imported(hub, f"[21/10/2026, 10:31:02] Bo: {said}", BO)
    assert done.report is not None
    wanted = int(done.report["conversation_id"])
    found = await hub.database.read(lambda s: reading.conversation(s, 1, wanted))
    assert found.last_message is not None
    assert found.last_message.text == line


async def test_history_floods_no_inbox_and_breaks_no_invariant(hub: Hub) -> None:
    done = await imported(hub, IOS, "_chat.txt", me="Ada")
    assert done.report is not None
    wanted = int(done.report["conversation_id"])
    found = await hub.database.read(lambda s: reading.conversation(s, 1, wanted))
    assert (found.status, found.waiting_since, found.unread) == ("resolved", None, 0)
    opened = await hub.database.read(lambda s: reading.page(s, 1, Filter("open"), None, 10))
    assert opened == ([], None)
    assert await wrong(hub) == []


async def test_a_group_is_one_thread_under_its_own_name(hub: Hub) -> None:
    done = await imported(hub, IOS, "WhatsApp Chat - Sales.zip", me="Ada")
    assert done.report is not None
    wanted = int(done.report["conversation_id"])
    found = await hub.database.read(lambda s: reading.conversation(s, 1, wanted))
    assert (found.contact.name, found.channel.name) == ("Sales", "Sales")
    authors = {one.author.name for one in await thread(hub, done) if one.direction == "in"}
    assert authors == {"Bo Demo", "+49 170 0000001"}


async def test_the_same_file_again_adds_nothing(hub: Hub) -> None:
    await imported(hub, IOS, "_chat.txt", me="Ada")
    again = await imported(hub, IOS, "another name.txt", me="Ada")
    assert again.report is not None
    assert (again.report["added"], again.report["already"]) == (0, 9)


async def test_a_longer_export_adds_only_what_is_new_to_the_same_thread(hub: Hub) -> None:
    first = await imported(hub, chat(900), BO)
    longer = await imported(hub, chat(1_300), "WhatsApp Chat with Bo (1).txt")
    assert first.report is not None
    assert longer.report is not None
    assert (longer.report["added"], longer.report["already"]) == (400, 900)
    assert longer.report["conversation_id"] == first.report["conversation_id"]
    newest = (await thread(hub, longer))[-1]
    assert (newest.seq, newest.text) == (1_300, "message 1299")
    assert await wrong(hub) == []


async def test_an_export_that_was_cut_at_its_beginning_is_the_same_chat(hub: Hub) -> None:
    first = await imported(hub, chat(900), BO)
    later = await imported(hub, chat(900, first=500), BO)
    assert first.report is not None
    assert later.report is not None
    assert (later.report["added"], later.report["already"]) == (500, 400)
    assert later.report["conversation_id"] == first.report["conversation_id"]


async def test_whose_phone_it_was_is_asked_once_for_a_chat(hub: Hub) -> None:
    asked = await imported(hub, chat(10), "chat.txt")
    assert asked.question == {"field": "me", "choices": ["Bo", "Mira", "-"]}
    await hub.database.write(lambda s: service.answer(s, int(asked.id), {"me": "Mira"}))
    await hub.importer.step()
    assert (await view(hub, int(asked.id))).state == "done"
    later = await imported(hub, chat(20), "chat.txt")
    assert later.state == "done"
    assert [one.direction for one in (await thread(hub, later))[:2]] == ["in", "out"]


async def test_what_one_writes_to_many_does_not_make_them_one_chat(hub: Hub) -> None:
    sent = [f"13/10/2026, 12:{minute} - Mira: New tea is here" for minute in range(10, 30)]
    reply = "13/10/2026, 13:00 - {}: {}"
    bo = await imported(hub, "\n".join([*sent, reply.format("Bo", "thanks")]), BO)
    cy_file = "\n".join([*sent, reply.format("Cy", "stop it")])
    cy = await imported(hub, cy_file, "WhatsApp Chat with Cy.txt")
    assert bo.report is not None
    assert cy.report is not None
    assert cy.report["added"] == 21
    assert cy.report["conversation_id"] != bo.report["conversation_id"]


async def test_a_date_that_can_be_read_twice_is_asked_about(hub: Hub) -> None:
    lines = "\n".join(f"0{day}/02/2026, 10:00 - Bo: hi {day}" for day in (3, 4, 5))
    asked = await imported(hub, lines, BO)
    assert asked.state == "needs_answer"
    assert asked.question == {
        "field": "date_order",
        "choices": ["dmy", "mdy"],
        "example": "03/02/2026",
    }
    await hub.database.write(lambda s: service.answer(s, int(asked.id), {"date_order": "mdy"}))
    await hub.importer.step()
    done = await view(hub, int(asked.id))
    assert done.report is not None
    assert done.report["from"] == "2026-03-02T09:00:00Z"


async def test_an_answer_that_was_not_asked_for_is_refused(hub: Hub) -> None:
    asked = await imported(hub, chat(10), "chat.txt")
    with pytest.raises(Invalid, match="me is missing"):
        await hub.database.write(lambda s: service.answer(s, int(asked.id), {"date_order": "dmy"}))
    await hub.database.write(lambda s: service.answer(s, int(asked.id), {"me": "Bo"}))
    with pytest.raises((Conflict, Invalid)):
        await hub.database.write(lambda s: service.answer(s, int(asked.id), {"me": "Mira"}))


async def test_a_line_that_is_not_understood_is_listed_and_the_rest_comes_in(hub: Hub) -> None:
    broken = chat(3) + "\n31/02/2026, 10:00 - Bo: no such day\n13/10/2026, 14:00 - Bo: and on"
    done = await imported(hub, broken, BO)
    assert done.report is not None
    assert done.report["added"] == 4
    assert [(one["line"], one["why"]) for one in done.report["bad_lines"]] == [
        (4, "has no such date or time")
    ]


async def test_a_file_that_is_no_export_fails_with_a_sentence_and_is_forgotten(hub: Hub) -> None:
    done = await imported(hub, "Dear diary,\n", "diary.txt")
    assert (done.state, done.error) == (
        "failed",
        "file holds no message as WhatsApp exports them",
    )
    assert list(hub.importer.folder.iterdir()) == []


def _zip(entries: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


CHAT_WITH_FILES = """[21/10/2026, 10:31:02] Bo: the cup <attached: cup.png>
[21/10/2026, 10:31:03] Bo: <attached: gone.png>
[21/10/2026, 10:31:04] Bo: <attached: broken.png>"""


async def test_files_of_a_zip_become_attachments_and_missing_ones_a_mark(hub: Hub) -> None:
    packed = _zip(
        {"_chat.txt": CHAT_WITH_FILES.encode(), "cup.png": PNG, "broken.png": b"unbroken" * 9}
    )
    damaged = packed.replace(b"unbroken", b"unbrokeN", 1)
    done = await imported(hub, damaged, "WhatsApp Chat - Bo.zip")
    first, second, third = await thread(hub, done)
    (file,) = first.attachments
    assert (file.kind, file.name, file.media_type, file.size) == (
        "photo",
        "cup.png",
        "image/png",
        len(PNG),
    )
    assert second.content["omitted"] == {"kind": "image", "name": "gone.png"}
    assert third.content["omitted"] == {"kind": "image", "name": "broken.png"}


async def test_a_file_that_came_along_is_named_as_it_is_shown(hub: Hub) -> None:
    chat_of_one = "[21/10/2026, 10:31:02] Bo: <attached: cup.png>"
    packed = _zip({"_chat.txt": chat_of_one.encode(), "cup.png": PNG})
    done = await imported(hub, packed, "WhatsApp Chat - Bo.zip")
    assert done.report is not None
    wanted = int(done.report["conversation_id"])
    found = await hub.database.read(lambda s: reading.conversation(s, 1, wanted))
    assert found.last_message is not None
    assert found.last_message.text == "[photo]"


async def test_a_file_that_keeps_ending_the_program_is_given_up(hub: Hub) -> None:
    job_id = await submitted(hub, chat(10).encode(), BO)
    for _ in range(MOST_TRIES):
        await hub.database.write(lambda s: service.claim(s, hub.clock.now()))
        await hub.database.write(service.requeue)
    assert await hub.database.write(lambda s: service.claim(s, hub.clock.now())) is None
    assert (await view(hub, job_id)).state == "failed"


async def test_whoever_is_in_a_chat_has_the_import_on_the_timeline(hub: Hub) -> None:
    from scrm.contacts.reading import service as people

    done = await imported(hub, ANDROID, BO)
    shown = (await thread(hub, done))[0]
    contact_id = int(shown.author.id or 0)
    told, _ = await hub.database.read(lambda s: people.timeline(s, contact_id, None, 10))
    assert [one.kind for one in told] == ["import.finished", "contact.created"]
