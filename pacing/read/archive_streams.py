"""Streams into archives: a file is its outermost path and the steps into it, so it can be opened again anywhere."""

from __future__ import annotations

import atexit
import gzip
import io
import os
import tempfile
import zipfile
import zlib
from collections import OrderedDict
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias, cast

from pacing.errors import DamagedFileError
from pacing.read.budget import GuardedStream

IN_MEMORY_BYTES = 1 << 25  # an inner archive up to 32 MiB stays in memory, a larger one in a nameless temporary file
OPEN_ARCHIVES = 4


class Step(NamedTuple):
    """One step inwards: `zip` to the member called `member`, which stands at `place` in the archive's list, or `gzip`.

    `most_bytes`: what it may unpack to.
    """

    kind: str
    most_bytes: int
    member: str = ""
    place: int = 0


def open_steps(path: Path, steps: tuple[Step, ...]) -> BinaryIO:
    """The bytes at the end of `steps`, as a fresh stream.

    Parameters
    ----------
    path
        The outermost file.
    steps
        The steps into archives.

    Returns
    -------
    BinaryIO

    Raises
    ------
    DamagedFileError
        An archive on the way is broken or unpacks to too much (also later, while reading).
    """
    if not steps:
        return path.open("rb")
    *outer, last = steps
    name = last.member or path.name
    if last.kind == "gzip":
        beneath = open_steps(path, tuple(outer))
        inner = cast(BinaryIO, gzip.GzipFile(fileobj=beneath))
        return cast(BinaryIO, io.BufferedReader(GuardedStream(inner, name, last.most_bytes, beneath)))
    try:
        archive = archive_of(path, tuple(outer))
        member = cast(BinaryIO, archive.open(archive.infolist()[last.place]))
    except (zipfile.BadZipFile, LookupError, NotImplementedError, RuntimeError, zlib.error, ValueError) as error:
        raise DamagedFileError(name, "The archive is broken here.", hint="Download or export it again.") from error
    return cast(BinaryIO, io.BufferedReader(GuardedStream(member, name, last.most_bytes)))


class _Open(NamedTuple):
    """An open archive and what it reads from, where that is not the file itself."""

    archive: zipfile.ZipFile
    beneath: BinaryIO | None

    def close(self) -> None:
        self.archive.close()
        if self.beneath is not None:
            self.beneath.close()


_Key: TypeAlias = tuple[Path, tuple[Step, ...], int, int, int]
_OPEN: OrderedDict[_Key, _Open] = OrderedDict()


def archive_of(path: Path, steps: tuple[Step, ...]) -> zipfile.ZipFile:
    """The open archive at the end of `steps`; the few used last stay open.

    Parameters
    ----------
    path
        The outermost file.
    steps
        The steps into archives.

    Returns
    -------
    zipfile.ZipFile
    """
    status = path.stat()
    # a forked process must not share the file position of its parent: it opens its own
    key = (path, steps, status.st_mtime_ns, status.st_size, os.getpid())
    if key not in _OPEN:
        opened = _opened(path, steps)
        while len(_OPEN) >= OPEN_ARCHIVES:
            _OPEN.popitem(last=False)[1].close()
        _OPEN[key] = opened
    _OPEN.move_to_end(key)
    return _OPEN[key].archive


def _opened(path: Path, steps: tuple[Step, ...]) -> _Open:
    if not steps:
        return _Open(zipfile.ZipFile(path), None)
    beneath: BinaryIO = io.BytesIO()
    try:
        with open_steps(path, steps) as stream:
            while block := stream.read(IN_MEMORY_BYTES):
                if isinstance(beneath, io.BytesIO) and beneath.tell():
                    beneath = _on_disk(beneath)
                beneath.write(block)
        return _Open(zipfile.ZipFile(beneath), beneath)
    except BaseException:
        beneath.close()
        raise


def _on_disk(memory: io.BytesIO) -> BinaryIO:
    """A nameless temporary file with the same bytes."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with its archive
    file.write(memory.getvalue())
    return cast(BinaryIO, file)


@atexit.register
def close_archives() -> None:
    """Close every archive that is kept open."""
    while _OPEN:
        _OPEN.popitem()[1].close()
