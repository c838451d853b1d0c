"""Cues of plan sentences: the patterns by which their labels are told."""

import re

from nlp.plan_words import DELIVERABLE, MAKE

HEAD = re.compile(
    r"^(?P<goal>(?:our |my |the |main |key )*(?:goals?|objectives?|aims?|outcomes?|kpis?)(?: \d+)?)\s*(?::|=|–|—|"
    r"\s-\s|\bis to\b|\bis\b)\s*|"
    r"^(?P<strategy>(?:our |the )?(?:strategy|vision|mission|purpose|positioning|position|niche|"
    r"(?:target |primary |core )?audience|target (?:market|group|customers?)|ideal (?:client|customer)))\s*(?::|"
    r"=|–|—|\s-\s)\s*|"
    r"^(?:tactics?|actions?|to-?do|tasks?|next steps?|targets?)(?: \d+)?\s*(?::|=|–|—|\s-\s)\s*",
    re.IGNORECASE,
)
VOICE = re.compile(
    r"^(?:(?:should [^,]+|so|then|also|and|first(?:ly)?|second(?:ly)?|next|finally|please|in addition|each \w+|"
    r"every (?:other )?\w+|"
    r"if [^,]+?|once [^,]+|when [^,]+|by [^,:]+|twice a \w+|(?:\d+|two|three|once|twice)(?: times)? an? \w+|"
    r"in \w+),?:?\s+)*"
    r"(?:(?:we|i|this is|it is|that is|the (?:firm|team|company|practice|shop|studio|charity|business)|our team|"
    r"let['’]?s|"
    r"(?:\w+ )?(?:people|parents|patients|customers|clients|guests|visitors|members|buyers|donors)(?= (?:should|"
    r"will|must)))\b\s*)?"
    r"(?:(?:will|shall|should|must|['’]ll|['’]d|would|need to|have to|can|could|plan(?:s|ned)? to|intends? to|"
    r"aims? to|"
    r"hopes? to|wants? to|like to|['’]m going to|(?:am|are|['’]re|is) going to|(?:am|are|is) to|try to|love to|"
    r"wish(?:es)? to|expects? to|also|always|regularly|mainly|only)\s+)*(?:to\s+)?(?:also\s+|actively\s+)?",
    re.IGNORECASE,
)
CHOICE = re.compile(r"\b(?:compete|chase|cheap\w*|everyone|everything|be all things|volume|price)\b", re.IGNORECASE)
CONTRAST = re.compile(
    r"(?:,|;|\s[–—-])\s*(?:not|never) (?:just |only |through |on |with |for |from |by |to )?(?!on\b)[\w'’]+|"
    r"\bnot (?!only|"
    r"just)[^,;]{2,50}[,;]? but\b|"
    r"\bleave \w[^,]{1,30} to (?:others|them|competitors|rivals)\b|\bnobody else\b|\bnot machines\b",
    re.IGNORECASE,
)
OVER = re.compile(
    r"^(?:market strategy: )?[\w'’-]+(?: [\w'’-]+)? (?:over|before|above) (?!\d|the end|next|"
    r"christmas)[\w'’-]+(?: [\w'’-]+)?(?=[:,.;]|$| for\b)|"
    r"^(?:the|a) [\w-]+(?: [\w-]+)? (?:for|that|who|where|which) \w+|\b\w+ only(?=[;,.:]|$)|"
    r"\bno \w+[^,.;]{0,20}, no \w+|\band no others?\b|\band only\b|\bnothing but\b|\bexclusively\b|"
    r"^for (?:people|those|anyone|everyone|families|women|men|parents|owners|readers|\w+ers) (?:who|that|with|in)\b|"
    r"\bwants? (?:\w+ )?to be (?!able|found|heard)|\bfamous for\b|\bour name\b",
    re.IGNORECASE,
)
WANTED = re.compile(
    r"^(?:an? )?\w+ier (?:\w+ ){0,2}\w+|^(?:a |an |even |many |much |some )?(?:more|fewer|less|better|greater|"
    r"higher|lower|stronger|bigger|faster|"
    r"fuller|"
    r"quicker|happier|busier|shorter|deeper|wider|larger|longer|warmer|closer|increased|improved|reduced|"
    r"growth in)\b|"
    r"\b(?:wants?|would like|['’]d like|hopes?|wish|needs?) (?:\w+ ){1,4}to (?!be\b)\w+|\bwants? to be (?:found|"
    r"heard)|"
    r"\bbe(?:come)? (?:better|more|less) \w+|\bbecome \w+er\b|\bget (?:our|my|the|people|"
    r"\w+s) (?:\w+ )?(?:talking|to|thinking|in)\b|"
    r"^(?!(?:we|i|he|she|it)\b)(?:[\w'’-]+ ){0,3}(?:[\w'’-]+s|people|women|men) should (?!be|have|get)\w+|"
    r"^(?:let|help|make|have|get|see) (?:[\w'’-]+ ){1,3}(?:know|feel|see|find|understand|talk|trust|return|come|"
    r"choose|stay|"
    r"remember|think|buy|visit|ask|recommend|share|less|more)\b|"
    r"\b(?:should|to|will) (?:feel|know|trust|remember|recommend|choose|think of|understand|believe|come back|"
    r"return)\b",
    re.IGNORECASE,
)
BE = re.compile(
    r"^(?:be|become|stay|remain|stand for|be seen|serve|speak to|specialise|specialize|position)\b(?! (?:sure|"
    r"on time|active))"
    r"(?! (?:better|more|less|busier|\d)\b)",
    re.IGNORECASE,
)
WE_ARE = re.compile(
    r"^(?:i am|i['’]m|we are|we['’]re) (?:the|known|seen|here (?:for|to)|about|for)\b|^(?:we|i) (?:help|serve|"
    r"speak to|exist|"
    r"stand|go for|win|choose|put \w+ first|work (?:only )?with|cater)\b",
    re.IGNORECASE,
)
NUMBER = (
    r"(?<![\w.#-])(?:[$€£]\s?\d[\d,.]*\s?[km]?\b|\d[\d,.]*(?:\s?(?:%|percent\b|per ?cent\b)|k\b)?|"
    r"(?:(?<=by )(?:an? |one |two )?(?:third|quarter|half|fifth|tenth)s?|(?:an? |one |two )?(?:third|quarter|"
    r"half|fifth|tenth)s?(?= (?:of|more|fewer)\b))|"
    r"(?:a|one) (?:hundred|thousand|dozen)\b|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|"
    r"ninety|hundred|dozen)\b(?: (?:hundred|thousand|per ?cent|percent))?)"
)
FIGURE = re.compile(NUMBER, re.IGNORECASE)
AFTER_NUMBER = re.compile(
    r"^\s*(?:[:-]\s?\d|(?:st|nd|rd|th|am|pm|years?|yrs?|months?|weeks?|days?(?! \w+s\b)|hours?|hrs?|minutes?|"
    r"mins?|seconds?|"
    r"words?|"
    r"word|minute|second|hour|miles?|km|mile|of (?:us|them)|times?|x)\b|[ap]m\b|[-/]\d)",
    re.IGNORECASE,
)
DATED = re.compile(r"\b(?:by|before|until|within|in|this|till|end of|during|from)\s*$", re.IGNORECASE)
UP = re.compile(
    r"\b(?:up(?! to\s*$)|down|from|increase[sd]?|rise|drop|decrease|double|doubling|triple|halve)\b", re.IGNORECASE
)
DUE = re.compile(r"\b(?:by|before|until|this (?:year|quarter|month|season)|within)\b", re.IGNORECASE)
TIMES = re.compile(r"^(?:double|triple|halve|quadruple)\b", re.IGNORECASE)


