"""Changes tell only what both audits measured, and turn about when the audits are swapped."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from market.changes import Done, Move, Shift
from market.findings import Evidence, Finding
from market.plan import Verdict
from market.statistics import conditional_ratio
from market.topics import Answer, Direction, Tier
from reports import recommendations
from reports.changes import changes
from reports.entries import name_of
from reports.evidence import entries_of
from reports.follow_ups import JUDGES
from reports.sections import left_out, sections
from reports.words import clean

SUBJECTS = (("lead form", "contact"), ("contact way", "chat: WhatsApp"), ("newsletter", "own form"))
PAGES = range(5)


def told(old, new):
    return changes(old, new, "ab" * 32)


def seen_on(audit, read, shown):
    """The audit with two companies of which ``read[i]`` pages were read, and ``shown[i]`` says what stands on which."""
    made = []
    for place, company in enumerate(audit.companies[:2]):
        base, key = company.company.url, company.company.key
        urls = {page: f"{base}p{page}" for page in PAGES}
        findings = tuple(
            Finding(key, kind, subject, 1.0, "pages", tuple(capture(urls[p]) for p in sorted(on & read[place])))
            for (kind, subject), on in sorted(shown[place].items())
            if on & read[place]
        )
        pages = tuple(urls[p] for p in sorted(read[place]))
        made.append(replace(company, findings=findings, read=pages, pages=len(pages), posts=len(pages)))
    return replace(audit, companies=tuple(made), channels=(), formats=(), recommendations=(), changes=None)


def capture(url):
    return Evidence(url, datetime(2026, 4, 24, tzinfo=UTC), "ab" * 32, "a.warc.gz", 0, "shown")


pages_of = st.sets(st.sampled_from(PAGES))
site = st.tuples(pages_of, st.dictionaries(st.sampled_from(SUBJECTS), pages_of))
market = st.tuples(site, site)


@cache
def whole(examples):
    return examples.full()


def audit_of(examples, drawn):
    return seen_on(whole(examples), [read for read, _ in drawn], [shown for _, shown in drawn])


def moves(found):
    return {(t.company, t.kind, t.subject): t.move for t in found.tactics}


@settings(max_examples=60, deadline=None)
@given(market)
def test_an_audit_held_against_itself_tells_no_change(examples, drawn):
    """Nothing starts or stops, no cadence or score moves, no topic enters, no step is done."""
    audit = audit_of(examples, drawn)

    found = told(audit, audit)

    assert found.tactics == found.topics == found.joined == found.gone == found.remarks == ()
    assert {c.shift for c in (*found.cadences, *found.scores)} <= {Shift.SAME, Shift.UNTOLD}


@settings(max_examples=60, deadline=None)
@given(market, market)
def test_swapped_audits_turn_starts_into_stops(examples, before, after):
    """What started from one to the other stopped the other way round, and what cannot be told cannot either way."""
    old, new = audit_of(examples, before), audit_of(examples, after)
    turned = {Move.STARTED: Move.STOPPED, Move.STOPPED: Move.STARTED, Move.UNTOLD: Move.UNTOLD}

    forward, back = moves(told(old, new)), moves(told(new, old))

    assert {key: turned[move] for key, move in forward.items()} == back


@settings(max_examples=60, deadline=None)
@given(market, market, st.integers(0, 1), st.sampled_from(PAGES))
def test_a_page_that_was_not_read_is_not_stopped(examples, before, after, place, hidden):
    """Hiding a page on which something was seen turns "stopped" into "cannot tell", and leaves the rest as it was."""
    read, shown = after[place]
    less = [*after]
    less[place] = (read - {hidden}, shown)
    old, new, blind = (audit_of(examples, d) for d in (before, after, less))
    url = f"{old.companies[place].company.url}p{hidden}"
    full = told(old, new)

    found = moves(told(old, blind))

    for change in (t for t in full.tactics if t.move is Move.STOPPED):
        company = next(c for c in blind.companies if c.company.key == change.company)
        lost = not company.read or any(e.url == url for e in change.earlier)
        assert found[change.company, change.kind, change.subject] is (Move.UNTOLD if lost else Move.STOPPED)


def test_what_started_names_its_page_and_what_stopped_the_earlier_capture(examples):
    """Each change carries the capture that shows it: of this archive, or of the earlier audit's by digest."""
    form, chat = SUBJECTS[0], SUBJECTS[1]
    old = seen_on(examples.full(), [{0, 1}, {0}], [{form: {1}}, {}])
    new = seen_on(examples.full(), [{0, 1}, {0}], [{chat: {0}}, {}])

    started, stopped = sorted(told(old, new).tactics, key=lambda t: t.move)

    assert (started.move, started.kind, [e.url for e in started.evidence]) == (
        Move.STARTED,
        "contact way",
        ["https://maplelane.example/p0"],
    )
    assert (stopped.move, stopped.kind, [e.url for e in stopped.earlier]) == (
        Move.STOPPED,
        "lead form",
        ["https://maplelane.example/p1"],
    )
    assert stopped.evidence == started.earlier == ()


