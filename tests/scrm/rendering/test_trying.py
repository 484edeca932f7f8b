"""A template that is about to be saved is tried out in a process that may do little."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scrm.kernel.errors import Invalid, Mistaken, Unavailable
from scrm.rendering.messages.trying import service
from scrm.rendering.messages.trying.child import CPU_SECONDS, MEMORY
from scrm.rendering.messages.trying.service import CHILD, Rehearsal
from scrm.rendering.messages.values import LONGEST_SOURCE, LONGEST_VALUES, Missing, Values

ANN: Values = {"contact": {"name": "Ann", "born": "1990-02-03", "tags": ["tea"]}}


async def test_it_returns_the_message() -> None:
    source = 'Hi {{ contact.name }}, {{ contact.born | date("day", "zh") }} 茶 {{ contact.tags }}'
    assert await Rehearsal().try_out(source, ANN) == "Hi Ann, 2月3日 茶 tea"


async def test_it_tells_all_mistakes_with_their_lines() -> None:
    with pytest.raises(Mistaken) as wrong:
        await Rehearsal().try_out("{{ a() }}\n{{ contact.name ~ 1 }}", ANN)
    assert [one.place for one in wrong.value.mistakes] == ["line 1", "line 2"]
    assert wrong.value.code == "bad_template"


async def test_it_names_what_is_missing() -> None:
    with pytest.raises(Missing) as missing:
        await Rehearsal().try_out("{{ contact.city }}", ANN)
    assert missing.value.field == "contact.city"


async def test_it_says_when_a_message_gets_too_long() -> None:
    values: Values = {"contact": {"bio": "x" * LONGEST_VALUES}}
    with pytest.raises(Invalid) as refused:
        await Rehearsal().try_out("{{ contact.bio }}!", values)
    assert refused.value.code == "message_too_long"
    assert "shorten" in str(refused.value)


async def test_other_names_are_passed_on() -> None:
    assert (
        await Rehearsal().try_out("{{ order.id }}", {"order": {"id": 7}}, frozenset({"order"}))
        == "7"
    )


@pytest.mark.parametrize(
    "source",
    [
        "x" * (LONGEST_SOURCE + 1),
        "x" * 5_000_000,
        "\ud800",
        "{{ " + "(" * 9_000,
        "{{ 1" + "0" * 19_000 + " }}",
        "{% extends 'x' %}",
        "{{ 'x",
    ],
    ids=["long", "very long", "surrogate", "deep", "digits", "extends", "open"],
)
async def test_what_is_hostile_is_told_as_a_mistake(source: str) -> None:
    with pytest.raises(Mistaken) as wrong:
        await Rehearsal().try_out(source, ANN)
    assert "too much time or memory" not in str(wrong.value), "it is refused, and not only ended"


@pytest.mark.parametrize("value", [object(), float("nan"), ("x",)])
async def test_what_is_not_plain_does_not_get_as_far(value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        await Rehearsal().try_out("x", {"contact": {"name": value}})


def _child(work: str) -> subprocess.CompletedProcess[str]:
    """What becomes of work that a template could not ask for, behind the child's own bounds."""
    code = f"from {CHILD} import bound, rehearse; rehearse(); bound(); {work}"
    return subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False, timeout=60
    )


def test_the_system_ends_what_takes_too_much_time() -> None:
    assert _child("x = 0\nwhile True: x += 1").returncode == -signal.SIGPROF
    before = os.times()
    _child("while True: pass")
    spent = os.times().children_user - before.children_user
    assert spent < 20 * CPU_SECONDS


def test_what_takes_too_much_memory_fails() -> None:
    assert "MemoryError" in _child(f"x = bytearray({MEMORY})").stderr
    assert _child(f"x = bytearray({MEMORY // 4})").returncode == 0


@pytest.mark.parametrize(
    "work",
    [
        "open('/etc/passwd')",
        "import socket; socket.socket()",
        "import os; os.pipe()",
        "import subprocess; subprocess.run(['true'])",
    ],
)
def test_it_opens_nothing(work: str) -> None:
    done = _child(work)
    assert done.returncode == 1
    assert "Error" in done.stderr


@pytest.fixture
def instead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Has this done where a template would be tried out."""

    def put(work: str) -> None:
        (tmp_path / "stand_in").write_text(f"#!/bin/sh\nexec {sys.executable} -I -c '{work}'\n")
        (tmp_path / "stand_in").chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(tmp_path / "stand_in"))

    return put


@pytest.mark.parametrize(
    "work",
    [
        f"from {CHILD} import bound; bound()\nwhile True: pass",
        f"import sys; from {CHILD} import tried, main; import {CHILD} as child; "
        f'child.tried = lambda order: bytearray({MEMORY}) if order.get("values") == {{}} else {{}}; '
        "sys.exit(main())",
    ],
    ids=["time", "memory"],
)
async def test_a_template_that_takes_too_much_is_a_mistake(
    instead: Callable[[str], None], work: str
) -> None:
    instead(work)
    with pytest.raises(Mistaken, match="too much time or memory"):
        await Rehearsal().try_out("x", {})


async def test_a_child_that_can_not_begin_is_no_mistake_of_the_template(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service, "CHILD", "scrm.no_such_module")
    with pytest.raises(RuntimeError, match="no_such_module"):
        await Rehearsal().try_out("x", ANN)


async def test_who_waits_too_long_is_told_and_the_child_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[asyncio.subprocess.Process] = []
    begin = asyncio.create_subprocess_exec

    async def noted(*words: str, **more: Any) -> asyncio.subprocess.Process:
        begun.append(await begin(*words, **more))
        return begun[-1]

    monkeypatch.setattr(service, "WITHIN", 0.0)
    monkeypatch.setattr(asyncio, "create_subprocess_exec", noted)
    with pytest.raises(Unavailable):
        await Rehearsal().try_out("x", ANN)
    assert [child.returncode for child in begun] == [-signal.SIGKILL]


async def test_few_are_tried_at_a_time() -> None:
    rehearsal = Rehearsal(1)
    said = await asyncio.gather(*(rehearsal.try_out(f"{n}", ANN) for n in range(3)))
    assert said == ["0", "1", "2"]
