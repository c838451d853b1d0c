"""The digest of an audit: what is told, what is not worth telling, and hostile words in all three ways of writing."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

from market.changes import Move
from reports.changes import changes
from reports.digests import as_html, as_slack, as_text, digest


def test_a_first_audit_is_told_with_strengths_and_gaps(examples):
    audit = replace(examples.full(), changes=None)

    told = digest(audit)

    assert told is not None
    assert "first audit" in told.subject
    assert [part.heading for part in told.parts][:2] == ["Strengths", "Gaps"]
    assert str(audit.run.window.end.year) in told.basis  # every figure with its window


def test_a_later_audit_is_told_by_its_changes_and_every_line_is_in_the_audit(examples):
    audit = examples.full()
    moved = [t for t in audit.changes.tactics if t.move is not Move.UNTOLD]

    told = digest(audit)

    assert told is not None
    part = next(part for part in told.parts if part.heading.startswith("What companies"))
    assert len([line for line in part.lines if "more in the report" not in line]) == min(len(moved), 5)
    assert f"{len(moved)}" in told.subject or "thing" in told.subject


def test_nothing_measured_or_nothing_changed_is_not_told(examples):
    """An audit equal to the last one, and one that read nothing, are nothing to write a mail about."""
    audit = replace(examples.full(), changes=None, trends=None)
    same = replace(audit, changes=changes(audit, audit, "ab" * 32))
    unread = replace(audit, companies=tuple(replace(company, pages=0) for company in audit.companies))

    assert not [t for t in same.changes.tactics if t.move is not Move.UNTOLD]
    assert digest(unread) is None
    told = digest(same)
    assert told is None or "Your last steps" in [part.heading for part in told.parts]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_hostile_words_stay_words(examples):
    """No tag, handler or address of a crawled text becomes part of the mail; no mention or link of Slack is built."""
    told = digest(replace(examples.hostile(), changes=None))
    assert told is not None

    html, message, text = as_html(told, "/r.html"), as_slack(told, "/r.html"), as_text(told, "/r.html")
    tags = _Tags()
    tags.feed(html)

    assert tags.seen == {"html", "head", "meta", "title", "body", "div", "h1", "h2", "p", "ul", "li"}
    assert tags.attributes <= {"lang", "charset", "name", "content", "style"}
    assert all(block["text"]["type"] == "plain_text" for block in message["blocks"])
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", html + text + json.dumps(message, ensure_ascii=False))
    assert "\n" not in told.subject
