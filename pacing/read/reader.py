"""What a file format must offer to be read, and what the person may say about how."""

from collections.abc import Callable
from dataclasses import dataclass

from pacing.model.daily import DailyValue
from pacing.model.recording import Recording
from pacing.read.source import FileHead, SourceFile


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """`dialect`: the CSV dialect to use (None: find it). `decoder`: `columns` or `fitparse`.
    `time_zone`: an IANA name. `budget`: how many times the usual bounds of work a file may reach.
    """

    dialect: str | None = None
    decoder: str = "columns"
    time_zone: str | None = None
    budget: float = 1.0


@dataclass(frozen=True, slots=True)
class Reader:
    """A file format.

    `title`: plain words for `pacing formats`. `matches`: whether a head is of this format, and of no other, decided
    from content, never from the name alone; no two readers may claim the same file. `read`: all recordings of the file,
    in order; raises a `ReadError` (with the file's name, the reason and a hint), never anything else. `binary`: it
    reads files that are no text; the others are asked about text only. `daily`: the values of whole days or nights that
    the file holds beside or instead of recordings; None where it never holds any. `last`: it is asked only where no
    other reader recognises the file. `signed`: whether the first bytes are a signature that no file of another format
    begins with; a file that is called as the format and signed so is read without asking, or loading, the others.
    """

    title: str
    matches: Callable[[FileHead], bool]
    read: Callable[[SourceFile, ReadOptions], tuple[Recording, ...]]
    binary: bool = False
    daily: Callable[[SourceFile, ReadOptions], tuple[DailyValue, ...]] | None = None
    last: bool = False
    signed: Callable[[FileHead], bool] | None = None
