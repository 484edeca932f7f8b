"""A chat export comes in over REST and from the command line, beside a running hub and without one."""

import asyncio
import json
import os
import pty
import select
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, FormData
from aiohttp.test_utils import TestServer

from config import control
from config.hub import Hub
from config.server import application
from config.settings import Settings
from scrm.staff import service as staff
from scrm.staff.values import Scope
from tests.scrm.imports.exports import ANDROID, CHINESE
from tests.scrm.imports.hubs import wrong

SCRM = Path(sys.executable).with_name("scrm")
BO = "WhatsApp Chat with Bo.txt"
TWO = "13/10/2026, 10:00 - Bo: hi\n13/10/2026, 10:01 - Mira: hello"
LIMIT = 300_000


@dataclass(frozen=True, slots=True)
class Running:
    """A hub with its workers, its REST interface, and its socket for commands."""

    hub: Hub
    client: ClientSession

    async def post(self, content: str, file_name: str, **fields: str) -> tuple[int, Any]:
        form = FormData(quote_fields=False)  # as browsers do
        for name, value in fields.items():
            form.add_field(name, value)
        form.add_field("file", content.encode(), filename=file_name)
        async with self.client.post("/api/v1/imports", data=form) as response:
            return response.status, await response.json()

    async def get(self, path: str) -> Any:
        async with self.client.get(f"/api/v1{path}") as response:
            return await response.json()

    async def over(self, started: Any) -> Any:
        """The import once it is done, has failed, or asks something."""
        ask = {"id": started["id"], "seen": [started["state"], started["progress"]]}
        view = started
        while view["state"] in ("queued", "running"):
            await control.VERBS["import.follow"](self.hub, ask)
            view = await self.get(f"/imports/{started['id']}")
            ask["seen"] = [view["state"], view["progress"]]
        return view


def token_of(hub: Hub, scopes: list[Scope]) -> Any:
    return hub.database.write(lambda s: staff.make_token(s, "test", scopes, hub.clock.now())[1])


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    settings = Settings(
        data_dir=tmp_path / "data",
        listen="127.0.0.1:0",
        import_limit=LIMIT,
        timezone="Europe/Berlin",
        log_level="error",
    )
    hub = Hub(settings)
    await hub.start()
    commands = await control.serve(hub)
    server = TestServer(application(hub))
    await server.start_server()
    token = await token_of(hub, list(Scope))
    async with ClientSession(
        str(server.make_url("/")), headers={"Authorization": f"Bearer {token}"}
    ) as client:
        yield Running(hub, client)
        hub.stopping.set()
        await server.close()
    await commands.cleanup()
    await hub.stop()


async def scrm(folder: Path, *words: str) -> tuple[int, str, str]:
    """A command with nobody at its terminal: exit status, standard output, standard error."""
    process = await asyncio.create_subprocess_exec(
        SCRM,
        *words,
        env=os.environ | {"SCRM_DATA_DIR": str(folder), "SCRM_LOG_LEVEL": "error"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_an_upload_becomes_a_conversation(running: Running) -> None:
    status, started = await running.post(ANDROID, BO, kind="whatsapp", timezone="Asia/Shanghai")
    assert (status, started["file_name"]) == (202, BO)
    done = await running.over(started)
    assert (done["state"], done["progress"], done["error"]) == ("done", 1.0, None)
    assert done["report"]["added"] == 7
    thread = done["report"]["conversation_id"]
    shown = await running.get(f"/conversations/{thread}/messages")
    assert shown["items"][-1]["platform_time"] == "2026-11-21T14:34:00Z"
    channels = await running.get("/channels")
    assert [(one["platform"], one["state"]) for one in channels["items"]] == [
        ("archive", "archive")
    ]
    assert await wrong(running.hub) == []


async def test_nobody_can_answer_on_an_archive(running: Running) -> None:
    _, started = await running.post(TWO, BO)
    done = await running.over(started)
    path = f"/api/v1/conversations/{done['report']['conversation_id']}/messages"
    async with running.client.post(path, json={"text": "hi"}) as response:
        assert (response.status, (await response.json())["code"]) == (409, "read_only_channel")


async def test_a_question_is_shown_and_answered(running: Running) -> None:
    _, started = await running.post(TWO, "chat.txt")
    asked = await running.over(started)
    assert asked["question"] == {"field": "me", "choices": ["Bo", "Mira", "-"]}
    path = f"/api/v1/imports/{started['id']}/answer"
    async with running.client.post(path, json={"me": "Mira"}) as response:
        assert response.status == 200
        done = await running.over(await response.json())
    assert done["report"]["people"] == ["Bo", "Mira"]
    listed = await running.get("/imports")
    assert [(one["id"], one["state"]) for one in listed["items"]] == [(started["id"], "done")]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "telegraph"}, "kind"),
        ({"timezone": "Mars"}, "timezone"),
        ({"date_order": "ydm"}, "date_order"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_a_wrong_field_is_refused_and_its_file_forgotten(
    running: Running, fields: dict[str, str], field: str
) -> None:
    status, problem = await running.post(TWO, BO, **fields)
    assert (status, problem["field"]) == (422, field)
    assert list(running.hub.importer.folder.glob("*")) == []


async def test_what_is_larger_than_allowed_is_refused_as_it_comes(running: Running) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'

    async def chunks() -> AsyncIterator[bytes]:
        yield body + b"a" * (LIMIT + 10) + b"\r\n--x--\r\n"

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    async with running.client.post("/api/v1/imports", data=chunks(), headers=kind) as response:
        assert response.status == 413
    assert list(running.hub.importer.folder.glob("*/*")) == []


async def test_what_says_that_it_is_too_large_is_refused_unread(running: Running) -> None:
    url = running.client._base_url
    assert url is not None
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(
        b"POST /api/v1/imports HTTP/1.1\r\nHost: hub\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\n"
        + f"Authorization: {running.client.headers['Authorization']}\r\n".encode()
        + f"Content-Length: {LIMIT * 2}\r\n\r\n".encode()
    )
    async with asyncio.timeout(10):
        assert (await reader.readline()).split()[1] == b"413"
    writer.close()


async def test_only_who_may_imports(running: Running) -> None:
    reader = await token_of(running.hub, [Scope.READ])
    running.client.headers["Authorization"] = f"Bearer {reader}"
    assert (await running.post(TWO, BO))[0] == 403
    assert (await running.get("/imports"))["items"] == []


async def test_the_console_is_told_as_it_goes(running: Running) -> None:
    async with running.client.get("/api/v1/stream") as stream:
        _, started = await running.post(CHINESE, "WhatsApp 聊天记录 - 阿达.txt")
        states: list[str] = []
        async with asyncio.timeout(20):
            while "done" not in states:
                line = (await stream.content.readline()).decode()
                if line.startswith('data: {"import"'):
                    told = json.loads(line.removeprefix("data: "))["import"]
                    assert told["id"] == started["id"]
                    states.append(told["state"])


async def test_the_same_upload_twice_by_key_is_one_import(running: Running) -> None:
    running.client.headers["Idempotency-Key"] = "one"
    _, first = await running.post(TWO, BO)
    _, second = await running.post(TWO, BO)
    assert first["id"] == second["id"]


async def test_a_dry_run_reports_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / BO).write_text(ANDROID)
    words = ("import", "whatsapp", str(tmp_path / BO), "--dry-run", "--json")
    status, out, err = await scrm(tmp_path / "data", *words)
    assert status == 0, err
    report = json.loads(out)
    assert (report["messages"], report["added"], report["channel_id"]) == (7, 7, None)
    status, out, _ = await scrm(tmp_path / "data", "channel", "list", "--json")
    assert json.loads(out) == []
    assert list((tmp_path / "data" / "imports").iterdir()) == []


