"""Cover: whose report this is, about whom, and what it is built from."""

from market.audits import Audit
from reports.blocks import Contact, Cover, FigureText, Section, Term
from reports.sections import sections
from reports.words import counted, day, listed, many, window


@sections.register("cover")
def cover(audit: Audit) -> Section:
    """The title page; always there."""
    client = audit.client.company.name
    rivals = listed([c.company.name for c in audit.competitors])
    facts = [
        Term("As of", (day(audit.run.as_of.date()),)),
        Term("Measured", (window(audit.run.window),)),
        Term("Beside", (rivals,)) if rivals else None,
        Term("Market", (audit.market,)) if audit.market else None,
        Term("Built from", (FigureText(_built_from(audit), "pages"), ", archived")),
    ]
    held = tuple(fact for fact in facts if fact)
    title = "Your marketing beside your competitors’"
    block = Cover(audit.agency.name, audit.agency.logo, title, client, held, contact(audit))
    return Section("cover", f"{title}: {client}", "", (block,))


def _built_from(audit: Audit) -> str:
    pages = counted(sum(company.pages for company in audit.companies), "page")
    sites = many(sum(company.pages > 0 for company in audit.companies), "site")
    read = sum(score.conversations > 0 for score in audit.venues)
    talk = (
        f" and {counted(audit.conversations, 'conversation')} in {many(read, 'venue')}" if audit.conversations else ""
    )
    return f"{pages} on {sites}{talk}"


def contact(audit: Audit) -> Contact:
    """The agency's call to action, first page and last."""
    agency = audit.agency
    return Contact("Talk it through with us, free of charge", agency.name, agency.contact, agency.url)
