"""Templating: the one Jinja environment of everything that is written as mark-up."""

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.words import clean, moment

TEMPLATES = Path(__file__).parent / "formats" / "templates"


def as_written(value: object) -> object:
    """A printed value without control and direction characters; mark-up of ours stays as it is."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def environment(folder: Path = TEMPLATES, finalize: Callable[[object], object] = as_written) -> Environment:
    """Templates of ``folder``: everything is escaped and cleaned, and a name that nothing defines is an error.

    ``finalize`` sees every printed value last.
    """
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finalize,
    )
    made.filters["moment"] = moment
    return made