async def test_the_command_works_beside_a_running_hub(running: Running, tmp_path: Path) -> None:
    (tmp_path / BO).write_text(ANDROID)
    words = ("import", "whatsapp", str(tmp_path / BO))
    status, out, err = await scrm(tmp_path / "data", *words, "--json")
    assert status == 0, err
    assert json.loads(out)["added"] == 7
    assert "importing: 100 %" in err
    status, out, _ = await scrm(tmp_path / "data", *words, "--dry-run")
    assert status == 0
    assert "0 would be added, 7 there already" in out
    assert list(running.hub.importer.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "words", "says"),
    [
        (TWO, (), "Say with --me whose phone this chat came from: Bo, Mira, -"),
        (TWO, ("--me", "Mia"), "Nobody in this chat is called 'Mia'; --me is one of: Bo, Mira, -"),
        (
            "03/02/2026, 10:00 - Bo: hi",
            (),
            "Dates such as 03/02/2026 can be read in several ways; say --date-order: dmy, mdy",
        ),
    ],
    ids=["me", "wrong me", "date order"],
)
@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["", "dry run"])
async def test_with_nobody_to_ask_it_says_which_option_to_give(
    tmp_path: Path, content: str, words: tuple[str, ...], says: str, dry: tuple[str, ...]
) -> None:
    (tmp_path / "chat.txt").write_text(content)
    command = ("import", "whatsapp", str(tmp_path / "chat.txt"), *words, *dry)
    status, out, err = await scrm(tmp_path / "data", *command)
    assert (status, out) == (2, "")
    assert err.splitlines()[-1] == f"scrm: {says}"
    assert list((tmp_path / "data" / "imports").iterdir()) == []


async def test_a_missing_file_is_wrong_use_and_a_wrong_one_a_failure(tmp_path: Path) -> None:
    assert (await scrm(tmp_path / "data", "import", "whatsapp", "none.txt"))[0] == 2
    (tmp_path / "diary.txt").write_text("Dear diary")
    status, _, err = await scrm(
        tmp_path / "data", "import", "whatsapp", str(tmp_path / "diary.txt")
    )
    assert (status, err.splitlines()[-1]) == (
        1,
        "scrm: file holds no message as WhatsApp exports them",
    )


def test_at_a_terminal_it_asks(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(TWO)
    words = [str(SCRM), "import", "whatsapp", str(tmp_path / "chat.txt")]
    place = {"SCRM_DATA_DIR": str(tmp_path / "data"), "SCRM_LOG_LEVEL": "error", "TERM": "xterm"}
    child, terminal = pty.fork()
    if child == 0:
        os.execve(words[0], words, os.environ | place)  # noqa: S606 - our own command
    seen = _read_until(terminal, b"Number or name")
    assert b"2  Mira" in seen
    os.write(terminal, b"2\n")
    seen = _read_until(terminal, b"2 added")
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 0


def _read_until(terminal: int, wanted: bytes) -> bytes:
    seen = b""
    while wanted not in seen:
        ready, _, _ = select.select([terminal], [], [], 30)
        assert ready, seen
        seen += os.read(terminal, 4_096)
    return seen
