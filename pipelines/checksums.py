"""Checksums: ``SHA256SUMS`` in a delivered folder, which ``sha256sum -c`` reads too."""

import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

NAME = "SHA256SUMS"
_CHUNK = 1024 * 1024
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_DELIVERED = ("audit.json", "report.*", "*.csv", "tables/**/*", "evidence/**/*")


def delivered(folder: Path) -> tuple[str, ...]:
    """The files that an audit delivers in its folder, as relative paths; not its logs, not a database beside them."""
    found = {path for pattern in _DELIVERED for path in folder.glob(pattern) if path.is_file()}
    return tuple(sorted(p.relative_to(folder).as_posix() for p in found if not p.name.startswith(".")))


def sha256(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    hasher = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            hasher.update(chunk)
    return hasher.hexdigest()


def copy_whole(source: Path, target: Path, expected: str = "") -> bool:
    """Copy a file to its place, whole or not at all; False, and nothing there, when its digest is not ``expected``.

    Raises ``OSError`` when it cannot be read or written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    try:
        shutil.copyfile(source, part)
        if expected and sha256(part) != expected:
            return False
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return True


def write_sums(folder: Path, only: Iterable[Path] = ()) -> None:
    """Write the digests of all delivered files; with ``only``, anew those of files just written, leaving the others.

    Nothing is written for ``only`` where the folder has no digests yet: the others were never vouched for.
    """
    changed = {path.relative_to(folder).as_posix() for path in only if path.is_relative_to(folder)}
    held = read_sums(folder) if changed else {}
    if changed and held is None:
        return
    names = changed or delivered(folder)
    sums = (held or {}) | {name: sha256(folder / name) for name in names}
    text = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums) if (folder / name).is_file())
    half = folder / f".{NAME}.half"
    half.write_text(text, encoding="utf-8")
    half.replace(folder / NAME)


def read_sums(folder: Path) -> dict[str, str] | None:
    """The digests by relative path; None where there is no such file or a line of it is none."""
    try:
        lines = (folder / NAME).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    found = [_LINE.fullmatch(line) for line in lines]
    if not lines or not all(found):
        return None
    return {match[2]: match[1] for match in found if match}