def test_a_site_that_was_not_read_stops_nothing(examples):
    """Of a site without a page, no change is told and its score and cadence cannot be."""
    form = SUBJECTS[0]
    old = seen_on(examples.full(), [{0}, {0}], [{form: {0}}, {form: {0}}])
    new = seen_on(examples.full(), [{0}, set()], [{form: {0}}, {form: {0}}])

    found = told(old, new)

    assert [(t.company, t.move) for t in found.tactics] == [(new.companies[1].company.key, Move.UNTOLD)]
    assert [s.shift for s in found.scores] == [Shift.SAME, Shift.UNTOLD]


def weekly(company, window, counts):
    """The company with so many posts in each week of a window."""
    from market.audits import WeekCount

    figure = replace(
        company.cadence, value=sum(counts) / len(counts), n=sum(counts), window=window, reason="", interval=None
    )
    weeks = tuple(WeekCount(window.start + timedelta(weeks=i), n) for i, n in enumerate(counts))
    return replace(company, cadence=figure, weeks=weeks, undated=0)


def rhythms(examples, old_counts, new_counts, later=4):
    """Two audits ``later`` weeks apart whose companies post so often in each week."""
    audit = replace(examples.full(), changes=None)
    before = examples.Window(
        examples.WINDOW.start - timedelta(weeks=later), examples.WINDOW.end - timedelta(weeks=later)
    )
    pairs = list(zip(audit.companies, old_counts, new_counts, strict=False))
    old = tuple(weekly(c, before, a) for c, a, _ in pairs)
    new = tuple(weekly(c, examples.WINDOW, b) for c, _, b in pairs)
    run = replace(audit.run, window=before)
    return replace(audit, companies=old, run=run), replace(audit, companies=new)


def test_a_cadence_changes_only_where_the_interval_of_the_ratio_leaves_one_out(examples):
    """Of three companies the one that went from 1 to 5 a week is told; a week more or less in four is not."""
    steady = [1] * 26
    old, new = rhythms(examples, [steady] * 3, [steady, [1] * 22 + [5] * 4, [1] * 22 + [2, 1, 1, 1]])

    found = told(old, new).cadences

    assert [c.shift for c in found] == [Shift.SAME, Shift.UP, Shift.SAME]
    expected = conditional_ratio(20, 4, 26, 26, family=3)
    assert (found[1].ratio.value, found[1].ratio.interval.low) == (5.0, expected.low)
    assert (found[1].then, found[1].now) == ("26 posts in 26 weeks", "20 posts in 4 weeks")


def test_a_company_that_fell_silent_or_began_is_printed_so(examples):
    """No post in eight weeks after two a week is less often; eight weeks of posts after none is more often."""
    counts = [[2] * 26, [0] * 26], [[2] * 18 + [0] * 8, [0] * 18 + [2] * 8]
    old, new = rhythms(examples, *counts, later=8)
    held = told(old, new)

    printed = repr(sections["changes"](replace(new, changes=held)))

    assert [c.shift for c in held.cadences] == [Shift.DOWN, Shift.UP]
    assert held.cadences[1].ratio.reason
    assert "': less often'" in printed
    assert "text='from none'" in printed
    assert "': more often'" in printed


