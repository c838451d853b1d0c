"""Features of a sentence: what its intents are learnt from, each with a name that a reader understands."""

import re
from collections import Counter

from nlp.intent_negation import stem, turned
from nlp.intent_rules import plain, read_by_rules
from nlp.intent_words import CLASSES, ILL

WORD = 0.7  # of a cue: single words say less
STEM = 0.6
MOST = 3  # times that a word class is counted
LONG = 30  # words; longer sentences are alike
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d.,]*|[?!]+|\.\.+|[.,:;()\"-]|[$£€]")
_CAPITALISED = re.compile(r"\b[A-Za-z]\w{3,}")
_CLASSES_OF = {
    word: tuple(name for name, words in CLASSES.items() if word in words)
    for word in sorted(frozenset().union(*CLASSES.values()))
}
_WH = r"(?:what|which|who|where|when|why|how|whose)(?:'?s|'re|'d)?"
_START = r"^\W*(?:(?:so|and|but|also|or|ok|hi|hey|hello|well|now|then|question|help|newbie|if so|if not)\b\W*)?"
_ANYONE = r"(?:any|some)(?:one|body)"
_QUESTION = "ends with a question mark"
# Every gap is bounded: conversations are hostile input.
_CUES = {
    name: re.compile(pattern)
    for name, pattern in {
        _QUESTION: r"\?[\s\"')!.?:;\-]*$",
        "a question mark within": r"\?(?=.{0,200}\w)",
        "an exclamation": r"!",
        "trails off": r"\.\.|…",
        "opens with a question word": rf"{_START}(?:guys|all|everyone|folks)?\W*{_WH}\b",
        "opens with an auxiliary": (
            rf"{_START}(?:is|are|was|do|does|did|can|could|should|would|has|have|will|am|may|isn't|aren't|doesn't|don't|"
            r"didn't|can't|shouldn't|wouldn't|hasn't|haven't|won't)\s+\w+"
        ),
        "opens with any": rf"{_START}any(?:one|body|thing)?\b",
        "opens with how to": (
            r"^\W*how (?:to|do|does|can|should|would|much|many|long|often|hard|easy|early|far|deep|big|bad|important)\b"
        ),
        "opens by telling": r"^\W*(?:how|why|what|when) (?:i|we|my|our|one|the|this|your|every|most|nobody)\b",
        "asks within": rf"\b{_WH}\W+(?:\w+\W+){{0,4}}?(?:is|are|was|do|does|did|can|could|should|would|has|have|will)\b",
        "anyone who knows": (
            rf"\b{_ANYONE}\b.{{0,30}}\b(?:know|have|has|else|tried|used|using|here|recommend|suggest|help|experience|got|"
            r"familiar)"
        ),
        "does anyone": rf"\b(?:does|do|has|have|is|can|could|did|would) (?:{_ANYONE}|any of you)\b",
        "wonders": (
            r"\b(?:wonder(?:ing|ed)?|curious|(?:like|love|want(?:ed)?|need) to (?:know|hear|see)|(?:not|n't) (?:sure|know)"
            r"|no (?:idea|clue)|unsure|trying to (?:decide|figure|understand|find out))\b"
        ),
        "a question inside": (
            r"\b(?:wonder(?:ing|ed)?|curious|know|sure|idea|tell me|decide|figure out|understand|clue|explain|see)\W+"
            rf"(?:about\W+)?(?:if|whether|{_WH})\b"
        ),
        "a tag": r",? (?:right|eh|huh|ya|no|yeah|isn't it|you know)\s*\?",
        "a greeting": r"^\W*(?:what'?s up|how are you|how's it going)",
        "looking for": r"\b(?:look(?:ing)?|search(?:ing)?|hunting|seeking) (?:for|to find)\b|\bseeking\b|\bin search of\b",
        "needs a": (
            r"\b(?:need|want|could use|could do with|would like|i'd like)\b (?:to (?:find|get) )?"
            r"(?:a|an|some|somebody|someone|new)\b"
        ),
        "recommend a": r"\b(?:recommend|suggest)(?: me)? (?:a|an|any|some|good|something|me)\b|\bplease (?:recommend|suggest)",
        "any recommendation": (
            r"\b(?:any|your|for|some|need|want|other)\b(?: \w+){0,2} (?:recommendation|suggestion|rec)s?\b|"
            r"(?:recommendation|suggestion)s?(?: \w+){0,4}\s*(?:\?|$|please|welcome|needed|appreciated)"
        ),
        "a resource": (
            r"\b(?:tools?|software|apps?|plugins?|books?|resources?|tutorials?|sites?|websites?|services?|suppliers?|programs?|"
            r"template|company|companies|agency|firms?|brands?|libraries|library|dataset|datasets|data set|courses?|guides?|"
            r"links|places?|doctor|vet|plumber|lawyer|accountant|instructor|trainer|tutor|broker|model|kit|databases?|checker|"
            r"calculators?|generators?|editors?|options|recipes?|providers?|processors?|vendors?|gateways?|platforms?|themes?|"
            r"fonts?|forums?|subreddits?|types?|materials?|mentor|spreadsheets?|checklist|material|hosting|host|shops?|stores?|"
            r"framework|frameworks|reads?|podcasts?|classes|contractors?|designers?|developers?|agent|solution|providers?)\b"
        ),
        "help finding": (
            r"\bhelp(?: me| us| with)? (?:to )?(?:find|choos|pick|decid|select|locat)\w*|\b(?:on the hunt|trying|hoping|like|"
            r"want|need|able|unable) (?:for|to find|to locate|to get hold of)\b|\b(?:point|steer|direct|lead) (?:me|us)\b|"
            r"\b(?:hoping|hope) (?:that )?(?:some|any)(?:one|body)\b|\bin the (?:right )?direction\b"
        ),
        "out there": r"\bout there\b|\b(?:is|are) there (?:any )?(?:other|something|anything|such)\b|\bcome to mind\b",
        "what to use": (
            r"\b(?:what|which|who|where) (?:\w+ ){0,3}?(?:should|can|could|do|would|does|are) (?:i|we|you|people|everyone|you all|"
            r"you guys|others?|folks|others) (?:\w+ )?(?:us|go|look|recommend|suggest|buy|get|read|try|prefer|hire|pick|choos|"
            r"call|turn|start)\w*"
        ),
        "which are good": (
            r"\b(?:what(?:'s| is| are| were)|which (?:is|are)|any|some|looking for|need) (?:\w+ ){0,2}?(?:good|best|great|decent|"
            r"better|favou?rite|cheap\w*|free|easiest|recommended|reliable|similar|inexpensive)\b"
        ),
        "the best way": (
            r"\b(?:best|better|good|easy|easier|easiest|right|recommended|proper) (?:way|ways|method|approach|practices?|"
            r"strategy|strategies|tactic|route)\b"
        ),
        "any such thing": r"\b(?:is there|are there|know|have|has|got|there) (?:of )?(?:a|an|any|some|such|anything|good)\b",
        "short and asked": r"^[^?]{4,45}\?\W*$",
        "where to find": r"\bwhere\b.{0,30}\b(?:find|get|buy|start|look|take|learn|put|download|go)\b",
        "a good one?": r"\b(?:best|good|decent|favou?rite|reliable|solid|affordable|cheap)\b.{0,60}\?",
        "which do you use": (
            r"\b(?:what|which|who|where)\b.{0,40}\b(?:do|would|are|did|have|has|should|lot)\b.{0,6}\b(?:you|people|everyone|"
            r"folks|i|we|guys|all|y'all|lot|ones)\b.{0,12}\b(?:us(?:e|ing|ed)|recommend|prefer|suggest|like|buy|get|pick|"
            r"choose|go with|try|call|trust|hire|go to|start with)\b"
        ),
        "knows of a": r"\bknows? (?:of )?(?:a|an|any|some|where|such|good)\b",
        "alternatives": r"\balternatives?\b",
        "or?": r"\bor\b.{0,50}\?",
        "versus": r"\b(?:vs\.?|versus)(?=\W)|\bagainst\b",
        "difference": r"\bdifference\b|\bdifferences between\b",
        "better than": r"\b(?:better|faster|cheaper|easier|worse|nicer|more|less|rather)\b.{0,40}\b(?:than|or)\b",
        "compares": (
            r"\bcompar(?:e|ed|ing|ison|isons)\b|\bpros (?:and|&) cons\b|\btorn between\b|\bswitched from\b|"
            r"\bor (?:is|should|do|would|just|pay)\b"
        ),
        "this or that": r"\b\w+ or \w+\b",
        "cannot": (
            r"\b(?:can(?:'t|not| not)|cant|couldn't|unable to|won't|doesn't|don't|didn't|isn't|aren't|haven't|hasn't|not)\b "
            r"(?:seem to |even |really |actually |be )?\w+"
        ),
        "does not work": (
            r"(?:\bnot|n't|\bnever|\bnothing|\bstopped|\bquit)\b.{0,20}\b(?:work|show|connect|help|answer|reply|respond|"
            r"fit|load|pay|start|understand|turn|happen|get|find)\w*"
        ),
        "too much": r"\b(?:too|so) (?:\w+ly )?\w+\b",
        "still": r"\bstill\b|\bagain\b|\bkeeps?\b|\b(?:every|each) time\b|\bno matter\b",
        "no luck": r"\bno (?:luck|idea|clue|avail|success|answer|response|reply|help|way|sense|one)\b",
        "sick of": r"\b(?:sick|tired|fed up|done|had enough) (?:of|with)\b",
        "wishes": r"\bi wish\b|\bif only\b|\bwhy (?:on earth|can't|is it so)|\bhow hard can\b",
        "worries": r"\b(?:worried|afraid|scared|terrified|nervous|concerned|anxious|dread)\b",
        "instead of": (
            r"\binstead of\b|\bsupposed to\b|\bshould have\b|\bwas told\b|\bnobody told\b|"
            r"\bwithout (?:telling|asking|a word|warning|notice)\b"
        ),
        "charged": r"\b(?:charged|charging|quoted|paid|cost me|costs?|took|taking|takes|spent|waited|waiting|spend)\b",
        "has been doing": r"\bbeen \w+ing\b",
        "unmet": (
            r"\b(?:won't|wouldn't|will not|refuses? to|nobody|no one|none of|nothing|never|only|barely|hardly|unless|half|"
            r"empty|wrong|late|gone|left|(?:second|third|fourth|fifth|sixth|ninth|another) \w+)\b"
        ),
        "the problem is": r"\b(?:problem|issue|trouble|catch|question|thing)\b(?: \w+){0,2} (?:is|was|with)\b",
        "opens with the problem": r"^\W*(?:\w+ ){0,4}(?:problem|issue|trouble|error|bug|failure|rant|help)s?\b",
        "having trouble": (
            r"\b(?:hav(?:e|ing)|had|run(?:ning)? into|ran into|get(?:ting)?)\b(?: \w+){0,3} "
            r"(?:trouble|problem|issue|difficult|error|hard time)\w*"
        ),
        "about to buy": (
            r"\b(?:looking|want|wanting|thinking|planning|ready|about|going|hoping|happy|willing|need|like|trying|decided) "
            r"(?:to|about|of|on) (?:\w+ )?(?:buy|buying|get|getting|purchase|purchasing|hire|hiring|rent|renting|order|pay|"
            r"upgrade|sign up|switch|take out|lease|try out|book|spend)\w*"
        ),
        "in the market": (
            r"\bin the market\b|\bfor sale\b|\b(?:budget|quotes?|per month|up to|under|going rates?|can't spend|set aside)\b"
        ),
        "buying": r"\b(?:buying|ordering|hiring|purchasing|renting|upgrading|getting|booking)\b",
        "a price": r"[$£€]\s?\d|\d+k\b|\b\d+ (?:dollars|pounds|quid|bucks|grand)\b",
        "how much": r"\bhow much\b|\bwhat (?:does|do|should|would) .{0,30}(?:cost|charge|pay)\b|\bfair price\b",
        "anyone else": r"\b(?:any(?:one|body) else|is it just me|am i the only)\b",
        "opens with a condition": r"^\W*(?:if|when|whenever|once|unless)\b",
        "opens with an order": (
            r"^\W*(?:don't|never|do|make|try|use|go|check|please|let|take|read|see|look|find|get|click)\b"
        ),
        "code": r"(?:[{}<>=;_|\\/\[\]].{0,60}){4}",
        "long ago": r"\b(?:used to|back (?:then|in)|years ago|at first|in the past|originally|when i was)\b",
        "it ended well": (
            r"\b(?:fixed|solved|figured (?:it )?out|works (?:now|fine|great)|no longer|turns out|thankfully|luckily|"
            r"fortunately)\b"
        ),
        "an edit": r"^\W*(?:edit|update)\b",
        "thanks": r"\bthank(?:s| you)\b|\bcheers\b",
        "quotes": r"[\"“”]",
        "speaks to the reader": r"\byou(?:r|'re)\b",
        "a list headline": (
            r"^\W*(?:top )?(?:\d+|three|four|five|six|seven|eight|nine|ten)\b (?:\w+ ){0,3}(?:ways|things|tips|mistakes|"
            r"reasons|signs|steps|tools|lessons|rules|tricks|facts|patterns|trends)"
        ),
        "tells of the past": r"\b(?:was|were|had|went|took|got|came|told|said|asked|started|lost|bought|made|found|did)\b",
    }.items()
}
_THIRD = frozenset(("he", "she", "his", "her", "him"))
# "Murray vs Federer" is a match, "sourdough vs yeast" a choice
_VERSUS_OF_THINGS = re.compile(r"\b[a-z][\w.+-]* (?:vs\.?|versus) |(?: vs\.?| versus) (?:an? )?[a-z]")
_WITHOUT_MARK = ("wonders", "opens with any", "opens with a question word", "opens with an auxiliary", "a title")


