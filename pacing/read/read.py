"""From a path, or one file, to recordings, by the one reader that recognises it."""

import re
import warnings
from dataclasses import replace
from pathlib import Path

import pacing.read.formats
from pacing.errors import (
    AmbiguousFormatError,
    DamagedFileError,
    NoHeartRateError,
    ReadError,
    RefusedFileWarning,
    UnknownFormatError,
)
from pacing.internal_errors import NEVER_SET_ASIDE
from pacing.model.daily import DailyValue
from pacing.model.recording import Channel, Recording, Source
from pacing.plural import plural
from pacing.printable import printable
from pacing.read.archive import find_sources
from pacing.read.budget import Budget, Spending, require_samples, require_sessions
from pacing.read.reader import Reader, ReadOptions
from pacing.read.recognised import known_kind
from pacing.read.source import FileHead, SourceFile
from pacing.registry import collect, load, plugin_names


def with_printable_words(recording: Recording) -> Recording:
    """The recording with every word of its file printable.

    Parameters
    ----------
    recording
        The recording as it was read.

    Returns
    -------
    Recording
    """
    source = recording.source
    return replace(
        recording,
        sport=_or_none(recording.sport),
        source=_source(source),
        markers=tuple(replace(marker, label=printable(marker.label)) for marker in recording.markers),
        channels=tuple(_channel(channel) for channel in recording.channels),
    )


def _or_none(text: str | None) -> str | None:
    return None if text is None else printable(text)


def _source(source: Source) -> Source:
    return replace(
        source,
        file_name=printable(source.file_name),
        device=_or_none(source.device),
        remarks=tuple(map(printable, source.remarks)),
        damage=_or_none(source.damage),
    )


def _channel(channel: Channel) -> Channel:
    if channel.name.isprintable() and channel.unit.isprintable():
        return channel
    return replace(channel, name=printable(channel.name), unit=printable(channel.unit))


_MENTIONED = re.compile(
    r"heart[ _-]?rates?|hr_\w+|\bhr\b|\bbpm\b|beats per minute|\bpulse\b|herzfrequenz|r-?r[ _-]?intervals?"
    r"|\brr\b|\bibi\b",
    re.IGNORECASE,
)


def readers() -> dict[str, Reader]:
    """All readers by their id."""
    return dict(collect(pacing.read.formats, "READER", Reader))


def choose_reader(head: FileHead) -> tuple[str, Reader]:
    """Id and reader of the one format that recognises `head`.

    Parameters
    ----------
    head
        The beginning of a file: name, first bytes, first lines.

    Returns
    -------
    Id and reader.

    Raises
    ------
    UnknownFormatError
        No reader recognises it.
    AmbiguousFormatError
        Two or more do.
    """
    if not head.data:
        raise UnknownFormatError(
            head.name, "The file is empty.", hint="Export it again from the watch or app; nothing was written into it."
        )
    signed = _signed(head)
    if signed is not None:
        return signed
    asked = [(name, reader) for name, reader in readers().items() if head.is_text or reader.binary]
    result = [(name, reader) for name, reader in asked if not reader.last and reader.matches(head)]
    result = result or [(name, reader) for name, reader in asked if reader.last and reader.matches(head)]
    if not result:
        raise _unknown(head)
    if len(result) > 1:
        names = " and ".join(name for name, _ in result)
        raise AmbiguousFormatError(
            head.name,
            f"The file looks like {names} at once.",
            hint="Say which with --dialect, or export it differently.",
        )
    return result[0]


def _signed(head: FileHead) -> tuple[str, Reader] | None:
    """The format that the file is called as, where its first bytes are the signature of that format."""
    name = head.suffix.removeprefix(".")
    if name not in plugin_names(pacing.read.formats):
        return None
    try:
        reader = load(pacing.read.formats, name, "READER", Reader)
    except NEVER_SET_ASIDE:
        raise
    except Exception:  # noqa: BLE001 - it is named when all are asked
        return None
    return (name, reader) if reader.signed is not None and reader.signed(head) else None