def test_a_week_in_which_nobody_posts_is_no_change(examples):
    """One silent week of a company that posts weekly is within what chance does."""
    old, new = rhythms(examples, [[1] * 26] * 2, [[1] * 25 + [0]] * 2, later=1)

    assert {c.shift for c in told(old, new).cadences} == {Shift.SAME}


def test_undated_posts_widen_the_ratio(examples):
    """What could have fallen into either stretch is counted where it speaks against a change."""
    old, new = rhythms(examples, [[1] * 26], [[1] * 22 + [4] * 4])
    loose = replace(old, companies=tuple(replace(c, undated=40) for c in old.companies))

    assert [c.shift for c in told(old, new).cadences] == [Shift.UP]
    assert [c.shift for c in told(loose, new).cadences] == [Shift.SAME]


def test_a_cadence_that_one_audit_could_not_measure_cannot_be_told(examples):
    """Neither an unsound source nor an audit without a whole week between gives a ratio; the reason says which."""
    old, new = rhythms(examples, [[1] * 26], [[1] * 26])
    blind = replace(
        old,
        companies=tuple(replace(c, cadence=replace(c.cadence, value=None, reason="no dates")) for c in old.companies),
    )

    (unsound,), (same,) = told(blind, new).cadences, told(new, new).cadences

    assert (unsound.shift, unsound.ratio.reason) == (Shift.UNTOLD, "last time: no dates")
    assert (same.shift, same.ratio.reason) == (Shift.UNTOLD, "no whole week lies between the two audits")


def test_scores_move_only_where_the_ranges_part(examples):
    """A higher range is told where it lies above the earlier one, and never when the keywords are others."""
    new = examples.full()
    mark = new.scores[0]
    lower = replace(new, scores=(replace(mark, low=mark.low - 40, high=mark.low - 1), *new.scores[1:]))
    near = replace(new, scores=(replace(mark, low=mark.low - 40, high=mark.low), *new.scores[1:]))
    word = new.keywords[0].keyword
    other = replace(lower, keywords=tuple(k for k in lower.keywords if k.keyword != word))

    shifts = [told(old, new).scores[0].shift for old in (lower, near, other)]

    assert shifts == [Shift.UP, Shift.SAME, Shift.UNTOLD]
    assert told(new, lower).scores[0].shift is Shift.DOWN


# ---- what became of the steps


def test_every_rule_has_its_judge():
    """No recommendation is made whose outcome the next audit could not look for."""
    assert set(JUDGES) == set(recommendations.RULES)


@pytest.fixture
def advised(examples, monkeypatch):
    """The full audit with the step of every rule that applies, not only the first five."""
    monkeypatch.setattr(recommendations, "MOST", len(recommendations.RULES))
    audit = replace(examples.full(), changes=None)
    rows = (
        audit.companies,
        audit.plan,
        audit.goals,
        audit.channels,
        audit.keywords,
        audit.venues,
        audit.questions,
        audit.figures,
    )
    steps = recommendations.recommend(recommendations.Facts(*rows), audit.run.window.end)
    assert {step.rule for step in steps} >= {"promise", "question", "form", "channels", "orphans", "keyword", "owner"}
    return replace(audit, recommendations=steps)


def outcome(old, new, rule):
    place = next(i for i, step in enumerate(old.recommendations) if step.rule == rule)
    return told(old, new).steps[place]


def client_with(audit, **fields):
    return replace(audit, companies=(replace(audit.companies[0], **fields), *audit.companies[1:]))


def test_nothing_done_is_not_yet(advised):
    """The same audit again: every step that a public page could show is "not yet", the others cannot be told."""
    assert {(s.done) for s in told(advised, advised).steps} == {Done.NOT, Done.UNTOLD}
    assert outcome(advised, advised, "venue").done is Done.UNTOLD


