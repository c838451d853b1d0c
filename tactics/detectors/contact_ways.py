"""Contact ways: how a visitor reaches a person at once: click to call, mail, chat, messenger, a booking tool.

A number that is only printed, a link that shares a page by mail and a form are not counted here.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from market.findings import Finding, Snapshot
from market.pages import Link
from tactics.detectors import detectors
from tactics.sightings import Sighting, content_pages, findings_of
from tactics.vocabulary import vocabulary

_MESSENGERS = {
    "WhatsApp": re.compile(r"^(?:https?://)(?:wa\.me/\+?\d|api\.whatsapp\.com/send/?\?phone=)|^whatsapp://send\?phone"),
    "Messenger": re.compile(r"^https?://m\.me/\w"),
    "Telegram": re.compile(r"^https?://t\.me/(?!share)\w"),
}


@detectors.register("contact way")
def contact_ways(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding per way; the value is the number of pages that offer it."""
    return findings_of(snapshot, "contact way", _sightings(snapshot))


def _sightings(snapshot: Snapshot) -> Iterator[Sighting]:
    services = vocabulary("fingerprints")
    for page in content_pages(snapshot):
        for link in page.links:
            way = way_of(link)
            if way:
                yield way, page, f"{link.text} → {link.url}"
        for name, shown in page.signals:
            kind = services.get(name, {}).get("kind")
            if kind in ("chat", "booking"):
                yield f"{kind}: {services[name]['label']}", page, shown


def way_of(link: Link) -> str:
    """The way a link opens, "" for none."""
    return _way(link.url.strip())


@lru_cache(maxsize=8192)  # a site's frame is the same on all its pages
def _way(address: str) -> str:
    if re.match(r"(?:tel|callto|sms):[+(\d]", address, re.IGNORECASE):
        return "click to call"
    if re.match(r"mailto:[^?\s]+@", address, re.IGNORECASE):
        return "mail"
    messenger = next((name for name, pattern in _MESSENGERS.items() if pattern.match(address)), "")
    if messenger:
        return f"chat: {messenger}"
    booking = {n: e for n, e in vocabulary("fingerprints").items() if e["kind"] == "booking"}
    return next(
        (f"booking: {e['label']}" for e in booking.values() if any(m.lower() in address.lower() for m in e["found"])),
        "",
    )
