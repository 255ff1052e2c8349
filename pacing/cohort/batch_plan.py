"""Which files are done together: batches in the order of people and files, the same for the same files.

A batch is the least that is written, redone or resumed. It is known by everything that decides its rows: the files with
their sizes and times, how they are judged, and the version of the program.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pacing._version import __version__
from pacing.codec import encode
from pacing.cohort.people import DIARY, CohortPerson
from pacing.cohort.pseudonyms import Naming
from pacing.cohort.tables import VERSION
from pacing.errors import ReadError
from pacing.pipeline import Request
from pacing.printable import printable
from pacing.read.archive import listed_files

LEAST_FILES, MOST_FILES = 8, 128  # design: enough that a batch costs more than its way, few enough to lose one
BATCHES = 400  # design: so many keep any usual number of workers busy to the end, and a folder's listing short
MOST_BYTES = 1 << 26  # design: 64 MiB; whole exports of a phone are batches of their own
TOKEN_DIGITS = 16


@dataclass(frozen=True, slots=True)
class FileTask:
    """One file of one person: where it lies, its name within the person's folder, its size and its time.

    `refused`: what was wrong with it already when it was listed.
    """

    person: str
    path: str
    name: str
    size: int = 0
    modified_ns: int = 0
    refused: ReadError | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that are done together; `requests` by person, `naming` for what gets into the dataset.

    `version`: of the program that planned it.
    """

    files: tuple[FileTask, ...]
    requests: Mapping[str, Request]
    naming: Naming
    version: str = __version__

    @property
    def parts(self) -> "tuple[Batch, ...]":
        """The same files, each as a batch of its own."""
        return tuple(
            Batch((one,), {one.person: self.requests[one.person]}, self.naming, self.version) for one in self.files
        )


def listed(people: Sequence[CohortPerson]) -> Iterator[FileTask]:
    """Every file of everybody, in order; the profile and the diary are no recordings."""
    for person in people:
        every = (one for path in person.paths for one in _at(person, path))
        yield from {(one.path, one.name): one for one in every}.values()  # paths of a manifest may lie in each other


def _at(person: CohortPerson, path: Path) -> Iterator[FileTask]:
    if path.is_dir():
        yield from _in_folder(person, path)
    else:
        yield _task(person, path, printable(path.name))


def _in_folder(person: CohortPerson, folder: Path) -> Iterator[FileTask]:
    for one in listed_files(folder):
        if isinstance(one, ReadError):
            yield FileTask(person.name, "", one.file_name, refused=one)
        elif one[0] != person.diary and one[1] != DIARY:
            yield _task(person, *one)


def _task(person: CohortPerson, path: Path, name: str) -> FileTask:
    try:
        status = path.stat()
    except OSError:
        return FileTask(person.name, str(path.absolute()), name)  # opening it says why
    return FileTask(person.name, str(path.absolute()), name, status.st_size, status.st_mtime_ns)


def batches_of(files: Sequence[FileTask]) -> Iterator[tuple[FileTask, ...]]:
    """The files in batches, in order.

    Examples
    --------
    >>> [len(batch) for batch in batches_of([FileTask("anna", "", str(number)) for number in range(20)])]
    [8, 8, 4]
    """
    most = min(max(-(-len(files) // BATCHES), LEAST_FILES), MOST_FILES)
    batch: list[FileTask] = []
    size = 0
    for one in files:
        if batch and (len(batch) == most or size + one.size > MOST_BYTES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(one)
        size += one.size
    if batch:
        yield tuple(batch)


def file_token(one: FileTask, naming: Naming, how: str) -> str:
    """What tells a file as it is now, and how it is judged, from every other; names nobody.

    Parameters
    ----------
    one
        The file.
    naming
        Its key is in the token, where there is one.
    how
        What `how_judged` gives of the person.
    """
    text = "\0".join((one.person, one.name, str(one.size), str(one.modified_ns), how, VERSION, __version__))
    return naming.called("state", hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())[:TOKEN_DIGITS]


def how_judged(request: Request) -> str:
    """A hash of everything that a request decides."""
    return hashlib.sha256(repr(encode(request)).encode()).hexdigest()


def undone(
    files: Sequence[FileTask], tokens: Mapping[FileTask, str], done: Mapping[int, Sequence[str]]
) -> Iterator[tuple[int, tuple[FileTask, ...]]]:
    """The batches that are still to be done, each with its number.

    Parameters
    ----------
    files
        Every file, in order.
    tokens
        By file, what tells it as it is now.
    done
        By number, the tokens of each batch that is there, all of them of files as they are now.

    Yields
    ------
    tuple of int and tuple of FileTask
        What an undisturbed run would have done as well; where the batches that are there are others than its own,
        because files came later, the files they do not cover, under numbers that are free.
    """
    planned = list(enumerate(batches_of(files)))
    wanted = {number: [tokens[one] for one in batch] for number, batch in planned}
    if all(number in wanted and list(covered) == wanted[number] for number, covered in done.items()):
        yield from ((number, batch) for number, batch in planned if number not in done)
        return
    covered = {token for batch in done.values() for token in batch}
    remaining = [one for one in files if tokens[one] not in covered]
    yield from enumerate(batches_of(remaining), max(done) + 1)
