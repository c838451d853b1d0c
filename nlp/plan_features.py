"""Features of a plan sentence: what its label is learnt from, each with a name that a reader understands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.cadence import Cadence
from nlp.plan_cues import BE, CONTRAST, FACT, FIGURE, HEAD, OVER, PLANS, WANTED
from nlp.plan_labels import heads, verb_of
from nlp.plan_refusals import affirmed, no_plan
from nlp.plan_words import DELIVERABLE, DIRECTION, GAIN, MAKE, ORDERS, OUTCOME

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SUBJECTS = ("nsubj", "nsubjpass")


def features_of(doc: "Doc", cadences: Sequence[Cadence], channels: Sequence[str]) -> dict[str, float]:
    """The features that hold of a parsed sentence, 1 for each."""
    held = [*_cues(doc.text, cadences, channels), *_grammar(doc), *_words(doc)]
    return dict.fromkeys(held, 1.0)


def _cues(line: str, cadences: Sequence[Cadence], channels: Sequence[str]) -> list[str]:
    head = HEAD.match(line)
    rest = line[head.end() :] if head else line
    verb = verb_of(rest)
    seen = {
        "a rhythm": bool(cadences),
        "a channel": bool(channels),
        "a number": FIGURE.search(rest) is not None,
        "something made": DELIVERABLE.search(rest) is not None,
        "an outcome": OUTCOME.search(rest) is not None,
        "a number of outcomes": any(heads(c.unit) == (False, True) for c in cadences),
        "words of direction": DIRECTION.search(line) is not None,
        "opens with a gain": GAIN.match(verb) is not None,
        "opens with an action": MAKE.match(verb) is not None,
        "opens with an order": ORDERS.match(verb) is not None,
        "something wanted": WANTED.search(rest) is not None,
        "says what to be": BE.match(verb) is not None,
        "a contrast": bool(CONTRAST.search(rest) or OVER.search(rest)),
        "states what is": FACT.match(rest) is not None,
        "words of planning": PLANS.search(rest) is not None,
        "tells rather than plans": bool(no_plan(line, rest, bool(cadences))),
        "refuses": not affirmed(rest),
        "announced as a goal": bool(head and head.group("goal")),
        "announced as strategy": bool(head and head.group("strategy")),
        "very short": len(rest.split()) <= 3,
    }
    found = [name for name, holds in seen.items() if holds]
    pairs = (("something made", "a rhythm"), ("an outcome", "a number"), ("opens with a gain", "a number"))
    return found + [f"{a} and {b}" for a, b in pairs if seen[a] and seen[b]]


def _grammar(doc: "Doc") -> list[str]:
    found = [f"first word {doc[0].tag_}", f"opening {' '.join(t.pos_ for t in doc[:2])}"]
    root = next((t for t in doc if t.dep_ == "ROOT"), None)
    if root is not None:
        subject = next((t for t in root.children if t.dep_ in _SUBJECTS), None)
        who = "no subject" if subject is None else subject.lower_ if subject.pos_ == "PRON" else subject.tag_
        found += [
            f"main word {root.tag_}",
            f"subject {who}",
            f"main word {root.tag_} with{'' if subject else 'out'} subject",
        ]
    found += ["past tense"] * any(t.tag_ == "VBD" for t in doc) + ["a modal verb"] * any(t.tag_ == "MD" for t in doc)
    return found


def _words(doc: "Doc") -> list[str]:
    lemmas = {"#" if t.like_num else t.lemma_.lower() for t in doc if not t.is_space}
    return [f"‘{lemma}’" for lemma in sorted(lemmas)]
