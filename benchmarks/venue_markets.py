"""Made-up markets with a known answer: venues of very different size, most of them about something else.

Every market has its own vocabulary, drawn at random from the nouns of the language model's tables: a few subjects for
the market, one for each hobby venue. Beside venues that discuss the market more or less stand hobby venues, a
small-talk venue that speaks of everything, one in another language, and one that a single spammer floods with the
market's words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from market.companies import Company, Role
from market.pages import Capture
from market.posts import Conversation, Post
from market.urls import digest
from market.venues import Access, Venue

if TYPE_CHECKING:
    from spacy.language import Language

CAPTURED = datetime(2026, 3, 2, tzinfo=UTC)
# Venue name, its conversations, and the share of them that is on the market.
RELEVANT = (("deep", 900, 0.9), ("broad", 5000, 0.55), ("mid", 400, 0.7), ("small", 60, 0.8), ("tiny", 12, 0.85))
HOBBIES = (("hobby-a", 1200, 0.01), ("hobby-b", 500, 0.03), ("hobby-c", 150, 0.02), ("hobby-d", 30, 0.0))
SMALL_TALK = ("small-talk", 900, 0.08)
FLOODED = ("flooded", 300, 0.01)
FOREIGN = ("foreign", 200, 0.0)
LEAST = ("five", 5, 0.9)
ADJECTIVES = "old cheap heavy quiet broken local early simple strange useful bright narrow steady rough famous".split()
VERBS = "compare repair sell move store test borrow explain avoid improve replace measure collect arrange".split()
FRAMES = (
    "How do you {v} your {a}?",
    "My first {a} and what it did to the {b}",
    "Looking for a {j} {a}, any recommendations?",
    "Trouble with the {a} again",
    "{a} or {b} for a beginner?",
    "A short story about {a} and {b}",
    "Why does nobody {v} the {a} before the {b}?",
    "The {j} {a} that changed my {b}",
    "Which {a} goes with a {j} {b}?",
    "I tried to {v} a {a} this weekend",
    "Five things to know about {a}",
    "Is it normal that the {a} needs a {b}?",
    "Please {v} my {a}",
    "Everything about {a}, {b} and {c}",
)
FOREIGN_FRAMES = (
    "Wie kann ich am besten meinen Garten im nächsten Frühling pflegen, wenn {a} fehlt?",
    "Hat jemand von euch schon einmal Erfahrungen mit {a} und {b} gemacht?",
    "Warum funktioniert das bei mir zu Hause seit gestern Abend nicht mehr mit {a}?",
)


@dataclass(frozen=True, slots=True)
class MadeMarket:
    """A market with its truth."""

    name: str
    venues: tuple[Venue, ...]
    relevant: frozenset[str]  # Venue.key
    irrelevant: frozenset[str]
    companies: tuple[Company, ...]
    keywords: tuple[str, ...]
    posts: tuple[Post, ...]
    conversations: tuple[Conversation, ...]


def made_market(seed: int, model: "Language", scale: float = 1.0) -> MadeMarket:
    """The market of a seed, the same each time; ``scale`` shrinks venues of more than 100 conversations."""
    chance = Random(f"market {seed}")  # noqa: S311 - a simulation, no secrets
    nouns = chance.sample(_nouns(model), 900)
    subjects = [nouns[i : i + 45] for i in range(0, 900, 45)]
    market, hobbies = subjects[:4], subjects[4:]
    plans = (*RELEVANT, LEAST, *HOBBIES, SMALL_TALK, FLOODED, FOREIGN)
    conversations: list[Conversation] = []
    venues = []
    for place, (name, size, share) in enumerate(plans):
        venue = Venue(name, f"https://{name}-{seed}.example/", "feed", Access.CRAWLABLE)
        venues.append(venue)
        own = [w for s in hobbies for w in s] if name in ("small-talk", "broad") else hobbies[place % len(hobbies)]
        frames = FOREIGN_FRAMES if name == "foreign" else FRAMES
        number = size if size <= 100 else max(100, round(size * scale))
        for i in range(number):
            words = chance.choice(market) if chance.random() < share else own
            conversations.append(_talk(chance, venue, i, words, frames, f"{name}-{chance.randrange(number)}"))
        if name == "flooded":
            for i in range(number, 2 * number):
                conversations.append(_talk(chance, venue, i, chance.choice(market), frames, "one-spammer"))
    keys = {venue.name: venue.key for venue in venues}
    relevant = frozenset(keys[name] for name, _, _ in (*RELEVANT, LEAST))
    keywords = (*market[0][:2], *market[1][:2], f"{market[2][0]} {market[2][1]}")
    posts = tuple(_post(chance, market, i) for i in range(40))
    companies = (Company("Quillmark Works", "https://quillmark.example/", Role.CLIENT),)
    irrelevant = frozenset(keys.values()) - relevant
    return MadeMarket(
        f"made-{seed}", tuple(venues), relevant, irrelevant, companies, keywords, posts, tuple(conversations)
    )


def _nouns(model: "Language") -> list[str]:
    """Plain nouns of the model's own table, long enough to be no abbreviation."""
    lookups: Any = getattr(model.get_pipe("lemmatizer"), "lookups")  # noqa: B009 - pipes are typed as callables
    table = lookups.get_table("lemma_index")["noun"]
    return sorted({w for w in table if w.isascii() and w.isalpha() and 5 <= len(w) <= 9 and not w.endswith("s")})


def _talk(
    chance: Random, venue: Venue, number: int, words: Sequence[str], frames: Sequence[str], author: str
) -> Conversation:
    a, b, c = (_zipf(chance, words) for _ in range(3))
    title = chance.choice(frames).format(a=a, b=b, c=c, j=chance.choice(ADJECTIVES), v=chance.choice(VERBS))
    url = f"{venue.url}t/{number}"
    began = CAPTURED - timedelta(days=chance.randrange(3, 700), minutes=chance.randrange(1440))
    return Conversation(
        venue.key, url, title, "", digest(author)[:16], began, chance.choice((0, 0, 1, 3)), None, _capture(url)
    )


def _zipf(chance: Random, words: Sequence[str]) -> str:
    """A few words are said often and most of them rarely."""
    return words[min(len(words) - 1, int(len(words) * chance.random() ** 2))]


def _post(chance: Random, market: Sequence[Sequence[str]], number: int) -> Post:
    words = chance.choice(market)
    said = []
    for _ in range(25):
        frame = chance.choice(FRAMES)
        a, b, c = (_zipf(chance, words) for _ in range(3))
        said.append(frame.format(a=a, b=b, c=c, j=chance.choice(ADJECTIVES), v=chance.choice(VERBS)))
    url = f"https://quillmark.example/blog/{number}"
    text = " ".join(said)
    return Post("client", url, said[0], text, said[0], len(text.split()), "en", None, _capture(url))


def _capture(url: str) -> Capture:
    return Capture(url, CAPTURED, 200, "text/html", digest(url), "made.warc.gz", 0)
