"""A person has a file fetched again; and what a kill left half-written."""

from scrm.channels.values import Media, MediaKind
from scrm.files import service, store
from scrm.files.values import FileState
from tests.support.clock import NOON
from tests.support.databases import Place
from tests.support.hub import RunningHub, running_hub


async def _file(hub: RunningHub, state: FileState, reference: str = "AgAC") -> int:
    channel_id = int(hub.client.channel_id)

    def work(session: object) -> int:
        media = [Media(MediaKind.DOCUMENT, reference, name="invoice")]
        (file_id,) = service.expect(session, channel_id, 1, media, NOON)  # type: ignore[arg-type]
        store.change(session, file_id, state=state, tries=34, reason="no path", due_at=None)  # type: ignore[arg-type]
        return file_id

    return await hub.hub.database.write(work)


async def test_a_failed_file_is_fetched_again(place: Place) -> None:
    async with running_hub(place, workers=False) as hub:
        file_id = await _file(hub, FileState.FAILED)
        answer = await hub.client.post(f"/files/{file_id}/fetch", {})
        assert (answer.status, answer.json["state"], answer.json["reason"]) == (200, "pending", "")
        found = (await hub.read(lambda s: store.by_id(s, [file_id])))[file_id]
        assert found.tries == 0
        assert found.due_at is not None


async def test_a_file_that_waits_anyway_keeps_its_place(place: Place) -> None:
    async with running_hub(place, workers=False) as hub:
        file_id = await _file(hub, FileState.PENDING)
        answer = await hub.client.post(f"/files/{file_id}/fetch", {})
        assert (answer.status, answer.json["state"]) == (200, "pending")
        found = (await hub.read(lambda s: store.by_id(s, [file_id])))[file_id]
        assert found.tries == 34


async def test_what_is_here_or_never_lay_elsewhere_is_refused(place: Place) -> None:
    async with running_hub(place, workers=False) as hub:
        stored = await _file(hub, FileState.STORED)
        answer = await hub.client.post(f"/files/{stored}/fetch", {})
        assert (answer.status, answer.json["code"]) == (409, "already_stored")
        ours = await _file(hub, FileState.FAILED, reference="")
        answer = await hub.client.post(f"/files/{ours}/fetch", {})
        assert (answer.status, answer.json["code"]) == (409, "not_from_platform")
        assert (await hub.client.post("/files/1/fetch", {})).status == 404


async def test_half_written_files_of_a_killed_hub_are_removed_at_the_start(
    sqlite_only: Place,
) -> None:
    half = sqlite_only.data_dir / "files" / "incoming" / "ab12"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    async with running_hub(sqlite_only):
        assert not half.exists()
