"""What people decide is kept, holds for later runs, and comes from nobody but our own forms."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from market.decisions import Aspect
from market.topic_names import Fate, TopicSight
from store.decisions import decided
from store.topic_names import decisions_of, save_sights
from web.library import client_key

HOME = "http://127.0.0.1"
OURS = {"origin": HOME}
MONTHS = timedelta(days=90)


@pytest.fixture(scope="module")
def sights(store, run, audit):
    """The client's topics, as its audit left them in the store."""
    found, client = audit[0], audit[0].run.client
    rows = [
        TopicSight(t.id, Fate.BORN, t.label, tuple(w.text for w in t.terms), t.conversations, 0.1) for t in found.topics
    ]
    save_sights(store, client, run, found.run.window.end, rows, b"")
    return rows


@pytest.fixture
def send(page, run, audit):
    """Send a form as the page at an address would; gives the answer."""

    def sent(address, form_kind, value, headers=OURS, **changed):
        text = page.get(address).text
        forms = [dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in text.split("<form")[1:]]
        form = next(f for f in forms if f.get("kind") == form_kind)
        fields = form | {"value": value} | changed
        return page.post(f"/clients/{client_key(audit[0].run.client)}/decisions", data=fields, headers=headers)

    return sent


def everything(store, audit):
    client = audit[0].run.client
    return decided(store, client), decisions_of(store, client)


def test_a_topic_is_renamed_and_found_by_its_new_name(page, send, run, audit):
    """The name stands on the trends page, the page of the topic keeps how it was found."""
    topic = audit[0].topics[0]

    answer = send(f"/runs/{run}/topics/{topic.id}", "topic-name", "What inspections find")

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/runs/{run}/topics/{topic.id}?done=topic-name"
    assert "Kept: the topic’s name." in page.get(answer.headers["location"]).text
    assert "What inspections find" in page.get(f"/runs/{run}/trends").text
    assert topic.label in page.get(f"/runs/{run}/topics/{topic.id}").text


def test_hidden_and_merged_topics_are_set_aside_and_come_back(page, send, run, audit, sights):
    """They leave the tables for a list of their own, and return when that is taken back."""
    first, second, third = (topic.id for topic in audit[0].topics[:3])
    set_aside = 'id="aside"'

    assert set_aside not in page.get(f"/runs/{run}/trends").text
    send(f"/runs/{run}/topics/{second}", "topic-hidden", "yes")
    send(f"/runs/{run}/topics/{third}", "topic-into", first)
    aside = page.get(f"/runs/{run}/trends").text.split(set_aside)[1]
    send(f"/runs/{run}/topics/{second}", "topic-hidden", "")
    send(f"/runs/{run}/topics/{third}", "topic-into", "")

    assert second in aside
    assert third in aside
    assert set_aside not in page.get(f"/runs/{run}/trends").text


@pytest.mark.parametrize(
    ("address", "kind", "value", "shown"),
    [
        ("venues/{venue}", "venue", "accepted", "Accepted."),
        ("venues/{venue}", "note", "Ask <b>Ana</b>\nfirst", "Ask &lt;b&gt;Ana&lt;/b&gt;\nfirst"),
        ("topics/{topic}", "report", "yes", "Take out of the report"),
        ("plan/{line}", "label", "target", "Corrected: this line is a target"),
        ("items/{item}", "goal", "none", "Corrected: it serves none."),
    ],
)
def test_a_decision_is_kept_and_can_be_taken_back(page, send, store, run, audit, address, kind, value, shown):
    """It stands in the store with who, when and on what; the page says so; an empty value takes it back."""
    from reports.evidence import item_entry

    found = audit[0]
    path = f"/runs/{run}/" + address.format(
        venue=found.venues[0].venue.key,
        topic=found.topics[0].id,
        line=found.plan[0].id,
        item=item_entry(found.focus.items[0]).partition(".")[2],
    )
    before = len(decided(store, found.run.client))

    assert send(path, kind, value).status_code == 303
    kept = [one for one in decided(store, found.run.client) if one.aspect == Aspect(kind)]
    text = page.get(path).text
    assert send(path, kind, "").status_code == 303

    assert [(one.value, one.run) for one in kept] == [(value, run)]
    assert shown in text
    assert len(decided(store, found.run.client)) == before


