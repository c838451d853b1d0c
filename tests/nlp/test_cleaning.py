import time

import pytest

from nlp.cleaning import clean_conversation


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Before\n```py\nprint(1)\n```\nafter", "Before after"),
        ("Mine\n> theirs\n> more of theirs\nmine again", "Mine mine again"),
        ("[quote=ann]old [quote]older[/quote] old[/quote]New words", "New words"),
        ("<p>Hello <b>there</b></p><pre>code()</pre>", "Hello there"),
        ("&lt;blockquote&gt;old&lt;/blockquote&gt;new &amp; mine", "new & mine"),
        ("See [the guide](https://a.example/x?y=1) or https://b.example/z.", "See the guide or"),
        ("Write to ann@example.org please", "Write to please"),
        ("Thanks\n-- \nAnn Example\nHead of Things", "Thanks"),
        ("**Bold** and `code()` and # not a heading", "Bold and and # not a heading"),
        ("On Monday somebody wrote:\n> old\nYes", "Yes"),
        ("    indented code\nwords", "words"),
        ("<pre>never closed, still somebody's words", "never closed, still somebody's words"),
        ("", ""),
    ],
)
def test_only_the_authors_own_words_stay(text, clean):
    """Code, quoted posts, signatures, addresses and markup go; what the author wrote stays."""
    assert clean_conversation(text) == clean


@pytest.mark.parametrize(
    "piece", ["<pre>", "[quote]", "```\n", "~~~x\n", "<", "[a](", ":a", "a@", "-- \n", "**", "www."]
)
def test_hostile_text_is_read_in_linear_time(piece):
    """A hundred thousand characters of unclosed marks take less than two seconds."""
    hostile = piece * (100_000 // len(piece))
    started = time.process_time()

    clean_conversation(hostile)

    assert time.process_time() - started < 2
