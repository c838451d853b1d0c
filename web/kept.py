"""Kept: answers that are given again as long as nothing they show has changed."""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

MOST_BYTES = 64_000_000
_MOST_FRESH = 2_000
_LONGEST_KEY = 600  # characters of an address: longer ones are answered and not kept

K = TypeVar("K")
V = TypeVar("V")


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
        self._lock, self._making = threading.Lock(), threading.Lock()

    def answer(self, key: str, version: object, make: Callable[[], bytes]) -> Answer:
        """The answer kept under ``key`` where it is of this ``version``, else one made now."""
        known = self._known(key, version)
        if known:
            return known
        with self._making:  # one at a time: many at once would hold up those who only want what is kept
            known = self._known(key, version)  # it may have been made while this one waited
            if known:
                return known
            made = Answer.of(make())
        if len(key) <= _LONGEST_KEY:
            with self._lock:
                self._drop(key)
                self._held[key] = (version, made)
                self._size += len(made.body)
                while self._size > self._most and len(self._held) > 1:
                    self._drop(next(iter(self._held)))
        return made

    def _known(self, key: str, version: object) -> Answer | None:
        with self._lock:
            known = self._held.get(key)
            if known is None or known[0] != version:
                return None
            self._held.move_to_end(key)
            return known[1]

    def _drop(self, key: str) -> None:
        if key in self._held:
            self._size -= len(self._held.pop(key)[1].body)


class Fresh(Generic[K, V]):
    """Values that are looked up anew after some seconds, so that fifty readers do not ask the store for each page."""

    def __init__(self, look_up: Callable[[K], V], seconds: float) -> None:
        self._look_up, self._seconds = look_up, seconds
        self._held: dict[K, tuple[float, V]] = {}

    def __call__(self, key: K) -> V:
        """The value, at most so many seconds old; raises what looking it up raises."""
        now = time.monotonic()
        known = self._held.get(key)
        if known and now - known[0] < self._seconds:
            return known[1]
        value = self._look_up(key)
        if len(self._held) > _MOST_FRESH:
            self._held.clear()
        self._held[key] = (now, value)
        return value

    def forget(self) -> None:
        """Look everything up anew."""
        self._held.clear()
