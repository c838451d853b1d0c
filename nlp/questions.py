"""Questions: what prospects ask, each intelligible on its own, and which company's pages answer it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from market.figures import Window
from market.findings import Evidence
from market.posts import Conversation, Post
from market.topics import Intent, Question
from market.urls import digest
from nlp.answering import Answers, Asking, read_answers, read_questions
from nlp.conversations import Heard, hear, short_quote
from nlp.intent import PRECEDENCE, asking_sentences
from nlp.names import has_handle, is_coarse, people_in, read_names
from nlp.vocabulary import Vocabulary, count_terms, learn_vocabulary

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

WORDS = range(4, 26)  # shorter ones need their thread, longer ones are no question people would recognise
LEAST_TERMS = 2  # meaningful words, or nobody could tell what it is about
# Two questions of five meaningful words that share four have a cosine of .8 before weighting by rarity, which lowers it
# where the odd words are rare; three of five (.6) are two questions.
SAME_QUESTION = 0.7
PRINTED = 5  # pieces of evidence per question
_READ_AHEAD = 4  # times the limit: names are read for so many at once
# Of an article that asks its own reader nothing is learnt: somebody must ask for themselves or ask somebody.
_ASKS_SOMEBODY = re.compile(
    r"\b(?:i|i'm|i've|i'd|my|me|we|our|us|any(?:one|body)|some(?:one|body)|you (?:use|recommend|prefer|suggest|do)|"
    r"recommend\w*|suggest\w*|looking for|best (?:way|place|tool|practice)s?|how (?:do|can|does|should|would))\b",
    re.IGNORECASE,
)
_ASKS_AS_A_TITLE = re.compile(
    r"^(?:how (?:do|can|should|to)|what(?:'s| is| are)|which|where|looking for|need|seeking|can(?:no|')t|having|"
    r"problems?|issues?|trouble|help|any(?:one|body)?|recommend\w*|suggest\w*|best|"
    r"struggling|i(?:'m| am) (?:having|struggling|looking|stuck)|(?:i|we) need)",
    re.IGNORECASE,
)
_ASKS_FOR_HELP = re.compile(
    r"\b(?:how (?:do|can|should|would|to)(?: i| we| you)?|(?:is|are) there (?:an?|any)|should (?:i|we)|"
    r"where (?:can|do) (?:i|we))\b",
    re.IGNORECASE,
)
# Somebody who shows their own work asks about that work, not about the market.
_SHOWS = re.compile(
    r"\b(?:what do (?:you|y'all)(?: guys| all)? think|feedback|critique|opinions? on|thoughts|(?:rate|review|roast) my|"
    r"my (?:first|new) |i (?:made|built|wrote|created|released|launched))",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^(?:[\s)\]\-–—:;,.\"“”'*]+|\[[^\[\]]{0,40}\]|\([^()]{0,40}\)|"
    r"(?:hey|hi|hello|ok|okay|dear|reddit|redditors|guys|folks|everyone|all|question|help|quick question|"
    r"serious question|request|need help|q)\s*[,:;!–-]+|(?:hey|hi|hello|dear)\s+[\w/]+\s*[,:;!–-]+|"
    r"(?:so|and|but|also|or|well|now|basically|anyway)\b,?\s+(?:my question is,?:?\s+)?)+",
    re.IGNORECASE,
)
# Words of asking, not of what is asked about.
_FURNITURE = frozenset(
    "recommendation recommend suggestion suggest idea advice opinion feedback direction point wonder interested "
    "appreciate curious favorite favourite prefer hear learn start change experience tip beginner noob newbie right "
    "wrong problem issue trouble figure happen matter guess love hate deal work read long reason difference "
    "alternative anyone anybody else other similar anything part whole".split()
)
_POINTING = frozenset("this that these those here he she him her his hers".split())
_REFERRING = frozenset("it they them its their theirs itself themselves".split())


@dataclass(frozen=True, slots=True)
class _Asked:
    """One sentence of one conversation."""

    heard: Heard
    text: str
    intent: Intent
    terms: tuple[str, ...]

    @property
    def order(self) -> tuple[int, str, str]:
        """The most answered first: what many discuss speaks for what many ask."""
        return -(self.heard.conversation.replies or 0), self.heard.conversation.key, self.text

    @property
    def under(self) -> str:
        """The title that a question from the body stands under, "" for a question that is in the title."""
        return "" if self.text.casefold() in self.heard.title.casefold() else self.heard.title

    @property
    def wants_help(self) -> bool:
        """Whether it asks what to do or take, which a company can answer, rather than for opinions."""
        return self.intent != Intent.QUESTION or bool(_ASKS_FOR_HELP.search(self.text))


def find_questions(
    conversations: Sequence[Conversation],
    posts: Sequence[Post],
    companies: Sequence[str],
    model: "Language",
    window: Window | None = None,
    limit: int = 15,
) -> tuple[Question, ...]:
    """The questions most people ask, at most ``limit``, most authors first.

    Among questions of one author those in the companies' own words come first, then those that ask what to do, then
    those with most replies.

    ``companies`` are Company.key: each question says of each of them whether a page answers it. Near-duplicates
    count as one question. Sentences that need their thread, name a person or hold an address are left out.
    """
    hearing = hear(conversations, window)
    texts = [h.text for h in hearing.heard] + [f"{p.title}. {p.text}" for p in posts]
    vocabulary = learn_vocabulary(texts, model)
    answers = read_answers(posts, vocabulary)
    known = frozenset(answers.holding)
    groups = _groups(sorted(_asked(hearing.heard, vocabulary), key=lambda a: a.order))
    groups.sort(key=lambda g: (-_authors(g), -_in_market(g[0], known), not g[0].wants_help, *g[0].order))
    chosen = _intelligible(groups, model, known, limit)
    asking = read_questions([(g[0].text, g[0].under) for g in chosen], vocabulary, model)
    return tuple(_question(g, companies, answers, a) for g, a in zip(chosen, asking, strict=True))


def _asked(heard: Sequence[Heard], vocabulary: Vocabulary) -> Iterator[_Asked]:
    """The first sentence of each conversation that asks, from its title or else its opening post."""
    for one in heard:
        found = next((a for text in (one.title, one.body) for a in _in_text(one, text, vocabulary)), None)
        if found:
            yield found


def _in_text(heard: Heard, text: str, vocabulary: Vocabulary) -> Iterator[_Asked]:
    for sentence, intents in asking_sentences(text):
        plain = _OPENING.sub("", sentence).strip(" -–—:;,\"“”'*")
        plain = plain[:1].upper() + plain[1:]
        terms = tuple(sorted(set(vocabulary.terms(plain)) - _FURNITURE))
        if len(plain.split()) in WORDS and len(terms) >= LEAST_TERMS and _asks(plain, bool(heard.body)):
            yield _Asked(heard, plain, next(i for i in PRECEDENCE if i in intents), terms)


def _asks(plain: str, has_body: bool) -> bool:
    """Whether somebody asks for themselves here, in words that can be printed."""
    asks = plain.endswith("?") or (has_body and _ASKS_AS_A_TITLE.search(plain) is not None)
    printable = not (has_handle(plain) or is_coarse(plain)) and _balanced(plain)
    return asks and printable and not _SHOWS.search(plain) and _ASKS_SOMEBODY.search(plain) is not None


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count('"') % 2 == 0


def _groups(asked: Sequence[_Asked]) -> list[list[_Asked]]:
    """Near-duplicates together; each joins the first group whose first member is close enough, so none chain."""
    from sklearn.feature_extraction.text import TfidfTransformer

    if not asked:
        return []
    weights = TfidfTransformer(sublinear_tf=True).fit_transform(count_terms([a.terms for a in asked]).counts)
    close = ((weights @ weights.T) >= SAME_QUESTION - 1e-9).tocsr()
    leader: dict[int, list[_Asked]] = {}
    for place, one in enumerate(asked):
        near = sorted(close.indices[close.indptr[place] : close.indptr[place + 1]])
        first = next((int(n) for n in near if n < place and int(n) in leader), place)
        leader.setdefault(first, []).append(one)
    return list(leader.values())


def _authors(group: Sequence[_Asked]) -> int:
    known = {a.heard.conversation.author for a in group} - {""}
    return len(known) + sum(not a.heard.conversation.author for a in group)


def _in_market(asked: _Asked, known: frozenset[str]) -> int:
    """How many words of the question the companies' pages know, up to three: beyond that length would decide."""
    return min(3, len(known.intersection(asked.terms)))


