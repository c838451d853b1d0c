"""Word vectors: what common English words mean, as vectors that are near for words of near meaning.

Few short texts cannot say what a word means; the table beside this module can: what each word brings to a sentence
model's reading of community posts, and how much of it, so that the sum over the words of a text is a place of the text.
How it was made, from what and under which licences: docs/decisions/0082-word-vectors.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

TABLE = Path(__file__).with_name("word_vectors.npz")


@dataclass(frozen=True, slots=True)
class _Table:
    row: dict[str, int]
    packed: "NDArray[np.uint8]"  # a row per word, two factors to a byte, each 1 to 15 for -7 to 7 steps
    step: "Matrix"  # what one step of each row is worth

    def of(self, rows: "NDArray[np.int64]") -> "Matrix":
        """The vectors of these rows."""
        import numpy as np

        packed = self.packed[rows]
        steps = np.stack([packed >> 4, packed & 15], axis=2).reshape(len(rows), -1).astype(np.float32) - 8
        return np.asarray(steps * self.step[rows, None], dtype=np.float32)


def vectors_of(words: Sequence[str]) -> "Matrix":
    """The vectors of lower-case words, a row for each in their order; zeros for a word that the table lacks.

    Of a word that it lacks, the singular stands for the plural, and "first-time" is the mean of its known parts.
    """
    import numpy as np

    table = _table()
    found = np.zeros((len(words), 2 * table.packed.shape[1]), dtype=np.float32)
    held = [
        (place, own, 1 / len(rows))
        for place, word in enumerate(words)
        if (rows := rows_of(word, table.row))
        for own in rows
    ]
    if held:
        places, row, part = (np.array(column) for column in zip(*held, strict=True))
        np.add.at(found, places, table.of(row) * part.astype(np.float32)[:, None])
    return found


def rows_of(word: str, row: Mapping[str, int]) -> list[int]:
    """The rows whose mean stands for a lower-case word, none for one that is not held; ``row`` says where each is."""
    if word in row:
        return [row[word]]
    if word.endswith("s") and word[:-1] in row:
        return [row[word[:-1]]]
    parts = word.replace(".", "-").split("-")
    return [row[part] for part in parts if part in row] if len(parts) > 1 else []


@lru_cache(maxsize=1)
def _table() -> _Table:
    import numpy as np

    with np.load(TABLE, allow_pickle=False) as held:
        words = bytes(held["words"]).decode().split("\n")
        return _Table({word: i for i, word in enumerate(words)}, held["steps"], held["step"])
