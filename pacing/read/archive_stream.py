"""Streams into archives: a file is its outermost path and the steps into it, so it can be opened again anywhere.

Archives stay open between members (a year of files is one archive read once), at most a few at a time. What unpacks to
more than is reasonable stops with an error instead of filling the memory or the disk.
"""

from __future__ import annotations

import atexit
import gzip
import io
import os
import tempfile
import zipfile
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, cast

from pacing.errors import DamagedFileError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
MAX_MEMBER_BYTES = 1 << 33  # design: 8 GiB; the largest Apple Health exports are about 4
MAX_GZIP_RATIO = 200.0  # design: text of a watch packs at most about 40 to 1
RATIO_FREE_BYTES = 1 << 26
IN_MEMORY_BYTES = 1 << 25  # an inner archive up to 32 MiB stays in memory, a larger one in a nameless temporary file
OPEN_ARCHIVES = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One step inwards: `zip` to the member called `member`, or `gzip`."""

    kind: str
    member: str = ""


class GuardedStream(io.RawIOBase):
    """A stream that stops with a `DamagedFileError` where the unpacked bytes outgrow every reasonable file.

    `packed_bytes`: size of what is being unpacked, where known. Broken packing becomes a `DamagedFileError` too.
    """

    def __init__(self, stream: BinaryIO, name: str, packed_bytes: int | None, beneath: BinaryIO | None = None) -> None:
        self._stream = stream
        self._beneath = beneath
        self._name = name
        self._limit = MAX_MEMBER_BYTES
        if packed_bytes is not None:
            self._limit = min(self._limit, max(RATIO_FREE_BYTES, int(packed_bytes * MAX_GZIP_RATIO)))
        self._seen = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Bytes into `buffer`."""
        view = memoryview(buffer).cast("B")
        try:
            data = self._stream.read(len(view))
        except (zlib.error, EOFError, gzip.BadGzipFile, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise DamagedFileError(
                self._name, "The archive is broken here.", hint="Download or export it again."
            ) from error
        self._seen += len(data)
        if self._seen > self._limit:
            raise DamagedFileError(
                self._name,
                "The file unpacks to more than any recording holds (a so-called bomb).",
                hint="Unpack it yourself if you trust it.",
            )
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close it and what it reads from."""
        if not self.closed:
            self._stream.close()
            if self._beneath is not None:
                self._beneath.close()
        super().close()


def open_steps(path: Path, steps: tuple[Step, ...]) -> BinaryIO:
    """The bytes at the end of `steps`, as a fresh stream.

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
        packed = _packed_bytes(path, tuple(outer))
        beneath = open_steps(path, tuple(outer))
        inner = cast(BinaryIO, gzip.GzipFile(fileobj=beneath))
        return cast(BinaryIO, io.BufferedReader(GuardedStream(inner, name, packed, beneath)))
    try:
        archive = archive_of(path, tuple(outer))
        member = cast(BinaryIO, archive.open(last.member))
    except (zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, zlib.error, ValueError) as error:
        raise DamagedFileError(name, "The archive is broken here.", hint="Download or export it again.") from error
    return cast(BinaryIO, io.BufferedReader(GuardedStream(member, name, None)))


def _packed_bytes(path: Path, steps: tuple[Step, ...]) -> int:
    """Size of a gzip file that stands at `steps`."""
    if not steps:
        return path.stat().st_size
    *outer, last = steps
    if last.kind == "zip":
        return archive_of(path, tuple(outer)).getinfo(last.member).file_size
    return RATIO_FREE_BYTES


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
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
    """The open archive at the end of `steps`; the few used last stay open."""
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