def _intelligible(
    groups: Sequence[list[_Asked]], model: "Language", known: frozenset[str], limit: int
) -> list[list[_Asked]]:
    chosen: list[list[_Asked]] = []
    for start in range(0, len(groups), _READ_AHEAD * limit):
        batch = groups[start : start + _READ_AHEAD * limit]
        docs = read_names(model, [g[0].text for g in batch])
        chosen += [g for g, doc in zip(batch, docs, strict=True) if not people_in(doc, known) and _stands_alone(doc)]
        if len(chosen) >= limit:
            break
    return chosen[:limit]


def _stands_alone(doc: "Doc") -> bool:
    """Whether no word points outside the sentence: "Is this worth it?" asks about something we do not see."""
    return not any(_points_out(token) for token in doc)


def _points_out(token: "Token") -> bool:
    if token.lower_ in _POINTING:
        return token.tag_ != "IN" and token.dep_ != "mark" and not (token.lower_ == "that" and token.i > 2)
    earlier = any(t.pos_ in ("NOUN", "PROPN") for t in token.doc[: token.i])
    following = token.doc[token.i + 1].pos_ if token.i + 1 < len(token.doc) else ""
    return token.lower_ in _REFERRING and not earlier and following not in ("ADJ", "AUX")


def _question(group: Sequence[_Asked], companies: Sequence[str], answers: Answers, asking: Asking) -> Question:
    first = group[0]
    venues = {a.heard.conversation.venue for a in group}
    evidence = tuple(Evidence.of(a.heard.conversation.capture, short_quote(a.text)) for a in group[:PRINTED])
    return Question(
        id=digest("\n".join(first.terms))[:12],
        text=first.text,
        intent=first.intent,
        asked=len(group),
        authors=_authors(group),
        venues=tuple(sorted(venues)),
        evidence=evidence,
        answered_by=answers.by(companies, asking),
    )
