"""Mailing lists: months as mail files, threads and lists as pages."""

import gzip
from datetime import UTC, datetime

import pytest

from market.venues import Access, Venue
from spiders.connectors import connectors
from spiders.connectors.merge import merge

mailing_list = connectors["mailing_list"]
PIPERMAIL = Venue("Roofs", "https://lists.example/pipermail/roofs/", "mailing_list", Access.CRAWLABLE)
HYPERKITTY = Venue(
    "Talk", "https://lists.example/archives/list/talk@lists.example.org/", "mailing_list", Access.CRAWLABLE
)
MONTH = "https://lists.example/pipermail/roofs/2026-July.txt"
THREAD = f"{HYPERKITTY.url}thread/MXOTQJAZML4VRSUCEBNBTHSIUT4BMM4H/"


@pytest.mark.parametrize("packed", [False, True])
def test_a_month_gives_threads_with_their_answers(packed, page, salted):
    """Answers are joined by what they refer to, else by subject; quotes, signatures and addresses are left out."""
    month = page("list_month.mbox", MONTH, "text/plain")
    body = gzip.compress(month.body) if packed else month.body

    moss, vents = mailing_list.parse(page(body, MONTH, "text/plain"), PIPERMAIL, salted)

    assert (moss.title, moss.author, moss.replies) == ("Moss on slate", "#ida@lists.example#", 2)
    assert moss.started_at == datetime(2026, 7, 1, 9, 12, tzinfo=UTC)
    assert moss.text == "What takes moss off slate?\nWrite to [e-mail] if you know."
    assert [(r.at.hour, r.text) for r in moss.answers] == [
        (12, "A brush.\nFrom the ridge down."),
        (18, "Never a pressure washer."),
    ]
    assert (vents.title, vents.started_at, vents.text, vents.replies) == ("Ridge vents", None, "", 1)


def test_a_thread_over_two_months_is_one(page, salted):
    """An answer of a later month joins the thread that began in an earlier one."""
    june = (
        b"From t at x  Tue Jun 30 08:00:00 2026\nFrom: t at x.example (T)\nDate: Tue, 30 Jun 2026 08:00:00 +0000\n"
        b"Subject: [Roofs] Ridge vents\nMessage-ID: <june@lists.example>\n\nDo they hold?\n"
    )
    files = (page(june, MONTH.replace("July", "June"), "text/plain"), page("list_month.mbox", MONTH, "text/plain"))

    merged = merge(c for month in files for c in mailing_list.parse(month, PIPERMAIL, salted))

    vents = next(c for c in merged if c.title == "Ridge vents")
    assert (vents.started_at.month, vents.text, vents.replies) == (6, "Do they hold?", 1)


def test_a_month_of_hyperkitty_has_the_addresses_of_its_pages(page, salted):
    """The archive's own name for a thread is computed from its first message, so that file and page are one thread."""
    mail = b"From p2@e Sun Aug 30 23:00:00 2026\nFrom: p <p2@example.org>\nSubject: Question 15 about roof\nMessage-ID: <m60@example.org>\n\nHm.\n"

    (thread,) = mailing_list.parse(page(mail, f"{HYPERKITTY.url}export/x.mbox.gz", "text/plain"), HYPERKITTY, salted)

    assert thread.url == THREAD


def test_a_thread_page_gives_each_mail_without_what_it_quotes(page, salted):
    """The page for readers without scripts shows all mails; their day is the sender's, their hour the archive's."""
    (thread,) = mailing_list.parse(page("hyperkitty_thread.html", f"{THREAD}?noscript"), HYPERKITTY, salted)

    assert (thread.url, thread.title, thread.author) == (THREAD, "Question 15 about roof", "#Person 2#")
    assert thread.started_at == datetime(2026, 8, 30, 23, tzinfo=UTC)
    assert [(r.author, r.at.isoformat()) for r in thread.answers][:2] == [
        ("#Person 6#", "2026-08-31T06:00:00+00:00"),
        ("#Person 6#", "2026-08-31T13:00:00+00:00"),
    ]
    assert not any("..." in reply.text or ">" in reply.text for reply in thread.answers)


def test_a_list_page_gives_threads_with_their_replies(page, salted):
    """A row states its replies; the date of the last mail in it is no start."""
    found = list(mailing_list.parse(page("hyperkitty_list.html", f"{HYPERKITTY.url}2026/7/"), HYPERKITTY, salted))

    assert [(c.title, c.replies, c.started_at) for c in found] == [
        ("Question 7 about flashing", 8, None),
        ("Question 6 about insurance", 4, None),
        ("Question 5 about estimate", 1, None),
    ]


def test_an_index_by_thread_gives_nested_answers(page, salted):
    """Pipermail's index of a month counts the answers below each first message."""
    index = page("pipermail_month.html", "https://lists.example/pipermail/roofs/2026-July/thread.html")

    found = list(mailing_list.parse(index, PIPERMAIL, salted))

    assert [(c.title, c.author, c.replies) for c in found] == [
        ("Moss on slate", "#Ida#", 2),
        ("Ridge vents", "#Tom#", 0),
    ]


def test_months_are_asked_for_as_files(page):
    """One request for a month brings every mail of it; pages for each are asked for only where there are no files."""
    pipermail = page("pipermail_index.html", PIPERMAIL.url)
    hyperkitty = page("hyperkitty_list.html", f"{HYPERKITTY.url}2026/7/")
    without = page(hyperkitty.body.replace(b"/export/", b"/nothing/"), hyperkitty.url)

    base = "https://lists.example/pipermail/roofs"
    assert list(mailing_list.follow(pipermail, PIPERMAIL)) == [f"{base}/2026-August.txt", f"{base}/2026-July.txt.gz"]
    exports = list(mailing_list.follow(hyperkitty, HYPERKITTY))
    assert exports[0].endswith("-2026-11.mbox.gz?end=2026-12-01&start=2026-11-01")
    assert all(mailing_list.holds(url, HYPERKITTY) for url in exports)
    threads = [url for url in mailing_list.follow(without, HYPERKITTY) if "/thread/" in url]
    assert len(threads) == 3


@pytest.mark.parametrize(
    ("body", "name"), [(b"", "empty"), (b"From nobody\n\n", "no year"), (b"\x1f\x8bnothing packed", "broken gzip")]
)
def test_a_broken_file_gives_nothing(body, name, page, salted):
    """What is no mail file, or a damaged one, raises nothing."""
    assert list(mailing_list.parse(page(body, MONTH, "text/plain"), PIPERMAIL, salted)) == []


def test_holds_months_and_threads_but_no_single_mails():
    """Members' pages and single messages are not asked for, nor other lists of the same server."""
    assert mailing_list.holds(MONTH, PIPERMAIL)
    assert mailing_list.holds(THREAD.replace("@", "%40"), HYPERKITTY)
    assert not mailing_list.holds(THREAD.replace("thread", "message"), HYPERKITTY)
    assert not mailing_list.holds("https://lists.example/pipermail/other/2026-July.txt", PIPERMAIL)
