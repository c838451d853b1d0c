"""Labels for a person to judge: ``make topics-sample`` writes ``docs/topics-sample.md``.

Topics of the labelled documents of ``benchmarks.topics``, found and named as a report does, with the openings of the
three documents nearest each; no author is named. The number is the model's own.
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.topics import SETS, read_set
from market.pages import Capture
from market.posts import Conversation
from market.topics import Topic
from market.urls import digest
from nlp.language import load_model
from nlp.topics import find_topics

SAMPLE = Path(__file__).resolve().parents[1] / "docs" / "topics-sample.md"
LISTED = 18  # topics of a set
_MOMENT = datetime(2026, 1, 1, tzinfo=UTC)
_HEAD = """# A sample of topics with their labels

Written by `make topics-sample` from the labelled documents of `make bench-topics`: news, community posts and community
titles. Under each label its words, best known first, and openings of documents nearest its centre.
"""


def conversations(name: str) -> Iterator[Conversation]:
    """The documents of a set, each as a conversation of its own."""
    for i, text in enumerate(read_set(name).raw):
        url = f"https://{name}.example/{i}"
        title, _, body = text.partition("\n")
        capture = Capture(url, _MOMENT, 200, "text/html", digest(text), "made.warc.gz", i)
        yield Conversation(name, url, title.strip()[:300], body.strip(), "", _MOMENT, None, None, capture)


def topics_of(name: str) -> tuple[Topic, ...]:
    """The topics of a set as a report names them."""
    return find_topics(tuple(conversations(name)), (), (), None, load_model(), limit=LISTED).topics


def written(name: str, topics: tuple[Topic, ...]) -> Iterator[str]:
    """The set's part of the document, line by line."""
    yield f"\n## {name.capitalize()}\n"
    for topic in topics:
        yield f"* **{topic.label}** ({topic.conversations}): {', '.join(t.text for t in topic.terms)}"
        for quote in topic.quotes:
            words = re.sub(r"[*_`<>\[\]|#]", "", quote.quote).split()
            yield f"  * {' '.join(words[:25])}"


def main() -> int:
    """Write the document; 0."""
    lines = [_HEAD.strip()]
    for name in SETS:
        lines += written(name, topics_of(name))
        SAMPLE.write_text("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
