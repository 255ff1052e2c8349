"""Walk into folders, .zip and .gz (also inside each other), and name each file inside.

Kinds are known by content, not by name. Nothing is ever unpacked to a named path. Limits, each stated where it is
refused: depth of archives, members, bytes of one member and of a whole archive, ratio of compression. Links, special
files and paths that leave the folder are refused; hidden files, the `._` twins of macOS and its `__MACOSX` are no
recordings and are passed over, as are pictures, documents and this program's own reports and histories inside archives
and folders.
"""

from __future__ import annotations

import os
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from pacing.errors import DamagedFileError, ReadError, TooLargeError, UnknownFormatError
from pacing.printable import printable
from pacing.read.archive_streams import Step, archive_of, open_steps
from pacing.read.budget import GZIP_RATIO, MAX_MEMBER_BYTES, UNPACK, Spending, gzip_bytes
from pacing.read.recognised import (
    LONGEST_PAGE,
    OFFICE,
    START_BYTES,
    is_own_data,
    is_own_history,
    is_own_page,
    may_be_own_page,
)
from pacing.read.source import SourceFile

GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
LOCAL_HEADER_BYTES = 30  # of a zip member, before its name
GZIP_LENGTH_BYTES = 4  # at the end of a gzip file: how long it says it is
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
        *(".html", ".htm", ".css", ".js", ".ico", ".ttf", ".docx", ".pptx", ".toml", ".ini", ".md", ".log", ".lnk"),
        *(".db-wal", ".db-shm", ".db-journal", ".sqlite-wal", ".sqlite-shm", ".sqlite-journal"),
    )
)
# beside the export of Apple Health, which itself holds all heart rates: positions, electrocardiograms, clinical papers
BESIDE_APPLE_HEALTH = frozenset({"workout-routes", "electrocardiograms", "clinical-records"})
CLINICAL_SUMMARY = "_cda.xml"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file stands: the outermost path, the steps into it, its shown name, and how many archives deep.

    `inside`: nobody named the file itself; it was found in a folder or an archive. `size`: its bytes, as far as known.
    """

    path: Path
    steps: tuple[Step, ...]
    name: str
    depth: int
    size: int
    spending: Spending
    inside: bool = False


def find_sources(path: Path, spending: Spending | None = None) -> Iterator[SourceFile | ReadError]:
    """Every file at `path`, in order of names; a member that cannot be opened comes as the error that says why.

    The path itself may be a link; links inside folders and archives are refused.

    Parameters
    ----------
    path
        A file, a folder or an archive.
    spending
        What the archives of this run have used up; one for all paths of a run.

    Returns
    -------
    iterator of SourceFile or ReadError
        Each file once; where the archives ask for too much, an error that says so ends this path.
    """
    spending = Spending() if spending is None else spending
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        yield ReadError(printable(path.name), "There is no such file or folder.", hint="Check the name and the folder.")
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, spending)
    elif stat.S_ISREG(mode):
        yield from _outermost(path, printable(path.name), spending, inside=False)
    else:
        yield ReadError(printable(path.name), "This is not an ordinary file.", hint="Use a file or a folder.")


def _folder(top: Path, spending: Spending) -> Iterator[SourceFile | ReadError]:
    for listed in listed_files(top):
        if isinstance(listed, ReadError):
            yield listed
        else:
            yield from _outermost(*listed, spending, inside=True)


def listed_files(top: Path) -> Iterator[tuple[Path, str] | ReadError]:
    """Every file of a folder that may hold a recording, in order of names; none is opened.

    Parameters
    ----------
    top
        A folder.

    Returns
    -------
    iterator of (Path, str) or ReadError
        Where the file lies and its name within the folder; what cannot be read as a file comes as the error.
    """
    closed: list[OSError] = []
    for folder, folders, files in os.walk(top, followlinks=False, onerror=closed.append):
        yield from _closed(top, closed)
        here = Path(folder)
        folders[:] = sorted(f for f in folders if not _skipped(f))
        for link in [f for f in folders if (here / f).is_symlink()]:
            yield _link(printable((here / link).relative_to(top).as_posix()))
        for file in sorted(f for f in files if not _skipped(f)):
            path = here / file
            name = printable(path.relative_to(top).as_posix())
            if path.is_symlink():
                yield _link(name)
            elif path.suffix.casefold() in PASSED_OVER:
                continue
            elif path.exists() and not path.is_file():
                yield ReadError(name, "This is not an ordinary file.", hint="Use a file or a folder.")
            else:
                yield path, name
    yield from _closed(top, closed)


def sources_of_listed(path: Path, name: str, spending: Spending) -> Iterator[SourceFile | ReadError]:
    """What a file of `listed_files` holds: itself, or each member of an archive.

    Parameters
    ----------
    path, name
        As they were listed.
    spending
        What the archives of this run have used up.

    Returns
    -------
    iterator of SourceFile or ReadError
        As `find_sources` gives them for the whole folder.
    """
    return _outermost(path, name, spending, inside=True)


def _closed(top: Path, errors: list[OSError]) -> Iterator[ReadError]:
    """The folders that could not be entered since the last were named."""
    for error in errors:
        path = Path(str(error.filename))
        name = printable(path.relative_to(top).as_posix() if path != top else path.name)
        yield ReadError(name, f"The folder cannot be entered: {error.strerror}.", hint="Check who may open it.")
    errors.clear()


def _outermost(path: Path, name: str, spending: Spending, *, inside: bool) -> Iterator[SourceFile | ReadError]:
    """A file that is no member of an archive."""
    try:
        size = path.stat().st_size
    except OSError:
        size = 0  # opening it says why
    try:
        yield from _file(_Place(path, (), name, 0, size, spending, inside))
    except TooLargeError as error:
        yield error


def _link(name: str) -> ReadError:
    return ReadError(name, "This is a link; links inside folders are not followed.", hint="Use the file itself.")


def _skipped(name: str) -> bool:
    """Whether a file or folder of this name inside another never holds a recording of its own."""
    hidden = name.startswith(".") or name == "__MACOSX"
    return hidden or name in BESIDE_APPLE_HEALTH or name.endswith(CLINICAL_SUMMARY)


def _file(where: _Place) -> Iterator[SourceFile | ReadError]:
    """One file: itself, or what is inside when it is an archive."""
    try:
        with open_steps(where.path, where.steps) as stream:
            start = stream.read(START_BYTES)
            if where.inside and (
                is_own_history(start) or _is_own_report(start, stream) or _is_cache(where.name, start)
            ):
                return
    except ReadError as error:
        yield type(error)(where.name, error.message, hint=error.hint)
        return
    except PermissionError:
        yield ReadError(where.name, "The file may not be opened.", hint="Check who may read it.")
        return
    except OSError:
        yield DamagedFileError(where.name, "The file cannot be read.", hint="Copy or download it again.")
        return
    is_gzip, is_zip = start.startswith(GZIP_MAGIC), start[:4] in (ZIP_MAGIC, EMPTY_ZIP_MAGIC)
    if (is_gzip or is_zip) and not where.steps:
        where.spending.given_bytes += where.size
    if is_gzip:
        most_bytes = _gzip_bytes(where)
        where.spending.take(where.name, min(most_bytes, GZIP_RATIO * where.size))
        steps = (*where.steps, Step("gzip", most_bytes))
        yield from _deeper(where, replace(where, steps=steps, depth=where.depth + 1, size=most_bytes))
    elif is_zip:
        yield from _zip(where)
    else:
        alone = None if where.steps else where.path
        opened = partial(open_steps, where.path, where.steps)
        beside = partial(_open_beside, where)
        yield SourceFile(where.name, opened, alone, where.size, where.spending.budget, beside)


def _open_beside(where: _Place, name: str) -> BinaryIO:
    """Another file of the folder or archive in which a file lies."""
    if not where.steps:
        return where.path.with_name(name).open("rb")
    *outer, last = where.steps
    if last.kind != "zip":
        raise FileNotFoundError(name)
    wanted = str(PurePosixPath(last.member).with_name(name))
    members = archive_of(where.path, tuple(outer)).infolist()
    result = next((number for number, member in enumerate(members) if member.filename == wanted), None)
    if result is None:
        raise FileNotFoundError(name)
    step = Step("zip", members[result].file_size, wanted, result)
    return open_steps(where.path, (*outer, step))


def _gzip_bytes(where: _Place) -> int:
    """What a gzip file may unpack to: more where it says so itself, as far as that is known without unpacking."""
    most_bytes = int(where.spending.budget.factor * gzip_bytes(where.size))
    if where.steps:
        return most_bytes
    with where.path.open("rb") as stream:
        stream.seek(-min(GZIP_LENGTH_BYTES, where.size), os.SEEK_END)
        stated = int.from_bytes(stream.read(GZIP_LENGTH_BYTES), "little")
    return max(most_bytes, min(stated, int(where.spending.budget.factor * RATIO_FREE_BYTES)))


def _is_own_report(start: bytes, rest: BinaryIO) -> bool:
    if may_be_own_page(start):
        return is_own_page(start + rest.read(LONGEST_PAGE))
    return is_own_data(start)


def _is_cache(name: str, start: bytes) -> bool:
    """Whether a `.db` inside a folder or archive is no database but some program's store, as of small pictures."""
    return name.casefold().endswith(".db") and not start.startswith(SQLITE_MAGIC)


