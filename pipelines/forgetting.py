"""Forgetting: a person's words, a page or a whole client leave the archives first and the database then.

In this order a run that is stopped half-way is finished by doing it again: what is looked for is still in the database.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from market.forgetting import Forgotten
from market.urls import host_of, page_key
from pipelines.checksums import NAME as SUMS
from pipelines.listening import visits_of
from pipelines.replay import WARC_NAMES
from pipelines.settings import WrongInputError
from pipelines.tellings import told_in

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from store.blanking import RawRecord

_REPORTS = ("audit.json", "report.*", "*.csv", "tables/**/*")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be forgotten: one of the three."""

    author: str = ""  # the public name in a community
    url: str = ""  # of a conversation or a page
    client: str = ""  # name, site, or path of the brief


@dataclass(frozen=True, slots=True)
class Oblivion:
    """What was forgotten and what is left to the operator."""

    records: tuple[tuple[Path, int], ...]  # archives, and how many of their records are gone
    rows: tuple[tuple[str, int], ...]  # tables, and how many of their rows are gone or shorter
    files: tuple[Path, ...]  # deleted as a whole: transcripts, logs, packed evidence
    reports: tuple[Path, ...]  # written before: to be destroyed, here and wherever they were handed to
    again: tuple[Path, ...]  # audit folders whose report can be made again without what was forgotten

    @property
    def nothing(self) -> bool:
        return not (self.records or self.rows or self.files)


def forget(database: str, wish: Wish, folders: Sequence[Path] = (), dry: bool = False) -> Oblivion:
    """Take what ``wish`` names out of every archive in reach and out of the database.

    In reach are the folders that the database knows and ``folders``. With ``dry`` nothing is changed, and what would be
    is returned. Raises ``WrongInputError`` for a wish that names nothing or more than one thing, ``ArchiveError`` for
    an archive that cannot be read to its end, ``StoreError`` when the database is in use.
    """
    from store.engine import open_store

    if sum(map(bool, (wish.author, wish.url, wish.client))) != 1:
        raise WrongInputError("give one of --author, --url and --client")
    engine = open_store(database)
    if wish.client:
        return _forget_client(engine, wish.client, dry)
    return _forget_words(engine, wish, folders, dry)


def _forget_words(engine: "Engine", wish: Wish, folders: Sequence[Path], dry: bool) -> Oblivion:
    from pipelines.reading import reading_key
    from store.blanking import blank, removing
    from store.forgetting import drop_unused_readings, forget_rows, rewrite, salt_values, told_by

    authors = _hashes(wish.author, salt_values(engine))
    forgotten = _asked(wish)
    forgotten.add_words(*told_by(engine, forgotten, authors))
    archives = _archives(engine, folders)
    told = {path: told_in(path, bool(wish.url), forgotten) for path in archives}
    hosts = {host_of(url) for urls in told.values() for url in urls}  # where the person is known
    gone: dict[Path, tuple[RawRecord, ...]] = {}
    for path in archives:
        found = removing(path, _goes(told[path], hosts, forgotten))
        if found:
            gone[path] = found
    touched = sorted({_folder_of(path) for path in gone})
    files = tuple(file for folder in touched for file in _beside(folder))
    reports = tuple(file for folder in touched for file in _reports(folder))
    records = tuple((path, len(found)) for path, found in gone.items())
    if dry:
        return Oblivion(records, (), files, reports, tuple(touched))
    for path, found in gone.items():
        blank(path, found)
    for folder in {_folder_of(path) for path in archives}:
        if _forget_in_record(folder, forgotten):
            records += ((_record_path(folder), 1),)
    _destroy(files)
    removed = {(record.url, record.digest) for found in gone.values() for record in found}
    rows = forget_rows(engine, forgotten, authors, removed)
    rows["readings"] += drop_unused_readings(engine, reading_key)
    rewrite(engine)
    return Oblivion(records, _counted(rows), files, reports, tuple(touched))


def _asked(wish: Wish) -> Forgotten:
    if wish.url:
        try:
            return Forgotten(urls={page_key(wish.url)})
        except ValueError as error:
            raise WrongInputError(f"--url {wish.url!r}: expected a web address") from error
    name = wish.author.strip().lower().removeprefix("/").removeprefix("u/").removeprefix("@")
    if len(name) < 2:
        raise WrongInputError(f"--author {wish.author!r}: expected a member's public name")
    return Forgotten(names={name})


def _hashes(author: str, salts: Iterable[str]) -> frozenset[str]:
    """What stands for a member under each client's salt, in the spellings that connectors hash."""
    from store.runs import author_of

    bare = author.strip().removeprefix("/").removeprefix("u/").removeprefix("@")
    spellings = {bare, bare.lower(), bare.split(" ")[0]} if bare else set()
    return frozenset(author_of(salt, name) for salt in salts for name in spellings)


def _goes(urls: Collection[str], hosts: Collection[str], forgotten: Forgotten) -> Callable[["RawRecord"], bool]:
    """Whether a record of an archive is to go: it is of a page that tells it, or holds the words."""

    def gone(record: "RawRecord") -> bool:
        if record.url in urls or forgotten.at(record.url):
            return True
        if record.url.startswith("urn:watercooler:"):
            return False  # the run's own record: what it keeps is looked at by itself
        return forgotten.held_by(f"{record.head}\n{_text(record.body)}", among_their_own=host_of(record.url) in hosts)

    return gone