def features_of(sentence: str) -> dict[str, float]:
    """The features that hold of a sentence, with how much each counts."""
    text = plain(sentence)
    tokens = ["#" if t[0].isdigit() else t for t in _WORD.findall(text)]
    words = [t for t in tokens if t[0].isalpha()]
    cues = [name for name, pattern in _CUES.items() if pattern.search(text)]
    cues += ["a title"] * _is_title(sentence)
    cues += ["versus, of things"] * (_VERSUS_OF_THINGS.search(sentence) is not None)
    cues += [f"by rule: {intent}" for intent in sorted(read_by_rules(sentence))]
    found = dict.fromkeys([*cues, *_together(cues)], 1.0)
    found |= _counts(words, _QUESTION in cues)
    found |= {f"~{stem(w)}": STEM for w in words}
    found |= {f"‘{t}’": WORD for t in tokens}
    found |= {f"‘{a} {b}’": WORD for a, b in zip(["^", *tokens], [*tokens, "$"], strict=True)}
    return found


def _is_title(sentence: str) -> bool:
    longer = _CAPITALISED.findall(sentence)
    return len(longer) > 2 and 4 * sum(w[0].isupper() for w in longer) >= 3 * len(longer)


def _together(cues: list[str]) -> list[str]:
    if _QUESTION in cues:
        return [f"{cue}, asked" for cue in cues if cue != _QUESTION]
    return [f"{cue}, not asked" for cue in cues if cue in _WITHOUT_MARK]


