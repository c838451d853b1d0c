"""The table of word vectors that ``nlp/word_vectors.py`` reads: ``make word-vectors`` writes it anew.

Each common English word as a sentence model sees it alone, shorter the commoner it is; moved so that the sum over a
text's words comes near what the model makes of the whole text, for the texts of ``benchmarks/word_texts.py``; in the
128 factors that words differ by most, in fifteen steps. It runs in an environment of its own, since the model brings a
gigabyte that the product does without; where everything comes from, and what else was tried, is in
docs/decisions/0082-word-vectors.md.
"""

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from benchmarks.sentence_model import sentence_model
from nlp.word_vectors import TABLE, rows_of

Matrix = NDArray[np.float32]

COMMONEST = 30_000  # words of each list by frequency
DIMENSIONS = 128
RARE = 1e-3  # part of all words at which a word's weight is halved (Arora, Liang & Ma 2017)
# Ridge regression: what moving a word by 1 costs beside an error of 1 on one text, rounds in which texts' lengths are
# taken anew, and the least length (else a text of two common words would move them far)
HOLD, ROUNDS, DESCENTS, LEAST_LENGTH = 2.0, 3, 15, 0.3
STEPS, SPREAD = 7, 2.6  # steps to each side of 0, and how many of a word's root mean squares they span
_LISTED = re.compile(r"[a-z][a-z0-9'-]+")
# Of the web, marketing and money, younger than the lists.
YOUNGER = """
    backend css3 dataset datasets faq frontend godaddy hadoop homebrewing infographic infographics mysql nosql numpy
    opensource osx redis sqlite stackoverflow ux webapp webapps webdev webgl webinar webinars
    adsense adwords airbnb alexa android angularjs api app apps backlink backlinks bitcoin blockchain blogging blogs
    brexit cms coinbase copywriting covid crm crossfit crowdfunding crypto cryptocurrency css cta ctr deadlift deadlifts
    devops discord django docker dropbox dropshipping drupal ecommerce emoji ethereum etf etsy evernote facebook fiverr
    freelancer freelancers freelancing geo gif github gmail google groupon hashtag hashtags hootsuite html5 hubspot
    influencer influencers instagram invoicing ios ipad iphone iphones javascript joomla jquery json k8s kickstarter
    kubernetes linkedin lyft macbook magento mailchimp microbrewery mongodb monetize monetizing netflix nginx node.js
    nodejs onboarding patreon paypal php pinterest plugin plugins podcast podcasts postgres postgresql ppc quickbooks
    reddit redditor redditors remarketing retargeting roi saas selfie semrush seo seos serp serps shopify skype slack
    smartphone smartphones snapchat spotify squarespace startup startups stripe subreddit subreddits telegram tiktok
    toastmasters tumblr tweets twitch twitter typescript uber unboxing unsubscribe upwork vlog vlogging wechat weebly
    whatsapp wifi wikipedia wix woocommerce wordpress workflow workflows yelp youtube youtuber zapier zendesk zoom
""".split()


def main(texts: Path) -> int:
    """Write the table, learnt from ``texts``; 0."""
    model = sentence_model()
    common = frequencies(model)
    words = sorted(common)
    alone = about_mean(model.encode(words, batch_size=64))
    alone *= np.array([RARE / (RARE + common[w]) for w in words], dtype=np.float32)[:, None]
    read = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    whole = about_mean(model.encode([row["text"] for row in read], batch_size=64))
    held = counts_of([row["words"] for row in read], words)
    vectors = learned(alone, held, whole)
    for name, rows in (("alone", alone), ("learnt", vectors)):
        near = (about_mean(held @ rows, 0.0) * whole).sum(axis=1).mean()
        print(f"{name}: a cosine of {near:.3f} with what the model makes of the texts (learnt from them)")
    _write(words, reduced(vectors))
    print(f"{len(words)} words, {TABLE.stat().st_size / 1e6:.2f} MB")
    return 0


