"""Files of posts that a client may share: every usual shape, nobody named."""

import json

import pytest

from market.venues import Access, Venue
from spiders.connectors import connectors
from spiders.connectors.export import address_of
from spiders.exports import ExportError, read_export

GROUP = Venue("Buyers", "https://www.facebook.com/groups/mb", "export", Access.CLOSED, export="posts.csv")
CSV = """\ufeffLikes,Post Text,Posted By,Created Time,Post ID,Parent ID,Shoe size
3,"Which lender answers, Mira Kern? mail me at otto@mail.example",Otto Bank,2026-05-02T10:00:00+0200,1,,41
1,The union does. https://rates.example/,Mira Kern,2026-05-02 09:00,2,1,38
,,Otto Bank,2026-05-02 09:00,3,,41
,"Slate, or tile?",,yesterday,4,,
"""
WANTED = {
    "csv": CSV.encode(),
    "semicolons": "\n".join(
        [
            "Kommentar;text;user;date;id;parent",
            ";Which lender answers?;a b;02.05.2026 08:00;1;",
            ";The union.;c d;13.05.2026 09:00;2;1",
        ]
    ).encode("utf-16"),
    "list": json.dumps(
        [
            {
                "id": 1,
                "message": "Which lender answers?",
                "from": {"name": "Otto Bank", "id": "9"},
                "created_time": "2026-05-02T08:00:00+0000",
                "reactions": {"summary": {"total_count": 3}},
                "comments": {"data": [{"message": "The union.", "from": {"name": "M K"}, "created_time": 1777717800}]},
            }
        ]
    ).encode(),
    "graph": json.dumps(
        {
            "data": [
                {"id": "1", "message": "Which lender answers?", "created_time": "2026-05-02T08:00:00+0000"},
                {"id": "2", "message": "The union.", "created_time": "2026-05-02T09:00:00+0000", "parent_id": "1"},
            ],
            "paging": {"next": "x"},
        }
    ).encode(),
    "archive of tweets": b"window.YTD.tweets.part0 = "
    + json.dumps(
        [
            {
                "tweet": {
                    "id_str": "1",
                    "full_text": "Which lender answers, @otto?",
                    "created_at": "Sat May 02 08:00:00 +0000 2026",
                    "favorite_count": "3",
                }
            },
            {
                "tweet": {
                    "id_str": "2",
                    "in_reply_to_status_id_str": "1",
                    "full_text": "The union.",
                    "created_at": "Sat May 02 09:00:00 +0000 2026",
                }
            },
        ]
    ).encode(),
    "chat": json.dumps(
        {
            "order": ["b", "a"],
            "posts": {
                "b": {"id": "b", "root_id": "a", "message": "The union.", "user_id": "u2", "create_at": 1777712400000},
                "a": {
                    "id": "a",
                    "root_id": "",
                    "message": "Which lender answers?",
                    "user_id": "u1",
                    "create_at": 1777708800000,
                },
                "c": {"id": "c", "message": "Otto joined", "type": "system_join_channel", "create_at": 1},
                "d": {"id": "d", "message": "taken back", "delete_at": 5, "create_at": 1},
            },
        }
    ).encode(),
}


@pytest.mark.parametrize("shape", WANTED)
def test_every_usual_shape_gives_the_same_thread(shape):
    """A question of the 2nd of May with its answer, whatever the columns are called and how they are nested."""
    export = read_export(WANTED[shape], GROUP)

    thread = export.threads[0]
    assert thread["text"].startswith("Which lender answers")
    assert thread["at"].startswith("2026-05-02T08:00:00")
    assert [answer["text"][:9] for answer in thread["answers"]] == ["The union"]
    assert all(answer["at"] for answer in thread["answers"])


def test_columns_that_nobody_knows_are_named():
    """A column that is not read is said, and so are posts without a date and rows without words."""
    export = read_export(CSV.encode(), GROUP)

    assert export.unknown == ("Shoe size",)
    assert (export.posts, export.undated, export.empty) == (3, 1, 1)
    assert [thread["score"] for thread in export.threads] == [3, None]


def test_nobody_is_named_in_what_is_kept():
    """Authors are numbers; their full names, e-mail addresses and @names are gone from the texts."""
    kept = json.dumps([read_export(body, GROUP).threads for body in WANTED.values()])

    for private in ("Otto", "Mira", "Kern", "mail.example", "@otto", "u1"):
        assert private not in kept
    assert read_export(CSV.encode(), GROUP).threads[0]["text"] == "Which lender answers, someone? mail me at [e-mail]"


def test_day_and_month_are_not_guessed():
    """05/02/2026 is read only where the column shows which part is the month."""
    rows = ["text,date", "one,05/02/2026"]

    alone = read_export("\n".join(rows).encode(), GROUP)
    beside = read_export("\n".join([*rows, "two,05/13/2026 1:30 PM"]).encode(), GROUP)

    assert alone.threads[0]["at"] is None
    assert [t["at"] for t in beside.threads] == ["2026-05-02T00:00:00+00:00", "2026-05-13T13:30:00+00:00"]


def test_replies_that_go_round_in_circles_are_a_thread():
    """Posts that answer each other, and one that answers a post which is not there, end in threads of their own."""
    body = b"id,parent,text\n1,2,a\n2,1,b\n3,gone,c\n4,gone,d\n5,5,e\n"

    export = read_export(body, GROUP)

    assert export.posts == 5


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"a,b\n1,2\n", "no column of texts"),
        (b"", "no column of texts"),
        (b"[" * 100_000, "JSON that cannot be read"),
        (b'{"a": NaN}', "no column of texts"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no column of texts"),
    ],
)
def test_what_is_no_export_is_one_clear_line(body, words):
    """A file without texts, or that cannot be read, is refused with what is missing."""
    with pytest.raises(ExportError, match=words) as raised:
        read_export(body, GROUP)

    assert len(str(raised.value).splitlines()) == 1


def test_kept_threads_become_conversations():
    """What is kept of an export reads as conversations whose authors are hashes and whose addresses name the file."""
    from datetime import UTC, datetime

    from market.pages import Capture, Page

    body = json.dumps({"threads": read_export(CSV.encode(), GROUP).threads}).encode()
    url = address_of(GROUP)
    kept = Page(Capture(url, datetime(2026, 6, 1, tzinfo=UTC), 200, "application/json", "", "a", 0), (), body)

    asked, other = connectors["export"].parse(kept, GROUP, lambda name: f"#{name}#")

    assert connectors["export"].holds(url, GROUP)
    assert url == "https://www.facebook.com/groups/mb?watercooler-export=posts.csv"
    assert asked.url == "https://www.facebook.com/groups/mb?thread=1&watercooler-export=posts.csv"
    assert (asked.replies, asked.score) == (1, 3)
    assert asked.author == f"#{GROUP.key} 1#"
    assert (other.author, other.replies, other.started_at) == ("", None, None)
    assert asked.answers[0].links == ("https://rates.example/",)


@pytest.mark.corpora
def test_mattermost_samples(corpora):
    """Recorded channel posts: each in its thread, with its date."""
    folder = corpora / "samples" / "perceval_mattermost"
    for name in ("mattermost_posts.json", "mattermost_posts_next.json"):
        posts = json.loads((folder / name).read_text())["posts"].values()
        posts = [post for post in posts if not post["type"].startswith("system_")]  # notices of who joined

        export = read_export((folder / name).read_bytes(), GROUP)

        assert export.posts == len(posts)
        assert len(export.threads) == len({p["root_id"] or p["id"] for p in posts})
        assert export.undated == 0
