"""Each detector on its captured cases: what is the tactic is found, and a near miss is left alone.

A case of ``tests/captures/<detector>/cases.yaml`` is a small site: pages by path, and the subjects to be found (for a
near miss: none). Fragments stand for the page's main part unless they are a whole document.
"""

from pathlib import Path

import pytest
import yaml

from market.findings import Snapshot
from market.pages import Capture
from tactics.detectors import detectors
from tactics.pages import read_page
from tactics.posts import find_posts

FOLDER = Path(__file__).resolve().parents[1] / "captures"
SITE = "https://rival.example"
FEWEST = 5
DETECTORS = {name.replace(" ", "_"): name for name in detectors}


def cases(folder: str) -> list[dict]:
    path = FOLDER / folder / "cases.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []


ALL = [(folder, case) for folder in DETECTORS for case in cases(folder)]


@pytest.fixture
def site(page):
    """A snapshot of a case's pages, with its posts found as an audit finds them."""

    def make(case: dict) -> Snapshot:
        readings = tuple(read_page(page(document(body), url=SITE + path)) for path, body in case["pages"].items())
        return Snapshot("rival", SITE, readings, find_posts("rival", SITE, readings, ()))

    return make


def document(body: str) -> str:
    if body.lstrip().startswith("<html"):
        return body
    return f"<html><head><title>A page of Rival</title></head><body><h1>A page</h1>{body}</body></html>"


@pytest.mark.parametrize(("folder", "case"), ALL, ids=[f"{folder}: {case['name']}" for folder, case in ALL])
def test_a_captured_case_gives_its_subjects(site, folder, case):
    """The detector names exactly what the case shows, each with evidence from a captured page."""
    found = list(detectors[DETECTORS[folder]](site(case)))

    assert [finding.subject for finding in found] == case.get("finds", [])
    assert all(isinstance(finding.evidence[0].quote, str) and finding.evidence[0].digest for finding in found)


@pytest.mark.parametrize("folder", DETECTORS)
def test_every_detector_has_cases_of_both_kinds(folder):
    """A detector is tried on at least five cases of its tactic and five near misses."""
    found = [bool(case.get("finds")) for case in cases(folder)]

    assert found.count(True) >= FEWEST
    assert found.count(False) >= FEWEST


def test_a_capture_is_a_record_of_an_archive():
    """Evidence points to one record: address, moment, digest, file and place."""
    assert {"url", "captured_at", "digest", "archive", "offset"} <= set(Capture.__dataclass_fields__)
