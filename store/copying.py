"""Copying: everything that one database holds into another, empty one."""

from sqlalchemy import Engine, func, insert, select

from store.engine import StoreError
from store.tables import metadata

_ROWS = 500  # of one statement


def copy_store(source: Engine, target: Engine) -> dict[str, int]:
    """Copy every table in one transaction; comes back with the rows of each, by the table's name.

    All or nothing: an error, or a kill, leaves the target as empty as it was. Raises ``StoreError`` when the target
    holds anything, so that two databases are never mixed.
    """
    tables = metadata.sorted_tables
    with source.connect() as reading, target.begin() as writing:
        for table in tables:
            if writing.execute(select(func.count()).select_from(table)).scalar_one():
                raise StoreError(
                    f"database {target.url.render_as_string()}: table {table.name} is not empty; "
                    "give a database that holds nothing yet"
                )
        copied = dict.fromkeys((table.name for table in tables), 0)
        for table in tables:
            found = reading.execution_options(yield_per=_ROWS).execute(select(table))
            for rows in found.mappings().partitions():
                writing.execute(insert(table), [dict(row) for row in rows])
                copied[table.name] += len(rows)
    return copied
