from pathlib import Path

import pytest

from spiders.connectors import connectors, platform_of


@pytest.mark.parametrize(
    ("url", "feed", "platform"),
    [
        ("https://www.reddit.com/r/homekeys/", "", "reddit"),
        ("https://old.reddit.com/r/homekeys/.rss", "", "reddit"),
        ("https://discourse.keys.example/", "", "discourse"),
        ("https://roofs.example/feed.xml", "", "feed"),
        ("https://roofs.example/", "https://roofs.example/new.php?type=rss", "feed"),
        ("https://news.ycombinator.com/", "", "hacker_news"),
        ("https://hn.algolia.com/?query=home%20keys", "", "hacker_news"),
        ("https://stackoverflow.com/questions/tagged/pandas", "", "stack_exchange"),
        ("https://diy.stackexchange.com/", "", "stack_exchange"),
        ("https://notstackexchange.com/", "", "forum"),
        ("https://board.keys.example/viewforum.php?f=3", "", "forum"),
        ("https://keys.example/blog/", "", "forum"),
        ("https://keys.wordpress.com/", "", "wordpress"),
        ("https://lemmy.world/c/gardening", "", "lemmy"),
        ("https://mastodon.example/tags/gardening", "", "mastodon"),
        ("https://bsky.app/search?q=gardening", "", "bluesky"),
        ("https://bsky.app/profile/keys.example", "", ""),
        ("https://lobste.rs/t/web", "", "lobsters"),
        ("https://www.facebook.com/groups/keys.example", "", ""),
    ],
)
def test_platform_is_told_from_the_address(url, feed, platform):
    """A venue without a named platform is read by the connector its address calls for, or by none."""
    assert platform_of(url, feed) == platform


def test_helper_modules_register_nothing():
    """Every registered connector is a platform's, in a file of its name."""
    folder = Path(__file__).parents[3] / "spiders" / "connectors"

    assert {name for name in connectors if not (folder / f"{name}.py").exists()} == set()
    assert {"discourse", "feed", "reddit"} <= set(connectors)
    assert {"payload", "reading", "merge", "markup", "fields"} & set(connectors) == set()
