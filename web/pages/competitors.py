"""Competitors: the same figures for everyone, and how they moved from run to run."""

from collections.abc import Sequence

from market.audits import Audit
from reports.sections import section_of
from web.pages import Part, View, of_section
from web.pages.over_time import Past, cadence, channels


def competitors(audit: Audit, runs: Sequence[Past]) -> View:
    """The competition's section of the report, and the newest runs side by side."""
    view = of_section(section_of(audit, "competition"), "Your competition", "No company could be compared.")
    if len(runs) < 2:
        return view
    further = (Part(cadence(runs), "cadence-over-time"), Part(channels(runs), "channels-over-time"))
    return View(view.title, view.finding, (*view.parts, *further))
