"""Topics, questions and trends of a market of real words in CPU-seconds: ``make bench-understanding``.

2,000 conversations of 150 words in twelve communities and 1,000 pages of 700 words of five companies, cut from the
labelled documents of ``benchmarks.topics``; read in the order of an audit, in one process, program start and model
apart. What an audit that would come out the same takes is the business of ``benchmarks.audit``: there it is recalled,
and nothing of this is done again. The ceiling is in ``floors.json``.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from benchmarks.topics import Labelled, read_set
from market.companies import Company, Role
from market.figures import Window
from market.pages import Capture
from market.posts import Conversation, Post
from market.urls import digest
from market.venues import Access, Venue

if TYPE_CHECKING:
    from spacy.language import Language

FLOORS = Path(__file__).with_name("floors.json")
CONVERSATIONS, WORDS, TITLE = 2000, 150, 10
PAGES, PAGE_WORDS, COMPANIES = 1000, 700, 5
END = datetime(2026, 1, 5, tzinfo=UTC)
KEYWORDS = ("credit card", "home loan", "website", "freelance", "exercise")
Result = TypeVar("Result")


def conversations(posts: Labelled) -> tuple[Conversation, ...]:
    """Real posts of each community one after the other, cut into conversations of equal length."""
    words: dict[str, list[str]] = {}
    for text, label in zip(posts.raw, posts.label, strict=True):
        words.setdefault(label, []).extend(text.split())
    each = CONVERSATIONS // len(words) + 1
    cuts = [(label, words[label][n * WORDS : (n + 1) * WORDS]) for label in sorted(words) for n in range(each)]
    return tuple(_conversation(*cut, n) for n, cut in enumerate(c for c in cuts if len(c[1]) == WORDS))[:CONVERSATIONS]


def _conversation(label: str, words: Sequence[str], number: int) -> Conversation:
    url, began = f"https://{label}.example/t/{number}", END - timedelta(days=number * 7 % 364)
    title, body, author = " ".join(words[:TITLE]), " ".join(words[TITLE:]), f"author {number % 700}"
    return Conversation(f"https://{label}.example/", url, title, body, author, began, 3, None, _capture(url))


def pages(news: Labelled) -> Iterator[Post]:
    """Real articles one after the other, cut into pages of equal length."""
    words = " ".join(news.raw).split()
    for number in range(PAGES):
        start = number * PAGE_WORDS % (len(words) - PAGE_WORDS)
        url, own = f"https://c{number % COMPANIES}.example/{number}", words[start : start + PAGE_WORDS]
        title, key = " ".join(own[:8]), f"c{number % COMPANIES}.example"
        yield Post(key, url, title, " ".join(own), title, len(own), "en", None, _capture(url))


def _capture(url: str) -> Capture:
    return Capture(url, END, 200, "text/html", digest(url), "made.warc.gz", 0)


def understand(talks: Sequence[Conversation], posts: Sequence[Post], model: "Language") -> dict[str, float]:
    """CPU-seconds of each step, in the order of ``pipelines.understanding``."""
    from nlp.questions import find_questions
    from nlp.relevance import find_on_market
    from nlp.share_of_voice import share_of_voice
    from nlp.topics import find_topics
    from nlp.trends import find_trends
    from nlp.venues import score_venues

    roles = (Role.CLIENT, *[Role.COMPETITOR] * (COMPANIES - 1))
    companies = [Company(f"Firm {n}", f"https://c{n}.example/", role) for n, role in enumerate(roles)]
    keys, window = [c.key for c in companies], Window.ending(END.date(), 26)
    venues = [Venue(key, key, "any", Access.CRAWLABLE) for key in sorted({t.venue for t in talks})]
    spent: dict[str, float] = {}

    def timed(step: str, work: Callable[[], Result]) -> Result:
        start = time.process_time()
        result = work()
        spent[step] = time.process_time() - start
        return result

    found = timed("relevance", lambda: find_on_market(talks, posts, companies, KEYWORDS, model))
    timed("venues", lambda: score_venues(venues, found))
    topics = timed("topics", lambda: find_topics(talks, posts, keys, None, model))
    timed("questions", lambda: find_questions(talks, posts, keys, model))
    timed("trends", lambda: find_trends(topics.topics, topics.assignments, talks, window, window.before()))
    timed("share of voice", lambda: share_of_voice(found, companies, model))
    return spent


def main() -> int:
    """Print each step; 1 above the ceiling, else 0."""
    from nlp.language import load_model

    talks, posts = conversations(read_set("posts")), tuple(pages(read_set("news")))
    spent = understand(talks, posts, load_model())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(talks):,} conversations of {WORDS} words, {len(posts):,} pages of {PAGE_WORDS} words")
    print("  ".join(f"{step} {seconds:.1f}" for step, seconds in spent.items()))
    most = json.loads(FLOORS.read_text())["understanding"]["CPU s, most"]
    print(f"{sum(spent.values()):.1f} CPU s (at most {most:g}), {peak:.0f} MB")
    return int(sum(spent.values()) > most)


if __name__ == "__main__":
    sys.exit(main())
