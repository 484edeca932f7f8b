"""Ports that nobody listens on."""

import socket
from collections.abc import Iterator

from scrm.kernel.errors import Conflict

HOST = "127.0.0.1"
TRIES = 200


def free_ports(wanted: int) -> Iterator[int]:
    """The wanted port, then the next free ones. Each is free at the moment it is given."""
    for port in range(wanted, min(wanted + TRIES, 65_536)):
        if _is_free(port):
            yield port
    raise Conflict(f"No port from {wanted} on is free; choose another with --port")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as candidate:
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((HOST, port))
        except OSError:
            return False
    return True