def frequencies(model: Any) -> dict[str, float]:
    """The model's own words, the commonest of two lists, and younger ones, each with its part of all words."""
    import symspellpy
    import wordninja

    written = Path(symspellpy.__file__).parent / "frequency_dictionary_en_82_765.txt"  # commonest first
    books = {w: int(n) for w, n in (line.split() for line in written.read_text("utf-8-sig").splitlines())}
    printed = sum(books.values())
    costs = wordninja.DEFAULT_LANGUAGE_MODEL._wordcost  # of an encyclopedia's words: minus the logarithm of the part
    own = [piece for piece in model.tokenizer.get_vocab() if _LISTED.fullmatch(piece)]
    articles = sorted(costs, key=lambda w: (costs[w], w))[:COMMONEST]
    listed = {w for w in (*own, *list(books)[:COMMONEST], *articles) if _LISTED.fullmatch(w)}
    return {w: max(books.get(w, 0) / printed, float(np.exp(-costs.get(w, 99.0)))) for w in listed | set(YOUNGER)}


def about_mean(rows: Any, part: float = 1.0) -> Matrix:
    """The rows about their mean (``part`` of it), of length 1."""
    centred = np.asarray(rows, dtype=np.float32)
    centred = centred - part * centred.mean(axis=0)
    return np.asarray(centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def counts_of(texts: Sequence[Sequence[str]], words: Sequence[str]) -> csr_matrix:
    """How often each word stands in each text, parts of a word where the word is not held."""
    row = {word: i for i, word in enumerate(words)}
    found = [
        (i, own, 1 / len(rows))
        for i, text in enumerate(texts)
        for w in text
        if (rows := rows_of(w, row))
        for own in rows
    ]
    place, column, part = (np.array(each) for each in zip(*found, strict=True))
    return csr_matrix((part.astype(np.float32), (place, column)), shape=(len(texts), len(words)))


def learned(alone: Matrix, held: csr_matrix, whole: Matrix) -> Matrix:
    """The words' vectors whose sums come near the texts' own, no further from ``alone`` than the texts speak for.

    Ridge regression towards ``alone``, by conjugate gradients; a text's sum is measured at length 1.
    """
    vectors = alone.copy()
    for _ in range(ROUNDS):
        length = np.maximum(np.linalg.norm(held @ vectors, axis=1), LEAST_LENGTH)
        texts = (diags(1 / length) @ held).tocsr().astype(np.float32)
        back = texts.T.tocsr()
        moved = vectors - alone
        rest = back @ (whole - texts @ alone) - back @ (texts @ moved) - HOLD * moved
        way, square = rest.copy(), (rest**2).sum(axis=0)
        for _ in range(DESCENTS):
            bent = back @ (texts @ way) + HOLD * way
            step = square / np.maximum((way * bent).sum(axis=0), 1e-12)
            moved += step * way
            rest -= step * bent
            before, square = square, (rest**2).sum(axis=0)
            way = rest + way * (square / np.maximum(before, 1e-12))
        vectors = alone + moved
    return np.asarray(vectors, dtype=np.float32)


def reduced(vectors: Matrix) -> Matrix:
    """The vectors in the factors that they differ by most."""
    return np.asarray(vectors @ np.linalg.eigh(vectors.T @ vectors)[1][:, ::-1][:, :DIMENSIONS], dtype=np.float32)


def _write(words: Sequence[str], vectors: Matrix) -> None:
    step = SPREAD / STEPS * np.sqrt((vectors**2).mean(axis=1))
    steps = np.clip(np.rint(vectors / step[:, None]), -STEPS, STEPS).astype(np.int8)
    packed = ((steps[:, ::2] + 8).astype(np.int16) << 4 | steps[:, 1::2] + 8).astype(np.uint8)  # two to a byte
    text = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez_compressed(TABLE, words=text, steps=packed, step=step.astype(np.float32))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
