"""Forgetting: how what somebody wrote is found again in whatever form it was kept."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from market.urls import page_key

RUN = 8  # words in a row that are somebody's own: fewer are said by many
LEAST = 4  # words of a whole text that can be told from everybody's "thank you very much"
DISTINCT = 5  # letters of a name from which it is no common word
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([nrtbf/\"\\]))")
_PAIR = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"https?://[^\s\"'<>\\)]+|(?<=[\"'])/[^\s\"'<>\\]+")


@dataclass(slots=True)
class Forgotten:
    """What is to be forgotten: addresses, words, and the names by which a person is spoken to."""

    urls: set[str] = field(default_factory=set)  # page keys
    names: set[str] = field(default_factory=set)  # in lower case
    runs: dict[str, set[tuple[int, tuple[str, ...]]]] = field(
        default_factory=dict
    )  # by their longest word, with its place

    def __bool__(self) -> bool:
        return bool(self.urls or self.names or self.runs)

    def add_words(self, *texts: str) -> None:
        """Forget ``texts``: every run of eight words in them, or the whole of a text of four to seven."""
        for text in texts:
            for words in (words_of(part) for part in (text, *text.splitlines())):
                size = min(RUN, len(words))
                for run in _windows(words, size) if size >= LEAST else ():
                    longest = max(run, key=len)
                    self.runs.setdefault(longest, set()).add((run.index(longest), run))

    def in_words(self, text: str) -> bool:
        """Whether ``text``, in any usual escaping, holds forgotten words."""
        return bool(self.runs) and any(map(self._in, _spellings(text)))

    def _in(self, words: list[str]) -> bool:
        if self.runs.keys().isdisjoint(words):
            return False
        for place, word in enumerate(words):
            for before, run in self.runs.get(word, ()):
                start = place - before
                if start >= 0 and tuple(words[start : start + len(run)]) == run:
                    return True
        return False

    def named_in(self, text: str, among_their_own: bool = False) -> bool:
        """Whether a forgotten name stands in ``text`` as a member's: @name, a profile's address, a value of its own.

        With ``among_their_own`` a plain word of five letters will do: in the community they belong to, it is them.
        """
        low = _unescaped(text).lower()
        return any(
            name in low and _member(name, among_their_own and len(name) >= DISTINCT).search(low) for name in self.names
        )

    def at(self, url: str) -> bool:
        """Whether ``url`` is a forgotten address, or a page or file under it, or a forgotten person's."""
        try:
            key = page_key(unquote(url))
        except ValueError:
            return False
        if any(key == own or key.startswith((f"{own}/", f"{own}?", f"{own}.")) for own in self.urls):
            return True
        return self.named_in(url)

    def links_in(self, text: str) -> bool:
        """Whether a forgotten address stands in ``text`` in full."""
        return bool(self.urls) and any(self.at(url) for url in _ADDRESS.findall(_unescaped(text)))

    def held_by(self, text: str, among_their_own: bool = False) -> bool:
        """Whether ``text`` keeps anything of what is to be forgotten."""
        return self.named_in(text, among_their_own) or self.links_in(text) or self.in_words(text)


@lru_cache(maxsize=64)
def _member(name: str, anywhere: bool) -> re.Pattern[str]:
    """The forms in which a lower-case text names a member."""
    own = re.escape(name)
    if anywhere:
        return re.compile(rf"(?<![\w-]){own}(?![\w-])")
    marked = rf"(?:@|\bby\s+|/~?(?:u|user|users|member|members|profile|author|people)/@?){own}(?![\w-])"
    return re.compile(rf"{marked}|[>\"]\s*{own}\s*[<\"]")


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, as they are compared."""
    return _WORD.findall(text.lower())


def _spellings(text: str) -> Iterator[list[str]]:
    """The words with the markup taken out, and, where that is another text, with what stands in attributes too."""
    plain = _unescaped(text)
    bare = _TAG.sub(" ", plain)
    yield words_of(bare)
    if "<" in plain:
        yield words_of(plain)
        yield words_of(_TAG.sub("", plain))  # words that tags cut in the middle


def _unescaped(text: str) -> str:
    """A text with JSON's and HTML's escapes undone, twice over: HTML often travels inside JSON."""
    if "\\" in text:
        text = _ESCAPE.sub(_character, text)
        text = _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    for _ in range(2):
        if "&" not in text:
            break
        text = html.unescape(text)
    return text


def _character(escape: re.Match[str]) -> str:
    if escape[1]:
        return chr(int(escape[1], 16))
    return {"n": "\n", "r": " ", "t": " ", "b": " ", "f": " "}.get(escape[2], escape[2])


def _windows(words: list[str], size: int) -> Iterable[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(size)), strict=False)
