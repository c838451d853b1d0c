"""Goals: which goal a published item serves, told by its own words, or none.

A goal is known by the phrases that the brief ties to it (key phrases, topics, audience, units of its targets), by its
name, and by its places. An item is mapped where such words stand in it; where none do, its likeness to items already
mapped may speak (cosine of TF-IDF rows, Salton and Buckley 1988), and else it stays unaligned. Distraction is counted
from what is unaligned, so an item that may serve two goals equally is given to the first, while one that shares only
common words with a goal is given to none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from market.goals import GoalMapping, GoalText
from market.phrases import folded, has_phrase
from market.posts import Post

if TYPE_CHECKING:
    from spacy.language import Language

LEAD = 120  # words of the body that count as what an item is about; deeper mentions are asides
COMMON = 0.5  # a word that stands in more of the items than this tells no goal from another
LEAST_ITEMS = 8  # items below which no word is called common, and likeness is not asked
LIKE = 0.3  # cosine with the mean of a goal's items from which likeness speaks
AHEAD = 1.5  # times as like to one goal as to any other
LEAST_SEEDS = 3  # items a goal must have by its own words before others can be like them
TITLE, NEAR_TITLE, BODY, PLACE, WORDS = 1.0, 0.8, 0.7, 0.6, 0.5
ACCEPTED = 0.5
# Words of goals that say what is wanted, not what is written about: they stand in every goal and in no item's subject.
_WANTED = frozenset(
    "more new get grow growth increase raise build boost improve win reach make become better best brand "
    "awareness engagement "
    "lead client customer visitor visit sale order booking enquiry inquiry follower subscriber offer deal month "
    "week year "
    "day quarter the a an and or of to for in on by with from our my your their we i you it is are be as at that "
    "this per "
    "post blog article video people business company market service online social media website name known local "
    "area "
    "first process time thing way help information who what how when where which have has will not no up out all any "
    "so if but than then them they he she his her its was were been do does did can could would should may might "
    "one two".split()
)


@dataclass(frozen=True, slots=True)
class _Item:
    """A published item as far as it says what it is about."""

    url: str
    title: str
    lead: str
    words: frozenset[str]  # of title and lead, folded

    @classmethod
    def of(cls, post: Post) -> "_Item":
        lead = " ".join(post.text.split()[:LEAD])
        title = " · ".join(dict.fromkeys(t for t in (post.title, post.h1) if t))
        return cls(post.url, title, lead, frozenset(folded(f"{title} {lead}")))


@dataclass(frozen=True, slots=True)
class _Cue:
    score: float
    goal: str
    reason: str


def map_to_goals(
    posts: Sequence[Post], goals: Sequence[GoalText], model: "Language | None" = None
) -> tuple[GoalMapping, ...]:
    """Each item with the goal it serves, "" when nothing speaks for one; in the order of the items.

    The score is 1 for a promised phrase in the title, less for weaker cues, 0 for an unaligned item; the reason names
    the words. With ``model`` words are compared by their lemmas, else with English plurals folded. The same items in
    another order give the same mappings; of goals equally spoken for, the first wins.
    """
    items = [_Item.of(post) for post in posts]
    common = _common(items)
    lemmas = _lemmas(items, goals, model)
    told = {item.url: _told(item, goals, common, lemmas) for item in items}
    if len(items) >= LEAST_ITEMS:
        told |= _likened(items, told)
    return tuple(_mapping(item, told[item.url]) for item in items)


def _mapping(item: _Item, cue: _Cue | None) -> GoalMapping:
    if cue is None:
        return GoalMapping(
            item.url, "", 0.0, "none of the words that the brief ties to a goal stand in its title or first lines"
        )
    return GoalMapping(item.url, cue.goal, round(cue.score, 3), cue.reason)


def _common(items: Sequence[_Item]) -> frozenset[str]:
    """The words that stand in most items: on a bakery's site, "bread"."""
    if len(items) < LEAST_ITEMS:
        return frozenset()
    held = Counter(word for item in items for word in item.words)
    return frozenset(word for word, n in held.items() if n > COMMON * len(items))


def _lemmas(items: Sequence[_Item], goals: Sequence[GoalText], model: "Language | None") -> Mapping[str, str]:
    """Which lemma each word counts as; empty without a model, where a word counts as itself."""
    if model is None:
        return {}
    from nlp.vocabulary import learn_vocabulary

    texts = [f"{item.title} {item.lead}" for item in items]
    texts += [text for goal in goals for text in (goal.name, *goal.phrases)]
    return {word: lemma for word, lemma in learn_vocabulary(texts, model).lemmas.items() if lemma}


