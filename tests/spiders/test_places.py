"""An address tells which place it belongs to, and what is no place at all."""

import pytest

from spiders.places import place_of


@pytest.mark.parametrize(
    ("url", "place", "kind", "platform"),
    [
        ("https://old.reddit.com/r/RealEstate/comments/1abc/x/", "https://www.reddit.com/r/RealEstate/", "community", "reddit"),
        ("https://news.ycombinator.com/item?id=3", "https://news.ycombinator.com/", "community", "hacker_news"),
        ("https://diy.stackexchange.com/q/12", "https://diy.stackexchange.com/", "community", "stack_exchange"),
        ("https://forum.roofs.org/t/which-slate/41/3", "https://forum.roofs.org/", "community", "forum"),
        ("https://www.roofs.org/forum/viewtopic.php?t=3", "https://www.roofs.org/forum/", "community", "forum"),
        ("https://roofs.org/phpbb/viewtopic.php?t=3", "https://roofs.org/phpbb/", "community", "forum"),
        ("https://roofs.org/threads/slate.123/page-2", "https://roofs.org/", "community", "forum"),
        ("https://mail.roofs.org/pipermail/slaters/2026-May/1.html", "https://mail.roofs.org/pipermail/slaters", "community", "mailing_list"),
        ("https://podcasts.apple.com/us/podcast/on-roofs/id123?i=9", "https://podcasts.apple.com/podcast/id123", "podcast", "podcast"),
        ("https://on-roofs.libsyn.com/episode-3", "https://on-roofs.libsyn.com/", "podcast", "forum"),
        ("https://slates.substack.com/p/may", "https://slates.substack.com/", "newsletter", "forum"),
        ("https://www.youtube.com/@slater/videos", "https://www.youtube.com/@slater", "video channel", ""),
        ("https://www.roofing-weekly.co.uk/2026/slate", "https://www.roofing-weekly.co.uk/", "publication", ""),
    ],
)  # fmt: skip
def test_an_address_leads_to_its_place(url, place, kind, platform):
    """Threads, episodes, issues and articles belong to what they appeared in."""
    found = place_of(url)

    assert (found.url, found.kind, found.platform) == (place, kind, platform)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/groups/roofers",  # a closed network
        "https://www.linkedin.com/in/somebody",
        "https://discord.gg/roofs",
        "https://www.facebook.com/sharer/sharer.php?u=https://a.org",  # share buttons
        "https://reddit.com/submit?url=https://a.org",
        "https://news.ycombinator.com/submitlink?u=https://a.org",
        "https://twitter.com/intent/tweet?url=https://a.org",
        "https://bit.ly/3abc",  # leads elsewhere
        "https://youtu.be/abc",
        "https://d1x.cloudfront.net/app.js",  # files and counting
        "https://www.googletagmanager.com/gtag/js?id=G-1",
        "https://i.imgur.com/a.png",
        "https://fonts.googleapis.com/css2",
        "https://www.youtube.com/watch?v=abc",  # a video does not say whose it is
        "https://www.reddit.com/user/somebody",  # people
        "https://mastodon.social/@somebody",
        "https://en.wikipedia.org/wiki/Roof",  # cited by everybody
        "https://github.com/a/b",
        "https://192.168.0.1/forum/",
        "http://localhost/forum/",
        "mailto:a@b.org",
        "https://[broken/",
    ],
)
def test_what_is_no_place_is_not_one(url):
    """Closed networks, share buttons, shorteners, file hosts, people, and what everybody links to."""
    assert place_of(url) is None
