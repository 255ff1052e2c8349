"""Streams into archives: a file is its outermost path and the steps into it, so it can be opened again anywhere.

Archives stay open between members (a year of files is one archive read once), at most a few at a time. What unpacks to
more than is reasonable stops with an error instead of filling the memory or the disk.
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

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


def archive_of(path: Path, steps: tuple[Step, ...]) -> zipfile.ZipFile:
    """The open archive at the end of `steps`."""
    status = path.stat()
    # a forked process must not share the file position of its parent: it opens its own
    return _archive(path, steps, (status.st_mtime_ns, status.st_size, os.getpid()))


@lru_cache(maxsize=OPEN_ARCHIVES)
def _archive(path: Path, steps: tuple[Step, ...], _state: tuple[int, int, int]) -> zipfile.ZipFile:
    if not steps:
        return zipfile.ZipFile(path)
    # not closed here: the archive reads from it as long as it is kept
    spool = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115
    with open_steps(path, steps) as stream:
        shutil.copyfileobj(stream, spool)
    return zipfile.ZipFile(cast(BinaryIO, spool))
