"""Words of plans: what is made, what comes of it, what is done, and where to.

Outcomes differ from trade to trade (covers, retainers, veg boxes), what is made for the public hardly does: the list of
deliverables is therefore meant to be whole, and what is counted without standing there is taken for an outcome.
"""

import re

MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
)
SEASONS = (
    r"spring|summer|autumn|fall|winter|christmas|easter|lent|ramadan|thanksgiving|new year|halloween|"
    r"black friday"
)

OUTCOMES = (
    r"leads?|prospects?|clients?|customers?|buyers?|sellers?|patients?|members?|memberships?|tenants?|guests?|"
    r"diners?|"
    r"students?|pupils?|donors?|givers?|volunteers?|attendees|attendance|followers?|fans|likes|subscribers?|"
    r"subscriptions?|users?|sign-?ups?|registrations?|downloads?|enquir(?:y|ies)|inquir(?:y|ies)|appointments?|"
    r"bookings?|reservations?|consultations?|demos?|trials?|quotes?|offers?|deals?|closings?|escrow|listings?|"
    r"instructions?|valuations?|contracts?|orders?|pre-?orders|sales?|revenues?|turnover|profits?|margins?|income|"
    r"spend|conversions?|conversion rates?|visitors?|visits?|residents|page ?views|traffic|impressions|reach|"
    r"engagement|awareness|visibility|profile|mentions|referrals?|reviews?|ratings?|rankings?|market share|"
    r"share of voice|retention|loyalty|trust|credibility|relationships?|community|churn|foot ?fall|foot traffic|"
    r"calls|"
    r"donations?|homes|houses|covers|installs?|installations?|no-?shows?|costs?|word of mouth|regulars?|names|"
    r"trial (?:lessons|classes|sessions|days|memberships|weeks)|recommendations?|(?:open|click|click-through|"
    r"response|bounce|show-up|conversion|close|fill) rates?|"
    r"reputation|interest|demand|satisfaction|response|parties|partners?|audience|trainees?|"
    r"applicants?|candidates?|sales cycle|repeat business|business|leadership|brand|units|copies|tickets|seats|places"
)
OUTCOME = re.compile(rf"\b(?:{OUTCOMES})\b", re.IGNORECASE)

DELIVERABLES = (
    r"blog ?posts?|posts?|blogs?|articles?|videos?|vids?|clips?|reels?|shorts|stories|story|tweets?|threads?|pins?|"
    r"updates?|alerts?|news ?letters?|e-?newsletters?|bulletins?|e-?mails?|mailings?|mail-?outs?|letters?|podcasts?|"
    r"episodes?|interviews?|case stud(?:y|ies)|white ?papers?|e-?books?|guides?|how-?tos?|checklists?|infographics?|"
    r"webinars?|workshops?|seminars?|briefings?|talks?|lectures?|classes|class|clinics?|tours?|demos|fairs?|"
    r"exhibitions?|trade shows?|events?|evenings?|nights?|mornings|suppers?|meet-?ups?|open (?:houses?|days?|"
    r"evenings?)|"
    r"testimonials?|photos?|photographs?|pictures?|pics?|images?|shots?|ads?|adverts?|advertisements?|advertising|"
    r"campaigns?|contests?|competitions?|challenges?|giveaways?|raffles?|landing pages?|forms?|pages?|menus?|"
    r"press releases?|columns?|columnists?|groups?|chats?|lives?|live ?streams?|q&as?|surveys?|polls?|quiz(?:zes)?|"
    r"hashtags?|key ?words?|topics?|flyers?|leaflets?|brochures?|postcards?|cards?|posters?|signs?|chalkboards?|"
    r"banners?|sign ?boards?|displays?|hand-?outs?|booths?|pop-?ups?|notices?|windows?|stickers?|coupons?|"
    r"vouchers?|tips?|recipes?|questions?|comments?|replies|messages?|texts?|changelogs?|"
    r"reports?|diar(?:y|ies)|trails?|tastings?|spotlights?|profiles of|walk-?throughs?|tutorials?|lessons?|"
    r"worksheets?|"
    r"concerts?|performances?|recitals?|screenings?|breakfasts?|lunch(?:es)?|drinks|templates?|content|"
    r"reminders?|repl(?:y|ies)|answers?|listings on|stall|stand|taster|of the (?:day|week|month)"
)
DELIVERABLE = re.compile(rf"\b(?:{DELIVERABLES})\b", re.IGNORECASE)


def _forms(words: str) -> str:
    """A pattern for the forms of regular verbs: base, third person, -ing and past participle."""
    patterns = []
    for verb in words.split():
        stem = verb[:-1] if verb.endswith("e") else verb
        double = rf"{verb[-1]}?" if re.search(r"[^aeiou][aeiou][bgmnpt]$", verb) else ""
        if re.search(r"[^aeiou]y$", verb):
            patterns.append(rf"{verb[:-1]}(?:y|ies|ied|ying)")
        elif stem != verb:
            patterns.append(rf"{stem}(?:es?|ed|ing)")
        else:
            patterns.append(rf"{verb}(?:s|es|{double}ed|{double}ing)?")
    return "|".join(patterns)


