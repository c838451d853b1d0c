"""Run records: what a run was given and what its crawl met, so that it can be repeated elsewhere from its evidence."""

from dataclasses import dataclass
from datetime import date

from market.crawls import Outcome

BRIEF = "brief"
LOGO = "logo"
ACTUALS = "actuals"
SETTINGS = "settings"
EARLIER = "earlier"  # the audit.json that changes are told from
TOPICS = "topics"  # what topics are recognised and named by


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that a result depends on, kept whole with the evidence."""

    role: str  # BRIEF, LOGO, ACTUALS, SETTINGS, EARLIER, TOPICS; one file each
    name: str  # as the brief names it, without folder for the brief itself
    body: bytes


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What decides a run's result beside the archived pages; it travels in the evidence folder as a WARC file."""

    as_of: date  # last day of the window
    reach: str  # how far the crawl went, "" for archives that were given
    model: str  # the language model that was asked for, "" for the installed one
    product: str  # "watercooler 0.1.0", for readers
    ledger: tuple[tuple[str, tuple[Outcome, ...]], ...]  # what became of every address, by company or venue
    files: tuple[KeptFile, ...]

    def file(self, role: str) -> KeptFile | None:
        """The kept file of a role, None when the run had none."""
        return next((file for file in self.files if file.role == role), None)
