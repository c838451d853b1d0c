"""Openness: whether a venue's own rules let people speak of their own work."""

import re
from collections.abc import Sequence

from market.findings import Evidence
from market.pages import Capture
from market.venues import Openness, Promotion

Rules = tuple[Capture, str]  # a page of rules and its words

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_ABOUT = re.compile(
    r"self[- ]?promot|promot(?:e|es|ing|ion|ional)\b|advert(?:s\b|is)|solicit|\bplug(?:s|ging)? (?:your|a|their)|"
    r"commercial|affiliate|\bspam\w*|link[- ]?drop|eigenwerbung|werbung|werben|autopromotion|publicit|autopromoci|"
    r"publicidad",
    re.IGNORECASE,
)
_NOT_OF_POSTS = re.compile(
    r"\bspam (?:filter|folder|protection)|anti-?spam|promotes? (?:a |an |the )?(?:culture|respect)", re.IGNORECASE
)
_WITH_LIMITS = re.compile(
    r"\bonly\b|unless|except|without (?:\w+ )?(?:permission|approval|asking)|"
    r"\bask\b.{0,40}\b(?:mod|admin|first|before)|\b(?:10|ten) ?(?:%|percent)|\b9:1|once (?:a|per)|no more than|at most|"
    r"limited?\b|excessive|sparing|moderation|dedicated|\bweekly\b|as long as|provided (?:that|you)|disclos|if you\b|"
    r"\bnur\b|außer|ohne (?:erlaubnis|genehmigung)|seulement|sauf|sans autorisation|solo\b|excepto|sin permiso",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\bno\b|\bnot\b|n['’]t\b|\bnever\b|prohibit|forbid|\bban(?:s|ned)?\b|remov|delet|refrain|avoid|zero tolerance|"
    r"\bkein\w*|\bnicht\b|verboten|untersagt|interdit|\bpas de\b|\baucune?\b|prohibid|\bsin\b",
    re.IGNORECASE,
)
_ALLOWED = re.compile(
    r"\bwelcome|\ballow|\bfine\b|\bok(?:ay)?\b|encourag|feel free|\bmay\b|\bcan\b|permitted|erlaubt|willkommen|autoris|"
    r"bienvenu|permitid",
    re.IGNORECASE,
)  # fmt: skip


def openness_of(pages: Sequence[Rules]) -> Openness:
    """What the pages of a venue's rules say of promoting oneself, with the sentence that says so.

    A limit goes before a refusal, because "no advertising, except in the weekly thread" is a limit; a refusal before a
    permission. "Not mentioned" for rules without a sentence about it, "not read" without a page of rules.
    """
    said = [(promotion, capture, words) for capture, text in pages for promotion, words in _said(text)]
    for wanted in (Promotion.LIMITED, Promotion.REFUSED, Promotion.ALLOWED):
        for promotion, capture, words in said:
            if promotion is wanted:
                return Openness(promotion, Evidence.of(capture, words))
    return Openness(Promotion.UNSTATED if any(text.strip() for _, text in pages) else Promotion.NOT_READ)


def _said(text: str) -> list[tuple[Promotion, str]]:
    found = []
    for part in _SENTENCE.split(text):
        words = " ".join(part.split())
        if not _ABOUT.search(words) or _NOT_OF_POSTS.search(words):
            continue
        promotion = _judged(words)
        if promotion:
            found.append((promotion, words))
    return found


def _judged(words: str) -> Promotion | None:
    refused, allowed = bool(_REFUSED.search(words)), bool(_ALLOWED.search(words))
    if _WITH_LIMITS.search(words) and (refused or allowed):
        return Promotion.LIMITED
    if refused:
        return Promotion.REFUSED
    return Promotion.ALLOWED if allowed else None
