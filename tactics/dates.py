"""Publication dates: what a page states about when it was published, each with its source.

Modification dates are kept apart. A date that only might be the publication date is not taken: a post is "undated"
rather than guessed, because a wrong date is a wrong cadence.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from market.pages import DateSource, Dating
from market.written_dates import read_date
from tactics.datelines import BEFORE, NEAR, Stamp, dateline_of, surroundings_of
from tactics.documents import Document, types_of

ARTICLE_TYPES = frozenset(
    "Article BlogPosting NewsArticle TechArticle Report ScholarlyArticle LiveBlogPosting SocialMediaPosting "
    "AnalysisNewsArticle OpinionNewsArticle ReviewNewsArticle BackgroundNewsArticle ReportageNewsArticle "
    "AdvertiserContentArticle SatiricalArticle Review Recipe HowTo VideoObject PodcastEpisode".split()
)
_PUBLISHED_META = frozenset(
    """
    article:published_time og:article:published_time og:published_time article:published article.published
    datepublished publishdate publish-date publish_date pubdate publication_date publication-date published_at
    published-date date.published dc.date.issued dcterms.issued dc.issued dcterms.created dc.date.created dc.created
    sailthru.date parsely-pub-date parsely-post-date cxenseparse:recs:publishtime citation_publication_date
    citation_date bt:pubdate originalpublicationdate displaydate rnews:datepublished
    shareaholic:article_published_time article_date_original date_published
    """.split()
)
_VAGUE_META = frozenset("date dc.date dcterms.date dc.date.publication dcterms.available".split())
_MODIFIED_META = frozenset(
    "article:modified_time og:updated_time datemodified last-modified dcterms.modified dc.date.modified revised".split()
)
SURE = 0.7  # confidence from which a date is taken
DOUBTED = 0.6  # confidence of a date that the rest of the page speaks against
_YEAR, _MONTH = r"((?:19|20)\d\d)", r"(0?[1-9]|1[0-2])"
_URL_DAYS = (
    re.compile(rf"/{_YEAR}/{_MONTH}/(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
    re.compile(rf"/{_YEAR}/{_MONTH}/([1-9])(?=/|$)"),  # "3-tips" is a title, not the third
    re.compile(rf"(?<!\d){_YEAR}([-_])(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(rf"/{_YEAR}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"),
)
_PUBLISHED_CLASS = re.compile(
    r"\b(?:dt-)?(?:publish|published|pubdate|post-?date|entry-?date|date-?posted|posted-?on|article-?date|date-published|"
    r"publication-?date|byline|dateline|post-?meta|entry-?meta|article-?meta|blog-?date|news-?date|date-header|timestamp)",
    re.IGNORECASE,
)
_UTC = re.compile(r"(?!T00:00(?::00(?:\.0+)?)?)T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]00:?00)\s*$")
_MODIFIED_CLASS = re.compile(r"updated|modified|revised", re.IGNORECASE)
_MODIFIED_WORD = re.compile(
    r"\b(?:updated|modified|revised|edited|aktualisiert|geändert|mis à jour|bijgewerkt|stand)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A dating, and whether its stamp is in UTC: then the day where it was written may be a neighbour."""

    dating: Dating
    utc: bool = False


def datings_of(document: Document) -> tuple[Dating, ...]:
    """Every publication date the page states, most trusted first; one per source, empty when it states none."""
    around = surroundings_of(document)
    found: dict[DateSource, _Stated] = {}
    for stated in (*_from_json_ld(document), *_from_meta(document), *_from_times(around.stamps)):
        found.setdefault(stated.dating.source, stated)
    by_url = date_in_url(document.url)
    if by_url:
        found[DateSource.URL] = _Stated(Dating(by_url, DateSource.URL, 0.9))
    line = dateline_of(around)
    if line:
        found[DateSource.TEXT] = _Stated(Dating(line[0], DateSource.TEXT, line[1]))
    weighed = [_weighed(stated, found) for stated in found.values()]
    return tuple(sorted(weighed, key=lambda d: (-d.confidence, list(DateSource).index(d.source))))


def _weighed(stated: _Stated, found: dict[DateSource, _Stated]) -> Dating:
    """The dating with less confidence where the page speaks against it.

    A stamp in UTC yields to a local day beside it, and structured data to a meta tag and a visible line that agree.
    """
    dating = stated.dating
    others = {source: s for source, s in found.items() if source is not dating.source}
    apart = {abs(s.dating.on - dating.on).days for s in others.values() if not s.utc}
    if stated.utc and 1 in apart and 0 not in apart:
        return Dating(dating.on, dating.source, DOUBTED)
    if dating.source is DateSource.JSON_LD and DateSource.META in others:
        meta = others[DateSource.META].dating.on
        seen = {s.dating.on for source, s in others.items() if source in (DateSource.TIME, DateSource.TEXT)}
        if meta != dating.on and seen == {meta}:
            return Dating(dating.on, dating.source, DOUBTED)
    return dating


def best_dating(datings: Iterable[Dating], url: str) -> Dating | None:
    """The day a page was published, None when nothing sure is stated.

    The most trusted source speaks, except that a whole day in the address beats one that differs by more than two days:
    addresses are not rewritten in bulk, dates are.
    """
    sure = sorted((d for d in datings if d.confidence >= SURE), key=lambda d: -d.confidence)
    by_url = date_in_url(url)
    if by_url and all(abs(d.on - by_url) > timedelta(days=2) for d in sure[:1]):
        return Dating(by_url, DateSource.URL, 0.9)
    return sure[0] if sure else None