def _counts(words: list[str], is_asked: bool) -> dict[str, float]:
    """How often each class of words occurs, and what meets what."""
    counted = Counter(name for word in words for name in _CLASSES_OF.get(word, ()))
    found = {f"words: {name}": min(n, MOST) / 2 for name, n in counted.items()}
    if is_asked:
        found |= dict.fromkeys((f"words: {name}, asked" for name in counted), WORD)
    ill = sum(counted[name] for name in ILL)
    us, negated = counted["I"] + counted["we"], counted["a negation"] + counted["a negated verb"]
    others = turned(words, _CLASSES_OF)
    meets = {
        "ill, of us": ill and us,
        "ill, with a turn": ill and counted["a turn"],
        "ill and good": ill and counted["good"],
        "ill, again": ill and counted["again"],
        "ill, turned": others.ill_turned,
        "ill, not turned, asked": others.ill and is_asked,
        "good, turned": others.good_turned,
        "good, turned, asked": others.good_turned and is_asked,
        "negated, of us": negated and us,
        "negated, of others": negated and not us,
        "of a third": not us and not _THIRD.isdisjoint(words),
        "of the reader alone": not us and counted["you"],
        "at most three words": len(words) <= MOST,
        "at most six words": len(words) <= 2 * MOST,
    }
    found |= {name: 1.0 for name, holds in meets.items() if holds}
    found |= {f"¬{s}": WORD for s in others.stems}
    found["words: ill, not turned"] = float(min(others.ill, MOST))
    return found | {"words: ill": float(min(ill, MOST)), "length": min(len(words), LONG) / 15}