def _deeper(where: _Place, inner: _Place) -> Iterator[SourceFile | ReadError]:
    if inner.depth > MAX_DEPTH:
        yield DamagedFileError(
            where.name,
            f"Archives are packed into each other more than {MAX_DEPTH} deep.",
            hint="Unpack the inner one.",
        )
        return
    yield from _file(inner)


def _zip(where: _Place) -> Iterator[SourceFile | ReadError]:
    try:
        archive = archive_of(where.path, where.steps)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, ReadError):
        yield DamagedFileError(where.name, "The archive is broken.", hint="Download or export it again.")
        return
    refused = _refused(where, members)
    if refused is not None:
        yield refused
        return
    seen: Counter[str] = Counter()
    for number, member in sorted(enumerate(members), key=lambda numbered: numbered[1].filename):
        if not (member.is_dir() or _passed_over(member.filename)):
            seen[member.filename] += 1
            yield from _member(where, member, number, _distinct_name(member.filename, seen[member.filename]))


def _distinct_name(name: str, number: int) -> str:
    """The name of one of several members that are called alike.

    Examples
    --------
    >>> _distinct_name("in/a.csv", 1), _distinct_name("in/a.csv", 2)
    ('in/a.csv', 'in/a (2).csv')
    """
    if number == 1:
        return name
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem} ({number}){path.suffix}")) if path.name else name


