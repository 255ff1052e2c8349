"""A dataset on disk: each batch whole or not at all, with hashes of all contents, and gone on with after any end.

A batch is written into a folder of its own that gets its name only when everything in it is there: `parts/00012`. When
all are there, its tables move to where readers look for them (`sessions/part-00012.parquet`), and last of all stands
`dataset.json`, which names every file with its hash: where it is, the dataset is complete. Whatever ends the program
between two steps, the next run with `--resume` goes on from there.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from pacing._version import __version__
from pacing.cohort.batch import BatchResult
from pacing.cohort.people import MARK
from pacing.cohort.pseudonyms import Naming
from pacing.cohort.tables import OF_FILES, OF_PEOPLE, VERSION, parquet_bytes
from pacing.cohort.tally import Tally, tally_from
from pacing.errors import CohortError, UsageError

PARTS, RECORD, MANIFEST, LOCK, UNFINISHED = "parts", "record.json", "dataset.json", ".lock", ".unfinished-"
GO_ON = "What is done stays: go on with --resume."
BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A batch that is there: the tokens of its files, how many rows each table has, and the hashes of these."""

    number: int
    files: tuple[str, ...]
    rows: Mapping[str, int]
    sha256: Mapping[str, str]
    tally: Tally


class Dataset:
    """The dataset in a folder, which no other run can write to meanwhile.

    Parameters
    ----------
    folder
        Where it is, or shall be.
    naming
        How people are called in it.
    resume
        Whether to go on with what is there; otherwise nothing may be there.

    Raises
    ------
    UsageError
        There is a dataset already, or one that was made with another key.
    CohortError
        The folder cannot be written, or another run is at it.
    """

    def __init__(self, folder: Path, naming: Naming, *, resume: bool) -> None:
        self.folder, self._naming = folder, naming
        with _said(folder):
            if folder.exists() and not folder.is_dir():
                raise UsageError(f"{folder} is not a folder.", hint="Name another with --out.")
            there = folder.is_dir() and any(folder.iterdir())
            if there and not (folder / PARTS).is_dir():
                message = f"{folder} holds something else than a dataset."
                raise UsageError(message, hint="Name an empty folder, or one that does not exist, with --out.")
            if there and not resume:
                hint = "Add --resume to go on with it, or name another with --out."
                raise UsageError(f"There is a dataset in {folder} already.", hint=hint)
            (folder / PARTS).mkdir(parents=True, exist_ok=True)
            self._lock = _locked(folder / LOCK)
        try:
            with _read(folder):
                self._require_same_key()
                for one in (folder / PARTS).iterdir():
                    if one.is_dir() and not (one.name.isdigit() and (one / RECORD).exists()):
                        shutil.rmtree(one)  # what an earlier run was at when it ended
        except BaseException:
            self._lock.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.close()

    def _require_same_key(self) -> None:
        path = self.folder / MARK
        mark = {"schema": VERSION, "key": self._naming.mark}
        if not path.exists():
            self._write(path, _json(mark))
        elif json.loads(path.read_text(encoding="utf-8")) != mark:
            message = f"The dataset in {self.folder} was made with another key for pseudonyms, or by another version."
            raise UsageError(message, hint="Give --pseudonyms as at its first run, or name another folder with --out.")

    def parts(self) -> dict[int, Part]:
        """The batches that are there, by their number."""
        result = {}
        with _read(self.folder):
            for path in sorted((self.folder / PARTS).glob(f"*/{RECORD}")):
                if path.parent.name.isdigit():
                    plain = json.loads(path.read_text(encoding="utf-8"))
                    number = int(path.parent.name)
                    result[number] = Part(
                        number, tuple(plain["files"]), plain["rows"], plain["sha256"], tally_from(plain["tally"])
                    )
        return result

    def covered(self, tokens: frozenset[str]) -> dict[int, tuple[str, ...]]:
        """The files of each batch that is there; one with a file that is gone or has changed is taken away first.

        Parameters
        ----------
        tokens
            Of all files as they are now.
        """
        result = {}
        for number, part in self.parts().items():
            if set(part.files) <= tokens:
                result[number] = part.files
            else:
                self._take_away(part)
        return result

    def _take_away(self, part: Part) -> None:
        with _said(self.folder):
            (self.folder / MANIFEST).unlink(missing_ok=True)
            (self.folder / PARTS / _name(part.number) / RECORD).unlink()
            for table in OF_FILES:
                _table_path(self.folder, table, part.number).unlink(missing_ok=True)
            shutil.rmtree(self.folder / PARTS / _name(part.number))

    def add(self, number: int, files: Sequence[str], result: BatchResult) -> None:
        """Write a batch: it is there with everything, or not at all.

        Raises
        ------
        CohortError
            The disk is full, or the folder gone.
        """
        parts = self.folder / PARTS
        new = parts / f"{UNFINISHED}{_name(number)}"
        with _said(self.folder):
            try:
                (self.folder / MANIFEST).unlink(missing_ok=True)
                new.mkdir()
                for table, data in result.tables.items():
                    _write_down(new / f"{table}.parquet", data)
                record = {
                    "files": list(files),
                    "rows": result.rows,
                    "sha256": {table: hashlib.sha256(data).hexdigest() for table, data in result.tables.items()},
                    "tally": result.tally.document(),
                }
                _write_down(new / RECORD, _json(record))
                new.rename(parts / _name(number))
            except OSError:
                shutil.rmtree(new, ignore_errors=True)
                raise

    def move_tables(self) -> None:
        """Move the tables of every batch to where readers look for them."""
        with _said(self.folder):
            for table in OF_FILES:
                (self.folder / table).mkdir(exist_ok=True)
            for path in sorted((self.folder / PARTS).glob("*/*.parquet")):
                if path.parent.name.isdigit():
                    path.rename(_table_path(self.folder, path.stem, int(path.parent.name)))

    def table_path(self, table: str, number: int) -> Path:
        """Where a table of a batch is, or was moved to."""
        moved = _table_path(self.folder, table, number)
        return moved if moved.exists() else self.folder / PARTS / _name(number) / f"{table}.parquet"

    def write(self, name: str, data: bytes) -> None:
        """Write one file of the dataset, whole or not at all."""
        with _said(self.folder):
            self._write(self.folder / name, data)

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        try:
            _write_down(new, data)
            new.replace(path)
        except OSError:
            new.unlink(missing_ok=True)
            raise

    def finish(self, tables: Mapping[str, list[tuple[Any, ...]]], facts: Mapping[str, Any]) -> None:
        """Write the tables over all people, and the manifest that says that the dataset is complete.

        Parameters
        ----------
        tables
            Rows of each table of `OF_PEOPLE`.
        facts
            What else the manifest tells.
        """
        for name in OF_PEOPLE:
            self.write(f"{name}/part-all.parquet", parquet_bytes(name, tables[name]))
        parts = self.parts()
        listed: dict[str, list[dict[str, Any]]] = {name: [] for name in (*OF_FILES, *OF_PEOPLE)}
        for number, part in sorted(parts.items()):
            for table, rows in part.rows.items():
                path = _table_path(self.folder, table, number)
                listed[table].append(_entry(self.folder, path, rows, part.sha256[table]))
        for name in (*OF_FILES, *OF_PEOPLE):
            path = self.folder / name / "part-none.parquet"
            if name in OF_PEOPLE:
                path, rows = path.with_name("part-all.parquet"), len(tables[name])
            elif listed[name]:
                path.unlink(missing_ok=True)
                continue
            else:  # a table without rows still tells its columns
                self.write(f"{name}/part-none.parquet", parquet_bytes(name, []))
                rows = 0
            listed[name].append(_entry(self.folder, path, rows, _sha256(path)))
        manifest = {
            "schema": VERSION,
            "program": {"name": "pacing", "version": __version__},
            **facts,
            "tables": {
                name: {"rows": sum(one["rows"] for one in some), "files": some} for name, some in listed.items()
            },
        }
        self.write(MANIFEST, _json(manifest))


