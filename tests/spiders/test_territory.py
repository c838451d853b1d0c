"""Territory: which hosts are a company's own, and which are somebody else's."""

from datetime import date

import pytest

from market.urls import PUBLISHING
from spiders.ports import Plan
from spiders.territory import MAX_SUBDOMAINS, Territory


def territory(**changes):
    values = {"start_url": "https://www.acme.co.uk/", "subdomains": True, **changes}
    known = {"window_start": date(2026, 5, 1), "max_pages": 200, "max_depth": 8, "delay": 2.0, "timeout": 30.0}
    return Territory(Plan(user_agent="watercooler/1", **known, **values))


@pytest.mark.parametrize(
    "url", ["https://blog.acme.co.uk/a", "https://news.acme.co.uk/", "http://press.acme.co.uk/x/y"]
)
def test_a_host_under_the_company_s_name_is_taken_in(url):
    """A blog on a host of its own, linked from the home page, becomes part of the site."""
    ours = territory()

    start = ours.welcome(url)

    assert start == "/".join(url.split("/")[:3]) + "/"
    assert ours.own(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://rival.co.uk/",
        "https://login.acme.co.uk/",
        "https://cdn.acme.co.uk/x",
        "https://help.acme.co.uk/",
        "https://blog.acme.co.uk.evil.example/",
        "https://news.acme.co.uk/",
        "https://notacme.co.uk/",
        "https://acme.co.uk.evil.example/",
        "http://127.0.0.1/",
    ],
)
def test_other_hosts_are_not(url):
    """Other names, hosts that publish nothing, and those that another entry of the brief owns stay outside."""
    ours = territory(strangers=("https://news.acme.co.uk/",))

    assert ours.welcome(url) == ""
    assert not ours.own(url)


def test_sites_of_one_hosting_service_are_strangers():
    """Two blogs under github.io or wordpress.com belong to two people."""
    ours = territory(start_url="https://acme.github.io/")

    assert ours.welcome("https://other.github.io/") == ""


def test_only_so_many_hosts_are_taken_in_and_none_unless_asked():
    """Many hosts are no way to a budget without end."""
    ours, strict = territory(), territory(subdomains=False)

    welcomed = [ours.welcome(f"https://{name}.acme.co.uk/") for name in sorted(PUBLISHING)]

    assert len([start for start in welcomed if start]) == MAX_SUBDOMAINS
    assert strict.welcome("https://blog.acme.co.uk/") == ""
