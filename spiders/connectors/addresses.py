"""Addresses of forums and blogs: one for each thread whatever page or post of it a link names, and what is no thread.

The words are those that forum software itself puts into addresses; they hold whatever language a forum speaks.
"""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from market.urls import canonical_url
from spiders.choose import is_page

_PAGE_IN_PATH = re.compile(
    r"/(?:comment-)?page[-/]?(\d+)(?=/|$)|-page-(\d+)(?=\.html?$|/|$)|/p(\d+)(?=/|$)|,(\d+)(?=\.html$)"
)
_PAGE_FIELDS = ("page", "pg", "paged", "cpage", "pagenumber", "pageno")
_OFFSET_FIELDS = ("start", "st", "offset")
_POST_IN_PATH = re.compile(r"(/threads/[^/]+/)(?:post-\d+|latest|unread)/?$")
_NUMBERED = re.compile(r"(/(?:d/\d+[^/]*|topic/\d+/[^/]+))/\d+/?$")  # Flarum, NodeBB: a post by its place
_SMF = re.compile(r"^(?:topic|board)=\d+(?:\.(\d+|msg\d+|new|from\d+))?(?:;|$)")
_SMF_PATH = re.compile(r"(/(?:topic|board),\d+)\.(\d+|msg\d+|new)(?=\.html)")
_OF_VIEW = frozenset(
    "pid post comment commentid action goto view highlight hilit sort order dir direction sk sd s daysprune prefix "
    "replytocom nojs styleid langid viewmode do hl lang fromuid answer tab no_redirect".split()
)
THREAD = re.compile(
    r"/(?:viewtopic|showthread|thread|topic|discussion)\.(?:php|aspx?|jsp|cgi)\b|/(?:threads?|topics?|discussions?|questions?|d|"
    r"t)/(?:[^/?]+/)?[^/?]*\d|/(?:topic|thread|discussion|question)/[^/?]+|[?&/](?:topic|tid|thread_?id)[=,]\d|"
    r"/(?:thread|topic|t)-?\d[\w-]*(?:\.html?)?$|/showthread\.php\?\d|/forums?/[^?]*-f\d+/[^?]*-t\d+",
    re.IGNORECASE,
)
_BOARD = re.compile(
    r"/(?:viewforum|forumdisplay|board|forum)\.(?:php|aspx?)|/(?:forums?|boards?|category|categories|discussions|"
    r"sections?|c|latest|recent)(?:[/.?-]|$)|[?&/]board[=,]\d|/forum-\d[\w-]*\.html|/topic/(?:active|latest)/?$|/questions/?$",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"/(?:log-?in|log-?out|sign-?(?:in|up|out)|register|registration|ucp|memberlist|members?|profiles?|users?|u|account|"
    r"search|posting|newreply|newthread|sendmessage|private|misc|mcp|cron|faq|attachments?|archive/index|"
    r"printthread|external|feed|rss|wp-admin|wp-content|wp-includes|wp-login|xmlrpc|find-new|whats-new|"
    r"online|calendar|subscription|usercp|lostpassword)(?:\.\w+)?(?:/|$)",
    re.IGNORECASE,
)
_FORMS = re.compile(
    r"/(?:comment|post|reply)/\d+/(?:publish|update|delete|find|reply|edit|report|like)|/topic/publish|"
    r"/(?:reply|edit|share|react|bookmark|quote|print)/?$",
    re.IGNORECASE,
)
_NEVER_ASKED = re.compile(
    r"(?:^|&)(?:action=(?!lastpost|newpost|nextnewest)|mode=|do=(?!findComment|getNewComment)|share=|replyto(?:com)?=|"
    r"preview|print|attachmentid=|redirect_to=|showuser=|tags?=|q=|search)",
    re.IGNORECASE,
)
_JSON = re.compile(r"^.*/wp-json/wp/v2/(?:comments|posts)$")


