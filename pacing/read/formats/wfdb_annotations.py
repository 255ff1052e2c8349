"""WFDB annotations (`.atr`, `.qrs` and others of PhysioNet): marks on the samples of an electrocardiogram.

Pairs of bytes, low one first: six bits of code, ten of samples since the mark before; codes from 59 on carry what
belongs to a mark (a long step, a number, a text), 0 with 0 ends the file. How many samples make a second, and when the
recording began, stands in the header file beside it (`.hea`), or in a note at the beginning.

Only marks of beats end an interval: marks of rhythm, noise, waves and notes are no beats, and break none.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from pacing.errors import DamagedFileError, NoHeartRateError, ReadError
from pacing.model.recording import Recording, RecordingKind, Sensor
from pacing.read.assembly.draft import RecordingBuilder, recording_of
from pacing.read.assembly.local_time import EPOCH, place_local
from pacing.read.assembly.rr_intervals import between
from pacing.read.assembly.series import Series
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile

# numbers of marks that are beats (ecgcodes of the WFDB library): normal, blocked, early, escape, paced, fused, unknown
BEATS = frozenset({*range(1, 14), 25, 30, 34, 35, 38, 41})
LAST_MARK = 49
SKIP, TEXT = 59, 63
OF_A_MARK = (60, 61, 62)  # its number, subtype and channel, which say nothing here
ANNOTATORS = frozenset(
    {
        ".atr",
        ".qrs",
        ".ecg",
        ".ann",
        ".ari",
        ".man",
        ".ref",
        ".beat",
        ".qrsc",
        ".wqrs",
        ".gqrs",
        ".sqrs",
        ".xqrs",
        ".wabp",
    }
)
FEWEST_MARKS = 4  # design: fewer pairs of bytes show no such file
LONGEST_STEP = 1 << 30
_RESOLUTION = re.compile(rb"## time resolution: (\d+(?:\.\d+)?)")
_RECORD_LINE = re.compile(
    r"^(\S+)\s+\d+\s+(\d+(?:\.\d+)?)(?:/\S+)?(?:\s+\d+(?:\s+(\d{1,2}:\d{2}:\d{2}(?:\.\d+)?))?(?:\s+(\S+))?)?"
)


@dataclass(slots=True)
class _Marks:
    """Samples of beats, samples a second where a note tells, and whether the file came to its end."""

    samples: list[int] = field(default_factory=list)
    rate_hz: float | None = None
    whole: bool = False
    others: int = 0


def _walk(data: bytes) -> _Marks | None:
    """All marks of the bytes; None where they cannot be such a file."""
    words = np.frombuffer(data[: len(data) // 2 * 2], dtype="<u2").tolist()
    result = _Marks()
    sample = index = 0
    while index < len(words):
        code, step = words[index] >> 10, words[index] & 0x3FF
        index += 1
        if code == step == 0:
            result.whole = True
            return result
        if code == SKIP:
            sample += _long_step(words[index : index + 2])
            index += 2
            if abs(sample) > LONGEST_STEP:
                return None
        elif code == TEXT:
            resolution = _RESOLUTION.match(data[index * 2 : index * 2 + step])
            result.rate_hz = float(resolution[1]) if resolution is not None else result.rate_hz
            index += (step + 1) // 2
        elif code <= LAST_MARK:
            sample += step
            result.samples += [sample] * (code in BEATS)
            result.others += code not in BEATS
        elif code not in OF_A_MARK:
            return None
    return result


def _long_step(pair: list[int]) -> int:
    """A step of 32 bits with its sign, the high half first; 0 where the file breaks off in it."""
    if len(pair) < len(("high", "low")):
        return 0
    long = (pair[0] << 16) | pair[1]
    return long - (1 << 32) if long & 0x80000000 else long


def _matches(head: FileHead) -> bool:
    if head.suffix not in ANNOTATORS or not head.data:
        return False
    result = _walk(head.data)
    return result is not None and len(result.samples) + result.others >= FEWEST_MARKS


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    result = _walk(source.read_bytes())
    if result is None:
        raise DamagedFileError(source.name, "The marks of this file break off.", hint="Download the file again.")
    rate_hz, began = _header(source)
    rate_hz = rate_hz or result.rate_hz or None
    if rate_hz is None:
        stem = source.name.rpartition("/")[2].rpartition(".")[0]
        raise NoHeartRateError(
            source.name,
            "The file counts samples of an electrocardiogram, and nothing tells how many make a second.",
            hint=f"Put {stem}.hea of the same record beside it, in one folder or archive.",
        )
    samples = np.array(result.samples, dtype=np.float64)
    beats = between(np.unique(samples) / rate_hz, np.zeros(0)).beats
    if not beats.size:
        raise NoHeartRateError(source.name, "The file marks no beats.", hint="Bring the marks of beats (.atr or .qrs).")
    origin_s = 0.0 if began is None else (began.replace(tzinfo=EPOCH.tzinfo) - EPOCH).total_seconds()
    placed = place_local(beats.time_s + origin_s, options.time_zone, dated=began is not None)
    draft = RecordingBuilder(
        source=source,
        reader="wfdb_annotations",
        beats=Series(placed.second, beats.value),
        origin=placed.origin,
        clock=placed.clock,
        kind=RecordingKind.BEATS,
        device="electrocardiogram",
        sensor=Sensor.STRAP,
        remarks=(
            *placed.remarks,
            f"Beats are marked on an electrocardiogram of {rate_hz:g} samples a second; intervals are whole samples.",
            *((f"Marks that are no beats, passed over: {result.others}.",) if result.others else ()),
        ),
        damage=None if result.whole else "The file breaks off; the marks before that were read.",
    )
    return (recording_of(draft),)


def _header(source: SourceFile) -> tuple[float | None, datetime | None]:
    """Samples a second, and the local clock of sample 0, from the header beside the file."""
    stem = source.name.rpartition("/")[2].rpartition(".")[0]
    if source.open_beside is None or not stem:
        return None, None
    try:
        with source.open_beside(f"{stem}.hea") as stream:
            text = stream.read(1 << 16).decode("utf-8", errors="replace")
    except (OSError, ReadError, KeyError):
        return None, None
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    result = _RECORD_LINE.match(lines[0]) if lines else None
    if result is None or float(result[2]) <= 0:
        return None, None
    return float(result[2]), _began(result[3], result[4])


def _began(clock: str | None, day: str | None) -> datetime | None:
    """`10:00:00` and `01/06/2026`, day first."""
    try:
        return datetime.strptime(f"{day} {(clock or '').partition('.')[0]}", "%d/%m/%Y %H:%M:%S")  # noqa: DTZ007 - no zone
    except ValueError:
        return None


READER = Reader(title="WFDB annotations of beats (.atr, .qrs of PhysioNet)", matches=_matches, read=_read, binary=True)
