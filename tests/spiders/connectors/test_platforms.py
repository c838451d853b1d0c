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
        ("https://www.facebook.com/groups/keys.example", "", ""),
    ],
)
def test_platform_is_told_from_the_address(url, feed, platform):
    """A venue without a named platform is read by the connector its address calls for, or by none."""
    assert platform_of(url, feed) == platform


def test_three_connectors_register():
    """Reddit, Discourse and feeds can be read; helper modules of the package register nothing."""
    assert sorted(connectors) == ["discourse", "feed", "reddit"]