def test_a_kept_promise_is_done_a_better_one_partly(advised):
    """By verdict; without one, by an interval above the earlier one; a line that was reworded cannot be told."""
    row = advised.plan[0]
    ends = row.observed.interval
    better = replace(row.observed, interval=replace(ends, low=ends.high + 0.1, high=ends.high + 1))
    cases = {
        Done.DONE: replace(row, verdict=Verdict.ON_PLAN),
        Done.PARTLY: replace(row, observed=better),
        Done.UNTOLD: replace(row, text="Write four posts"),
    }

    for done, line in cases.items():
        assert outcome(advised, replace(advised, plan=(line, *advised.plan[1:])), "promise").done is done
    unclear = replace(row, verdict=Verdict.NOT_ENOUGH)
    assert outcome(advised, replace(advised, plan=(unclear, *advised.plan[1:])), "promise").done is Done.UNTOLD


@pytest.mark.parametrize(
    ("answer", "done"), [(Answer.ANSWERED, Done.DONE), (Answer.TOUCHED, Done.PARTLY), (Answer.NOT, Done.NOT)]
)
def test_a_question_is_done_when_a_page_answers_it(advised, answer, done):
    """By what the client's closest page has on it, with the page as evidence."""
    key = advised.client.company.key

    def answered(question):
        rows = (
            replace(a, answer=answer, evidence=(capture("https://maplelane.example/a"),)) if a.company == key else a
            for a in question.answered_by
        )
        return replace(question, answered_by=tuple(rows))

    found = outcome(advised, replace(advised, questions=tuple(map(answered, advised.questions))), "question")

    assert (found.done, found.then, found.now) == (done, "not answered", str(answer))
    assert [e.url for e in found.evidence] == ["https://maplelane.example/a"]


def test_a_question_nobody_asks_any_more_cannot_be_told(advised):
    """It is not listed now, so that nobody looked for its answer."""
    assert outcome(advised, replace(advised, questions=()), "question").done is Done.UNTOLD


def test_a_form_is_done_when_one_is_seen(advised):
    """With the form as evidence; of a site that was not read, it cannot be told."""
    forms = advised.companies[0].lead_forms
    there = client_with(
        advised, lead_forms=replace(forms, value=1.0, evidence=(capture("https://maplelane.example/"),))
    )
    blind = client_with(
        advised, lead_forms=replace(forms, value=None, reason="no page of this site could be read"), pages=0
    )

    done, untold = outcome(advised, there, "form"), outcome(advised, blind, "form")

    assert (done.done, done.now, len(done.evidence)) == (Done.DONE, "1 type of form on 64 pages", 1)
    assert (untold.done, untold.why) == (Done.UNTOLD, "no page of this site could be read")


def test_channels_are_done_one_by_one(advised):
    """One of three linked is partly done; all linked or taken out of the plan is done."""
    key = advised.client.company.key

    def linking(*names):
        rows = (replace(r, linked=r.linked or r.channel in names) if r.company == key else r for r in advised.channels)
        return replace(advised, channels=tuple(rows))

    names = next(step.about for step in advised.recommendations if step.rule == "channels")

    assert len(names) > 1
    assert outcome(advised, linking(names[0]), "channels").done is Done.PARTLY
    assert outcome(advised, linking(*names), "channels").done is Done.DONE
    out = replace(advised, channels=tuple(r for r in advised.channels if r.company != key))
    assert outcome(advised, out, "channels").done is Done.DONE


def test_lines_of_the_plan_are_counted_again(advised):
    """A goal or an owner for every tactic is done; without any tactic in the brief it cannot be told."""
    tied = replace(advised, plan=tuple(replace(row, goal="Be known", owner="Dana") for row in advised.plan))
    none = replace(advised, plan=())

    for rule in ("orphans", "owner"):
        assert outcome(advised, tied, rule).done is Done.DONE
        assert outcome(advised, none, rule).done is Done.UNTOLD