def _refused(where: _Place, members: list[zipfile.ZipInfo]) -> ReadError | None:
    """Why the whole archive is not walked into, or None."""
    names = {member.filename for member in members[:MAX_MEMBERS]}
    if "[Content_Types].xml" in names or "mimetype" in names:
        return UnknownFormatError(where.name, f"This is {OFFICE.what}, which cannot be read.", hint=OFFICE.hint)
    if len(members) > MAX_MEMBERS:
        return DamagedFileError(where.name, f"The archive has over {MAX_MEMBERS} members.", hint="Unpack it in parts.")
    if _overlap(members):
        return DamagedFileError(where.name, "Members of the archive overlap (a so-called bomb).", hint=UNPACK)
    if sum(member.file_size for member in members) > MAX_ARCHIVE_BYTES:
        return DamagedFileError(where.name, "The archive would unpack to over 64 GiB.", hint="Unpack what you need.")
    return None


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Whether the bytes of two members are the same bytes of the archive, as of no honest one."""
    spans = sorted((m.header_offset, m.header_offset + LOCAL_HEADER_BYTES + m.compress_size) for m in members)
    return any(stop > begin for (_, stop), (begin, _) in pairwise(spans))


def _passed_over(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return any(_skipped(part) for part in path.parts if part != "..") or path.suffix.casefold() in PASSED_OVER


def _member(where: _Place, member: zipfile.ZipInfo, number: int, shown_name: str) -> Iterator[SourceFile | ReadError]:
    name = f"{where.name}/{printable(shown_name)}"
    problem = _problem(member)
    if problem is not None:
        yield DamagedFileError(name, problem, hint="Unpack it yourself if you trust it, and use the file.")
        return
    where.spending.take(name, member.file_size)
    steps = (*where.steps, Step("zip", member.file_size, member.filename, number))
    inner = _Place(where.path, steps, name, where.depth + 1, member.file_size, where.spending, inside=True)
    yield from _deeper(where, inner)


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
