"""The guard at the socket."""

import pytest

from spiders.guard import install, may_contact, networks
from spiders.reasons import OffLimitsError


class Reactor:
    """Notes the connections that were opened."""

    def __init__(self):
        self.opened = []

    def connectTCP(self, host, port, *_args, **_kwargs):  # noqa: N802
        self.opened.append((host, port))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.2.7",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "example.com",
        "2130706433",
        "",
    ],
)
def test_what_is_not_public_is_refused(address):
    """Loopback, private, link-local, shared, documentation, multicast and reserved addresses, and IPv6 around them."""
    assert not may_contact(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_are_open(address):
    """The public internet is reached over IPv4 and IPv6, mapped and translated addresses included."""
    assert may_contact(address)


def test_a_named_network_is_open_and_no_other():
    """The setting opens what it names, however the address is spelled."""
    allowed = networks(["127.0.0.0/8", "fd00::/8"])

    assert may_contact("127.0.0.1", allowed)
    assert may_contact("::ffff:127.0.0.1", allowed)
    assert may_contact("fd12::1", allowed)
    assert not may_contact("10.0.0.1", allowed)
    assert not may_contact("::1", allowed)


def test_a_setting_that_is_no_network_is_named():
    """A typing error in the setting stops the crawl and is quoted."""
    with pytest.raises(ValueError, match=r"'10\.0\.0/8x' is no network"):
        networks(["10.0.0/8x"])


def test_no_connection_passes_the_installed_guard():
    """Once installed, the reactor opens only what the guard lets through."""
    reactor = Reactor()
    install(reactor, ())

    reactor.connectTCP("8.8.8.8", 80)
    with pytest.raises(OffLimitsError, match=r"127\.0\.0\.1"):
        reactor.connectTCP("127.0.0.1", 80)

    assert reactor.opened == [("8.8.8.8", 80)]