def _unknown(head: FileHead) -> UnknownFormatError:
    """The error for a file that no reader claims: what it seems to be, and what to do."""
    kind = known_kind(head)
    if kind is not None:
        return UnknownFormatError(head.name, f"This is {kind.what}, which cannot be read.", hint=kind.hint)
    from pacing.read.table.no_series import why_no_series  # noqa: PLC0415 - knows all tables; only refused files wait

    why = why_no_series(head)
    if why is not None:
        return UnknownFormatError(head.name, why[0], hint=why[1])
    mentioned = next((result for line in head.lines if (result := _MENTIONED.search(line)) is not None), None)
    return UnknownFormatError(
        head.name,
        "No column or line of this text names heart rate or beat intervals."
        if mentioned is None
        else f'The text mentions "{mentioned.group().strip()}", but its layout is not known: no column beside times is '
        "called so.",
        hint="`pacing formats` lists what can be read; a table needs a line of names such as time_s,heart_rate_bpm.",
    )


def read_source(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    """All recordings of one file or member of an archive, in the file's order.

    Parameters
    ----------
    source
        The file: its name and its bytes, which can be opened again.
    options
        What the person said about how to read it: dialect, decoder, time zone.

    Returns
    -------
    The recordings, in the file's order.

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
        recordings = reader.read(source, options)
        require_sessions(source.name, source.budget, source.size, len(recordings))
        sizes = [one.heart_rate.time_s.size + (0 if one.beats is None else one.beats.time_s.size) for one in recordings]
        require_samples(source.name, source.budget, [sum(sizes)])
        recordings = _courses(source.name, recordings)
        return tuple(with_printable_words(recording) for recording in recordings)
    except OSError as error:
        raise DamagedFileError(
            source.name, "The file could not be read to its end.", hint="Is the disk or the archive in order?"
        ) from error


def _courses(name: str, recordings: tuple[Recording, ...]) -> tuple[Recording, ...]:
    """The recordings that hold a course of heart rate or beats; a value alone is none, and is named where others stay.

    Raises
    ------
    NoHeartRateError
        None of them does.
    """
    courses = [one for one in recordings if not _is_single_value(one)]
    if recordings and not courses:
        raise NoHeartRateError(
            name,
            "The file holds a single heart rate, not its course.",
            hint="Export the session or the day itself, best as .fit: a value alone says nothing about a limit.",
        )
    alone = len(recordings) - len(courses)
    if alone:
        source = courses[0].source
        remark = plural(
            alone,
            "1 recording that holds a single heart rate was left out.",
            "{} recordings that hold a single heart rate each were left out.",
        )
        courses[0] = replace(courses[0], source=replace(source, remarks=(*source.remarks, remark)))
    return tuple(courses)


def _is_single_value(recording: Recording) -> bool:
    """Whether all that a recording holds of the heart is one value, or values of one moment."""
    rates = recording.heart_rate
    known = rates.bpm > 0
    beats = 0 if recording.beats is None else recording.beats.rr_ms.size
    if beats > 1 or not known.any():
        return beats <= 1
    first, last = int(known.argmax()), known.size - 1 - int(known[::-1].argmax())
    return bool(rates.time_s[first] == rates.time_s[last])


def read_daily(source: SourceFile, options: ReadOptions) -> tuple[DailyValue, ...]:
    """Values of whole days and nights that one file, or member of an archive, holds.

    Parameters
    ----------
    source
        The file.
    options
        How to read it; the time zone says to which day an instant belongs where the file does not.

    Returns
    -------
    tuple of DailyValue
        In order of day; empty where the format never holds any.

    Raises
    ------
    ReadError
        The file cannot be read; the error names it, says why, and what to do.
    """
    try:
        _, reader = choose_reader(source.head)
        result = () if reader.daily is None else reader.daily(source, options)
        return tuple(replace(one, source=printable(one.source), method=printable(one.method)) for one in result)
    except OSError as error:
        raise DamagedFileError(
            source.name, "The file could not be read to its end.", hint="Is the disk or the archive in order?"
        ) from error


def read_recordings(path: Path, options: ReadOptions = ReadOptions()) -> tuple[Recording, ...]:
    """All recordings found at `path`: a file, an archive or a folder.

    Parameters
    ----------
    path
        A file, an archive or a folder.
    options
        What the person said about how to read it: dialect, decoder, time zone.

    Returns
    -------
    The recordings of all files, in order of names.

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
    for source in find_sources(path, Spending(Budget(options.budget))):
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
