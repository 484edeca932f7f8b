"""Temporary folders in memory, where the machine has room for them.

What the tests prove is that nothing is lost when a process dies, and a file in memory outlives a
process as one on a disk does. No test cuts the power, so none needs to wait for a disk.
"""

import os
import tempfile
from pathlib import Path
from shutil import disk_usage

MEMORY = Path("/dev/shm")
ROOM = 2_000_000_000
"""Bytes that must be free, some ten times of what a run takes."""


def work_in_memory() -> None:
    """For this process and all that it starts; whoever has set TMPDIR knows better."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    if disk_usage(MEMORY).free < ROOM:
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None  # what was found earlier
