"""From a path, or one file, to recordings: the stage's entry points."""

import warnings
from pathlib import Path

import pacing.read.formats
from pacing.errors import DamagedFileError, ReadError, RefusedFileWarning
from pacing.model.recording import Recording
from pacing.read.choose import choose_reader
from pacing.read.container import find_sources
from pacing.read.options import ReadOptions
from pacing.read.printable import with_printable_words
from pacing.read.reader import Reader
from pacing.read.source_file import SourceFile
from pacing.registry import load


def read_source(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    """All recordings of one file or member of an archive, in the file's order.

    Raises
    ------
    ReadError
        The file cannot be read; the error names it, says why, and what to do.
    UsageError
        The options name a dialect or a time zone that does not exist.
    """
    try:
        if options.dialect is not None:
            reader = load(pacing.read.formats, "csv", "READER", Reader)
        else:
            _, reader = choose_reader(source.head)
        return tuple(with_printable_words(recording) for recording in reader.read(source, options))
    except OSError as error:
        raise DamagedFileError(
            source.name, "The file could not be read to its end.", hint="Is the disk or the archive in order?"
        ) from error


def read_recordings(path: Path, options: ReadOptions = ReadOptions()) -> tuple[Recording, ...]:
    """All recordings found at `path`: a file, an archive or a folder.

    Warns
    -----
    RefusedFileWarning
        Once for each file that was refused while others were read; it names the file and the reason.

    Raises
    ------
    ReadError
        Nothing could be read; the error is that of the first file, with the others' as its notes.
    """
    recordings: list[Recording] = []
    refused: list[ReadError] = []
    for source in find_sources(path):
        try:
            if isinstance(source, ReadError):
                raise source
            recordings.extend(read_source(source, options))
        except ReadError as error:
            refused.append(error)
    warned = [RefusedFileWarning(error) for error in refused]
    if refused and not recordings:
        for warning in warned[1:]:
            refused[0].add_note(str(warning))
        raise refused[0]
    for warning in warned:
        warnings.warn(warning, stacklevel=2)
    return tuple(recordings)
