"""An audit spread over the worker processes of a Dask cluster is the audit of one process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.audit import run_audit
from pipelines.settings import AuditOptions

DEMO = Path(__file__).resolve().parents[2] / "pipelines" / "demo"
pytestmark = pytest.mark.server

# Run as a program of its own: its flow starts two worker processes, which import it again.
SCRIPT = """
import json, sys

if __name__ == "__main__":
    from prefect.testing.utilities import prefect_test_harness
    from pipelines.flows import audit

    with prefect_test_harness(server_startup_timeout=200):
        for arguments in json.loads(sys.argv[1]):
            audit(**arguments)
"""


@pytest.fixture
def brief(loopback_site, tmp_path):
    """Two small sites and a community's feed on loopback."""
    client, rival, forum = loopback_site(), loopback_site(), loopback_site()
    for site, posts in ((client, 3), (rival, 4)):
        days = [f"/2026/04/{n % 28 + 1:02d}/post-{n}" for n in range(posts)]
        site.page("/", *days)
        for path in days:
            site.page(path, "/", text=f"A garden chair for {path}. " * 5)
    items = "".join(
        f"<item><title>Which garden chair {n}?</title><link>{forum.url(f'/t/{n}')}</link>"
        f"<description>Our garden chair number {n} fell apart in the rain, what now?</description>"
        f"<pubDate>Tue, {n + 1:02d} Apr 2026 10:00:00 GMT</pubDate></item>"
        for n in range(12)
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>{items}</channel></rss>'
    forum.say("/feed.xml", feed.encode(), Content_Type="application/rss+xml")
    forum.page("/", "/feed.xml")
    path = tmp_path / "brief.yaml"
    path.write_text(
        json.dumps(
            {
                "agency": {"name": "A", "contact": "a@agency.example"},
                "client": {"name": "Client", "url": client.url()},
                "competitors": [{"name": "Rival", "url": rival.url()}],
                "venues": [{"name": "Forum", "url": forum.url(), "feed": forum.url("/feed.xml")}],
                "market": {"keywords": ["garden chair"]},
                "goals": [{"name": "Sales"}],
                "limits": {"delay_seconds": 0.5, "pages": 30},
            }
        )
    )
    return path


@pytest.mark.postgres
def test_one_process_postgresql_and_dask_give_the_same_bytes(demo_audit, brief, postgres, tmp_path):
    """The bundled market, and a crawl made by the workers: audit.json as SQLite and a single process write it."""
    database = postgres.new_database()
    asked = [
        {
            "brief": str(DEMO / "brief.yaml"),
            "replay": [str(DEMO / "market.warc.gz")],
            "out": str(tmp_path / "demo"),
            "database": database,
        },
        {
            "brief": str(brief),
            "out": str(tmp_path / "crawled"),
            "database": database,
            "as_of": "2026-04-30",
            "allow_networks": ["127.0.0.0/8"],
        },
    ]
    script = tmp_path / "spread.py"
    script.write_text(SCRIPT)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")}
    environment |= {"WATERCOOLER_DASK": "local:2", "DO_NOT_TRACK": "1", "PREFECT_HOME": str(tmp_path / "prefect")}

    done = subprocess.run(
        [sys.executable, str(script), json.dumps(asked)], env=environment, capture_output=True, text=True, timeout=500
    )

    assert done.returncode == 0, done.stderr[-4000:]
    assert (tmp_path / "demo" / "audit.json").read_bytes() == demo_audit.data.read_bytes()
    serial = run_audit(
        AuditOptions(
            replay=(tmp_path / "crawled" / "evidence",), out=tmp_path / "serial", database=f"sqlite:///{tmp_path}/s.db"
        )
    )
    crawled = (tmp_path / "crawled" / "audit.json").read_bytes()
    assert serial.data.read_bytes() == crawled
    assert json.loads(crawled)["venues"][0]["conversations"]
    assert "crawl group" in done.stderr
    assert "read batch" in done.stderr
