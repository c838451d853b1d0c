"""What the pages show."""

import csv
import io
import re

import pytest

from market.topics import Tier


def test_the_first_page_leads_to_the_client_and_its_runs(page, run, audit):
    """Clients, then a client's runs, then the run's trends: each one link away."""
    name = audit[0].run.client

    first = page.get("/").text
    address = first.split('href="/clients/')[1].split('"')[0]
    second = page.get(f"/clients/{address}").text

    assert name in first
    assert f"/runs/{run}" in second
    assert page.get(f"/runs/{run}").headers["location"] == f"/runs/{run}/trends"
    assert page.get(f"/clients/{address}/trends").headers["location"] == f"/runs/{run}/trends"


def test_the_trends_page_shows_every_topic_with_its_figures(page, run, audit):
    """Each trend stands in the table of its tier, its share with the interval, and opens its evidence."""
    table = audit[0].trends

    text = page.get(f"/runs/{run}/trends").text

    assert table is not None
    assert table.trends
    for trend in table.trends:
        assert f'href="/runs/{run}/topics/{trend.topic}"' in text
        assert f'href="/runs/{run}/evidence/{trend.ratio.id}"' in text
    for name in ("called", "watch", "fading", "new", "steady"):
        assert f'id="{name}"' in text


def test_every_table_is_there_as_csv_and_json(page, run, audit):
    """The rows of a table are the trends of its tier, in both forms."""
    table = audit[0].trends
    watched = [t for t in table.trends if t.tier is Tier.WATCH]

    rows = list(
        csv.DictReader(io.StringIO(page.get(f"/runs/{run}/trends.csv?table=watch").content.decode("utf-8-sig")))
    )
    data = page.get(f"/runs/{run}/trends.json?table=watch").json()

    assert [row["Topic"].casefold() for row in rows] == [t.label.casefold() for t in watched]
    assert [row["Topic"].casefold() for row in data["rows"]] == [t.label.casefold() for t in watched]


def test_a_filter_stands_in_the_address_and_holds_for_the_exports(page, run, audit):
    """What is filtered on the page is filtered in its tables, and the field says what was asked."""
    label = audit[0].trends.trends[0].label

    text = page.get(f"/runs/{run}/trends", params={"q": label}).text
    none = page.get(f"/runs/{run}/trends", params={"q": "no such word"}).text

    assert f'value="{label}"' in text
    assert f'href="/runs/{run}/topics/' in text
    assert f'href="/runs/{run}/topics/' not in none


def test_a_figure_opens_how_it_came_about(page, run, audit):
    """The evidence page has the formula, the inputs and the captures."""
    ratio = audit[0].trends.trends[0].ratio

    text = page.get(f"/runs/{run}/evidence/{ratio.id}").text

    assert ratio.name in text
    assert ratio.formula.replace("'", "&#39;") in text


@pytest.mark.parametrize(
    "path",
    ["/runs/none/trends", "/runs/{run}/nowhere", "/runs/{run}/evidence/none", "/runs/{run}/captures/none", "/clients/none",
     "/runs/{run}/trends.csv?table=none", "/runs/{run}/trends.csv", "/style/zzzzzz.css", "/clients/none/trends"],
)  # fmt: skip
def test_what_is_not_there_is_said(page, run, path):
    """An address that leads nowhere is answered with 404 and a sentence."""
    answer = page.get(path.format(run=run))

    assert answer.status_code == 404
    assert answer.text.strip()


def test_reading_changes_nothing(page, run, store):
    """Any number of pages later the database holds the same bytes."""
    place = store.url.database
    before = open(place, "rb").read()  # noqa: SIM115, PTH123

    for path in ("/", f"/runs/{run}/trends", f"/runs/{run}/trends.csv?table=watch"):
        page.get(path)

    assert open(place, "rb").read() == before  # noqa: SIM115, PTH123


def test_a_capture_is_shown_as_its_words_in_a_sandbox(page, run, audit):
    """The archived page's words with the quote marked; nothing of its markup, and a policy that loads nothing."""
    from reports.evidence_pages import page_id

    quote = audit[0].topics[0].quotes[0]
    address = f"/runs/{run}/captures/{page_id(quote.archive, quote.offset)}"

    around, words = page.get(address), page.get(f"{address}/words")

    assert f'<iframe class="capture" src="{address}/words" sandbox' in around.text
    assert quote.digest in around.text
    assert "<mark>" in words.text
    assert "An answer that nobody quoted." in words.text
    assert "evil.example" not in words.text
    assert words.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


def test_the_metrics_are_what_a_scraper_reads(page, run):
    """Prometheus' text format: a type and a number for every family."""
    text = page.get("/metrics").text

    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(values['watercooler_runs{state="finished"}']) >= 1
    assert float(values["watercooler_last_run_timestamp_seconds"]) > 1.7e9
    assert "watercooler_pages_stored" in values
    assert text.count("# TYPE") == text.count("# HELP") >= 6


PAGES = ("trends", "venues", "questions", "competitors", "plan", "items", "run")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_answers_and_offers_its_tables(page, run, name):
    """Each export that a page links to is there, in both forms."""
    text = page.get(f"/runs/{run}/{name}").text
    links = re.findall(r'href="([^"]+\.(?:csv|json)[^"]*table=[^"]+)"', text)

    assert links
    for link in links:
        assert page.get(link.replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("kind", ["full", "minimal", "hostile", "crowded"])
def test_every_example_is_shown_on_every_page(page, store, examples, kind, tmp_path):
    """Poor, crowded and hostile audits too; crawled text never becomes markup."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from market.audits import SCHEMA_VERSION
    from reports.formats.data import write_json
    from reports.words import clean
    from store.audits import save_audit
    from store.runs import finish_run, start_run

    audit = getattr(examples, kind)()
    audit = replace(
        audit, schema_version=SCHEMA_VERSION, run=replace(audit.run, key=f"of-{kind}", client=clean(audit.run.client))
    )
    now = datetime(2026, 8, 4, 12, tzinfo=UTC)
    start_run(store, audit.run, now)
    save_audit(store, audit.run.key, audit.schema_version, write_json(audit))
    finish_run(store, audit.run.key, str(tmp_path), now)

    for name in PAGES:
        answer = page.get(f"/runs/of-{kind}/{name}")
        assert answer.status_code == 200
        assert "<script" not in answer.text
        links = re.findall(r'(?:href|src|action)="([^"]*)"', answer.text)
        assert [link for link in links if not link.startswith(("/", "#", "data:,"))] == []
        assert all(
            page.get(link).status_code == 200 for link in {x for x in links if "/topics/" in x or "/venues/" in x}
        )


def test_what_a_scheduler_holds_stands_on_the_first_page(store, run):
    """Runs to come, as the scheduler says; without one there is no such table."""
    from datetime import UTC, datetime

    from starlette.testclient import TestClient

    from pipelines.transcripts import transcribe
    from web.app import create_app
    from web.coming import Coming
    from web.guard import Door

    def coming():
        return (Coming("audit/maple", "Scheduled", datetime(2026, 8, 10, 5, tzinfo=UTC)),)

    told = TestClient(create_app(store, Door(), transcribe, coming=coming), base_url="http://127.0.0.1").get("/").text
    silent = TestClient(create_app(store, Door(), transcribe), base_url="http://127.0.0.1").get("/").text

    assert "audit/maple" in told
    assert "10 Aug 2026, 05:00 UTC" in told
    assert "At work and to come" not in silent
