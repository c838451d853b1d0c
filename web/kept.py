"""Kept: answers that are given again as long as nothing they show has changed."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

MOST_BYTES = 64_000_000
_LONGEST_KEY = 600  # characters of an address: longer ones are answered and not kept


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer with the mark by which a browser asks whether it changed."""

    body: bytes
    etag: str

    @classmethod
    def of(cls, body: bytes) -> "Answer":
        return cls(body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


class Kept:
    """Answers by address, each of one version of what it shows; the least used go when they outgrow ``MOST_BYTES``."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._size = most, 0
        self._held: OrderedDict[str, tuple[object, Answer]] = OrderedDict()
        self._lock = threading.Lock()

    def answer(self, key: str, version: object, make: Callable[[], bytes]) -> Answer:
        """The answer kept under ``key`` where it is of this ``version``, else one made now."""
        with self._lock:
            known = self._held.get(key)
            if known and known[0] == version:
                self._held.move_to_end(key)
                return known[1]
        made = Answer.of(make())
        if len(key) <= _LONGEST_KEY:
            with self._lock:
                self._drop(key)
                self._held[key] = (version, made)
                self._size += len(made.body)
                while self._size > self._most and len(self._held) > 1:
                    self._drop(next(iter(self._held)))
        return made

    def _drop(self, key: str) -> None:
        if key in self._held:
            self._size -= len(self._held.pop(key)[1].body)
