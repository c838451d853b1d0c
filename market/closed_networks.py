"""Closed networks: places whose terms or walls keep crawlers out; they are named in a report and never asked."""

from market.urls import host_of

HOSTS = frozenset(
    "facebook.com fb.com fb.me x.com twitter.com t.co linkedin.com lnkd.in instagram.com threads.net threads.com "
    "tiktok.com pinterest.com snapchat.com nextdoor.com quora.com yelp.com activerain.com discord.com discord.gg "
    "discordapp.com slack.com t.me telegram.me telegram.org whatsapp.com signal.group messenger.com wechat.com "
    "vk.com xing.com clubhouse.com".split()
)


def is_closed(url: str) -> bool:
    """Whether an address is on a closed network or one of its subdomains."""
    labels = host_of(url).split(".")
    return any(".".join(labels[start:]) in HOSTS for start in range(len(labels) - 1))
