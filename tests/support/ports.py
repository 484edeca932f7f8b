"""Where to begin to look for a free port: tests that run side by side look in places of their own."""

import os

PLACES = 4_000
"""Ports for each worker; what looks first from one number takes few of them."""


def first_port(wanted: int) -> int:
    """`wanted`, moved by the place of this worker: between finding a port and listening at it
    nobody else may take it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return wanted + int(worker) % 8 * PLACES