def test_decisions_hold_for_the_next_run(page, send, store, run, audit):
    """A venue accepted on one run is accepted on a later run of the client."""
    found, folder = audit
    later = replace(
        found, run=replace(found.run, key="later", as_of=found.run.as_of + MONTHS, window=replace(
            found.run.window, start=found.run.window.start + MONTHS, end=found.run.window.end + MONTHS))
    )  # fmt: skip
    keep(store, later, folder)
    key = found.venues[0].venue.key

    send(f"/runs/{run}/venues/{key}", "venue", "refused")

    assert "Refused." in page.get(f"/runs/later/venues/{key}").text
    assert "over time" in page.get("/runs/later/competitors").text


def keep(store, audit, folder):
    """Store an audit as a finished run."""
    from reports.formats.data import write_json
    from store.audits import save_audit
    from store.runs import finish_run, start_run

    now = datetime(2026, 8, 4, 12, tzinfo=UTC)
    start_run(store, audit.run, now)
    save_audit(store, audit.run.key, audit.schema_version, write_json(audit), "later inputs")
    finish_run(store, audit.run.key, str(folder), now)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1.evil.example"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": HOME, "host": "evil.example"},
        {"origin": "http://evil.example", "host": "evil.example"},
    ],
)
def test_nothing_from_elsewhere_changes_anything(send, store, run, audit, sights, headers):
    """A request of another origin or host is refused, even with the token in it."""
    before = everything(store, audit)

    for address, kind, value in (
        (f"/runs/{run}/venues/{audit[0].venues[1].venue.key}", "venue", "refused"),
        (f"/runs/{run}/topics/{audit[0].topics[1].id}", "topic-name", "Mine"),
    ):
        assert send(address, kind, value, headers=headers).status_code in (403, 421)

    assert everything(store, audit) == before


@pytest.mark.parametrize("token", ["", "0" * 64, "ü"])
def test_a_form_without_its_token_changes_nothing(send, store, run, audit, token):
    before = everything(store, audit)

    answer = send(f"/runs/{run}/venues/{audit[0].venues[1].venue.key}", "venue", "refused", token=token)

    assert answer.status_code == 403
    assert everything(store, audit) == before


@pytest.mark.parametrize(
    "changed",
    [{"kind": "drop"}, {"subject": "none"}, {"value": "perhaps"}, {"run": "none"}, {"kind": "topic-name", "subject": "none", "value": "x"},
     {"kind": "note", "value": "x" * 3000}, {"kind": "goal"}, {"subject": "x" * 500}],
)  # fmt: skip
def test_what_cannot_be_decided_is_said(send, store, run, audit, changed):
    """A subject, value or kind that does not exist is refused with a sentence and changes nothing."""
    before = everything(store, audit)

    fields = {"value": "refused", **changed}
    answer = send(f"/runs/{run}/venues/{audit[0].venues[1].venue.key}", "venue", **fields)

    assert answer.status_code in (400, 404)
    assert "Not" in answer.text
    assert everything(store, audit) == before


def test_a_way_back_leads_nowhere_else(send, run, audit):
    """Where a form returns to is an address of this page, whatever the form says."""
    address = f"/runs/{run}/venues/{audit[0].venues[1].venue.key}"

    for back in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/runs/../..//x",
    ):
        assert send(address, "note", "x", back=back).headers["location"] == "/?done=note"
    send(address, "note", "")


def test_other_methods_change_nothing(page, store, run, audit):
    """There is no second way to change something."""
    before = everything(store, audit)

    for method in ("PUT", "DELETE", "PATCH", "POST"):
        for path in ("/", f"/runs/{run}/trends", f"/runs/{run}/topics/{audit[0].topics[0].id}"):
            assert page.request(method, path, headers=OURS).status_code == 405
    assert (
        page.post(
            f"/clients/{client_key(audit[0].run.client)}/decisions", content=b"x" * 100_000, headers=OURS
        ).status_code
        == 413
    )

    assert everything(store, audit) == before
