"""Lead forms: a form through which a visitor gives an address, so that the company can answer.

Search, login, comment, account and checkout forms are not lead forms.
"""

from collections import defaultdict
from collections.abc import Iterable

from market.findings import Evidence, Finding, Snapshot
from market.pages import Form, PageKind, Reading
from tactics.detectors import detectors
from tactics.form_types import type_of

LEAD_TYPES = ("newsletter", "booking", "quote", "download", "contact")


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
