"""Alignment: how much of what each company publishes serves communications, marketing, human resources, service.

The functions are told by a word list (``vocabulary/functions.toml``), the same for every company; an item may serve
several. The figures say what is written about, not what it achieves.
"""

from collections.abc import Mapping, Sequence

from market.companies import Company, Role
from market.figures import Figure, Window
from market.phrases import folded, grams
from market.posts import Post
from market.statistics import median
from market.xray import AlignmentRow
from tactics.cadence import Publishing
from tactics.shares import share_of_posts
from tactics.vocabulary import vocabulary

LONGEST = 4  # words of a phrase of the list
BODY_WORDS = 2  # different words of a function in the text alone, from which an item counts for it
_FORMULA = f"posts with a word of the function in the title, or {BODY_WORDS} different ones in the text ÷ posts"


def functions_of(post: Post) -> frozenset[str]:
    """The functions a post serves by its words; none where no word list speaks."""
    title, text = grams(f"{post.title}\n{post.h1}", LONGEST), grams(post.text, LONGEST)
    found = set()
    for function, phrases in _phrases().items():
        if not title.isdisjoint(phrases) or len(text & phrases) >= BODY_WORDS:
            found.add(function)
    return frozenset(found)


def align(
    published: Sequence[tuple[Company, Publishing]], stated: Sequence[str], window: Window
) -> tuple[AlignmentRow, ...]:
    """One row per function, in the order of the word list; ``published`` is in the order of the audit's companies."""
    served = {c.key: [(p, functions_of(p)) for p in publishing.posts] for c, publishing in published}
    return tuple(_row(function, published, served, function in stated, window) for function in _phrases())


def _row(
    function: str,
    published: Sequence[tuple[Company, Publishing]],
    served: Mapping[str, Sequence[tuple[Post, frozenset[str]]]],
    stated: bool,
    window: Window,
) -> AlignmentRow:
    figures = tuple(
        share_of_posts(
            f"alignment.{function.replace(' ', '-')}.{company.key}",
            "alignment",
            f"{company.name}: {function}",
            [post for post, found in served[company.key] if function in found],
            publishing.posts,
            publishing.observed or window,
            _FORMULA,
        )
        for company, publishing in published
    )
    rivals = [(c, f) for (c, _), f in zip(published, figures, strict=True) if c.role is not Role.CLIENT]
    return AlignmentRow(function, stated, figures, _median(function, rivals, window))


def _median(function: str, rivals: Sequence[tuple[Company, Figure]], window: Window) -> Figure:
    known = [(c, f) for c, f in rivals if f.value is not None]
    return Figure(
        id=f"alignment.{function.replace(' ', '-')}.median",
        name="alignment: median of competitors",
        subject=function,
        value=median([f.value for _, f in known if f.value is not None]),
        unit="share of posts",
        n=len(known),
        window=window,
        interval=None,
        formula="median of the competitors’ shares that could be measured",
        inputs=tuple(sorted((c.name, f"{f.value:.3f}") for c, f in known)),
        evidence=(),
        evidence_total=0,
        reason="" if known else "no competitor has a dated post in the window",
    )


def _phrases() -> dict[str, frozenset[tuple[str, ...]]]:
    lists = vocabulary("functions")
    return {name: frozenset(folded(word) for word in entry["words"]) for name, entry in lists.items()}
