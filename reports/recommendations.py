"""Recommendations: at most five next steps, each bound to a goal, its figures and evidence, and a measure to check.

A rule is a function of the audit's rows that yields drafts; rules are asked in the order of ``RULES``, which is the
order of the report: what was promised first, then what prospects ask, then how to be found and answered.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from market.audits import ChannelRow, CompanyAudit, GoalRow, KeywordRow, Recommendation
from market.figures import Figure
from market.findings import Evidence
from market.phrases import has_phrase
from market.plan import PlanRow, Verdict
from market.topics import Answer, Question
from market.venues import Access, VenueScore
from reports.compare import client_of, unread
from reports.promises import observed, promise_of
from reports.questions import answerable, printed
from reports.words import counted, cut, listed, many, number, percent, rivals, spelled, value_of

MOST = 5
RECHECK_WEEKS = 13  # shorter, and a weekly rate is too noisy to tell a change (chance of seeing 3 against 1.5: .93)
ASKED = 2  # conversations from which a question is worth a page of its own
NO_OWNER = "nobody named yet: name one"
NO_GOAL = "no goal stated in the brief"
_HELP = {"hours": "do it yourself", "days": "together", "weeks": "for you"}
# Stems of goals that count attention; a goal without one counts what prospects do: leads, offers, sales.
_ATTENTION = ("aware", "known", "brand", "reach", "engag", "reader", "follow", "visit", "traffic", "view", "audience")


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows that recommendations are made from; ``figures`` are those of ``derived.derive``."""

    companies: tuple[CompanyAudit, ...]
    plan: tuple[PlanRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    channels: tuple[ChannelRow, ...] = ()
    keywords: tuple[KeywordRow, ...] = ()
    venues: tuple[VenueScore, ...] = ()
    questions: tuple[Question, ...] = ()
    figures: tuple[Figure, ...] = ()
    alive_from: str = ""  # ISO date: a venue with nothing newer is history, and so is what was asked there


@dataclass(frozen=True, slots=True)
class _Draft:
    action: str
    why: str
    figures: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    effort: str
    measure: str
    goal: str = ""  # "" lets ``response`` choose
    owner: str = ""
    response: bool = False  # serves a goal that counts answers (leads, offers …) rather than attention
    about: tuple[str, ...] = ()


def recommend(facts: Facts, as_of: date) -> tuple[Recommendation, ...]:
    """At most ``MOST`` next steps, one per rule, in the order of ``RULES``; none where nothing supports one.

    The re-check falls ``RECHECK_WEEKS`` weeks after ``as_of``.
    """
    drafts = [(name, draft) for name, rule in RULES.items() for draft in list(rule(facts))[:1]]
    return tuple(_finish(name, draft, facts, as_of) for name, draft in drafts[:MOST])


def _finish(rule: str, draft: _Draft, facts: Facts, as_of: date) -> Recommendation:
    return Recommendation(
        action=draft.action,
        goal=draft.goal or goal_for(facts.goals, draft.response),
        why=draft.why,
        figures=draft.figures,
        evidence=draft.evidence,
        effort=draft.effort,
        owner=draft.owner or NO_OWNER,
        measure=draft.measure,
        recheck=as_of + timedelta(weeks=RECHECK_WEEKS),
        help=_HELP[draft.effort],
        rule=rule,
        about=draft.about,
    )


def goal_for(goals: Sequence[GoalRow], response: bool) -> str:
    """The first goal that counts what prospects do, or with ``response`` false the first that counts attention;
    else the first goal; ``NO_GOAL`` without any.
    """
    fitting = [goal for goal in goals if _counts_attention(goal) is not response]
    return (fitting or list(goals))[0].name if goals else NO_GOAL


def _counts_attention(goal: GoalRow) -> bool:
    words = " ".join([goal.name, *(target.unit for target in goal.targets)]).lower()
    return any(stem in words for stem in _ATTENTION)


def _keep_the_promise(facts: Facts) -> Iterator[_Draft]:
    late = [
        row for row in facts.plan if row.verdict is Verdict.BEHIND and row.observed and row.observed.value is not None
    ]
    for row in late:
        assert row.observed is not None  # noqa: S101 - narrowed above
        promise = promise_of(row) if row.promised else "the promise"
        yield _Draft(
            action=f"Keep the promise of {promise_of(row)}, or promise what you can keep",
            why=f"The plan says “{cut(row.text, 120)}”; {observed(row.observed)}.",
            figures=(row.observed.id,),
            evidence=row.observed.evidence[:3],
            effort="weeks",
            measure=f"{row.observed.unit}: from {value_of(row.observed)} to {promise}",
            goal=row.goal,
            owner=row.owner,
            about=(row.id, row.text),
        )


def _answer_a_question(facts: Facts) -> Iterator[_Draft]:
    client = client_of(facts.companies)
    figures = tuple(f.id for f in facts.figures if f.id == f"questions-answered.{client.company.key}")
    read = {c.company.key for c in facts.companies if c is not client and not unread(c)}
    names = [name for c in facts.companies for name in (c.company.name, *c.company.aliases)]
    alive = {score.venue.key for score in facts.venues if score.last_at >= facts.alive_from}
    open_ones = [
        q
        for q in printed(facts.questions)
        if answerable(q)
        and q.asked >= ASKED
        and alive.intersection(q.venues)
        and _answer_of(q, client.company.key) is Answer.NOT
        and not any(has_phrase(q.text, name) for name in names)
    ]  # a question about a company is answered by its customers, not by a page
    for question in sorted(open_ones, key=lambda q: (-q.authors, -q.asked, q.id)):
        answers = sorted(question.answered_by, key=lambda a: a.company)
        theirs = [a for a in answers if a.answer is Answer.ANSWERED and a.company in read]
        yield _Draft(
            action=f"Publish a page that answers “{cut(question.text, 140)}”",
            why=f"Asked in {many(question.asked, 'conversation')}; {_who_answers(len(theirs), len(read))}.",
            figures=figures,
            evidence=(*question.evidence[:2], *(e for a in theirs[:1] for e in a.evidence[:1])),
            effort="days",
            measure="at the re-check, a page of yours answers it",
            about=(question.id, question.text),
        )


def _who_answers(having: int, read: int) -> str:
    """Who has a page on a question that the client has none on."""
    if not having:
        return "nobody whose pages were read has a page on it"
    verb = "has" if having == 1 else "have"
    return f"{rivals(having, read)} {verb} a page on it, you have none"


def _answer_of(question: Question, company: str) -> Answer | None:
    return next((a.answer for a in question.answered_by if a.company == company), None)


def _offer_a_form(facts: Facts) -> Iterator[_Draft]:
    client = client_of(facts.companies)
    others = sorted((c for c in facts.companies if c is not client), key=lambda c: c.company.key)
    known = [c for c in others if c.lead_forms.value is not None]
    having = [c for c in known if c.lead_forms.value]
    if client.lead_forms.value != 0 or not client.pages:
        return
    beside = f"; {_who_offers(len(having), len(known), len(others))}" if known else ""
    yield _Draft(
        action="Put a short contact form where visitors decide",
        why=f"No form that asks for an address was found on the {counted(client.pages, 'page')} read{beside}.",
        figures=(client.lead_forms.id,),
        evidence=tuple(e for c in having[:1] for e in c.lead_forms.evidence[:1]),
        effort="hours",
        measure="lead forms found: from 0 to 1; then enquiries a month, from your own numbers",
        response=True,
    )


def _who_offers(having: int, known: int, every: int) -> str:
    if known == 1:
        return f"{rivals(having, known, every)} offers {'one' if having else 'none'}"
    return f"{rivals(having, known, every)} {'offers' if having == 1 else 'offer'} one"


def _join_a_venue(facts: Facts) -> Iterator[_Draft]:
    good = [v for v in facts.venues if v.affinity.interval and v.affinity.interval.low > 1 and v.voices > 0]
    for score in (v for v in good if v.last_at >= facts.alive_from):
        access = "" if score.venue.access is not Access.CLOSED else " (as a member: it is closed to crawlers)"
        yield _Draft(
            action=f"Answer two questions a week in {cut(score.venue.name, 60)}{access}",
            why=_why_there(score),
            figures=(score.affinity.id, score.reach.id),
            evidence=score.share.evidence[:3],
            effort="hours",
            measure="your answers a month there, and visits that come from it, from your own numbers",
            about=(score.venue.key,),
        )


def _why_there(score: VenueScore) -> str:
    affinity = score.affinity
    least = f" (at least {number(affinity.interval.low)})" if affinity.interval else ""
    reach = f" and it holds {percent(score.reach.value)} of that talk" if score.reach.value is not None else ""
    return f"Your market is discussed there {value_of(affinity)} times as much as elsewhere{least}{reach}."


def _link_the_channels(facts: Facts) -> Iterator[_Draft]:
    client = client_of(facts.companies)
    loose = [c for c in facts.channels if c.company == client.company.key and _is_loose(c)]
    if loose and client.pages:
        names = listed(sorted(row.channel for row in loose))
        yield _Draft(
            action=f"Link {names} from your site, or take {'it' if len(loose) == 1 else 'them'} out of the plan",
            why=f"The brief names {names}; no link was found on the {counted(client.pages, 'page')} read.",
            figures=tuple(f.id for f in facts.figures if f.id == f"channels-linked.{client.company.key}"),
            evidence=tuple(e for row in loose for e in row.evidence[:1]),
            effort="hours",
            measure=f"channels claimed and not linked: from {len(loose)} to 0",
            about=tuple(sorted(row.channel for row in loose)),
        )


def _is_loose(row: ChannelRow) -> bool:
    """Claimed and not linked; the client's own blog needs no link to be read."""
    return row.claimed and not row.linked and row.rule != "read"


def _tie_the_orphans(facts: Facts) -> Iterator[_Draft]:
    orphans = [row for row in facts.plan if row.label == "tactic" and not row.goal]
    if orphans:
        yield _Draft(
            action=f"Tie {many(len(orphans), 'tactic')} to a goal, or stop",
            why=f"No goal is named for “{cut(orphans[0].text, 120)}”{_others(len(orphans) - 1)}.",
            figures=tuple(row.observed.id for row in orphans if row.observed),
            evidence=tuple(e for row in orphans if row.observed for e in row.observed.evidence[:1]),
            effort="hours",
            measure=f"tactics under no goal: from {len(orphans)} to 0",
            about=tuple(row.id for row in orphans),
        )


def _others(count: int) -> str:
    return f" and {many(count, 'other')}" if count else ""


def _use_a_keyword(facts: Facts) -> Iterator[_Draft]:
    client = client_of(facts.companies)
    own = {k.keyword: k for k in facts.keywords if k.company == client.company.key and k.any.value == 0}
    used = [k for k in facts.keywords if k.keyword in own and k.any.value]
    for keyword in sorted(own, key=lambda name: (-sum(k.keyword == name for k in used), name)):
        theirs = sorted((k for k in used if k.keyword == keyword), key=lambda k: k.company)
        if theirs:
            yield _Draft(
                action=f"Write for “{cut(keyword, 60)}”",
                why=f"None of your posts in the window carries it; those of {_carriers(len(theirs), facts)} do.",
                figures=(own[keyword].any.id, *(k.any.id for k in theirs)),
                evidence=tuple(e for k in theirs[:1] for e in k.any.evidence[:1]),
                effort="days",
                measure=f"posts that carry “{cut(keyword, 60)}”: from 0",
                about=(keyword,),
            )


def _carriers(count: int, facts: Facts) -> str:
    return "your competitor" if len(facts.companies) == 2 else many(count, "competitor")


def _name_an_owner(facts: Facts) -> Iterator[_Draft]:
    ownerless = [row for row in facts.plan if row.label == "tactic" and not row.owner]
    if ownerless:
        yield _Draft(
            action=f"Name who drives {'the' if len(ownerless) == 1 else f'each of the {spelled(len(ownerless))}'} "
            f"{'tactic' if len(ownerless) == 1 else 'tactics'} without an owner",
            why=f"Nobody is named for “{cut(ownerless[0].text, 120)}”.",
            figures=tuple(row.observed.id for row in ownerless if row.observed),
            evidence=(),
            effort="hours",
            measure=f"tactics without an owner: from {len(ownerless)} to 0",
            about=tuple(row.id for row in ownerless),
        )


Rule = Callable[[Facts], Iterator[_Draft]]
RULES: Mapping[str, Rule] = {
    "promise": _keep_the_promise,
    "question": _answer_a_question,
    "form": _offer_a_form,
    "venue": _join_a_venue,
    "channels": _link_the_channels,
    "orphans": _tie_the_orphans,
    "keyword": _use_a_keyword,
    "owner": _name_an_owner,
}
