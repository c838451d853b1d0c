"""Texts that the word vectors are learnt from: titles and first sentences of archived communities.

Written for ``benchmarks/word_vectors.py``, which runs in an environment without the product. A community that is also a
label of the documents that topics are measured on is left out.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.corpora import archived_conversations, real_markets
from benchmarks.topics import SETS, read_set
from nlp.cleaning import clean_conversation
from nlp.intent import sentences_of
from nlp.vocabulary import words_of

SENTENCES = 4  # of an opening post: it may not outweigh a hundred titles
LEAST_WORDS, MOST_CHARACTERS = 3, 300


def main(path: Path) -> int:
    """Write a line of JSON for each distinct text; 1 where there are no archives, else 0."""
    texts = dict.fromkeys(learning_texts())
    rows = [{"text": text, "words": words} for text in texts if len(words := words_of(text)) >= LEAST_WORDS]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    print(f"{len(rows)} texts")
    return 0 if rows else 1


def learning_texts() -> Iterator[str]:
    """Titles, and the first sentences of opening posts, of every community that nothing is measured on."""
    measured = {label for name in SETS for label in read_set(name).label}
    archives = sorted({archive for market in real_markets() for archive in market.archives})
    for archive in (a for a in archives if a.name.startswith("www.reddit.")):
        for community, conversation in archived_conversations(archive):
            if community not in measured:
                yield conversation.title[:MOST_CHARACTERS]
                sentences = list(sentences_of(clean_conversation(conversation.text)))
                yield from (sentence[:MOST_CHARACTERS] for sentence in sentences[:SENTENCES])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
