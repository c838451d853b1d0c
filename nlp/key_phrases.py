"""Key phrases: the words a plan promises to be found with, quoted or introduced as such."""

import re

_PAIRS = (("“", "”"), ("„", "[“”]"), ("«", "»"), ('"', '"'), ("‘", "’"))
_QUOTED = re.compile(
    "|".join(rf"{opening}([^\n]{{2,80}}?){closing}" for opening, closing in _PAIRS)
    + r"|(?<!\w)'([^'\n]{2,80})'(?!\w)|(?<!\w)`([^`\n]{2,80})[`'](?!\w)"
)
_NOUN = (
    r"(?:(?:seo |focus |search |main |long[- ]tail |target )*"
    r"(?:key ?-?words?|key ?-?phrases?|search ?terms?|search phrases?|kws?))"
)
_CUE = re.compile(
    rf"\b(?:{_NOUN}|phrases?|search(?:es|ed|ing)?|googl(?:e|es|ing)(?= [\"“‘'])|optimi[sz]\w*|target(?:s|ing|ed)|"
    r"rank(?:s|ing|ed)?|words|terms?|come up for|"
    r"(?:built|written|centred|centered|based) a?round|found for|show up for)\b|"
    r"\b(?:pages?|posts?|articles?) (?:for|on|targeting) (?=[\"“'‘])",
    re.IGNORECASE,
)
_UNQUOTED = re.compile(
    rf"\b(?:{_NOUN}|phrase)\b\s*(?:(?:phrase|like|such as|is|are|being|will be|of|for|used)\b\s*)?[:=–—-]?\s+"
    r"(?!in\b|research\b|that\b|we\b|and\b|on\b|to\b|per\b|from\b|list\b|plan\b|cluster\b|every\b|each\b|ideas?\b)"
    r"([^,.;:()\n]{3,60}?)"
    r"(?=\s+(?:in (?:the|each|every|all|our|title|headline)|on|every|each|per|at|to|and (?:share|post|put|link|"
    r"then)|with|for our|for the|a week|a month|by|until|"
    r"as (?:the|our|a) (?:title|headline|h1|tag)|once|twice)\b|[,.;:()\n]|\s[–—-]\s|$)",
    re.IGNORECASE,
)
_RANKED = re.compile(
    r"\b(?:rank(?:s|ing)?|come up|show up|be found|optimi[sz](?:e|ed|ing)(?: [\w ]{0,30}?)?)\s+(?:(?:on|"
    r"in) google )?for\s+(?:the )?"
    r"(?!mobile|search|speed|google|people|voice|conversions?)([a-z][^,.;:()\n]{3,60}?)"
    r"(?=\s+(?:in (?:the|each|every)|on|every|each|by|until|within|searches|so|and then)\b|[,.;:()\n]|$)",
    re.IGNORECASE,
)


def key_phrases_in(text: str) -> tuple[str, ...]:
    """The phrases promised, as written; those in quotation marks come before those that are only introduced.

    Quotation marks alone are no cue: a quoted slogan is no key phrase, nor is "keyword" without words behind it.
    """
    if not _CUE.search(text):
        return ()
    quoted = [next(g for g in m.groups() if g).strip(" ,.;") for m in _QUOTED.finditer(text)]
    if quoted:
        return tuple(dict.fromkeys(q for q in quoted if q))
    found = _UNQUOTED.search(text) or _RANKED.search(text)
    return (found.group(1).strip(" '\"“”‘’"),) if found else ()
