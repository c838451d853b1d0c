"""Publication dates: what a page states about when it was published, each with its source.

Modification dates are kept apart. A date that only might be the publication date is not taken: a post is "undated"
rather than guessed, because a wrong date is a wrong cadence.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from market.pages import DateSource, Dating
from tactics.documents import Document, types_of
from tactics.written_dates import read_date

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
BESIDE_HEADING = 0.7  # confidence of a line that nothing but its place marks as a dateline
LINE_WORDS = 10
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
_MODIFIED_CLASS = re.compile(r"updated|modified|revised", re.IGNORECASE)
_MODIFIED_WORD = re.compile(
    r"\b(?:updated|modified|revised|edited|aktualisiert|mis à jour|bijgewerkt)\b", re.IGNORECASE
)


def datings_of(document: Document) -> tuple[Dating, ...]:
    """Every publication date the page states, most trusted first; one per source, empty when it states none."""
    found: dict[DateSource, Dating] = {}
    for dating in (*_from_json_ld(document), *_from_meta(document), *_from_times(document), *_from_text(document)):
        found.setdefault(dating.source, dating)
    by_url = date_in_url(document.url)
    if by_url:
        found[DateSource.URL] = Dating(by_url, DateSource.URL, 0.9)
    return tuple(sorted(found.values(), key=lambda d: (-d.confidence, list(DateSource).index(d.source))))


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


def _from_json_ld(document: Document) -> Iterator[Dating]:
    """From the one article node of the page; pages that list several articles state no date of their own."""
    nodes = [n for n in document.json_ld if n.get("datePublished") and ARTICLE_TYPES.intersection(types_of(n))]
    own = [n for n in nodes if _is_about(n, document.url)] or nodes
    days = {read_date(str(n["datePublished"])) for n in own} - {None}
    if len(days) == 1:
        yield Dating(days.pop(), DateSource.JSON_LD, 0.92)  # type: ignore[arg-type]


def _is_about(node: dict[str, Any], url: str) -> bool:
    entity = node.get("mainEntityOfPage")
    names = [node.get("url"), node.get("@id"), entity.get("@id") if isinstance(entity, dict) else entity]
    path = url.split("?")[0].rstrip("/")
    return any(isinstance(n, str) and n.split("#")[0].split("?")[0].rstrip("/") == path for n in names)


def _from_meta(document: Document) -> Iterator[Dating]:
    metas = list(_metas(document.tree))
    for names, confidence in ((_PUBLISHED_META, 0.91), (_VAGUE_META, 0.7)):
        for name, content in metas:
            day = read_date(content) if name in names else None
            if day:
                yield Dating(day, DateSource.META, confidence)
                return
    props = document.tree.xpath("//*[@itemprop='datePublished'][not(ancestor::*[@itemprop='comment'])]")
    days = [read_date(p.get("content") or p.get("datetime") or p.text_content()) for p in props]
    if days and days[0] and len({d for d in days if d}) == 1:
        yield Dating(days[0], DateSource.META, 0.9)


def _metas(tree: Any) -> Iterator[tuple[str, str]]:
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        if meta.get("content"):
            yield name.strip().lower(), meta.get("content").strip()


_NOT_OWN = (
    "ancestor::*[self::aside or self::footer or self::nav or contains(@class,'related') "
    "or contains(@class,'comment') or contains(@class,'sidebar')]"
)


def _from_times(document: Document) -> Iterator[Dating]:
    """From ``<time>``: one marked as publication, else the only one the article has."""
    times = document.tree.xpath(f"//time[not({_NOT_OWN})]")
    marked = [t for t in times if t.get("pubdate") is not None or _PUBLISHED_CLASS.search(_classes(t))]
    plain = [t for t in times if not _MODIFIED_CLASS.search(_classes(t)) and not _is_modified(t)]
    for candidates, confidence in ((marked, 0.88), (plain, 0.8)):
        days = [d for d in (_time_day(t) for t in candidates) if d]
        if days and len(set(days)) == 1:
            yield Dating(days[0], DateSource.TIME, confidence)
            return
        if days and confidence > 0.85 and _near_heading(candidates[0]):
            yield Dating(days[0], DateSource.TIME, 0.8)
            return


def _time_day(node: Any) -> date | None:
    return read_date(node.get("datetime") or "") or read_date(node.text_content())


def _is_modified(node: Any) -> bool:
    parent = node.getparent()
    before = (parent.text_content() if parent is not None else "")[:120]
    return bool(_MODIFIED_WORD.search(before))


def _near_heading(node: Any) -> bool:
    return any(ancestor.find(".//h1") is not None for ancestor in list(node.iterancestors())[:3])


def _classes(node: Any) -> str:
    parent = node.getparent()
    own = f"{node.get('class') or ''} {node.get('itemprop') or ''} {node.get('id') or ''}"
    return own + (f" {parent.get('class') or ''}" if parent is not None else "")


def _from_text(document: Document) -> Iterator[Dating]:
    """From a short line that is only a date with its byline: by its class, or right beside the main heading."""
    for node, confidence in (*_marked_lines(document.tree), *_lines_by_heading(document.tree)):
        line = " ".join(node.text_content().split())
        if not 6 <= len(line) <= 160 or _MODIFIED_WORD.search(line[:40]):
            continue
        if confidence == BESIDE_HEADING and (len(line.split()) > LINE_WORDS or line.endswith(".")):
            continue  # a sentence that mentions a date, not a dateline
        day = read_date(line)
        if day:
            yield Dating(day, DateSource.TEXT, confidence)
            return


def _marked_lines(tree: Any) -> Iterator[tuple[Any, float]]:
    marked = tree.xpath(f"//*[(@class or @id) and not(self::body or self::html or self::time)][not({_NOT_OWN})]")
    for node in marked:
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        if re.search(r"(?:^|[\s_-])(?:date|time)(?:$|[\s_-])", names, re.IGNORECASE) or _PUBLISHED_CLASS.search(names):
            yield node, 0.72


def _lines_by_heading(tree: Any) -> Iterator[tuple[Any, float]]:
    headings = tree.xpath("//h1")
    if len(headings) != 1:
        return
    heading = headings[0]
    for start in (heading, heading.getparent()):
        for step in (start.getnext(), start.getprevious()) if start is not None else ():
            if step is not None and isinstance(step.tag, str) and step.tag not in ("script", "style", "nav"):
                yield step, BESIDE_HEADING


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
