"""Posts: what companies published and what prospects discussed, run by run."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Engine, delete, insert, select

from market.pages import Capture, DateSource, Dating
from market.posts import Conversation, Post, Reply
from market.urls import digest
from store.packing import pack, unpack
from store.pages import batches
from store.persistence import persistent
from store.tables import captures, conversations, posts


@persistent
def save_posts(engine: Engine, run: str, company: str, found: Sequence[Post]) -> None:
    """Make ``found`` the posts of a company in a run."""
    rows = [_post_row(run, company, post) for post in found]
    with engine.begin() as connection:
        connection.execute(delete(posts).where(posts.c.run == run, posts.c.company == company))
        for batch in batches(rows):
            connection.execute(insert(posts), batch)


@persistent
def load_posts(engine: Engine, run: str, company: str) -> tuple[Post, ...]:
    """The posts of a company in a run, newest first, undated ones last."""
    query = (
        select(posts, *(captures.c[name].label(f"capture_{name}") for name in Capture.__dataclass_fields__))
        .join(
            captures,
            (captures.c.run == posts.c.run)
            & (captures.c.subject == posts.c.company)
            & (captures.c.url_key == posts.c.capture_key),
        )
        .where(posts.c.run == run, posts.c.company == company)
    )
    with engine.connect() as connection:
        found = [_post(dict(row)) for row in connection.execute(query).mappings()]
    return tuple(sorted(found, key=_newest_first))


def _newest_first(post: Post) -> tuple[int, str]:
    """The order of posts; made here, because servers order text by their own locale."""
    return -post.dating.on.toordinal() if post.dating else 1, post.url


@persistent
def save_conversations(engine: Engine, run: str, venue: str, found: Sequence[Conversation]) -> None:
    """Make ``found`` the conversations of a venue in a run."""
    rows = [_conversation_row(run, venue, conversation) for conversation in found]
    with engine.begin() as connection:
        connection.execute(delete(conversations).where(conversations.c.run == run, conversations.c.venue == venue))
        for batch in batches(rows):
            connection.execute(insert(conversations), batch)


@persistent
def load_conversations(engine: Engine, run: str, venue: str) -> tuple[Conversation, ...]:
    """The conversations of a venue in a run, by URL."""
    query = (
        select(conversations, *(captures.c[name].label(f"capture_{name}") for name in Capture.__dataclass_fields__))
        .join(
            captures,
            (captures.c.run == conversations.c.run)
            & (captures.c.subject == conversations.c.venue)
            & (captures.c.url_key == conversations.c.capture_key),
        )
        .where(conversations.c.run == run, conversations.c.venue == venue)
    )
    with engine.connect() as connection:
        found = [_conversation(dict(row)) for row in connection.execute(query).mappings()]
    return tuple(sorted(found, key=lambda talk: talk.url))  # here: servers order text by their own locale


def _post_row(run: str, company: str, post: Post) -> dict[str, Any]:
    return {
        "run": run,
        "company": company,
        "key": post.key,
        "url": post.url,
        "title": post.title,
        "h1": post.h1,
        "text": post.text,
        "words": post.words,
        "language": post.language,
        "published_on": post.dating.on if post.dating else None,
        "date_source": str(post.dating.source) if post.dating else None,
        "date_confidence": post.dating.confidence if post.dating else None,
        "capture_key": digest(post.capture.url),
    }


def _post(row: dict[str, Any]) -> Post:
    day: date | None = row["published_on"]
    return Post(
        company=row["company"],
        url=row["url"],
        title=row["title"],
        text=row["text"],
        h1=row["h1"],
        words=row["words"],
        language=row["language"],
        dating=Dating(day, DateSource(row["date_source"]), row["date_confidence"]) if day else None,
        capture=_capture(row),
    )


def _conversation_row(run: str, venue: str, conversation: Conversation) -> dict[str, Any]:
    return {
        "run": run,
        "venue": venue,
        "key": conversation.key,
        "url": conversation.url,
        "title": conversation.title,
        "text": conversation.text,
        "author": conversation.author,
        "started_at": conversation.started_at,
        "replies": conversation.replies,
        "score": conversation.score,
        "answers": pack(tuple[Reply, ...], conversation.answers),
        "views": conversation.views,
        "language": conversation.language,
        "tags": pack(tuple[str, ...], conversation.tags),
        "links": pack(tuple[str, ...], conversation.links),
        "capture_key": digest(conversation.capture.url),
    }


def _conversation(row: dict[str, Any]) -> Conversation:
    return Conversation(
        venue=row["venue"],
        url=row["url"],
        title=row["title"],
        text=row["text"],
        author=row["author"],
        started_at=row["started_at"],
        replies=row["replies"],
        score=row["score"],
        capture=_capture(row),
        answers=unpack(tuple[Reply, ...], row["answers"]),
        views=row["views"],
        language=row["language"],
        tags=unpack(tuple[str, ...], row["tags"]) if row["tags"] else (),
        links=unpack(tuple[str, ...], row["links"]) if row["links"] else (),
    )


def _capture(row: dict[str, Any]) -> Capture:
    return Capture(**{name: row[f"capture_{name}"] for name in Capture.__dataclass_fields__})