def absolute(href: str | None, page_url: str) -> str:
    """The canonical address of a link on a page; "" for one that is no web address."""
    try:
        return canonical_url(urljoin(page_url, (href or "").strip()))
    except ValueError:
        return ""


def is_off_limits(url: str) -> bool:
    """Whether an address is about members, forms, searches or files: nothing people say to each other."""
    parts = urlsplit(url)
    if _JSON.match(parts.path):
        return False
    never, shown = _NEVER.search(parts.path), THREAD.search(parts.path)
    if never and not (shown and shown.start() < never.start()):  # a thread may be called "search"
        return True
    return bool(_FORMS.search(parts.path) or _NEVER_ASKED.search(parts.query) or not is_page(url))


def is_thread(url: str) -> bool:
    """Whether forum software would give such an address to a thread."""
    return bool(THREAD.search(_asked(url))) and not re.search(r"/topic/(?:active|latest)", url)


def is_board(url: str) -> bool:
    """Whether forum software would give such an address to a section of a forum or a list of threads."""
    return bool(_BOARD.search(_asked(url))) and not is_thread(url)


def _asked(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


@lru_cache(maxsize=4096)
def series(url: str) -> str:
    """The address of a thread or list as a whole: without page, post, order or session; raises ``ValueError``."""
    parts = urlsplit(canonical_url(url))
    path = _PAGE_IN_PATH.sub("", _SMF_PATH.sub(r"\1.0", parts.path))
    path = _NUMBERED.sub(r"\1", _POST_IN_PATH.sub(r"\1", path))
    fields = parse_qsl(parts.query, keep_blank_values=True)
    names = {name.lower() for name, _ in fields}
    kept = []
    for name, value in fields:
        lower = name.lower()
        smf = _SMF.match(f"{lower}={value}")
        if smf:
            kept.append((name, value.partition(";")[0].partition(".")[0] + ".0"))
        elif re.search(r"/page\d+$", name):  # vBulletin 4: showthread.php?12-Title/page2
            kept.append((re.sub(r"/page\d+$", "", name), value))
        elif not (lower in _OF_VIEW or _is_page_field(lower, names) or (lower == "f" and "t" in names)):
            kept.append((name, value))
    query = urlencode(kept).replace("=&", "&").removesuffix("=") if kept else ""
    return canonical_url(parts._replace(path=path or "/", query=query).geturl())


def _is_page_field(name: str, names: set[str]) -> bool:
    if name == "p":
        return "id" in names  # FluxBB's page; elsewhere p is a post
    return name in _PAGE_FIELDS or name in _OFFSET_FIELDS


def place(url: str) -> int:
    """How far into its thread or list an address leads: 0 for its first page, more for each later one."""
    parts = urlsplit(url)
    found = _PAGE_IN_PATH.search(parts.path)
    if found:
        number = int(next(group for group in found.groups() if group))
        return number if found[4] else max(0, number - 1)
    in_path = _SMF_PATH.search(parts.path)
    if in_path:
        return int(in_path[2]) if in_path[2].isdigit() else 1
    fields = {name.lower(): value for name, value in parse_qsl(parts.query, keep_blank_values=True)}
    for name, value in fields.items():
        smf = _SMF.match(f"{name}={value}")
        vb4 = re.search(r"/page(\d+)$", name)
        if smf and smf[1]:
            return int(smf[1]) if smf[1].isdigit() else 1
        if vb4:
            return max(0, int(vb4[1]) - 1)
        if value.isdigit() and _is_page_field(name, set(fields)):
            return int(value) if name in _OFFSET_FIELDS else max(0, int(value) - 1)
    return 0


def names_one_post(url: str) -> bool:
    """Whether an address asks for a post and not for its thread: its page is the thread's under another address."""
    names = {name.lower() for name, _ in parse_qsl(urlsplit(url).query)}
    return bool(names & {"p", "pid", "post"}) and not names & {"t", "tid", "id", "topic", "thread", "threadid", "f"}
