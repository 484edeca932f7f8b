"""What an idle hub costs: time to be ready, and memory.

Time is the process's own: what the wall clock adds on a busy machine are its neighbours.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config.demo.running import SCRM, plain_environment

READY_WITHIN = 2.0
MOST_MEMORY = 150 * 2**20
TRIES = 3


def _start(data: Path) -> tuple[float, int]:
    """Seconds of processor until it says where it is, and the memory that it holds then."""
    environment = plain_environment(data) | {"SCRM_LISTEN": "127.0.0.1:0"}
    with subprocess.Popen(
        [SCRM, "serve"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as hub:
        assert hub.stdout is not None
        assert hub.stdout.readline().startswith(b"The hub is at ")
        cost = _cost_of(hub.pid)
        hub.terminate()
    assert hub.returncode == 0
    return cost


def _cost_of(pid: int) -> tuple[float, int]:
    told = subprocess.run(
        ["ps", "-o", "time=,rss=", "-p", str(pid)], capture_output=True, text=True, check=True
    )
    clock, memory = told.stdout.split()
    return _exact_seconds(pid, clock), int(memory) * 1024


def _exact_seconds(pid: int, clock: str) -> float:
    """`ps` counts whole seconds; Linux tells more."""
    if sys.platform != "linux":
        return float(
            sum(60**place * float(part) for place, part in enumerate(reversed(clock.split(":"))))
        )
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def starts(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[float, int]]:
    """A fresh hub first, then the same one again."""
    data = tmp_path_factory.mktemp("hub")
    return [_start(data) for _ in range(TRIES)]


def test_an_idle_hub_is_ready_within_two_seconds(starts: list[tuple[float, int]]) -> None:
    assert min(seconds for seconds, _ in starts) < READY_WITHIN


def test_an_idle_hub_holds_less_than_150_megabytes(starts: list[tuple[float, int]]) -> None:
    assert max(memory for _, memory in starts) < MOST_MEMORY
