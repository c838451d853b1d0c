"""A market whose topics have trends and whose captures lie in a real archive."""

from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from market.audits import Audit
from market.figures import Figure, Window
from market.findings import Evidence
from market.statistics import conditional_ratio, garwood, lrc, wilson
from market.topics import Burst, Direction, LeftOut, Tier, Topic, TopicTrend, TrendTable, TrendWeek
from store.archive import ArchiveWriter

_WEEKS = 52
_PER_WEEK = 24
# tier, direction, conversations a week before and in the window
_MOVES = (
    (Tier.CALLED, Direction.RISING, 1, 4),
    (Tier.CALLED, Direction.FADING, 4, 1),
    (Tier.WATCH, Direction.RISING, 2, 3),
    (Tier.TOO_FEW, Direction.UNTOLD, 2, 2),
    (Tier.TOO_FEW, Direction.UNTOLD, 0, 1),
)
PAGE = """<!doctype html><html><head><title>{title}</title><style>body{{color:red}}</style>
<script>fetch("https://evil.example/")</script></head>
<body><h1>{title}</h1><img src="https://evil.example/pixel.png"><p>{quote}</p>
<p>An answer that nobody quoted.</p></body></html>"""


def trended(examples: ModuleType, folder: Path) -> Audit:
    """The full example with a trend per topic; its archive is written below ``folder``."""
    audit = examples.full()
    window = Window.ending(audit.run.window.end, _WEEKS // 2)
    baseline = window.before()
    weeks = tuple(TrendWeek(baseline.start + timedelta(weeks=week), _PER_WEEK) for week in range(_WEEKS))
    trends = tuple(_trend(topic, move, weeks) for topic, move in zip(audit.topics, _MOVES, strict=True))
    table = TrendTable(
        window, baseline, weeks, tuple(v.venue.key for v in audit.venues[:3]),
        (LeftOut(audit.venues[3].venue.key, "not read in the baseline", 12),), 31, 4, 5, 0.3, 0.1, trends,
    )  # fmt: skip
    return archived(replace(audit, trends=table), folder)


def _trend(topic: Topic, move: tuple[Tier, Direction, int, int], weeks: tuple[TrendWeek, ...]) -> TopicTrend:
    tier, direction, before, now = move
    half, n = len(weeks) // 2, _PER_WEEK * (len(weeks) // 2)
    counts = tuple([before] * half + [now] * half)
    old, new = before * half, now * half
    key, shown = topic.id, topic.quotes

    def figure(name: str, value: float | None, unit: str, interval: Any, reason: str = "") -> Figure:
        return Figure(
            f"trend-{name}.{key}", f"trend {name}", topic.label, value, unit, n, None, interval, f"{name}: count ÷ all",
            (("now", str(new)), ("before", str(old))), shown, len(shown), reason,
        )  # fmt: skip

    return TopicTrend(
        topic.id, topic.label, tier, direction,
        figure("now", new / n, "share of conversations", wilson(new, n)),
        figure("before", old / n, "share of conversations", wilson(old, n)),
        figure("ratio", new / old if old else None, "times", conditional_ratio(new, n, old, n) if old else None,
               "" if old else "nothing before the window"),
        figure("detectable", 1.9, "times", garwood(9, 5)),
        0.01, 0.03, lrc(new, n, old, n), 17, 3, weeks[0].start, not old, counts,
        (Burst(weeks[30].start, weeks[33].start, 4.2),) if tier is Tier.CALLED else (),
    )  # fmt: skip


def archived(audit: Audit, folder: Path) -> Audit:
    """The audit with every capture of its evidence written to an archive below ``folder``."""
    found: dict[str, set[str]] = {}
    each(audit, lambda one: found.setdefault(one.url, set()).add(one.quote))
    captures = {}
    with ArchiveWriter(folder / "evidence" / "maple-lane.warc.gz") as archive:
        for url, quotes in sorted(found.items()):
            body = PAGE.format(title=url, quote="</p><p>".join(sorted(quotes))).encode()
            captures[url] = archive.write(url, 200, [("content-type", "text/html")], body, audit.run.as_of)
    return mapped(audit, lambda one: Evidence.of(captures[one.url], one.quote))


def each(value: Any, tell: Any) -> None:
    """Call ``tell`` with every piece of evidence in a value."""
    if isinstance(value, Evidence):
        tell(value)
    elif isinstance(value, tuple):
        for part in value:
            each(part, tell)
    elif is_dataclass(value):
        for field in fields(value):
            each(getattr(value, field.name), tell)


def mapped(value: Any, change: Any) -> Any:
    """The value with every piece of evidence changed."""
    if isinstance(value, Evidence):
        return change(value)
    if isinstance(value, tuple):
        return tuple(mapped(part, change) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: mapped(getattr(value, f.name), change) for f in fields(value)})
    return value