PLANS = re.compile(
    r"\b(?:will|shall|should|must|going to|want|wants|need|needs|plan|aim|hope|to be|to (?:get|make|write|post)|"
    r"let['’]s|"
    r"['’]ll|['’]d|would|is to|(?:once|twice|every|each|per|a) (?:term|semester|half[- ]term)|by (?:\d|the|end|"
    r"next|q\d))\b",
    re.IGNORECASE,
)
STATIVES = (
    r"have|has|['’]ve|got|employs?|owns?|holds?|contains?|costs?|lasts?|is|are|stays?|stands for|means|takes|get|"
    r"gets|"
    r"works|sells|apply|applies|love|loves|like|likes|prefer|prefers|seems?|matters?|fit|fits|needs?|closes|"
    r"belongs?|comes?"
)
FACT = re.compile(
    rf"^(?:(?:we|i)(?= ?(?:have|['’]ve|own|employ|got)\b)|(?:the|our|my|its|this|these|most|all|both|two|three|"
    rf"\d+)? ?"
    rf"(?:[\w'’.&-]+ ){{0,4}}?[\w'’.&-]+)(?: (?:in|of|at|for|on|from) (?:the |our )?[\w'’-]+)?(?: |"
    rf"(?=['’]))(?:{STATIVES})\b",
    re.IGNORECASE,
)
MAKES_SO = re.compile(
    r"^make (?:[\w'’-]+ ){1,4}?(?:\w+ier|better|safer|simpler|faster|cheaper|warmer|fuller|stronger|quicker|more|"
    r"less|feel|want)\b",
    re.IGNORECASE,
)
CONTENT = re.compile(
    rf"^(?:(?:our|my|the|each|all|these) )?(?:[\w'’-]+ ){{0,2}}?(?:{DELIVERABLE.pattern})(?: (?:that|"
    rf"which) (?:\w+ ){{1,3}}?)? ?"
    r"(?:(?:will|should|shall|must) )?(?:covers?|explains?|gives?|tells?|shows?|helps?|answers?|informs?|"
    r"teach(?:es)?)\b",
    re.IGNORECASE,
)
PASSIVE = re.compile(rf"\b(?:(?:to|will|shall|should|must) be|gets?|needs?) (?:{MAKE.pattern})", re.IGNORECASE)
SOLD_OUT = re.compile(r"^(?:book|fill|sell|pack|close|double|list)\b", re.IGNORECASE)
