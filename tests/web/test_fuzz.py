"""Whatever stands in an address or a form, the answer is a page or a sentence, never a failure."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from pipelines.transcripts import transcribe
from web.app import create_app
from web.guard import Door
from web.library import client_key

PAGES = ("trends", "venues", "questions", "competitors", "plan", "items", "run", "topics", "evidence", "captures")
NAMES = ("q", "access", "mark", "order", "intent", "by", "goal", "table", "at", "done", "x")
VALUES = (
    "crawlable",
    "accepted",
    "reach",
    "newest",
    "question",
    "nobody",
    "none",
    "venues",
    "q-0",
    "topic-name",
    "\x00",
    "%00",
)
FORM = ("kind", "subject", "value", "run", "back", "label", "z")
few = settings(max_examples=60, deadline=None)

texts = st.one_of(st.sampled_from(VALUES), st.text(max_size=40), st.text("../\\%&?#=<>\"'\x00\u202e", max_size=20))
queries = st.dictionaries(st.sampled_from(NAMES), texts, max_size=4)
parts = st.one_of(st.sampled_from(PAGES), texts.map(lambda text: quote(text, safe="")))


DOOR = Door()


@pytest.fixture(scope="module")
def asked(store, run):
    """One client for all examples; a failure of the page is an answer with status 500, as a browser gets it."""
    app = create_app(store, DOOR, transcribe)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False)


def encoded(query):
    return "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name, value in query.items())


@few
@given(page=st.sampled_from(PAGES[:7]), kind=st.sampled_from(("", ".csv", ".json")), query=queries)
def test_no_query_breaks_a_page(page, kind, query, run, asked):
    answer = asked.get(f"/runs/{run}/{page}{kind}?{encoded(query)}")

    assert answer.status_code in (200, 404)


@few
@given(path=st.lists(parts, max_size=4), query=queries)
def test_no_address_breaks_the_page(path, query, run, asked):
    for start in ("", f"runs/{run}", "runs", "clients", "style"):
        answer = asked.get("/" + "/".join([start, *path]).strip("/") + f"?{encoded(query)}")
        assert answer.status_code < 500


@few
@given(fields=st.dictionaries(st.sampled_from(FORM), texts))
def test_no_form_breaks_the_page(fields, run, audit, asked):
    """With the right token and origin too."""
    fields = {"run": run, **fields, "token": DOOR.token("")}

    address = f"/clients/{client_key(audit[0].run.client)}/decisions"
    answer = asked.post(address, content=encoded(fields), headers={"origin": "http://127.0.0.1"})

    assert answer.status_code in (303, 400, 403, 404)
