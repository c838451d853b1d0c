"""Venues enter a brief's own text; everything else of it stays as it was written."""

from importlib.resources import files

import pytest
import yaml

from market.brief_edits import with_venues
from market.brief_yaml import BriefError, parse_brief

DEMO = (files("pipelines") / "demo" / "brief.yaml").read_text(encoding="utf-8")
NEW = (
    ("Roofs: slate & tile", "https://forum.roofs.org/"),
    ("r/roofs on reddit.com", "https://www.reddit.com/r/roofs/"),
)


def test_the_demos_brief_keeps_every_line():
    """The two venues stand after the others; without them the text is the old one byte for byte."""
    text = with_venues(DEMO, NEW, "brief.yaml")

    added = [line for line in text.splitlines(keepends=True) if line not in DEMO.splitlines(keepends=True)]
    assert text.replace("".join(added), "") == DEMO
    venues = parse_brief(text, "brief.yaml").venues
    assert [(v.name, v.url) for v in venues[-2:]] == list(NEW)
    assert venues[:-2] == parse_brief(DEMO, "brief.yaml").venues


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\n", 'a: 1\n\nvenues:\n  - name: Old\n    url: https://o.org/\n'),
        ("venues:\na: 1\n", "venues:\n  - name: Old\n    url: https://o.org/\na: 1\n"),
        ("venues: []   # none yet\na: 1\n", "venues:   # none yet\n  - name: Old\n    url: https://o.org/\na: 1\n"),
        ("venues:   # none yet\n\n# next\na: 1", "venues:   # none yet\n  - name: Old\n    url: https://o.org/\n\n# next\na: 1"),
        ("venues:\n- url: https://x.org   # mine\n\n# next\na: 1\n", "venues:\n- url: https://x.org   # mine\n- name: Old\n  url: https://o.org/\n\n# next\na: 1\n"),
        ("venues: [{url: https://x.org}]  # one\na: 1\n", 'venues: [{url: https://x.org}, {name: "Old", url: "https://o.org/"}]  # one\na: 1\n'),
        ("venues:\r\n    - url: https://x.org\r\na: 1\r\n", "venues:\r\n    - url: https://x.org\r\n    - name: Old\r\n      url: https://o.org/\r\na: 1\r\n"),
        ("\ufeffvenues:\n  - url: https://x.org", "\ufeffvenues:\n  - url: https://x.org\n  - name: Old\n    url: https://o.org/\n"),
        ("venues:\n  - name: |\n      Two\n      lines\n\n  # the end\na: 1\n", "venues:\n  - name: |\n      Two\n      lines\n  - name: Old\n    url: https://o.org/\n\n  # the end\na: 1\n"),
    ],
)  # fmt: skip
def test_any_way_of_writing_is_kept(before, after):
    """No venues, an empty list, comments, dashes in any column, one line, Windows' line ends, a byte order mark."""
    text = with_venues(before, [("Old", "https://o.org/")], "b.yaml")

    assert text == after
    assert yaml.safe_load(text.removeprefix("\ufeff"))["venues"][-1] == {"name": "Old", "url": "https://o.org/"}


@pytest.mark.parametrize("name", ["yes", "1", "- a", "#x", "a: b", 'a "b" \\ c', "Größe", "null", "a #b", "@a"])
def test_a_name_that_yaml_would_read_otherwise_is_quoted(name):
    """It comes back as it was given."""
    assert yaml.safe_load(with_venues("a: 1\n", [(name, "https://o.org/")], "b"))["venues"] == [
        {"name": name, "url": "https://o.org/"}
    ]


@pytest.mark.parametrize("text", ["- a\n", "a: [\n", ""])
def test_what_is_no_brief_is_refused(text):
    """With the place of the mistake."""
    with pytest.raises(BriefError, match=r"b\.yaml:1:1"):
        with_venues(text, [("Old", "https://o.org/")], "b.yaml")
