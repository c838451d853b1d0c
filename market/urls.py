"""URLs: one spelling per page, so that a page is counted once."""

import hashlib
import re
from functools import lru_cache
from urllib.parse import urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

# Query parameters that name a visit, not a page.
TRACKING = (
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "utm_id",
    "fbclid",
    "gclid",
    "msclkid",
    "mc_cid",
    "mc_eid",
    "igshid",
    "ref_src",
    "phpsessid",
    "jsessionid",
    "sid",
    "sessionid",
    "session_id",
    "sessid",
    "cfid",
    "cftoken",
    "oscsid",
    "zenid",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "dclid",
    "gbraid",
    "wbraid",
    "yclid",
    "twclid",
    "ttclid",
    "li_fat_id",
    "mkt_tok",
)
_VISIT_PREFIXES = ("utm_", "aspsessionid")
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*|/\([a-z]\([^()/?#]+\)\)(?=/)", re.IGNORECASE)
_SPACES = re.compile(r"[\t\r\n]|^[\s\x00-\x1f]+|[\s\x00-\x1f]+$")


@lru_cache(maxsize=2048)
def canonical_url(url: str) -> str:
    """The one spelling of ``url`` used for counting: no fragment, no tracking or session parameter, sorted query.

    Raises ``ValueError`` when the text is not an http(s) URL with a host.
    """
    cleaned = _SESSION_IN_PATH.sub("", _SPACES.sub("", url))
    parts = urlsplit(cleaned)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not an http(s) URL: {url!r}")
    port = parts.port  # raises ValueError when out of range
    default = {"http": 80, "https": 443}[parts.scheme.lower()]
    if port == default:
        cleaned = cleaned.replace(f":{port}", "", 1)
    if parts.query:
        names = {field.partition("=")[0] for field in parts.query.split("&")}
        cleaned = url_query_cleaner(cleaned, [name for name in names if _of_a_visit(name)], remove=True)
    return str(canonicalize_url(cleaned, keep_blank_values=True))


def _of_a_visit(parameter: str) -> bool:
    name = parameter.lower()
    return name in TRACKING or name.startswith(_VISIT_PREFIXES)


def page_key(url: str) -> str:
    """The spelling under which two addresses are the same page: scheme, ``www.``, ``index.html`` and final slash fold.

    Used for joining a feed entry to its page, never for fetching.
    """
    parts = urlsplit(canonical_url(url))
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port else ""
    path = re.sub(r"/index\.(?:html?|php|aspx?)$", "/", parts.path).rstrip("/")
    path = re.sub(r"\.html?$", "", path)
    return f"{host}{port}{path}" + (f"?{parts.query}" if parts.query else "")


def host_of(url: str) -> str:
    """The host name of ``url`` in lower case, without port; an empty string when there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


@lru_cache(maxsize=2048)
def authority_of(url: str) -> str:
    """Host and, where it is not the scheme's own, port: what politeness and site membership go by."""
    parts = urlsplit(canonical_url(url))
    return (parts.hostname or "") + (f":{parts.port}" if parts.port else "")


def same_site(url: str, site: str) -> bool:
    """Whether ``url`` is on the site whose start address is ``site`` (``www.`` is the same site)."""
    try:
        return authority_of(url).removeprefix("www.") == authority_of(site).removeprefix("www.")
    except ValueError:
        return False


PUBLISHING = frozenset("blog blogs news newsroom press insights stories magazine journal updates resources".split())


def same_company(url: str, site: str) -> bool:
    """Whether ``url`` is published by the company whose site starts at ``site``: on the site itself, or on a subdomain
    of its domain that is named after publishing (``blog.``, ``news.`` …).

    Other subdomains (documentation, status, community, shop) are sites of their own, as are neighbours under a shared
    suffix such as ``github.io``.
    """
    if same_site(url, site):
        return True
    label, _, rest = host_of(url).removeprefix("www.").partition(".")
    own = host_of(site).removeprefix("www.")
    return label in PUBLISHING and rest == own and rest.count(".") >= 1


def digest(text: str | bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def key_of(url: str) -> str:
    """A short, stable key (16 hexadecimal digits) of what ``url`` points to."""
    return digest(page_key(url))[:16]
