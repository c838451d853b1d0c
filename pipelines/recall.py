"""Recall: an audit whose material, brief and code are those of one that is kept is taken from the store.

What decides an audit is its archives, its run record (brief, files, ledger, earlier audit) and the code that reads
them; nothing else does (a replay gives the same bytes). A run that is repeated, because its worker was killed after the
reading or because somebody wants it again, then costs the writing alone.
"""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from market.audits import Audit
from market.urls import digest
from pipelines.checksums import sha256

PACKAGES = ("market", "spiders", "tactics", "nlp", "reports", "pipelines", "store")
_READ_WITH = ("spacy", "scikit-learn", "numpy", "scipy", "trafilatura", "lxml", "feedparser", "py3langid", "babel")
_SOURCES = (".py", ".toml", ".json", ".txt", ".npz", ".yaml", ".csv")


def inputs_of(evidence: Path, model: str) -> str:
    """A digest of everything that decides an audit: the files in ``evidence``, the language model, and the code."""
    files = sorted(path for path in evidence.iterdir() if path.name.endswith((".warc.gz", ".warc")))
    return digest("\n".join([f"{path.name} {sha256(path)}" for path in files] + [model, code()]))


def recalled(database: str, run: str, inputs: str) -> Audit | None:
    """The kept audit of a run that was made of the same ``inputs``; None when there is none."""
    from reports.formats.stored import StoredAuditError, read_json
    from store.audits import load_audit_of
    from store.engine import open_store

    body = load_audit_of(open_store(database), run, inputs)
    try:
        return read_json(body) if body else None
    except StoredAuditError:
        return None  # kept by another version: made again


@cache
def code() -> str:
    """A digest of this product's own files and of the versions of what it reads with."""
    whole = hashlib.sha256()
    for package in PACKAGES:
        spec = find_spec(package)
        for folder in spec.submodule_search_locations or () if spec else ():
            for path in sorted(Path(folder).rglob("*")):
                if path.suffix in _SOURCES and path.is_file():
                    whole.update(f"{path.relative_to(folder)} {sha256(path)}\n".encode())
    for name in _READ_WITH:
        whole.update(f"{name} {version(name)}\n".encode())
    return whole.hexdigest()
