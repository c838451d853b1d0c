"""Tables: the facts that outlive a run, each with its reason."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Engine,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects import postgresql, sqlite

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"})


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC: SQLite forgets time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without time zone cannot be stored")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """A text that came from outside: no NUL, which PostgreSQL refuses, and "?" for half a surrogate pair."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        if not value or value.isascii():
            return value.replace("\x00", "") if value else value
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


class Count(TypeDecorator[int]):
    """A number somebody else states; None for one beyond 64 bits, which counts nothing that exists."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, _dialect: Dialect) -> int | None:
        return value if value is None or -(2**63) <= value < 2**63 else None


runs = Table(
    "runs",
    metadata,
    Column("key", String(16), primary_key=True),  # digest of what decides the result: a repetition is recognised
    Column("client", Text, nullable=False),
    Column("as_of", UtcDateTime, nullable=False),
    Column("window_start", Date, nullable=False),
    Column("window_end", Date, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),  # null: still running, or stopped half-way
    Column("report", Text, nullable=False),  # folder of the report, "" until it is written
)

captures = Table(
    "captures",
    metadata,
    Column("run", String(16), primary_key=True),
    Column("subject", String(16), primary_key=True),  # key of a company or venue
    Column("url_key", String(64), primary_key=True),  # digest of the URL: URLs outgrow an index entry
    Column("url", Words, nullable=False),
    Column("captured_at", UtcDateTime, nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", Words, nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("archive", Text, nullable=False),
    Column("offset", BigInteger, nullable=False),  # archives outgrow 2 GB
)

readings = Table(
    "readings",
    metadata,
    Column("digest", String(64), primary_key=True),  # of payload, address and reader version: each page is read once
    Column("body", LargeBinary, nullable=False),  # the Reading as compressed JSON; links repeat, so it shrinks well
)

posts = Table(
    "posts",
    metadata,
    Column("run", String(16), primary_key=True),
    Column("company", String(16), primary_key=True),
    Column("key", String(16), primary_key=True),
    Column("url", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("h1", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("words", Integer, nullable=False),
    Column("language", String(8), nullable=False),
    Column("published_on", Date),  # null: undated, never guessed
    Column("date_source", String(16)),
    Column("date_confidence", Float),
    Column("capture_key", String(64), nullable=False),  # url_key of the capture it was read from
)

conversations = Table(
    "conversations",
    metadata,
    Column("run", String(16), primary_key=True),
    Column("venue", String(16), primary_key=True),
    Column("key", String(16), primary_key=True),
    Column("url", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("author", String(64), nullable=False),  # a salted hash: people are counted, never named
    Column("started_at", UtcDateTime),  # null: the venue shows no date
    Column("replies", Count),  # null: not shown publicly
    Column("score", Count),  # null: not shown publicly
    Column("answers", LargeBinary, nullable=False),  # replies as compressed JSON: read whole or not at all
    Column("views", Count),  # null: not shown publicly
    Column("language", String(16), nullable=False, server_default=""),  # as the venue states it, "" where it does not
    Column("tags", LargeBinary),  # compressed JSON like the answers; null: saved before tags were kept
    Column("links", LargeBinary),  # compressed JSON like the answers; null: saved before links were kept
    Column("capture_key", String(64), nullable=False),
)

audits = Table(
    "audits",
    metadata,
    Column("run", String(16), primary_key=True),
    Column("schema_version", String(8), nullable=False),
    Column("inputs", String(64), nullable=False, server_default=""),  # digest of what it was made of; "" unknown
    # audit.json, compressed: a report can be written again without crawling
    Column("body", LargeBinary, nullable=False),
)

frontier = Table(
    "frontier",
    metadata,
    Column("run", String(16), primary_key=True),
    Column("subject", String(16), primary_key=True),
    Column("url_key", String(64), primary_key=True),
    Column("url", Words, nullable=False),
    Column("authority", Words, nullable=False),  # host and port: a busy host is passed over without reading its URLs
    Column("state", String(10), nullable=False),  # queued, fetching, done, failed, refused
    Column("reason", Words, nullable=False),  # why it failed or was refused, "" otherwise
    Column("priority", Integer, nullable=False),  # lower is fetched first
    Column("depth", Integer, nullable=False),
    Column("hops", Integer, nullable=False),  # redirects that led here
    Column("urls", Integer, nullable=False),  # above 1: the row stands for the cut-off tail of a list
    Column("position", Integer, nullable=False),  # order of discovery: breadth first within a priority
    Column("found_on", Words, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)
Index(
    "ix_frontier_next", frontier.c.run, frontier.c.subject, frontier.c.state, frontier.c.priority, frontier.c.position
)

robots = Table(
    "robots",
    metadata,
    Column("origin", Text, primary_key=True),  # scheme://host:port
    Column("fetched_at", UtcDateTime, nullable=False),  # RFC 9309: not to be used after 24 hours
    Column("status", Integer, nullable=False),  # 0: no answer
    Column("body", Words, nullable=False),
)

holdings = Table(
    "holdings",
    metadata,
    Column("client", Text, primary_key=True),  # what one client's audits hold is not lent to another's
    Column("subject", String(16), primary_key=True),
    Column("url_key", String(64), primary_key=True),
    Column("url", Words, nullable=False),
    Column("etag", Words, nullable=False),  # as the server sent it, "" without one
    Column("modified", Words, nullable=False),  # Last-Modified as the server sent it, "" without one
    Column("digest", String(64), nullable=False),
    Column("archive", Text, nullable=False),  # path of the WARC that holds the newest copy
    Column("offset", BigInteger, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),  # a host, or one crawl of a run
    Column("holder", String(64), nullable=False),  # "" once it was given back
    Column("expires_at", UtcDateTime, nullable=False),  # a holder that was killed lets go by itself
)

pauses = Table(
    "pauses",
    metadata,
    Column("host", Text, primary_key=True),  # name and port
    Column("until", UtcDateTime, nullable=False),  # what the host's Retry-After named: no run asks it before
)

notices = Table(
    "notices",
    metadata,
    Column("run", String(16), primary_key=True),
    Column("receiver", String(64), primary_key=True),  # digest of a mail address or webhook, which may be secret
    Column("told_at", UtcDateTime, nullable=False),
)

topic_sights = Table(
    "topic_sights",
    metadata,
    Column("client", Text, primary_key=True),
    Column("run", String(16), primary_key=True),
    Column("topic", String(16), primary_key=True),
    Column("as_of", Date, nullable=False),
    Column("fate", String(24), nullable=False),
    Column("label", Words, nullable=False),
    Column("terms", LargeBinary, nullable=False),  # compressed JSON: read whole or not at all
    Column("conversations", Integer, nullable=False),
    Column("share", Float, nullable=False),
    Column("other", String(16), nullable=False),  # the topic it came from or went into, "" otherwise
)

topic_memories = Table(
    "topic_memories",
    metadata,
    Column("client", Text, primary_key=True),
    Column("run", String(16), primary_key=True),
    Column("as_of", Date, nullable=False),
    Column("body", LargeBinary, nullable=False),  # compressed: what the next run recognises its topics by
)

topic_decisions = Table(
    "topic_decisions",
    metadata,
    Column("client", Text, primary_key=True),
    Column("topic", String(16), primary_key=True),
    Column("name", Words, nullable=False),  # "" as it is found
    Column("into", String(16), nullable=False),  # the topic it is counted with, "" by itself
    Column("hidden", Boolean, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("client", Text, primary_key=True),
    Column("aspect", String(16), primary_key=True),
    Column("subject", String(400), primary_key=True),  # a key, an evidence entry, or an address
    Column("label", Words, nullable=False),
    Column("value", Words, nullable=False),
    Column("run", String(16), nullable=False),
    Column("by", Words, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
)

shared_crawls = Table(
    "shared_crawls",
    metadata,
    Column("key", String(64), primary_key=True),  # digest of what decides what a crawl fetches
    Column("client", Text, nullable=False),  # whose audit fetched it: forgotten with that client
    Column("subject", String(16), nullable=False),
    Column("archive", Text, nullable=False),  # path of the WARC
    Column("digest", String(64), nullable=False),  # SHA-256 of that file: a changed one is not shared
    Column("finished_at", UtcDateTime, nullable=False),
    Column("result", LargeBinary, nullable=False),  # the crawl's result as compressed JSON, its ledger among it
)

salts = Table(
    "salts",
    metadata,
    Column("client", String(16), primary_key=True),
    Column("salt", String(64), nullable=False),  # authors of two clients' audits cannot be joined
)


def upsert(engine: Engine, table: Table, rows: list[dict[str, Any]]) -> Any:
    """An insert that replaces rows of the same primary key: saving twice is saving once."""
    dialect: Any = postgresql if engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    keys = {column.name for column in table.primary_key}
    values = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys and c.name in rows[0]}
    return statement.on_conflict_do_update(index_elements=sorted(keys), set_=values)


def insert_new(engine: Engine, table: Table, row: dict[str, Any]) -> Any:
    """An insert that leaves a row of the same primary key as it is."""
    dialect: Any = postgresql if engine.dialect.name == "postgresql" else sqlite
    return dialect.insert(table).values(row).on_conflict_do_nothing()
