"""What the command line can have done about imports."""

from typing import Any

from config.control import verb
from config.hub import Hub
from scrm.imports import policy, service
from scrm.imports.service import Submitted
from scrm.imports.values import ImportView, Question
from scrm.kernel.errors import Invalid

FOLLOW_FOR = 5.0
"""Seconds after which a caller is told that nothing has changed."""


@verb("import.start")
async def start(hub: Hub, given: dict[str, Any]) -> Any:
    """Queue a file that lies in the imports folder already."""
    submitted = _submitted(hub, given)
    hub.workers.tend_imports()
    now = hub.clock.now()
    return await hub.database.write(
        lambda s: service.view_of(service.submit(s, submitted, "command", now))
    )


@verb("import.preview")
async def preview(hub: Hub, given: dict[str, Any]) -> Any:
    """What an import would find; nothing is written."""
    submitted = _submitted(hub, given)
    policy.require_kind(submitted.kind)
    path = hub.importer.folder / submitted.file
    found = await hub.importer.reader.preview(submitted, path)
    if isinstance(found, Question):
        return {"question": found, "report": None}
    return {"question": None, "report": found.described()}


def _submitted(hub: Hub, given: dict[str, Any]) -> Submitted:
    path = (hub.importer.folder / given["file"]).resolve()
    if not path.is_relative_to(hub.importer.folder.resolve()) or not path.is_file():
        raise Invalid("file", "does not lie in the imports folder")
    answers = policy.good_answers(given["answers"])
    return Submitted(given["kind"], given["file_name"], given["file"], path.stat().st_size, answers)


@verb("import.follow")
async def follow(hub: Hub, given: dict[str, Any]) -> Any:
    """An import once it is no longer as it was `seen`, or as it is after some seconds."""
    job_id = int(given["id"])
    view = await _view(hub, job_id)
    if [view.state, view.progress] != given["seen"]:
        return view
    await hub.bell.wait(f"{service.TOPIC}:{job_id}", FOLLOW_FOR)
    return await _view(hub, job_id)


async def _view(hub: Hub, job_id: int) -> ImportView:
    return await hub.database.read(lambda s: service.view_of(service.get(s, job_id)))


@verb("import.answer")
async def answer(hub: Hub, given: dict[str, Any]) -> Any:
    return await hub.database.write(
        lambda s: service.view_of(service.answer(s, int(given["id"]), given["answers"]))
    )


@verb("import.give_up")
async def give_up(hub: Hub, given: dict[str, Any]) -> Any:
    """Nobody is there to answer: end the import, and forget its file."""
    job_id, why, now = int(given["id"]), str(given["why"]), hub.clock.now()
    job = await hub.database.read(lambda s: service.get(s, job_id))
    await hub.database.write(lambda s: service.fail(s, job_id, why, now))
    await hub.importer.drop(job.file)
    return {"id": str(job_id)}
