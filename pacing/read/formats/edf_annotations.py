"""EDF+ annotations of beats (electrocardiograms of laboratories): texts with their times, beside the signals.

A header of 256 bytes and 256 a signal, then records of equal length; the signal called `EDF Annotations` holds, in each
record, lists of `onset [0x15 length] 0x14 text 0x14 ... 0x00`, the first of which only keeps the record's time. Signals
themselves are not read: finding beats in them is another program's work. Only texts that name a beat end an interval.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

import numpy as np

from pacing.errors import DamagedFileError, NoHeartRateError
from pacing.model.recording import Recording, RecordingKind, Sensor
from pacing.read.assembly.draft import RecordingBuilder, recording_of
from pacing.read.assembly.local_time import EPOCH, place_local
from pacing.read.assembly.rr_intervals import between
from pacing.read.assembly.series import Series
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile

VERSION = b"0       "
HEADER_BYTES = 256
ANNOTATIONS = b"EDF Annotations "
MOST_SIGNALS = 4096  # design: of a hospital's amplifier at most some hundred
LONGEST_RECORD = 1 << 26  # design: 64 MiB; the standard says 60 kB
SAMPLE_BYTES = 2
NAMES_OF_BEATS = frozenset(
    {"qrs", "beat", "normal beat", "heart beat", "heartbeat", "r-peak", "r peak", "rpeak", "r-wave", "ecg beat", "rr"}
)
LETTERS_OF_BEATS = frozenset("NLRaVFJASEj/QB?enfr")  # as PhysioNet writes them; R is also what many call any beat
CENTURY_TURNS = 85  # by the standard: 85 to 99 are of the last century
_LIST = re.compile(rb"([+-]\d+(?:\.\d*)?)(?:\x15\d+(?:\.\d*)?)?((?:\x14[^\x14\x00]*)+)\x14\x00")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the annotations stand: bytes before the records, bytes of one, and (start, length) of each list in it."""

    header_bytes: int
    record_bytes: int
    parts: tuple[tuple[int, int], ...]
    began: datetime | None


def _matches(head: FileHead) -> bool:
    return head.data.startswith(VERSION) and head.data[192:196] == b"EDF+"


def _layout(name: str, stream: BinaryIO) -> _Layout:
    fixed = stream.read(HEADER_BYTES)
    try:
        signals = int(fixed[252:256])
        header_bytes = int(fixed[184:192])
    except ValueError as error:
        raise _damaged(name) from error
    if not (0 < signals <= MOST_SIGNALS and header_bytes == HEADER_BYTES * (signals + 1)):
        raise _damaged(name)
    each = stream.read(HEADER_BYTES * signals)
    labels = [each[16 * n : 16 * n + 16] for n in range(signals)]
    counts_at = signals * (16 + 80 + 8 + 8 + 8 + 8 + 8 + 80)
    try:
        counts = [int(each[counts_at + 8 * n : counts_at + 8 * n + 8]) for n in range(signals)]
    except ValueError as error:
        raise _damaged(name) from error
    starts = np.concatenate(([0], np.cumsum(counts))) * SAMPLE_BYTES
    if min(counts) < 0 or not 0 < starts[-1] <= LONGEST_RECORD:
        raise _damaged(name)
    parts = tuple((int(starts[n]), counts[n] * SAMPLE_BYTES) for n, label in enumerate(labels) if label == ANNOTATIONS)
    return _Layout(header_bytes, int(starts[-1]), parts, _began(fixed[168:176], fixed[176:184]))


def _began(day: bytes, clock: bytes) -> datetime | None:
    """`01.06.26` and `10.00.00`, day first, by the laboratory's clock."""
    result = re.fullmatch(rb"(\d\d).(\d\d).(\d\d)\|(\d\d).(\d\d).(\d\d)", day + b"|" + clock)
    if result is None:
        return None
    numbers = [int(group) for group in result.groups()]
    year = numbers[2] + (1900 if numbers[2] >= CENTURY_TURNS else 2000)
    try:
        hour, minute, second = numbers[3:]
        return datetime(year, numbers[1], numbers[0], hour, minute, second)  # noqa: DTZ001 - the file tells no zone
    except ValueError:
        return None


def _damaged(name: str) -> DamagedFileError:
    return DamagedFileError(name, "The header of this EDF file is broken.", hint="Export or copy the file again.")


def _texts(source: SourceFile) -> tuple[_Layout, list[tuple[float, str]], bool]:
    """The layout, every annotation as (seconds, text), and whether the last record is whole."""
    result: list[tuple[float, str]] = []
    with source.open_bytes() as stream:
        layout = _layout(source.name, stream)
        while record := stream.read(layout.record_bytes):
            if len(record) < layout.record_bytes:
                return layout, result, False
            for start, length in layout.parts:
                for onset, texts in _LIST.findall(record[start : start + length]):
                    result += [
                        (float(onset), text.decode("utf-8", errors="replace").strip())
                        for text in texts.split(b"\x14")
                        if text.strip()
                    ]
    return layout, result, True


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    layout, texts, whole = _texts(source)
    beats_s = np.array(sorted({at for at, text in texts if _is_beat(text)}))
    beats = between(beats_s, np.zeros(0)).beats
    if not beats.size:
        kinds = sorted({text for _, text in texts})
        held = f"its notes are {', '.join(kinds[:3])}" if kinds else "it holds no notes"
        raise NoHeartRateError(
            source.name,
            f"This EDF+ file marks no beats ({held}).",
            hint="Let the maker's program mark the beats (QRS) in it, or export RR intervals.",
        )
    began = layout.began
    origin_s = 0.0 if began is None else (began.replace(tzinfo=EPOCH.tzinfo) - EPOCH).total_seconds()
    placed = place_local(beats.time_s + origin_s, options.time_zone, dated=began is not None)
    others = sum(not _is_beat(text) for _, text in texts)
    draft = RecordingBuilder(
        source=source,
        reader="edf_annotations",
        beats=Series(placed.second, beats.value),
        origin=placed.origin,
        clock=placed.clock,
        kind=RecordingKind.BEATS,
        device="electrocardiogram",
        sensor=Sensor.STRAP,
        remarks=(*placed.remarks, *((f"Notes that name no beat, passed over: {others}.",) if others else ())),
        damage=None if whole else "The file breaks off; the records before that were read.",
    )
    return (recording_of(draft),)


def _is_beat(text: str) -> bool:
    return text in LETTERS_OF_BEATS or text.casefold() in NAMES_OF_BEATS


READER = Reader(title="EDF+ with marked beats", matches=_matches, read=_read, binary=True)
