"""Whose address a request has, and who may say so."""

import pytest

from scrm.web.proxies import Proxies, read_address

PROXY, SECOND, CLIENT, LIE = "10.0.0.1", "10.0.0.2", "203.0.113.9", "198.51.100.1"
OURS = Proxies(["10.0.0.0/8", "2001:db8::1"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        (CLIENT, [], CLIENT),
        (CLIENT, [LIE], CLIENT),
        (PROXY, [], PROXY),
        (PROXY, [CLIENT], CLIENT),
        (PROXY, [f"{LIE}, {CLIENT}"], CLIENT),
        (PROXY, [LIE, CLIENT], CLIENT),
        (PROXY, [f"{LIE},{CLIENT},{SECOND}"], CLIENT),
        (PROXY, [SECOND], SECOND),
        (PROXY, [f"{CLIENT}:4711"], CLIENT),
        (PROXY, ['"[2001:db8::9]:4711"'], "2001:db8::9"),
        (PROXY, ["::ffff:203.0.113.9"], CLIENT),
        ("::ffff:10.0.0.1", [CLIENT], CLIENT),
        ("2001:db8::1", [CLIENT], CLIENT),
        (PROXY, ["unknown"], PROXY),
        (PROXY, [f"{CLIENT}, unknown"], PROXY),
        (PROXY, [""], PROXY),
        ("", [LIE], ""),
    ],
)
def test_the_client_is_the_last_that_is_no_proxy_of_ours(
    peer: str, forwarded: list[str], client: str
) -> None:
    assert OURS.client_of(peer, forwarded) == client


def test_without_proxies_of_ours_nobodys_word_counts() -> None:
    assert Proxies().client_of("127.0.0.1", [CLIENT]) == "127.0.0.1"


@pytest.mark.parametrize("text", ["", "x", "1.2.3", "1.2.3.4.5", "[::1", "a:b", "::1::"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert read_address(text) in (None, read_address("::1"))
