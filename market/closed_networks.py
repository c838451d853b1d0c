"""Closed networks: places whose terms or walls keep crawlers out; they are named in a report and never asked.

Beside them stand the platforms that show no words on their pages: what no connector reads there, nothing reads.
"""

from market.urls import host_of

HOSTS = frozenset(
    "facebook.com fb.com fb.me x.com twitter.com t.co linkedin.com lnkd.in instagram.com threads.net threads.com "
    "tiktok.com pinterest.com snapchat.com nextdoor.com quora.com yelp.com activerain.com discord.com discord.gg "
    "discordapp.com slack.com t.me telegram.me telegram.org whatsapp.com signal.group messenger.com wechat.com "
    "vk.com xing.com clubhouse.com".split()
)


WORDLESS = frozenset("youtube.com youtu.be bsky.app podcasts.apple.com itunes.apple.com spotify.com reddit.com".split())


def is_closed(url: str) -> bool:
    """Whether an address is on a closed network or one of its subdomains."""
    return _is_on(url, HOSTS)


def is_wordless(url: str) -> bool:
    """Whether an address is on a platform whose pages are empty without its own scripts or logins."""
    return _is_on(url, WORDLESS)


def _is_on(url: str, hosts: frozenset[str]) -> bool:
    labels = host_of(url).split(".")
    return any(".".join(labels[start:]) in hosts for start in range(len(labels) - 1))
