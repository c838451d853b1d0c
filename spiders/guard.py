"""Guard: no connection to an address outside the public internet, wherever a name, a link or a redirect leads.

It stands where the socket is opened, after the name was resolved: so it covers every spelling of an address, names that
resolve to internal hosts, redirects, robots.txt and sitemaps alike.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from spiders.reasons import OffLimitsError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NAT64 = IPv6Network("64:ff9b::/96")
_TUNNELS = IPv6Network("2002::/16")  # 6to4
_TEREDO = IPv6Network("2001::/32")


def networks(allowed: Iterable[str]) -> tuple[Network, ...]:
    """The networks of a setting; raises ``ValueError`` naming the entry that is none."""
    found: list[Network] = []
    for text in allowed:
        try:
            found.append(ip_network(text.strip(), strict=False))
        except ValueError as error:
            raise ValueError(f"{text!r} is no network; expected something like 10.1.0.0/16") from error
    return tuple(found)


def may_contact(host: str, allowed: tuple[Network, ...] = ()) -> bool:
    """Whether a connection to ``host``, an address in figures, may be opened; a name may not: it was not resolved."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return False
    address = _carried(address)
    return any(address in network for network in allowed if address.version == network.version) or _is_public(address)


def install(reactor: Any, allowed: tuple[Network, ...]) -> None:
    """Make every outgoing TCP connection of ``reactor`` pass the guard."""
    connect = reactor.connectTCP

    def guarded(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if not may_contact(host, allowed):
            raise OffLimitsError(f"off-limits address {host}")
        return connect(host, port, *args, **kwargs)

    reactor.connectTCP = guarded


def _carried(address: Address) -> Address:
    """The IPv4 address that a mapped or translated (NAT64) IPv6 one stands for, or the address itself."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if isinstance(address, IPv6Address) and address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv6Address) and (address in _TUNNELS or address in _TEREDO or address.is_site_local):
        return False  # old tunnels: they end at an IPv4 address of the sender's choice, and no site lives there
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special
