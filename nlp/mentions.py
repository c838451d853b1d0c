"""Mentions: conversations that name a company, by its name, an alias or its domain."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from market.companies import Company
from market.posts import Conversation, Mention
from market.urls import host_of
from nlp.cleaning import clean_conversation
from nlp.conversations import short_quote

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.lookups import Lookups


def find_mentions(
    conversations: Sequence[Conversation], companies: Sequence[Company], model: "Language"
) -> tuple[Mention, ...]:
    """One mention per company and conversation that names it, in title, opening post or a reply; sorted.

    Names match whole words. A name that is also an English word ("Dash", "Square") matches only as written,
    and not at the start of a sentence, where any word has a capital.
    """
    patterns = {c.key: _pattern(c, model) for c in sorted(companies, key=lambda c: c.key)}
    found = [
        Mention(key, conversation.url, short_quote(quote))
        for conversation in sorted(conversations, key=lambda c: c.key)
        for key, quote in _named(conversation, patterns)
    ]
    return tuple(sorted(set(found), key=lambda m: (m.company, m.url, m.quote)))


def writers_naming(
    conversations: Sequence[Conversation], companies: Sequence[Company], model: "Language"
) -> dict[str, tuple[tuple[Conversation, str], ...]]:
    """Per Company.key who names it in their own words or links to its site: author × conversation, each pair once.

    What somebody quotes, and a signature, are not their words. An author who is unknown is "": the conversation is then
    the unit. Pairs are in the order of the conversations, which is by key.
    """
    patterns = {c.key: (_pattern(c, model), site_of(c.url)) for c in companies}
    found: dict[str, dict[tuple[str, str], tuple[Conversation, str]]] = {c.key: {} for c in companies}
    for conversation in sorted(conversations, key=lambda c: c.key):
        for author, words, links in _said(conversation):
            hosts = {site_of(link) for link in links}
            for key, (pattern, host) in patterns.items():
                if host in hosts or pattern.search(words):
                    found[key].setdefault((conversation.key, author), (conversation, author))
    return {key: tuple(pairs.values()) for key, pairs in found.items()}


def _said(conversation: Conversation) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each author's own words and links, the opening post first."""
    opening = f"{conversation.title}\n{clean_conversation(conversation.text)}"
    yield conversation.author, opening, conversation.links
    for answer in conversation.answers:
        yield answer.author, clean_conversation(answer.text), answer.links


def site_of(url: str) -> str:
    """The host of an address without its "www.", as links to one site are compared."""
    return host_of(url).removeprefix("www.")


def everyday_name(company: Company, model: "Language") -> bool:
    """Whether the company's name is also an everyday word, so that it counts only as a capitalised one mid-sentence."""
    return _is_word(company.name.strip(), model)


def _named(conversation: Conversation, patterns: Mapping[str, re.Pattern[str]]) -> list[tuple[str, str]]:
    texts = (conversation.title, conversation.text, *(r.text for r in conversation.answers))
    found = []
    for key, pattern in patterns.items():
        hit = next(((text, m) for text in texts if (m := pattern.search(text))), None)
        if hit:
            found.append((key, _around(hit[0], hit[1].start())))
    return found


def _around(text: str, at: int) -> str:
    """Some words before the name and what follows it."""
    before = text[max(0, at - 60) : at]
    opening = before.rpartition("\n")[2].partition(" ")[2] if at > 60 else before
    return " ".join((opening + text[at : at + 200]).split())


def _pattern(company: Company, model: "Language") -> re.Pattern[str]:
    names = sorted({n.strip() for n in (company.name, *company.aliases) if len(n.strip()) > 1})
    host = site_of(company.url)
    parts = [rf"(?i:(?<![\w.-]){re.escape(host)}(?![\w-]|\.\w))"] if "." in host else []
    parts += [_name_pattern(name, _is_word(name, model)) for name in names]
    return re.compile("|".join(parts) or r"(?!)")


def _name_pattern(name: str, common: bool) -> str:
    words = r"[\s-]+".join(re.escape(part) for part in name.split())
    if not common:
        return rf"(?i:(?<![\w@]){words}(?![\w]))"
    return rf"(?<=[a-z,;] ){words}(?![\w])"


@lru_cache(maxsize=256)
def _is_word(name: str, model: "Language") -> bool:
    """Whether a one-word name is also an everyday word, by the model's own table of English base forms."""
    if " " in name or not model.has_pipe("lemmatizer"):
        return False
    tables: Lookups = getattr(model.get_pipe("lemmatizer"), "lookups")  # noqa: B009 - pipes are typed as callables
    index = tables.get_table("lemma_index") if tables.has_table("lemma_index") else {}
    return any(name.lower() in words for words in index.values())
