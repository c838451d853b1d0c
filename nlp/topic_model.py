"""Topic model: any documents in; topics' words and every document's topic out.

The same model that the report's topics are made of, without companies, venues and quotes around it::

    from nlp.topic_model import model_topics

    found = model_topics(["First document …", "Second document …"], count=20)
    found.words  # per topic its words, best first
    found.topic  # per document the number of its topic, -1 where it shares no word with another
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.factors import Factors, factorise
from nlp.keywords import TERMS, keywords_of
from nlp.language import load_model
from nlp.vocabulary import learn_vocabulary

if TYPE_CHECKING:
    from spacy.language import Language

READ_TERMS = 120  # of a document: a long opening post may not outweigh a hundred titles


@dataclass(frozen=True, slots=True)
class TopicWords:
    """Topics of documents as words and assignments."""

    words: tuple[tuple[str, ...], ...]  # per topic, best first, lower-case lemmas; most documents first
    topic: tuple[int, ...]  # per document, a place in ``words``; -1 where it shares no word with another
    criterion: str  # how the number of topics was chosen


def model_topics(
    documents: Sequence[str], count: int | None = None, seed: int = 0, model: "Language | None" = None
) -> TopicWords:
    """The topics of the documents, plain texts in English of any length; ``count`` of them where it is given.

    Without ``count`` the number is chosen from the documents. Fewer topics come back where the documents hold fewer,
    and none where they share no words. ``model`` is the spaCy model, by default the best one installed. The same
    documents and seed give the same topics. Raises ``nlp.language.ModelMissing`` when no model is installed.
    """
    vocabulary = learn_vocabulary(documents, model or load_model())
    terms = [vocabulary.terms(text)[:READ_TERMS] for text in documents]
    factors = factorise(terms, seed, count)
    return _ordered(factors, terms) if factors else TopicWords((), (-1,) * len(documents), "")


def _ordered(factors: Factors, terms: Sequence[Sequence[str]]) -> TopicWords:
    numbers = sorted(set(factors.nearest) - {-1}, key=lambda n: (-factors.nearest.count(n), n))
    held = [frozenset(t) for t in terms]
    members = [[place for place, number in enumerate(factors.nearest) if number == n] for n in numbers]
    found = keywords_of(terms, factors.terms, factors.counts, members)
    words = [own or _commonest(places, held) for own, places in zip(found, members, strict=True)]
    place = {number: i for i, number in enumerate(numbers)} | {-1: -1}
    return TopicWords(tuple(words), tuple(place[n] for n in factors.nearest), factors.criterion)


def _commonest(places: Sequence[int], held: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """Of a topic that no term tells from the others."""
    counts = Counter(term for place in places for term in held[place])
    return tuple(sorted(counts, key=lambda t: (-counts[t], t))[:TERMS])
