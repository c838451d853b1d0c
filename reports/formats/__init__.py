"""Formats: what one report is written as, one file each, all from the same blocks.

A format is a function of a ``Report`` that gives its files as bytes by relative path; it writes nothing itself, so
that whoever calls can put all of them in place or none.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from market.audits import Audit
from market.registry import Registry
from reports.blocks import Section
from reports.sections import build, order_of

NAMES = ("html", "json", "pdf", "pptx", "xlsx", "csv", "md")  # in the order they are written


@dataclass(frozen=True, slots=True)
class Report:
    """An audit with its sections built once for all formats."""

    audit: Audit
    sections: tuple[Section, ...]

    @classmethod
    def of(cls, audit: Audit, order: Sequence[str] = ()) -> "Report":
        """``order`` names the sections, by default those that the agency wants.

        Raises ``sections.NothingMeasuredError`` when the audit read nothing and ``ValueError`` for an unknown section.
        """
        return cls(audit, build(audit, order or order_of(audit)))


class UnknownFormatError(ValueError):
    """A format that does not exist; the message names those that do."""


class FormatUnavailableError(RuntimeError):
    """A format that this machine cannot write; the message is one line with the remedy."""


Write = Callable[[Report], dict[str, bytes]]
formats: Registry[Write] = Registry("reports.formats")


def check_names(names: Sequence[str]) -> tuple[str, ...]:
    """``names`` in the order of ``NAMES``, each once; raises ``UnknownFormatError`` for any other."""
    unknown = sorted(set(names) - set(NAMES))
    if unknown:
        raise UnknownFormatError(f"unknown format {unknown[0]!r}; expected one of: {', '.join(NAMES)}")
    return tuple(name for name in NAMES if name in names)


def render(report: Report, names: Sequence[str]) -> dict[str, bytes]:
    """The files of those formats by relative path; all or none, because nothing is written here.

    Raises ``UnknownFormatError``, ``FormatUnavailableError``, or what a format raises.
    """
    files: dict[str, bytes] = {}
    for name in check_names(names):
        files.update(formats[name](report))
    return files
