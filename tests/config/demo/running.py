"""`scrm demo` as a person runs it: a process with a terminal's worth of output."""

import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

SCRM = Path(sys.executable).parent / "scrm"
READY_WITHIN = 90.0
ENDS_WITHIN = 60.0


def plain_environment(data: Path) -> dict[str, str]:
    """What a terminal has: bytecode is kept, and no setting is meant for us."""
    unwanted = ("SCRM_", "PYTHONDONTWRITEBYTECODE")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(unwanted)}
    return kept | {"SCRM_DATA_DIR": str(data)}


class RunningDemo:
    """Started by `with`, ended by leaving it; `link`, `hub`, `shop` and `phones` as
    it printed them."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self.data = data
        self._arguments = arguments
        self._said = ""

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [SCRM, "demo", *self._arguments],
            env=plain_environment(self.data),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            self.said = self._output_until(b"Ctrl-C ends it.")
        except BaseException:
            self.process.kill()
            self._close()
            raise
        self.announced_at = time.monotonic()
        self.link = self._found(r"(http://\S+/#token=\S+)")
        self.stage, _, self.token = self.link.partition("/#token=")
        self.hub = self._found(r"The hub\s+(http://\S+)")
        self.shop = self._found(r"The shop's site\s+(http://\S+)")
        self.phones = self._found(r"phones\s+(http://\S+)/phones")
        return self

    def _output_until(self, last: bytes) -> str:
        assert self.process.stdout is not None
        said, ends = b"", time.monotonic() + READY_WITHIN
        while last not in said:
            left = ends - time.monotonic()
            ready, _, _ = select.select([self.process.stdout], [], [], max(left, 0))
            chunk = os.read(self.process.stdout.fileno(), 4096) if ready else b""
            assert chunk, f"the demo did not start: {said.decode()}"
            said += chunk
        return said.decode()

    def _found(self, pattern: str) -> str:
        found = re.search(pattern, self.said)
        assert found is not None, self.said
        return found[1]

    def end(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Its exit status and its last words."""
        self.process.send_signal(number)
        last_words, _ = self.process.communicate(timeout=ENDS_WITHIN)
        return self.process.returncode, last_words.decode()

    def _close(self) -> None:
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process.wait(ENDS_WITHIN)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.end()
        self._close()
