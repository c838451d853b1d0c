"""Channels: which media a sentence names, under the names that the rest of the product uses."""

import re
from collections.abc import Sequence

# Names that are also words ("medium", "threads", "x") count only as written, after "on", "to", "via" or in a list.
_CHANNELS: tuple[tuple[str, str], ...] = (
    ("blog", r"(?i:blogs?\b|blogging\b|word ?press\b|blogposts?\b)"),
    ("Facebook", r"(?i:face ?book\b|fb\b)"),
    (
        "X (Twitter)",
        r"(?i:twitter\b|tweets?\b|tweeting\b)|(?<=on )X\b|(?<=to )X\b|(?<=via )X\b|(?<=, )X\b|(?<=and )X\b",
    ),
    ("Instagram", r"(?i:instagram\b|insta\b|ig\b)"),
    ("LinkedIn", r"(?i:linked ?in\b)"),
    ("YouTube", r"(?i:you ?tube\b)|YT\b"),
    ("TikTok", r"(?i:tik ?tok\b)"),
    ("Pinterest", r"(?i:pinterest\b)"),
    ("Yelp", r"(?i:yelp\b)"),
    ("ActiveRain", r"(?i:active ?rain\b)"),
    (
        "Google Business Profile",
        r"(?i:google (?:my )?business(?: profile| page)?\b|google listing\b|gmb\b|(?<!\d )gbp\b|google maps\b)",
    ),
    ("Nextdoor", r"(?i:nextdoor\b)|(?<=on )Next Door\b"),
    ("Reddit", r"(?i:reddit\b)"),
    ("Quora", r"(?i:quora\b)"),
    ("Tripadvisor", r"(?i:trip ?advisor\b)"),
    ("Houzz", r"(?i:houzz\b)"),
    ("Zillow", r"(?i:zillow\b)"),
    ("Snapchat", r"(?i:snapchat\b)"),
    ("WhatsApp", r"(?i:whats ?app\b)"),
    ("Telegram", r"(?i:telegram\b)"),
    ("Discord", r"Discord\b"),
    ("Slack", r"Slack\b"),
    ("Mastodon", r"(?i:mastodon\b)"),
    ("Bluesky", r"(?i:blue ?sky\b)(?= |[,.;:]|$)"),
    ("Threads", r"(?<=on )Threads\b|(?<=to )Threads\b|(?<=, )Threads\b|(?<=and )Threads\b"),
    ("Medium", r"(?<=on )Medium\b|(?<=to )Medium\b|(?<=, )Medium\b|(?<=and )Medium\b"),
    ("Substack", r"(?i:substack\b)"),
    ("Tumblr", r"(?i:tumblr\b)"),
    ("Trustpilot", r"(?i:trust ?pilot\b)"),
    ("Twitch", r"(?i:twitch\b)"),
    ("Stack Overflow", r"(?i:stack ?overflow\b)"),
    ("Hacker News", r"(?i:hacker ?news\b)"),
    ("GitHub", r"(?i:git ?hub\b)"),
    ("Spotify", r"(?i:spotify\b)"),
    ("Etsy", r"(?i:etsy\b)"),
    ("Meetup", r"(?i:meetup\.com\b)|(?<=on )Meetup\b"),
    ("Xing", r"(?i:xing\b)"),
    ("Vimeo", r"(?i:vimeo\b)"),
    ("podcast", r"(?i:podcasts?\b)"),
    (
        "newsletter",
        (
            r"(?i:e?-?news ?letters?\b|e-?mail (?:list|campaigns?|updates?|marketing|drip)\b|mailing list\b|"
            r"e-?mail(?:s|ed|ing)?\b(?! (?:addresses|address|sign|capture|enquir|inquir|form|us\b|me\b|signature)))"
        ),
    ),
    ("webinar", r"(?i:webinars?\b)"),
    (
        "website",
        (
            r"(?i:web ?site\b|landing pages?\b|home ?page\b|(?<=our )(?:own )?site\b|(?<=the )site\b(?! (?:visit|"
            r"manager)))"
        ),
    ),
)
_PATTERNS = tuple((name, re.compile(rf"(?<![\w@.-])(?:{pattern})")) for name, pattern in _CHANNELS)


def channels_in(text: str, known: Sequence[str] = ()) -> tuple[str, ...]:
    """The channels a text names, in the order they are named, each once.

    ``known`` are further channel names, say of the brief; they match as whole words in any case.
    """
    names = {name.casefold() for name, _ in _CHANNELS}
    own = [
        (k, re.compile(rf"(?i)(?<!\w){re.escape(k)}(?!\w)")) for k in sorted(set(known)) if k.casefold() not in names
    ]
    found = [(m.start(), name) for name, pattern in (*_PATTERNS, *own) if (m := pattern.search(text))]
    return tuple(name for _, name in sorted(found))