MAKES = (
    _forms(
        "post publish tweet blog share e-mail email text mail record film upload stream livestream host create "
        "produce "
        "launch start open comment answer reply respond join invite advertise sponsor pitch interview ask optimise "
        "optimize update add offer cover use promote feature attend hand print design collect repurpose schedule "
        "track "
        "draft translate refresh monitor test swap partner list claim link exhibit present visit call phone contact "
        "message thank tag pin broadcast announce showcase highlight explain show demonstrate measure review analyse "
        "analyze audit prepare install display distribute deliver drop donate submit organise organize arrange "
        "stage cook follow repost retweet reward survey redesign replace change introduce cross-post "
        "reuse edit document photograph celebrate syndicate experiment mention wear paint recycle talk meet lead "
        "moderate apply curate assign approach chase sort tidy compile rewrite"
    )
    + r"|writ(?:e|es|ing|ten)|shoots?|shooting|shot|sends?|sending|sent|runs?|running|sets? up|setting up|gives?|"
    r"giving|"
    r"given|holds?|holding|held|puts?|putting|makes?|making|does|do|teach(?:es|ing)?|speaks?|speaking|"
    r"goes (?:out|on|up)|"
    r"go (?:out|on|up|live)|buys?|buying|team(?:s|ing)? up|brief(?:s|ing)?|tells?|telling|hangs?|take part|spend"
)
MAKE = re.compile(rf"\b(?:{MAKES})\b", re.IGNORECASE)

GAINS = (
    _forms(
        "increase raise boost generate improve gain attract expand strengthen double triple halve reduce lower "
        "shorten "
        "lengthen deepen earn convert retain achieve reach book drive secure acquire recruit fill persuade encourage "
        "turn lift extend widen maximise maximize minimise minimize enhance foster nurture develop maintain restore "
        "obtain collect close hit cut sign gather push inspire motivate enrol enroll register onboard hire sign "
        "score place rank save cultivate spark "
        "stimulate"
    )
    + r"|grow(?:s|ing)?|wins?|winning|builds?|building|keep(?:s|ing)?|gets?|getting|sells?|selling|brings?|bringing|"
    r"loses?|losing|puts?|makes?|making|rebuild|have|lists?"
)
GAIN = re.compile(rf"\b(?:{GAINS})\b", re.IGNORECASE)

# Verbs that open an order like any other, in their base form; what they act on tells the rest.
ORDERS = re.compile(
    r"^(?:adapt|adjust|agree|align|allow|appoint|arrange|assess|attach|book in|build|bundle|check|choose|clarify|"
    r"clean up|"
    r"co-?host|commission|compare|compose|connect|consider|convert|copy|cross-?link|cut|decide|define|deploy|"
    r"describe|"
    r"develop|discuss|embed|engage|ensure|equip|establish|evaluate|examine|explore|export|extend|find|finish|fix|"
    r"focus|"
    r"form|gather|help|identify|implement|improve|include|index|insert|integrate|investigate|keep|label|learn|"
    r"let|license|"
    r"list|look (?:at|for|into)|maintain|manage|map|mark|match|mention|merge|move|name|negotiate|network|notify|"
    r"observe|"
    r"order|outline|pack|pair|paint|pay|permit|pick|plan|polish|prioriti[sz]e|provide|purchase|raise|read|rearrange|"
    r"re-?brand|remind|rename|rent|repair|replace|request|research|respond|restock|revise|revive|reward|roll out|"
    r"scan|search|"
    r"select|separate|serve|shorten|simplify|speed up|split|stick|stock|store|study|subscribe|suggest|support|"
    r"survey|take|"
    r"target|train|transfer|transform|travel|treat|trial|trim|try|turn|unify|upgrade|use|vary|view|volunteer|"
    r"watch|wrap)\b",
    re.IGNORECASE,
)

DIRECTION = re.compile(
    r"\b(?:known (?:as|for)|recogni[sz]ed (?:as|for)|(?:seen|regarded|remembered|perceived) as|"
    r"(?:see|regard|think of|know|remember|consider) (?:me|us|our \w+) (?:as|when|first)|"
    r"position(?:s|ed|ing)?(?= (?:ourselves|myself|us|the|our|it))|go-to|top[- ]producing|"
    r"the (?:leading|preferred|trusted|first choice|first port of call|default|expert|authority|only|"
    r"place (?:where|for))|"
    r"thought leaders|leader in|expert (?:in|on|for)|authority (?:in|on)|specialis[et]s? (?:in|for)|"
    r"speciali[sz](?:e|ing) in|differentiat\w*|stand(?:ing)? (?:out|for)|niche|focus(?:es|ed|ing)? (?:only )?on|"
    r"concentrat\w+ on|compet(?:e|ing) (?:on|by|through|with)|how we compete|penetrat(?:e|ing|ion)|diversif\w+|"
    r"retrench\w*|enter(?:ing)? (?:the|new|a)|new markets?|market leader|win on|"
    r"(?:move|shift|go|expand) (?:up-?market|away from|into|from|beyond|down-?market)|"
    r"grow(?:th)? (?:\w+ )?(?:through|from|via|by (?!\d))|"
    r"(?:our|my|the) (?:(?:overall|business|market|marketing|social(?: media)?|corporate|content) )?"
    r"(?:strategy|vision|mission|purpose|direction|positioning|position|field|ambition|promise|customer|"
    r"difference|edge|"
    r"guiding idea|whole idea)|everything we do|where we are (?:heading|going)|reason we exist|"
    r"(?:corporate|business(?: unit)?|market|brand) strategy|"
    r"(?:audience|market) focus|reason (?:to exist|for being)|go(?:ing)? after|instead of|rather than|not just|"
    r"more than (?:just )?an?|"
    r"first, .* second)\b",
    re.IGNORECASE,
)
