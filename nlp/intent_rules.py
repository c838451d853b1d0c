"""Rules on words for each intent: precise where they hold and blind to what people imply.

They are the baseline of `make bench-intents` and, one by one, cues of the learnt reading (`nlp.intent_features`).
"""

import re

from market.topics import Intent

_WH = r"(?:what|which|who|where|when|why|how|whose)(?:'?s|'re|'d)?"
_AUX = r"(?:(?:is|are|was|do|does|did|can|could|should|would|has|have|will)(?:n't)?|won't|am|may|might)"  # "isn't" too
_WHO = r"(?:any(?:one|body)|some(?:one|body))"
_SUBJECT = rf"(?:i|we|you|it|there|{_WHO}|the|an?|my|our|this|that|these|those|they|people)"


def _rules(*patterns: str) -> re.Pattern[str]:
    """One pattern of several in a small notation: ``_`` is a space, ``_0-4_`` up to four words between two others."""
    return re.compile("|".join(_rule(p) for p in patterns))


def _rule(pattern: str) -> str:
    gaps = re.sub(r"_(\d+)-(\d+)_", r"(?:[ ,][^ .?!;:]+){\1,\2}?[ ,]+", pattern)
    return rf"(?<![\w'])(?:{gaps.replace('_', ' ')})(?![\w'])"


_RULES = {
    Intent.RECOMMENDATION: _rules(
        r"(?:recommend|suggest)_(?:me_)?(?:an?|some|any|good|something)",
        rf"(?:can|could|would|please|{_WHO})_0-3_(?:recommend|suggest)",
        r"(?:any|need|want|seeking|your|for|looking for|some)_0-2_(?:recommendations?|suggestions?)",
        r"(?:recommendations?|suggestions?)(?:_(?:for|on|needed|please)|_?\?)",
        r"looking_for_(?:an?|some|good|the best)_0-12_(?:\?|that|to|for|which|who|with)",
        rf"{_WH}_0-4_(?:best|good|favou?rite|recommended)_0-12_[^ .?!;:]+_?(?=\?)",
        r"(?:what|which)_1-4_should_(?:i|we)_(?:use|buy|get|choose|pick|go|start|learn|read|hire|try)",
        r"(?:what|which)_1-4_(?:do|would)_you_0-2_(?:use|recommend|prefer|suggest|like)",
        r"knows?_of_(?:an?|any|some)_(?:good|decent|nice|cheap|free)",
        r"need_(?:an?|some)_(?:good|decent|new|reliable)",
        r"is_there_(?:an?|any|anything)_0-3_(?:good|decent|better|tool|app|plugin|service|program|software|site|way)",
    ),
    Intent.COMPARISON: _rules(
        r"[^ .?!;:]+_(?:vs\.?|versus)_[^ .?!;:]+",
        r"alternatives?_(?:to|for)",
        r"differences?_between",
        r"pros_(?:and|&)_cons",
        r"(?:better|faster|cheaper|easier)_than_0-8_[^ .?!;:]+_?(?=\?)",
        r"(?:how|when|as|is|it|and)_0-4_compared?_(?:to|with)",
        r"comparison_(?:of|between)",
        r"(?:should|which|use|better|prefer)_0-6_or_0-5_[^ .?!;:]+_?(?=\?)",
        r"(?:switch|switched|switching|migrate|migrating|moving)_0-2_from_0-3_to",
    ),
    Intent.PAIN_POINT: _rules(
        r"struggl(?:e|ing)_(?:with|to)",
        r"(?:so|really|very|i'm|am|is|are|getting|been|get)_(?:frustrat(?:ed|ing)|annoy(?:ed|ing)|stuck|confused)",
        r"(?:does|do|is|are|did|was)(?:n't|_not)_(?:work|working|load|loading|show|showing|respond|display)",
        r"not_(?:working|loading|showing|responding|displaying)",
        r"(?:having|have|had|run into|ran into|getting)_0-2_(?:trouble|problems?|issues?|difficult(?:y|ies)|errors?)",
        r"(?:problems?|trouble|issues?|errors?)_(?:with|when|using|getting|installing)",
        r"(?:can't|cannot|can_not|couldn't|unable_to)_(?:seem_to_)?"
        r"(?:get|find|figure|make|access|connect|install|log|open|afford|load|see)",
        r"how_(?:do|can|to)_0-1_(?:fix|stop|avoid|prevent|solve|troubleshoot|debug)",
        r"(?:sick|tired)_of",
        r"keeps?_(?:crashing|failing|breaking|losing|freezing)",
        r"(?:i|we)_(?:hate|dread)",
        r"(?:nightmare|pain in the|headache|driving me)",
    ),
    Intent.QUESTION: _rules(
        rf"{_WH}_0-30_[^ .?!;:]+_?(?=\?)",
        rf"{_AUX}_{_SUBJECT}_0-30_[^ .?!;:]+_?(?=\?)",
        rf"(?:{_WHO}|any)_0-30_[^ .?!;:]+_?(?=\?)",
        rf"(?:does|has|is|can|could|did)_{_WHO}",
        r"(?:how|what|where|when|which)_(?:do|does|can|should|would|could)_(?:i|we|you|one)",
        rf"{_WHO}_(?:know|have|else|here|tried|used|using)",
    ),
}
# "How I doubled my traffic" and "Why you should …" tell; "How do I …" asks.
_TELLS = re.compile(r"^(?:\W*)(?:here(?:'s| is)|this is|that's|the reason|how i |how we |why i |why we |guess what)")


def plain(sentence: str, length: int = 600) -> str:
    """A sentence as the rules read it: at most ``length`` characters, lower case, one space between words."""
    return " ".join(sentence[:length].lower().replace("’", "'").split())


def read_by_rules(sentence: str) -> frozenset[Intent]:
    """The intents that a rule finds in a sentence; none in one that opens by telling."""
    words = plain(sentence)
    if _TELLS.match(words):
        return frozenset()
    return frozenset(intent for intent, rules in _RULES.items() if rules.search(words))