def test_a_keyword_is_done_when_posts_carry_it(advised):
    """By the count of the window's posts; where they could not be counted it cannot be told."""
    key = advised.client.company.key
    word = next(step.about[0] for step in advised.recommendations if step.rule == "keyword")

    def carried(**fields):
        rows = (
            replace(r, any=replace(r.any, **fields)) if (r.company, r.keyword) == (key, word) else r
            for r in advised.keywords
        )
        return replace(advised, keywords=tuple(rows))

    assert outcome(advised, carried(value=2.0), "keyword").done is Done.DONE
    assert outcome(advised, carried(value=None, reason="no dated post"), "keyword").done is Done.UNTOLD
    assert outcome(advised, replace(advised, keywords=()), "keyword").done is Done.UNTOLD


# ---- in the report


def test_the_part_prints_each_change_with_an_entry(examples):
    """Every printed change opens an entry that holds both figures and what was cited then."""
    audit = examples.full()
    entries = {entry.id: entry for entry in entries_of(audit)}
    section = sections["changes"](audit)

    texts = repr(section)

    assert "started" in texts
    stopped = next(t for t in audit.changes.tactics if t.move is Move.STOPPED)
    entry = entries[f"change.{stopped.company}.{stopped.kind}.{stopped.subject}"]
    assert any("in the evidence of the last audit" in said for _, said in entry.inputs)
    assert all(f"last-step.{i}" in entries for i in range(1, len(audit.changes.steps) + 1))
    assert all(name_of(audit, c.company) in texts for c in audit.changes.cadences)
    assert clean(audit.changes.since.sha256) in texts


def test_a_first_audit_has_no_such_part_and_says_so(examples):
    """The part is left out, and the list of what could not be measured names it."""
    first = replace(examples.full(), changes=None)

    assert sections["changes"](first) is None
    assert "first audit" in next(part.missing for part in left_out(first) if part.name == "changes")


def test_companies_that_only_one_audit_has_are_named_not_compared(examples):
    """A competitor that joined the brief has no change; one that left is said to be gone."""
    four = replace(examples.full(), changes=None)
    three = replace(four, companies=four.companies[:3], scores=four.scores[:3])

    joined, gone = told(three, four), told(four, three)

    assert (joined.joined, joined.gone) == (("Northgate Property",), ())
    assert (gone.joined, gone.gone) == ((), ("Northgate Property",))
    assert all(t.company != four.companies[3].company.key for t in (*joined.tactics, *gone.tactics))


def test_an_audit_of_another_client_is_refused(examples):
    """What is not the same client's is never compared."""
    with pytest.raises(ValueError, match="says nothing of"):
        told(examples.full(client=1), examples.full())


def test_another_version_of_the_program_is_remarked(examples):
    """What is recognised may differ between versions, and the reader is told."""
    new = examples.full()

    (remark,) = told(replace(new, product="watercooler 0.0.9"), new).remarks

    assert "watercooler 0.0.9" in remark


def test_a_topic_enters_only_where_its_trend_is_called(examples):
    """A topic that is merely listed now says nothing; one that is called rising entered, one called fading fades."""
    from market.topics import TopicTrend, TrendTable

    new = examples.full()
    first, second = new.topics[:2]
    figure = new.companies[0].cadence

    def trend(topic, tier, way):
        return TopicTrend(
            topic.id, topic.label, tier, way, figure, figure, figure, figure, 0.01, 0.01, 1.0, 5, 2, None, False, (), ()
        )

    def table(*trends):
        return TrendTable(new.run.window, new.run.baseline, (), (), (), 0, 0, 2, 0.1, 0.0, trends)

    old = replace(new, topics=new.topics[1:])
    called = replace(
        new, trends=table(trend(first, Tier.CALLED, Direction.RISING), trend(second, Tier.CALLED, Direction.FADING))
    )
    watched = replace(new, trends=table(trend(first, Tier.WATCH, Direction.RISING)))

    assert [(t.label, t.shift) for t in told(old, called).topics] == [
        (first.label, Shift.UP),
        (second.label, Shift.DOWN),
    ]
    assert told(old, watched).topics == told(old, new).topics == told(called, called).topics == ()
