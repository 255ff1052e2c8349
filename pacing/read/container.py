"""Walk into folders, .zip and .gz, and name each file inside."""

import gzip
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from pacing.errors import DamagedFileError, ReadError
from pacing.read.source_file import SourceFile


def find_sources(path: Path) -> Iterator[SourceFile | ReadError]:
    """Every file at `path`, in order of names; a member that cannot be opened comes as the error that says why."""
    if path.is_dir():
        for child in sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")):
            yield from _file(child, str(child.relative_to(path)))
    elif path.is_file():
        yield from _file(path, path.name)
    else:
        yield ReadError(path.name, "There is no such file.", hint="Check the name and the folder.")


def _file(path: Path, name: str) -> Iterator[SourceFile | ReadError]:
    with path.open("rb") as stream:
        magic = stream.read(4)
    if magic.startswith(b"\x1f\x8b"):
        yield SourceFile(name, lambda: gzip.open(path, "rb"))  # type: ignore[return-value,arg-type]
    elif magic == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(path) as archive:
                members = [m for m in archive.namelist() if not m.endswith("/")]
        except zipfile.BadZipFile:
            yield DamagedFileError(name, "The archive is broken.", hint="Download it again.")
            return
        for member in members:
            yield SourceFile(f"{name}/{member}", lambda member=member: _member(path, member))  # type: ignore[misc]
    else:
        yield SourceFile(name, lambda: path.open("rb"))


def _member(path: Path, member: str) -> BinaryIO:
    with zipfile.ZipFile(path) as archive:
        return BytesIO(archive.read(member))
