"""Walk into folders, .zip and .gz (also inside each other), and name each file inside.

Kinds are told by content, not by name. Nothing is ever unpacked to a named path. Limits, each stated where it is
refused: depth of archives, members, bytes of one member and of a whole archive, ratio of compression. Links, special
files and paths that leave the folder are refused; hidden files, the `._` twins of macOS and its `__MACOSX` are no
recordings and are passed over, as are pictures, documents and this program's own reports inside archives and folders.

Streams into archives: a file is its outermost path and the steps into it, so it can be opened again anywhere.
"""

from __future__ import annotations

import atexit
import gzip
import io
import os
import stat
import tempfile
import zipfile
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, cast

from pacing.errors import DamagedFileError, ReadError, UnknownFormatError
from pacing.read.printable import printable
from pacing.read.recognised import LONGEST_PAGE, OFFICE, START_BYTES, is_own_data, is_own_page, may_be_own_page
from pacing.read.source import SourceFile

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
MAX_MEMBER_BYTES = 1 << 33  # design: 8 GiB; the largest Apple Health exports are about 4
MAX_GZIP_RATIO = 200.0  # design: text of a watch packs at most about 40 to 1
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
                "The file unpacks to more than any recording could (a so-called bomb).",
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


EMPTY_ZIP_MAGIC = b"PK\x05\x06"
SQLITE_MAGIC = b"SQLite format 3"
MAX_DEPTH = 3  # design: an archive in an archive in an archive is enough
MAX_MEMBERS = 200_000  # design: a decade of a watch's export has fewer
MAX_ARCHIVE_BYTES = 1 << 36  # design: 64 GiB of contents
MAX_RATIO = 200.0  # design: text of a watch packs at most about 40 to 1
RATIO_FREE_BYTES = 1 << 26  # design: up to 64 MiB any ratio is harmless
PASSED_OVER = frozenset(
    (
        *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".heic", ".mp4", ".mov", ".m4a", ".mp3", ".wav", ".pdf"),
        *(".html", ".htm", ".css", ".js", ".ico", ".ttf", ".docx", ".pptx", ".ini", ".md", ".log", ".lnk"),
        *(".db-wal", ".db-shm", ".db-journal", ".sqlite-wal", ".sqlite-shm", ".sqlite-journal"),
    )
)
# beside the export of Apple Health, which itself holds all heart rates: positions, electrocardiograms, clinical papers
BESIDE_APPLE_HEALTH = frozenset({"workout-routes", "electrocardiograms", "clinical-records"})
CLINICAL_SUMMARY = "_cda.xml"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file stands: the outermost path, the steps into it, its shown name, and how many archives deep.

    `inside`: nobody named the file itself; it was found in a folder or an archive.
    """

    path: Path
    steps: tuple[Step, ...]
    name: str
    depth: int
    inside: bool = False


def find_sources(path: Path) -> Iterator[SourceFile | ReadError]:
    """Every file at `path`, in order of names; a member that cannot be opened comes as the error that says why.

    The path itself may be a link; links inside folders and archives are refused.
    """
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        yield ReadError(printable(path.name), "There is no such file or folder.", hint="Check the name and the folder.")
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path)
    elif stat.S_ISREG(mode):
        yield from _file(_Place(path, (), printable(path.name), 0))
    else:
        yield ReadError(printable(path.name), "This is not an ordinary file.", hint="Use a file or a folder.")


def _folder(top: Path) -> Iterator[SourceFile | ReadError]:
    for folder, folders, files in os.walk(top, followlinks=False):
        here = Path(folder)
        folders[:] = sorted(f for f in folders if not _skipped(f))
        for link in [f for f in folders if (here / f).is_symlink()]:
            yield _link(printable((here / link).relative_to(top).as_posix()))
        for file in sorted(f for f in files if not _skipped(f)):
            path = here / file
            name = printable(path.relative_to(top).as_posix())
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                yield _link(name)
            elif stat.S_ISREG(mode) and path.suffix.casefold() not in PASSED_OVER:
                yield from _file(_Place(path, (), name, 0, inside=True))


def _link(name: str) -> ReadError:
    return ReadError(name, "This is a link; links inside folders are not followed.", hint="Use the file itself.")


def _skipped(name: str) -> bool:
    """Whether a file or folder of this name inside another never holds a recording of its own."""
    hidden = name.startswith(".") or name == "__MACOSX"
    return hidden or name in BESIDE_APPLE_HEALTH or name.endswith(CLINICAL_SUMMARY)


def _file(place: _Place) -> Iterator[SourceFile | ReadError]:
    """One file: itself, or what is inside when it is an archive."""
    try:
        with open_steps(place.path, place.steps) as stream:
            start = stream.read(START_BYTES)
            if place.inside and (_is_own_report(start, stream) or _is_cache(place.name, start)):
                return
    except ReadError as error:
        yield type(error)(place.name, error.message, hint=error.hint)
        return
    except PermissionError:
        yield ReadError(place.name, "The file may not be opened.", hint="Check who may read it.")
        return
    except OSError:
        yield DamagedFileError(place.name, "The file cannot be read.", hint="Copy or download it again.")
        return
    if start.startswith(GZIP_MAGIC):
        yield from _deeper(place, replace(place, steps=(*place.steps, Step("gzip")), depth=place.depth + 1))
    elif start[:4] in (ZIP_MAGIC, EMPTY_ZIP_MAGIC):
        yield from _zip(place)
    else:
        alone = None if place.steps else place.path
        yield SourceFile(place.name, partial(open_steps, place.path, place.steps), alone)


def _is_own_report(start: bytes, rest: BinaryIO) -> bool:
    if may_be_own_page(start):
        return is_own_page(start + rest.read(LONGEST_PAGE))
    return is_own_data(start)


def _is_cache(name: str, start: bytes) -> bool:
    """Whether a `.db` inside a folder or archive is no database but some program's store, as of small pictures."""
    return name.casefold().endswith(".db") and not start.startswith(SQLITE_MAGIC)


