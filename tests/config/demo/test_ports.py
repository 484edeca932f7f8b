"""A port that is taken is passed over."""

import socket

from config.demo.ports import HOST, free_ports


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        taken = other.getsockname()[1]
        ports = free_ports(taken)
        first, second = next(ports), next(ports)
    assert taken < first < second
