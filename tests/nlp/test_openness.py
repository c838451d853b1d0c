"""What venues' rules say of promoting oneself."""

from datetime import UTC, datetime

import pytest

from market.pages import Capture
from market.venues import Promotion
from nlp.openness import openness_of

PAGE = Capture("https://f.example/rules", datetime(2026, 5, 4, tzinfo=UTC), 200, "text/html", "d" * 64, "f.warc.gz", 0)


@pytest.mark.parametrize(
    ("rules", "promotion"),
    [
        ("Be kind.\nNo self-promotion.", Promotion.REFUSED),
        ("Advertising and solicitation are prohibited; such posts are removed.", Promotion.REFUSED),
        ("Please don't promote your products here", Promotion.REFUSED),
        ("Eigenwerbung ist hier nicht erwünscht.", Promotion.REFUSED),
        ("Self-promotion is only allowed in the weekly thread.", Promotion.LIMITED),
        ("No advertising without permission of a moderator.", Promotion.LIMITED),
        ("No advertising.\nSelf-promotion may make up 10% of what you post.", Promotion.LIMITED),
        ("You can promote your own work as long as you disclose it.", Promotion.LIMITED),
        ("Werbung ist nur im Marktplatz erlaubt.", Promotion.LIMITED),
        ("Feel free to promote what you made!", Promotion.ALLOWED),
        ("Self-promotion is welcome.", Promotion.ALLOWED),
        ("Be kind. No swearing. Search before you ask.", Promotion.UNSTATED),
        ("We promote a culture of respect. Our spam filter is not perfect.", Promotion.UNSTATED),
        ("", Promotion.NOT_READ),
    ],
)
def test_rules_are_read_by_their_own_sentence(rules, promotion):
    """Refused, limited, allowed, not mentioned; the sentence is the evidence."""
    found = openness_of([(PAGE, rules)] if rules else [])

    assert found.promotion is promotion
    if found.evidence:
        assert found.evidence.quote in " ".join(rules.split())
        assert found.evidence.url == PAGE.url
