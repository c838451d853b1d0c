"""Mentions: conversations that name a company, by its name, an alias or its domain."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from market.companies import Company
from market.posts import Conversation, Mention
from market.urls import host_of
from nlp.cleaning import clean_conversation, own_lines
from nlp.conversations import short_quote

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.lookups import Lookups

_ADDRESS = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"'|\\]{1,2000}", re.IGNORECASE)
_LANGUAGE = re.compile(r"(?:/[a-z]{2}(?:-[a-z]{2})?)?", re.IGNORECASE)  # a path that only says which language


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


@dataclass(frozen=True, slots=True)
class Naming:
    """One author who names a company in one conversation."""

    conversation: Conversation
    author: str  # a salted hash, "" when unknown: the conversation is then the unit
    quote: str  # the words, or the address, that do


def writers_naming(
    conversations: Sequence[Conversation], companies: Sequence[Company], model: "Language"
) -> dict[str, tuple[Naming, ...]]:
    """Per Company.key who names it in their own words or links to its site: author × conversation, each pair once.

    What somebody quotes, and a signature, are not their words, nor are addresses that stand there. Pairs are in the
    order of the conversations, which is by key.
    """
    patterns = {c.key: (_pattern(c, model), site_of(c)) for c in companies}
    found: dict[str, dict[tuple[str, str], Naming]] = {c.key: {} for c in companies}
    for conversation in sorted(conversations, key=lambda c: c.key):
        for author, words, links in _said(conversation):
            for key, (pattern, site) in patterns.items():
                hit = pattern.search(words)
                link = next((link for link in links if leads_to(link, site)), "")
                if hit or link:
                    quote = short_quote(_around(words, hit.start())) if hit else link
                    found[key].setdefault((conversation.key, author), Naming(conversation, author, quote))
    return {key: tuple(pairs.values()) for key, pairs in found.items()}


def _said(conversation: Conversation) -> Iterator[tuple[str, str, list[str]]]:
    """Each author's own words and the addresses among them, the opening post first."""
    opening, links = _own(conversation.text, conversation.links)
    yield conversation.author, f"{conversation.title}\n{opening}", links
    for answer in conversation.answers:
        yield answer.author, *_own(answer.text, answer.links)


def _own(text: str, links: Sequence[str]) -> tuple[str, list[str]]:
    """One's own words; the addresses that stand in one's own lines, and links whose address is hidden behind words."""
    lines, everything = own_lines(text).lower(), text.lower()
    hidden = [link for link in links if host_of(link).removeprefix("www.") not in everything]
    return clean_conversation(text), [*(_completed(found) for found in _ADDRESS.findall(lines)), *hidden]


def _completed(address: str) -> str:
    bare = address.rstrip(".,;:!?)]*_'")
    return f"https://{bare}" if bare.startswith("www.") else bare


def site_of(company: Company) -> str:
    """The company's site as links to it are told: its host without "www.", with the path where its address has one."""
    path = urlsplit(company.url).path.rstrip("/")
    return f"{company.host.removeprefix('www.')}{'' if _LANGUAGE.fullmatch(path) else path}"


def leads_to(url: str, site: str) -> bool:
    """Whether an address is on a site of ``site_of``: on its host or a subdomain, under its path where it has one."""
    host, _, path = site.partition("/")
    own = host_of(url).removeprefix("www.")
    if path:
        return own == host and f"{urlsplit(url).path}/".lower().startswith(f"/{path.lower()}/")
    return own == host or own.endswith(f".{host}")


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
    site = site_of(company)
    parts = [rf"(?i:(?<![\w.@-])(?:www\.)?{re.escape(site)}(?![\w-]|\.\w))"] if "." in site else []
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