def date_in_url(url: str) -> date | None:
    """The full calendar day in a URL's path, None without one (a year and month alone are not a day)."""
    path = "/" + url.partition("://")[2].partition("/")[2].partition("?")[0]
    match = next(filter(None, (pattern.search(path) for pattern in _URL_DAYS)), None)
    return _day(*(part for part in match.groups() if part.isdigit())) if match else None


def modified_of(document: Document) -> date | None:
    """The modification date the page states, kept apart from publication."""
    for node in document.json_ld:
        if "dateModified" in node and ARTICLE_TYPES.intersection(types_of(node)):
            return read_date(str(node["dateModified"]))
    for name, content in _metas(document.tree):
        if name in _MODIFIED_META:
            return read_date(content)
    return None


def _from_json_ld(document: Document) -> Iterator[_Stated]:
    """From the one article node of the page; pages that list several articles state no date of their own."""
    dated = [n for n in document.json_ld if n.get("datePublished")]
    articles = [n for n in dated if ARTICLE_TYPES.intersection(types_of(n))]
    nodes = articles or [n for n in dated if "WebPage" in types_of(n)]
    confidence = 0.92 if articles else 0.75  # a page that is no article may be dated by the day its address was made
    own = [n for n in nodes if _is_about(n, document.url)] or nodes
    texts = [str(n["datePublished"]) for n in own]
    days = {read_date(text) for text in texts} - {None}
    if len(days) == 1:
        yield _Stated(Dating(days.pop(), DateSource.JSON_LD, confidence), all(map(_is_utc, texts)))  # type: ignore[arg-type]


def _is_about(node: dict[str, Any], url: str) -> bool:
    entity = node.get("mainEntityOfPage")
    names = [node.get("url"), node.get("@id"), entity.get("@id") if isinstance(entity, dict) else entity]
    path = url.split("?")[0].rstrip("/")
    return any(isinstance(n, str) and n.split("#")[0].split("?")[0].rstrip("/") == path for n in names)


def _is_utc(written: str) -> bool:
    return bool(_UTC.search(written))


def _from_meta(document: Document) -> Iterator[_Stated]:
    metas = list(_metas(document.tree))
    for names, confidence in ((_PUBLISHED_META, 0.91), (_VAGUE_META, 0.73)):
        for name, content in metas:
            day = read_date(content) if name in names else None
            if day:
                yield _Stated(Dating(day, DateSource.META, confidence), _is_utc(content))
                return
    props = document.tree.xpath("//*[@itemprop='datePublished'][not(ancestor::*[@itemprop='comment'])]")
    texts = [p.get("content") or p.get("datetime") or p.text_content() for p in props]
    days = {read_date(text) for text in texts} - {None}
    if len(days) == 1:
        yield _Stated(Dating(days.pop(), DateSource.META, 0.9), all(map(_is_utc, texts)))  # type: ignore[arg-type]


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        if meta.get("content"):
            yield name.strip().lower(), meta.get("content").strip()


def _from_times(stamps: Sequence[Stamp]) -> Iterator[_Stated]:
    """From ``<time>``: one marked as publication, the one beside the heading, else the only one the page has."""
    own = [s for s in stamps if not _MODIFIED_CLASS.search(_classes(s.node)) and not _is_modified(s.node)]
    near = [s for s in own if s.distance is not None and -BEFORE <= s.distance <= NEAR]
    near.sort(key=lambda s: (abs(s.distance or 0), (s.distance or 0) < 0))
    for group, confidence, sole in (
        ([s for s in near if _is_publication(s.node)], 0.88, False),
        ([s for s in own if _is_publication(s.node)], 0.88, True),
        (near, 0.8, False),
        (own, 0.8, True),
    ):
        stated = [found for found in (_time_day(s.node) for s in group) if found]
        if stated and (not sole or len({day for day, _ in stated}) == 1):
            yield _Stated(Dating(stated[0][0], DateSource.TIME, confidence), stated[0][1])
            return


def _is_publication(node: Any) -> bool:
    return node.get("pubdate") is not None or bool(_PUBLISHED_CLASS.search(_classes(node)))


def _time_day(node: Any) -> tuple[date, bool] | None:
    """The day of a time element as its readers see it, and whether it is only known in UTC."""
    written, shown = node.get("datetime") or "", read_date(node.text_content())
    day = read_date(written)
    if day and shown and abs(day - shown) == timedelta(days=1):
        return shown, False  # the stamp is in another time zone than the reader
    return (day, bool(_UTC.search(written))) if day else ((shown, False) if shown else None)


def _is_modified(node: Any) -> bool:
    before = " ".join(filter(None, (node.text, (node.getprevious().tail if node.getprevious() is not None else ""))))
    parent = node.getparent()
    lead = (parent.text or "") if parent is not None else ""
    previous = node.getprevious()
    label = previous.text_content()[-40:] if previous is not None and isinstance(previous.tag, str) else ""
    return bool(_MODIFIED_WORD.search(f"{lead} {label} {before}"))


def _classes(node: Any) -> str:
    parent = node.getparent()
    own = f"{node.get('class') or ''} {node.get('itemprop') or ''} {node.get('id') or ''}"
    return own + (f" {parent.get('class') or ''}" if parent is not None else "")


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
