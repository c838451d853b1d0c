"""Handles: whether a company goes by one name on its networks. Numeric ids and company pages by number say nothing."""

import re
from collections import Counter
from collections.abc import Iterable

from market.findings import Finding, Snapshot
from tactics.detectors import detectors
from tactics.detectors.channels import channels

FEWEST = 2  # profiles with a readable handle


@detectors.register("handle")
def handles(snapshot: Snapshot) -> Iterable[Finding]:
    """One finding: "one handle" or "several handles"; the value is the share of profiles under the commonest."""
    found = [(handle_of(finding.subject.partition(" ")[2]), finding) for finding in channels(snapshot)]
    named = [(handle, finding) for handle, finding in found if handle]
    if len(named) < FEWEST:
        return
    counts = Counter(handle for handle, _ in named)
    commonest = min(counts, key=lambda handle: (-counts[handle], handle))
    subject = f"one handle: {commonest}" if len(counts) == 1 else f"several handles: {', '.join(sorted(counts))}"
    evidence = tuple(finding.evidence[0] for _, finding in named)
    yield Finding(snapshot.company, "handle", subject, counts[commonest] / len(named), "share of profiles", evidence)


def handle_of(address: str) -> str:
    """The handle in a profile's address with case and separators folded, "" when it is a number or an invitation."""
    parts = [p for p in re.sub(r"^https?://[^/]+", "", address).split("?")[0].split("/") if p]
    skipped = {
        "company",
        "school",
        "in",
        "c",
        "channel",
        "user",
        "biz",
        "profile",
        "groups",
        "pages",
        "invite",
        "r",
        "u",
    }
    names = [p for p in parts if p.lower() not in skipped]
    host = re.sub(r"^https?://", "", address).split("/")[0]
    own = names[0] if names else host.split(".")[0]
    plain = re.sub(r"[^a-z0-9]", "", own.lower())
    if "channel" in parts or "invite" in parts or host.startswith("discord") or plain.isdigit():
        return ""
    return plain