def _text(body: bytes) -> str:
    """A payload as text; UTF-8 is what nearly everything is, and of the rest ASCII words are found."""
    return body.decode("utf-8", "replace")


def _forget_in_record(folder: Path, forgotten: Forgotten) -> bool:
    """Take the words out of a run's own record: an earlier audit goes, addresses in the ledger are left out."""
    from market.run_records import EARLIER
    from store.run_records import FILE_NAME, load_run_record, save_run_record

    path = folder / "evidence" / FILE_NAME
    record = load_run_record(path) if path.is_file() else None
    if record is None:
        return False
    files = tuple(
        file
        for file in record.files
        if file.role != EARLIER or not forgotten.held_by(file.body.decode("utf-8", "replace"))
    )
    ledger = tuple(
        (name, tuple(replace(row, example="") if forgotten.at(row.example) else row for row in rows))
        for name, rows in record.ledger
    )
    if (files, ledger) == (record.files, record.ledger):
        return False
    save_run_record(path, replace(record, files=files, ledger=ledger))
    return True


def _record_path(folder: Path) -> Path:
    from store.run_records import FILE_NAME

    return folder / "evidence" / FILE_NAME


def _archives(engine: "Engine", folders: Sequence[Path]) -> tuple[Path, ...]:
    """Every WARC file in reach, but the runs' own records."""
    from store.forgetting import archives_held, folders_of
    from store.run_records import FILE_NAME

    places = [*folders, *_with_visits(map(Path, folders_of(engine)))]
    missing = [str(place) for place in folders if not place.is_dir()]
    if missing:
        raise WrongInputError(f"{missing[0]}: no such folder")
    found = {path.resolve() for place in places if place.is_dir() for path in place.rglob("*")}
    found |= {Path(path) for path in archives_held(engine)}
    return tuple(sorted(p for p in found if p.name.endswith(WARC_NAMES) and p.name != FILE_NAME and p.is_file()))


def _with_visits(folders: Iterable[Path]) -> Iterator[Path]:
    """The folders of audits, and those of the visits to communities beside them."""
    for folder in folders:
        yield folder
        yield from (place for _, place in visits_of(folder.parent) if place.is_dir())


def _folder_of(archive: Path) -> Path:
    """The audit's folder that an archive belongs to."""
    return archive.parent.parent if archive.parent.name == "evidence" else archive.parent


def _beside(folder: Path) -> Iterator[Path]:
    """What repeats the archives' words and can be made again: transcripts, logs, packed evidence, and its sums."""
    for pattern in ("evidence/pages/*", "logs/*", "evidence/*.log", "*.wacz", SUMS):
        yield from sorted(path for path in folder.glob(pattern) if path.is_file())


def _reports(folder: Path) -> Iterator[Path]:
    yield from sorted({path for pattern in _REPORTS for path in folder.glob(pattern) if path.is_file()})


def _destroy(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)


def _counted(rows: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((table, count) for table, count in rows.items() if count))


def _forget_client(engine: "Engine", given: str, dry: bool) -> Oblivion:
    """Everything of a client: its runs, what is held for it, its archives; reports are listed."""
    from pipelines.reading import reading_key
    from store.forgetting import archives_held, drop_unused_readings, folders_of, forget_client, rewrite, runs_of

    names, hosts = _client(engine, given)
    keys = runs_of(engine, names)
    held = {Path(path) for path in archives_held(engine, hosts) if Path(path).is_file()}
    known = {Path(folder).resolve() for folder in folders_of(engine, keys) if Path(folder).is_dir()}
    folders = sorted({*_with_visits(known), *(_folder_of(path) for path in held)})
    files = {*held, *(file for folder in folders for file in _beside(folder))}
    files |= {file for folder in folders for file in (folder / "evidence").glob("*") if file.name.endswith(WARC_NAMES)}
    reports = tuple(file for folder in folders for file in _reports(folder))
    if not keys and not files:
        raise WrongInputError(f"--client {given!r}: no run of it is in this database; give its site, name or brief")
    if dry:
        return Oblivion((), (), tuple(sorted(files)), reports, ())
    _destroy(sorted(files))
    rows = forget_client(engine, keys, hosts)
    rows["readings"] += drop_unused_readings(engine, reading_key)
    rewrite(engine)
    return Oblivion((), _counted(rows), tuple(sorted(files)), reports, ())


def _client(engine: "Engine", given: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names and the hosts of a client, which may be given as its brief, its site or its name."""
    from store.forgetting import bodies

    name, host = given, host_of(given) if "://" in given else ""
    if Path(given).is_file():
        from market.brief_yaml import read_brief

        client = read_brief(Path(given)).client
        name, host = client.name, host_of(client.url)
    known = {_site_of(body) for body in bodies(engine)}
    names = {name, *(other for other, site in known if site and site == host)}
    return frozenset(names), frozenset({site for other, site in known if other in names} | {host}) - {""}


def _site_of(body: bytes) -> tuple[str, str]:
    """The name and the host of an audit's client."""
    from reports.formats.stored import StoredAuditError, read_json

    try:
        audit = read_json(body)
    except StoredAuditError:
        return "", ""
    return audit.run.client, host_of(audit.client.company.url)