def _told(item: _Item, goals: Sequence[GoalText], common: frozenset[str], lemmas: Mapping[str, str]) -> _Cue | None:
    """The loudest cue of the item's own words; the earlier goal on a tie."""
    shared = _shared(goals)
    cues = [cue for goal in goals for cue in _cues(item, goal, common, lemmas, shared) if cue.score >= ACCEPTED]
    return max(cues, key=lambda cue: cue.score, default=None)


def _shared(goals: Sequence[GoalText]) -> frozenset[str]:
    """Places and phrases that more than one goal has: they tell no goal from another."""
    named = Counter(text for goal in goals for text in {" ".join(folded(t)) for t in (*goal.places, *goal.phrases)})
    return frozenset(text for text, n in named.items() if n > 1)


def _cues(
    item: _Item, goal: GoalText, common: frozenset[str], lemmas: Mapping[str, str], shared: frozenset[str]
) -> Iterable[_Cue]:
    for phrase in (*goal.phrases, goal.name):
        if " ".join(folded(phrase)) not in shared:
            yield from _phrase_cues(item, goal.name, phrase)
    for place in goal.places:
        if " ".join(folded(place)) not in shared and _names(item.title, place):
            yield _Cue(PLACE, goal.name, f"its title names {place}")
    yield from _word_cues(item, goal, common, lemmas)


def _phrase_cues(item: _Item, goal: str, phrase: str) -> Iterable[_Cue]:
    words = [w for w in folded(phrase) if w not in _WANTED]
    if not words:
        return
    if has_phrase(item.title, phrase):
        yield _Cue(TITLE, goal, f"its title carries ‘{phrase}’")
    elif len(words) > 1 and has_phrase(item.title, " ".join(words), near=5):
        yield _Cue(NEAR_TITLE, goal, f"its title has the words of ‘{phrase}’ near each other")
    elif len(folded(phrase)) > 1 and has_phrase(item.lead, phrase):
        yield _Cue(BODY, goal, f"its first lines carry ‘{phrase}’")


def _names(text: str, place: str) -> bool:
    """Whether a text names a place as a name is written: "Reading" the town is not "reading" a book."""
    return re.search(rf"(?<!\w){re.escape(place)}(?!\w)", text) is not None


def _word_cues(item: _Item, goal: GoalText, common: frozenset[str], lemmas: Mapping[str, str]) -> Iterable[_Cue]:
    """Words shared with the goal: two in the title and first lines, one of them in the title."""
    title = {_lemma(w, lemmas) for w in folded(item.title)}
    body = {_lemma(w, lemmas) for w in item.words}
    spoken = {_lemma(w, lemmas): w for text in (goal.name, *goal.phrases) for w in folded(text)}
    telling = {
        m: w for m, w in spoken.items() if w not in _WANTED and m not in _WANTED and w not in common and len(w) > 2
    }
    held = sorted(telling[m] for m in telling.keys() & body)
    if len(held) >= 2 and telling.keys() & title:
        named = ", ".join(f"‘{w}’" for w in held[:4])
        yield _Cue(
            min(PLACE, WORDS + 0.02 * (len(held) - 2)),
            goal.name,
            f"shares {named} with what the plan says for this goal",
        )


def _lemma(word: str, lemmas: Mapping[str, str]) -> str:
    return lemmas.get(word, word)


def _likened(items: Sequence[_Item], told: Mapping[str, _Cue | None]) -> dict[str, _Cue]:
    """Items without words of a goal that are like those that have them."""
    import numpy as np
    from sklearn.feature_extraction.text import TfidfTransformer

    from nlp.vocabulary import count_terms

    order = sorted({item.url: item for item in items}.values(), key=lambda item: item.url)
    split = [[w for w in folded(f"{i.title} {i.title} {i.lead}") if w not in _WANTED and len(w) > 2] for i in order]
    rows = TfidfTransformer(sublinear_tf=True).fit_transform(count_terms(split).counts)
    members: dict[str, list[int]] = {}
    for place, item in enumerate(order):
        if cue := told[item.url]:
            members.setdefault(cue.goal, []).append(place)
    centres = {goal: rows[places] for goal, places in sorted(members.items()) if len(places) >= LEAST_SEEDS}
    if not centres:
        return {}
    likeness = {goal: np.asarray((rows @ seeds.T).mean(axis=1)).ravel() for goal, seeds in centres.items()}
    found: dict[str, _Cue] = {}
    for place, item in enumerate(order):
        if told[item.url] is None and (cue := _alike({g: float(v[place]) for g, v in likeness.items()})):
            found[item.url] = cue
    return found


def _alike(likeness: Mapping[str, float]) -> _Cue | None:
    ranked = sorted(likeness.items(), key=lambda pair: (-round(pair[1], 6), pair[0]))
    goal, best = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    if best < LIKE or best < AHEAD * second:
        return None
    return _Cue(min(ACCEPTED, best), goal, f"is like the items that serve this goal (mean cosine {best:.2f})")
