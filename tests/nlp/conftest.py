"""Small conversations and posts of invented people, made for these tests."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from market.pages import Capture
from market.posts import Conversation, Post
from market.urls import digest
from nlp.language import load_model

if TYPE_CHECKING:
    from spacy.language import Language

Talk = Callable[..., Conversation]
Write = Callable[..., Post]


def capture(url: str) -> Capture:
    return Capture(url, datetime(2026, 1, 5, tzinfo=UTC), 200, "text/html", digest(url), "made.warc.gz", 0)


@pytest.fixture(scope="session")
def model() -> "Language":
    return load_model()


@pytest.fixture(scope="session")
def talk() -> Talk:
    def make(title: str, venue: str = "forum", text: str = "", author: str = "", replies: int = 0) -> Conversation:
        url = f"https://{venue}.example/t/{digest(title + text + author)[:12]}"
        began = datetime(2025, 11, 3, tzinfo=UTC)
        return Conversation(venue, url, title, text, author, began, replies, None, capture(url))

    return make


@pytest.fixture(scope="session")
def write() -> Write:
    def make(title: str, text: str, company: str = "ours") -> Post:
        url = f"https://{company}.example/{digest(title)[:12]}"
        return Post(company, url, title, text, title, len(text.split()), "en", None, capture(url))

    return make


BREAD = (
    "sourdough starter|rye bread|stone oven|bread flour|dough hydration|banneton basket|crust and crumb|bulk proofing"
)
CHESS = "queen's gambit|rook endgame|chess clock|opening theory|bishop pair|pawn structure|blitz rating|chess club"
GARDEN = "tomato seedlings|garden soil|compost heap|rose pruning|lawn mower|raised beds|slug traps|greenhouse heater"
FRAMES = (
    "How do you look after your {}?",
    "My first attempt at {} and {}",
    "Can anyone recommend a book on {}?",
    "Trouble with {} again",
    "{} or {} for a beginner?",
    "A short story about {}",
)


def chatter(talk: Talk, venue: str, subject: str, count: int) -> list[Conversation]:
    """Titles on one subject by many authors, the same every time."""
    phrases = subject.split("|")
    titles = []
    for i in range(count):
        frame = FRAMES[i % len(FRAMES)]
        titles.append(frame.format(phrases[i % len(phrases)], phrases[(i * 3 + 1) % len(phrases)]))
    return [talk(title, venue, author=f"{venue}-{i}", replies=i % 7) for i, title in enumerate(titles)]


@pytest.fixture(scope="session")
def square(talk: Talk) -> list[Conversation]:
    """What is said in a bakers' venue, a chess venue and a gardeners' venue, where one guest bakes."""
    return [
        *chatter(talk, "bakers", BREAD, 60),
        *chatter(talk, "chess", CHESS, 60),
        *chatter(talk, "garden", GARDEN, 60),
        talk("Rye bread from my own stone oven", "garden", author="garden-guest"),
    ]


@pytest.fixture(scope="session")
def bakery_posts(write: Write) -> list[Post]:
    """Two bakeries' posts, all on bread."""
    phrases = BREAD.split("|")
    body = "Today we show how we handle {} with {}, and why {} matters for every loaf that leaves the bakery. "
    return [
        write(f"All about {p}", body.format(p, phrases[i - 1], phrases[i - 2]) * 20, "ours" if i % 2 else "theirs")
        for i, p in enumerate(phrases)
    ]
