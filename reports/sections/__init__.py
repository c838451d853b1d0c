"""Sections: the parts of a report, one file each, in the order of ``OUTLINE``.

A section is a function of the audit that returns its blocks, or None when it has nothing to say: an empty heading is
never printed, and "What we could not measure" then says what is missing and why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from market.audits import Audit
from market.registry import Registry
from reports.blocks import Block, Chart, Section, Table
from reports.evidence import as_of


class NothingMeasuredError(ValueError):
    """No page and no conversation was read: there is nothing to report."""


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the outline; ``missing`` says why the part is left out when it has nothing."""

    name: str
    subject: str
    missing: str


OUTLINE = (
    Part("cover", "Cover", ""),
    Part("summary", "On one page", "no company could be scored"),
    Part("changes", "Since the last audit", "this is the first audit, or the last one could not be used (see Method)"),
    Part("plan", "Your plan", "the brief states no plan, no goal and no strategy"),
    Part("competition", "Your competition", "no company could be compared"),
    Part("venues", "Where your prospects hang out", "no venue was named, or none could be read"),
    Part("topics", "What they are discussing", "too few conversations to tell topics or questions"),
    Part("focus", "Focus", "no goal is stated, or nothing dated was published in the window"),
    Part("next", "Do next", "nothing observed supports a recommendation"),
    Part("unmeasured", "What we could not measure", ""),
    Part("method", "Method", ""),
)
ORDER = tuple(part.name for part in OUTLINE)

Build = Callable[[Audit], Section | None]
sections: Registry[Build] = Registry("reports.sections")


def build(audit: Audit, order: Sequence[str] = ORDER) -> tuple[Section, ...]:
    """The sections that have something to say, in ``order``.

    Raises ``NothingMeasuredError`` when the audit read nothing, and ``ValueError`` for an unknown section.
    """
    if not audit.conversations and not any(company.pages for company in audit.companies):
        raise NothingMeasuredError("nothing was measured: no page of any company and no conversation could be read")
    unknown = sorted(set(order) - set(sections))
    if unknown:
        raise ValueError(f"unknown section {', '.join(unknown)}; known: {', '.join(ORDER)}")
    built = [_dated(section, audit) for name in order if (section := sections[name](audit))]
    return (*built[:-1], _closed(audit, built[-1])) if built else ()


def section_of(audit: Audit, name: str) -> Section | None:
    """One section by itself, as it stands in the report; None where it has nothing to say."""
    built = sections[name](audit)
    return _dated(built, audit) if built else None


def _dated(section: Section, audit: Audit) -> Section:
    """The section with the moment of the data under every chart and table that states no window of its own."""
    moment = as_of(audit)

    def told(block: Block) -> Block:
        if not isinstance(block, Chart | Table) or block.note is None or _has_window(block.note.basis):
            return block
        return replace(block, note=replace(block.note, basis=(*block.note.basis, moment)))

    return replace(section, blocks=tuple(map(told, section.blocks)))


def _has_window(basis: Sequence[str]) -> bool:
    return any(" weeks to " in part or part.startswith("windows differ") for part in basis)


def _closed(audit: Audit, last: Section) -> Section:
    """The last section with the agency's call to action at its end, whichever section is last."""
    from reports.sections.cover import contact

    return replace(last, blocks=(*last.blocks, contact(audit)))


def order_of(audit: Audit) -> tuple[str, ...]:
    """The parts that the agency wants, in its order; the cover always comes first."""
    wanted = audit.agency.sections or ORDER
    return ("cover", *(name for name in wanted if name != "cover"))


def left_out(audit: Audit) -> tuple[Part, ...]:
    """The parts of the outline that this audit cannot fill."""
    return tuple(part for part in OUTLINE if part.missing and sections[part.name](audit) is None)
