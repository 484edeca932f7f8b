"""Which proxies are ours, and what they say of a client's address."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address


class Proxies:
    """The proxies that stand before the hub, by address or network. Raises ValueError."""

    def __init__(self, listed: Iterable[str] = ()) -> None:
        self._networks = [ip_network(one, strict=False) for one in listed]

    def __bool__(self) -> bool:
        return bool(self._networks)

    def trust(self, address: str) -> bool:
        found = read_address(address)
        return found is not None and any(found in network for network in self._networks)

    def client_of(self, peer: str, forwarded: Iterable[str]) -> str:
        """The last address that is no proxy of ours, read from the right: what stands left of it
        is the client's own word."""
        address = peer
        for header in reversed(list(forwarded)):
            for word in reversed(header.split(",")):
                found = read_address(word) if self.trust(address) else None
                if found is None:
                    return address
                address = str(found)
        return address


@lru_cache(1_000)
def read_address(text: str) -> Address | None:
    """An address as proxies write it, with a port or not; IPv4 within IPv6 is IPv4."""
    bare = text.strip().strip('"')
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
