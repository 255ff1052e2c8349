"""Polar .hrm: sections in brackets; Interval=238 means RR intervals, otherwise heart rate every so many seconds."""

import re
from itertools import pairwise

import numpy as np

from pacing.errors import DamagedFileError, NoHeartRateError, UnitError
from pacing.model.arrays import FloatArray
from pacing.model.recording import Marker, MarkerKind, Recording, RecordingKind, Sensor
from pacing.read.assembly.beat_check import chained
from pacing.read.assembly.channel_units import MODEL_UNIT, conversion
from pacing.read.assembly.draft import NamedSeries, RecordingBuilder, recording_of
from pacing.read.assembly.local_time import place_local
from pacing.read.assembly.series import EMPTY, Series
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile, recognised_text
from pacing.read.text.instants import day_second
from pacing.read.text.numbers import plain_number
from pacing.read.text.years import date_remarks

RR_INTERVAL = 238
SECONDS = frozenset({1, 2, 5, 15, 30, 60, 120, 240, 480})
LONGEST_FILE = 1 << 26  # design: a .hrm of a whole day is under 1 MB
LAP_LINES = 5
_TIME = re.compile(r"(\d{1,2}):(\d{2}):(\d{2}(?:\.\d+)?)")


def _matches(head: FileHead) -> bool:
    return head.text_start.casefold() == "[params]"


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    sections = _sections(source)
    params = dict(_pair(line) for line in sections.get("params", []) if "=" in line)
    rows, junk = _rows(sections.get("hrdata", []))
    if not rows.size:
        raise NoHeartRateError(
            source.name, "The file's heart-rate section is empty.", hint="Transfer the session from the watch again."
        )
    interval = _whole(params.get("interval", ""))
    placed = place_local(np.array([_start(params)]), options.time_zone)
    known = bool(np.isfinite(placed.second[0]))
    heart_rate, beats = EMPTY, EMPTY
    channels: tuple[NamedSeries, ...] = ()
    remarks = list(placed.remarks)
    if interval == RR_INTERVAL:
        checked = chained(rows[:, 0])
        laid = checked.placed
        beats = laid.beats
        remarks.extend(checked.remarks)
        if laid.dropped:
            remarks.append(
                f"RR intervals left out (zero, negative or no interval): {laid.dropped}; there is a gap instead."
            )
    elif interval in SECONDS:
        time_s = np.arange(rows.shape[0], dtype=np.float64) * interval
        heart_rate = Series(time_s, rows[:, 0])
        channels = _channels(params, rows, time_s)
    else:
        raise UnitError(
            source.name,
            f"The file does not say what its numbers are (Interval={params.get('interval', '')!s:.10}).",
            hint="Export the session again from the Polar program.",
        )
    shift = float(placed.second[0]) if known else 0.0
    draft = RecordingBuilder(
        source=source,
        reader="hrm",
        heart_rate=Series(heart_rate.time_s + shift, heart_rate.value),
        beats=Series(beats.time_s + shift, beats.value),
        channels=[NamedSeries(c.name, c.unit, Series(c.series.time_s + shift, c.series.value)) for c in channels],
        markers=_laps(sections.get("inttimes", []), shift),
        origin=placed.origin,
        clock=placed.clock,
        kind=RecordingKind.BEATS if interval == RR_INTERVAL else None,
        device="Polar",
        sensor=Sensor.STRAP,
        remarks=(*remarks, *date_remarks(params.get("date", ""))),
        damage=f"Lines of the heart-rate section that could not be read, left out: {junk}." if junk else None,
    )
    return (recording_of(draft),)


def _sections(source: SourceFile) -> dict[str, list[str]]:
    with source.open_bytes() as stream:
        data = stream.read(LONGEST_FILE + 1)
    if len(data) > LONGEST_FILE:
        raise DamagedFileError(source.name, "The file is far too long for a .hrm.", hint="Transfer the session again.")
    text = recognised_text(data)
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("[") and line.endswith("]"):
            lines = sections.setdefault(line[1:-1].casefold(), [])
        elif line:
            lines.append(line)
    return sections


def _pair(line: str) -> tuple[str, str]:
    key, _, value = line.partition("=")
    return key.strip().casefold(), value.strip()


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _rows(lines: list[str]) -> tuple[FloatArray, int]:
    """The numbers of the heart-rate section, one row a line as wide as the first, and how many lines are none."""
    rows: list[list[float]] = []
    junk = 0
    for line in lines:
        row = [plain_number(cell) for cell in line.split()]
        if (rows and len(row) < len(rows[0])) or not np.isfinite(row).all():
            junk += 1
            continue
        rows.append(row[: len(rows[0])] if rows else row)
    return np.array(rows, dtype=np.float64).reshape(len(rows), -1) if rows else np.zeros((0, 1)), junk


def _start(params: dict[str, str]) -> float:
    """Local clock at the start in seconds since 1970, NaN when the file does not tell."""
    date, clock = params.get("date", ""), _TIME.match(params.get("starttime", ""))
    if len(date) != 8 or clock is None:
        return np.nan
    return day_second(date) + _seconds(clock)


def _seconds(clock: re.Match[str]) -> float:
    return int(clock[1]) * 3600.0 + int(clock[2]) * 60.0 + float(clock[3])


def _channels(params: dict[str, str], rows: FloatArray, time_s: FloatArray) -> tuple[NamedSeries, ...]:
    """Columns after the heart rate, in the order in which SMode switches them on: speed, cadence, altitude, power."""
    mode = params.get("smode", "")
    if len(mode) < 8 or not set(mode) <= {"0", "1"}:
        return ()
    imperial = mode[7] == "1"
    units = ("0.1 mph", "", "ft", "W") if imperial else ("0.1 km/h", "", "m", "W")
    wanted = zip(("speed", "cadence", "altitude", "power"), mode, units, strict=False)
    result = []
    index = 1
    for name, on, unit in wanted:
        factors = conversion(name, unit)
        if on == "1" and index < rows.shape[1] and factors is not None:
            result.append(NamedSeries(name, MODEL_UNIT[name], Series(time_s, rows[:, index] * factors[0])))
        index += on == "1"
    return tuple(result)


def _laps(lines: list[str], shift: float) -> tuple[Marker, ...]:
    """Where laps begin: the file gives where each ends, in the first of every five lines."""
    ends = [result for line in lines[::LAP_LINES] if (result := _TIME.match(line))]
    times = [0.0, *(_seconds(end) for end in ends)]
    if len(times) <= 2 or any(b <= a for a, b in pairwise(times)):
        return ()
    return tuple(Marker(shift + t, MarkerKind.LAP) for t in times[:-1])


READER = Reader(title="Polar .hrm (heart rate or RR intervals)", matches=_matches, read=_read)