def _deeper(place: _Place, inner: _Place) -> Iterator[SourceFile | ReadError]:
    if inner.depth > MAX_DEPTH:
        yield DamagedFileError(
            place.name, f"Archives are packed into each other more than {MAX_DEPTH} deep.", hint="Unpack the inner one."
        )
        return
    yield from _file(inner)


def _zip(place: _Place) -> Iterator[SourceFile | ReadError]:
    try:
        archive = archive_of(place.path, place.steps)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, ReadError):
        yield DamagedFileError(place.name, "The archive is broken.", hint="Download or export it again.")
        return
    refused = _refused(place, members)
    if refused is not None:
        yield refused
        return
    for member in sorted(members, key=lambda m: m.filename):
        if not (member.is_dir() or _passed_over(member.filename)):
            yield from _member(place, member)


def _refused(place: _Place, members: list[zipfile.ZipInfo]) -> ReadError | None:
    """Why the whole archive is not walked into, or None."""
    names = {member.filename for member in members[:MAX_MEMBERS]}
    if "[Content_Types].xml" in names or "mimetype" in names:
        return UnknownFormatError(place.name, f"This is {OFFICE.what}, which cannot be read.", hint=OFFICE.hint)
    if len(members) > MAX_MEMBERS:
        return DamagedFileError(place.name, f"The archive has over {MAX_MEMBERS} members.", hint="Unpack it in parts.")
    if sum(member.file_size for member in members) > MAX_ARCHIVE_BYTES:
        return DamagedFileError(place.name, "The archive would unpack to over 64 GiB.", hint="Unpack what you need.")
    return None


def _passed_over(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return any(_skipped(part) for part in path.parts if part != "..") or path.suffix.casefold() in PASSED_OVER


def _member(place: _Place, member: zipfile.ZipInfo) -> Iterator[SourceFile | ReadError]:
    name = f"{place.name}/{printable(member.filename)}"
    problem = _problem(member)
    if problem is not None:
        yield DamagedFileError(name, problem, hint="Unpack it yourself if you trust it, and use the file.")
        return
    inner = _Place(place.path, (*place.steps, Step("zip", member.filename)), name, place.depth + 1, inside=True)
    yield from _deeper(place, inner)


def _problem(member: zipfile.ZipInfo) -> str | None:
    """Why a member is not opened, or None."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if ".." in path.parts or path.is_absolute() or ":" in path.parts[0]:
        return "The member's path leaves the folder."
    if stat.S_ISLNK(member.external_attr >> 16):
        return "The member is a link."
    if member.flag_bits & 0x1:
        return "The member is protected by a password."
    if member.file_size > MAX_MEMBER_BYTES:
        return "The member would unpack to over 8 GiB."
    if member.file_size > RATIO_FREE_BYTES and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        return "The member is packed more tightly than any recording (a so-called bomb)."
    return None
