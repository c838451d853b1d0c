"""Lead forms: a form through which a visitor gives an address, so that the company can answer.

Search, login, comment, account and checkout forms are not lead forms.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from market.findings import Evidence, Finding, Snapshot
from market.pages import Form, PageKind, Reading
from tactics.detectors import detectors
from tactics.vocabulary import vocabulary

LEAD_TYPES = ("newsletter", "booking", "quote", "download", "contact")
_HIDDEN = ("hidden", "submit", "button", "image", "reset")


@detectors.register("lead form")
def lead_forms(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding per type of lead form; the value is the number of pages that carry one."""
    seen: dict[str, list[tuple[Reading, Form]]] = defaultdict(list)
    for page in snapshot.pages:
        if page.kind is PageKind.NOT_CONTENT:
            continue
        for kind, form in sorted({type_of(form): form for form in page.forms}.items()):
            if kind in LEAD_TYPES:
                seen[kind].append((page, form))
    for kind, sightings in sorted(seen.items()):
        evidence = tuple(Evidence.of(page.capture, form.text or form.action) for page, form in sightings)
        yield Finding(snapshot.company, "lead form", kind, len(sightings), "pages", evidence)


def type_of(form: Form) -> str:
    """What a form is for: one of the types of ``vocabulary/forms.toml``, or "other"."""
    fields = [field for field in form.inputs if field.partition(":")[0] not in _HIDDEN]
    kinds = [field.partition(":")[0] for field in fields]
    if not fields:
        return "other"
    if "password" in kinds:
        return "login" if kinds.count("password") == 1 and len(fields) <= 3 else "registration"
    if _is_search(fields, kinds):
        return "search"
    if not _asks_for_address(fields) and "textarea" not in kinds:
        return "other"
    words = f"{form.text} {form.action} {' '.join(fields)}".lower()
    return _by_words(words, len(fields), "textarea" in kinds)


def _is_search(fields: list[str], kinds: list[str]) -> bool:
    names = " ".join(field.partition(":")[2].lower() for field in fields)
    alone = len([k for k in kinds if k not in ("select", "checkbox", "radio")]) <= 1
    marked = "search" in kinds or re.search(r"(?:^|\s)(?:q|s|query|search|keywords?|searchword)(?:$|\s)", names)
    return bool(marked) and alone and not _asks_for_address(fields)


def _asks_for_address(fields: list[str]) -> bool:
    return any(
        kind in ("email", "tel") or re.search(r"e-?mail|phone|tel(?:ephone)?$", name.lower())
        for kind, _, name in (field.partition(":") for field in fields)
    )


def _by_words(words: str, fields: int, has_message: bool) -> str:
    lists = vocabulary("forms")
    for kind in lists["order"]:
        if kind in ("search", "login"):
            continue
        if kind == "newsletter" and has_message:
            continue  # a message field is a conversation, whatever else the form offers
        if any(word in words for word in lists[kind]["words"]):
            return str(kind)
    return "contact" if has_message else ("newsletter" if fields <= 3 else "contact")
