"""What is no plan: questions, talk, history, facts about others, opinions, definitions, and refusals."""

import re

from nlp.plan_words import GAIN, MAKE

_PAST = re.compile(
    r"\b(?:last (?:year|month|week|quarter|spring|summer|autumn|fall|winter|season|time)|(?:years?|months?|"
    r"weeks?) ago|"
    r"in the past|used to|at the moment|currently|at present|right now|so far|these days|usually|generally|"
    r"already (?:have|has|do|post)|(?:has|have|['’]ve|had) (?:been|taught|tried|had|always|never|worked|built|"
    r"run|seen|\d+)|"
    r"was|were|had|did|didn['’]t|wasn['’]t|since (?:19|20)\d\d|in (?:19|20)[01]\d)\b",
    re.IGNORECASE,
)
_IRREGULAR = (
    "began came fell went gave got made ran took told won lost sold grew bought wrote knew said found met saw "
    "sent spent left brought died rose stood taught paid became"
)
_TOLD = re.compile(
    rf"^(?!(?:an?|one|two|three|four|five)\b)(?:(?:the|our|my|this|that|"
    rf"\d+) )?(?:[\w'’-]+ ){{1,3}}(?:{'|'.join(_IRREGULAR.split())}|"
    r"(?:start|stop|try|tri|open|found|establish|clos|launch|look|us|decid|hir|publish|post|move|mov|increas|"
    r"drop|declin|"
    r"exhibit|receiv|work|chang|join|end|fail|happen|turn)ed)\b(?! by)",
    re.IGNORECASE,
)
_PERSON = re.compile(r"^(?:we|i|they|he|she|you)\b", re.IGNORECASE)
_OPINION = re.compile(
    r"\b(?:i (?:think|guess|believe|feel|suppose|reckon)\b|in (?:my|our) (?:view|opinion|experience)|seems?\b|"
    r"apparently|"
    r"it['’]?s (?:hard|easy|important|great)|if (?:we|i|only) (?:had|were|could)|would be (?:nice|great|good))|"
    r"\b(?:rarely|seldom|hardly(?: ever)?|tends? to|sometimes|mostly)\b|"
    r"^(?!(?:every|any|no|some)thing|evening|morning|during|spring)\w+ing\b[^,:;]{0,50}\b(?:is|are|helps?|takes|"
    r"costs|works|tires|matters|makes|brings|gets|needs)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"^(?:(?:the|our|my|most|many|some|all|other|both|two|three) )*(?:competitors?|rivals?|competition|others|people|"
    r"everyone|everybody|agencies|experts|studies|research|most \w+)\b(?! (?:should|will|to|who))|"
    r"^(?:the|that|another) [\w ]{2,30} (?:on the corner|next door|down the road|across the \w+|opposite|"
    r"round the corner)\b|"
    r"^(?:we|the \w+) (?:(?:are )?open|close) (?:at|from|on|until|daily)\b|^open(?:ing)? (?:times|hours)\b",
    re.IGNORECASE,
)
_TALK = re.compile(
    r"^(?:hi|hello|dear|thanks|thank you|cheers|(?:with )?(?:kind|best|warm) regards|regards|see (?:attached|"
    r"below|above)|"
    r"as (?:discussed|agreed|mentioned)|please (?:find|see|let)|attached|hope (?:you|this)|tb[cd]|n/?a|draft|"
    r"note:|ps|"
    r"looking forward|sorry|any (?:questions|thoughts)|let me know|best wishes|sincerely)\b",
    re.IGNORECASE,
)
_DEFINITION = re.compile(
    r"^(?!(?:we|i)\b)(?:\w+ ){0,4}(?:a )?(?:strateg(?:y|ic)|tactics?|tactical|goals?|plan|marketing)\b(?: \w+){0,3} "
    r"(?:says?|defines?|means|tells?|answers?|gives?|comes|is (?:a|the|about|how|what)|are (?:a|the|how|what|"
    r"not)|might)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\?[\s\"”’)]*$|^(?:should|do|does|did|could|can) (?:we|i|you|they)\b|^who would\b", re.IGNORECASE)
_NOT = (
    r"(?:not(?! (?:only|just|to be (?:missed|confused)))|never|no longer|cannot|\w+n['’]t(?! (?:only|just))|dont|"
    r"wont|"
    r"neither|nobody|no ?one|avoid|stop|refuse to|without any)"
)
_REFUSAL = re.compile(rf"\b{_NOT}(?![\w-])", re.IGNORECASE)
_NO = re.compile(r"^(?:no|zero)\s+(?!more than|fewer than|less than|later than)\w+", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:who|whom|that|which|where|because|so that|until|if)\b", re.IGNORECASE)
_CLAUSES = re.compile(r"\s*(?:[,;:(]|\s[–—-]\s|\bbut\b)\s*")


def no_plan(line: str, rest: str, rhythm: bool) -> str:
    """Why a line is no plan at all, "" when it may be one."""
    if not re.search(r"[^\W\d_]{2}", rest) or re.fullmatch(r"to[- ]?dos?(?: list)?\W*", line, re.IGNORECASE):
        return "a heading"
    if _ASKS.search(line):
        return "a question"
    if talk := _TALK.search(line):
        return f"talk around the plan: {talk.group()!r}"
    main = _main_clause(rest)
    ordered = re.match(r"\w+", main) and (GAIN.fullmatch(main.split()[0]) or MAKE.fullmatch(main.split()[0]))
    if told := _PAST.search(main) or (None if ordered or (rhythm and not _PERSON.match(main)) else _TOLD.search(main)):
        return f"tells what was or is: {told.group()!r}"
    if opinion := _OPINION.search(rest):
        return f"an opinion or a wish: {opinion.group()!r}"
    if definition := _DEFINITION.search(rest):
        return f"explains a word: {definition.group()!r}"
    if others := _OTHERS.search(rest):
        return f"tells of others: {others.group()!r}"
    return ""


def _main_clause(text: str) -> str:
    """The text without what a relative or causal word opens: "people who were told no" tells no past."""
    opened = _RELATIVE.search(text, 1)
    return text[: opened.start()] if opened and opened.start() > 3 else text


def affirmed(text: str) -> str:
    """The text without its refused clauses; "" when its main clause is refused, the text itself when nothing is."""
    clauses = [c for c in _CLAUSES.split(text) if re.search(r"\w", c)]
    refused = [bool(_NO.search(c) or _REFUSAL.search(_main_clause(c))) for c in clauses]
    if not clauses or (refused[0] and not re.search(r"\bnot [^,;]+[,;]? but\b", text)):
        return ""
    if not any(refused):
        return text
    return ", ".join(c for c, r in zip(clauses, refused, strict=True) if not r)


def refusal_in(text: str) -> str:
    found = _NO.search(text) or _REFUSAL.search(text)
    return found.group() if found else "not"
