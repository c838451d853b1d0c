"""The trends page over a made-up store while a crawl writes (fifty readers and a million conversations: `make bench-page`)."""

import importlib.util
import re
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import insert
from starlette.testclient import TestClient

from benchmarks.page_store import build, capture_row
from pipelines.transcripts import transcribe
from reports.formats.data import write_json
from store.engine import open_store
from store.tables import captures
from web.app import create_app
from web.guard import Door

EXAMPLES = Path(__file__).parents[1] / "reports" / "examples.py"
PAGES = ("trends", "venues", "questions", "competitors", "plan", "items", "run")
KEPT_MS, MADE_MS = 40.0, 250.0  # CPU, the writer's among it: of a page that was made before, of one made now


@pytest.fixture(scope="module")
def body():
    """The audit.json of the full example."""
    spec = importlib.util.spec_from_file_location("page_examples", EXAMPLES)
    sys.modules["page_examples"] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return write_json(module.full())


def test_pages_stay_quick_and_whole_while_a_crawl_writes(body, tmp_path):
    """Each page answers twice beside a writer, the second time from what was kept."""
    build(tmp_path / "w.db", body, tmp_path, 2_000, 4_000, clients=2, runs_each=2)
    url = f"sqlite:///{tmp_path / 'w.db'}"
    stop, written = threading.Event(), []

    def crawl():
        engine = open_store(url)
        while not stop.wait(0.01):
            with engine.begin() as connection:
                connection.execute(
                    insert(captures), capture_row("0" * 16, "crawl", f"https://c.example/{len(written)}")
                )
            written.append(1)

    writer = threading.Thread(target=crawl)
    writer.start()
    try:
        page = TestClient(create_app(open_store(url), Door(), transcribe), base_url="http://127.0.0.1")
        client = re.findall(r'href="(/clients/[0-9a-f]{16})"', page.get("/").text)[0]
        runs = sorted(set(re.findall(r'href="/runs/([0-9a-f]{16})"', page.get(client).text)))
        page.get(f"/runs/{runs[0]}/trends")  # imports
        taken, statuses = {"made": [], "kept": []}, []
        for run in runs[1:]:
            for turn in ("made", "kept", "kept"):
                for name in PAGES:
                    start = time.process_time()
                    statuses.append(page.get(f"/runs/{run}/{name}").status_code)
                    taken[turn].append((time.process_time() - start) * 1000)
    finally:
        stop.set()
        writer.join()

    assert set(statuses) == {200}
    assert written
    assert sorted(taken["kept"])[len(taken["kept"]) // 2] < KEPT_MS
    assert sorted(taken["made"])[len(taken["made"]) // 2] < MADE_MS
