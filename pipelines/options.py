"""Options: what several commands take alike."""

from typing import Annotated

import typer

Database = Annotated[
    str, typer.Option("--database", metavar="URL", envvar="WATERCOOLER_DATABASE", help="Where results are kept.")
]