def check_dataset(folder: Path) -> list[str]:
    """Files of a complete dataset that are gone or not as they were written; none where all are.

    Raises
    ------
    CohortError
        There is no complete dataset.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CohortError(f"There is no complete dataset in {folder}.", hint=GO_ON) from error
    every = [one for table in manifest["tables"].values() for one in table["files"]]
    return [
        one["file"]
        for one in every
        if not (folder / one["file"]).is_file() or _sha256(folder / one["file"]) != one["sha256"]
    ]


def _entry(folder: Path, path: Path, rows: int, sha256: str) -> dict[str, Any]:
    return {"file": path.relative_to(folder).as_posix(), "rows": rows, "sha256": sha256}


def _name(number: int) -> str:
    return f"{number:05d}"


def _table_path(folder: Path, table: str, number: int) -> Path:
    return folder / table / f"part-{_name(number)}.parquet"


def _json(plain: object) -> bytes:
    return (json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _write_down(path: Path, data: bytes) -> None:
    """Write a file and wait until the disk has it: else a crash could leave its name without its content."""
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _locked(path: Path) -> IO[bytes]:
    """The open lock of a dataset; the system opens it again when this process ends, by whatever.

    Raises
    ------
    CohortError
        Another run has it.
    """
    stream = path.open("ab")
    try:
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        return stream
    except OSError as error:
        stream.close()
        message = f"Another run is writing to {path.parent}."
        raise CohortError(message, hint="Wait until it is done, or name another folder with --out.") from error
    return stream


@contextlib.contextmanager
def _said(folder: Path) -> Iterator[None]:
    """Let a disk that is full or a folder that is gone end in a sentence."""
    try:
        yield
    except OSError as error:
        message = f"The dataset in {folder} cannot be written: {error.strerror or error}."
        raise CohortError(message, hint=f"Is there room, and may you write there? {GO_ON}") from error


@contextlib.contextmanager
def _read(folder: Path) -> Iterator[None]:
    """Let a record that is not as it was written end in a sentence."""
    try:
        with _said(folder):
            yield
    except (ValueError, KeyError, TypeError) as error:
        message = f"The dataset in {folder} is damaged: a record in it is not as it was written."
        raise CohortError(message, hint="Name another folder with --out, and do it again.") from error
