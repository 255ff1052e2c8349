"""Beat intervals of Suunto and Firstbeat (`.sdf`): some lines KEY=value, then one interval [ms] a line.

Two layouts are about: eight lines of header with `STARTTIME=01.06.2026 10:00.00`, and sections in brackets with `Date=`
and `Time=` before `[DATA]`.
"""

import re

import numpy as np

from pacing.errors import DamagedFileError, NoHeartRateError
from pacing.model.recording import Recording, RecordingKind, Sensor
from pacing.read.assembly.beat_check import chained
from pacing.read.assembly.draft import RecordingBuilder, recording_of
from pacing.read.assembly.local_time import place_local
from pacing.read.assembly.rr_intervals import unit_from_values
from pacing.read.assembly.series import Series
from pacing.read.reader import Reader, ReadOptions
from pacing.read.source import FileHead, SourceFile, recognised_text
from pacing.read.text.instants import day_second

MOST_HEADER_LINES = 60  # design: exports have about ten
FEWEST_INTERVALS = 2
LEAST_READABLE = 0.6  # design: share of the lines below the header that must be numbers
_PAIR = re.compile(r"^\s*([A-Za-z][\w ]*?)\s*=\s*(.*?)\s*$")
_SECTION = re.compile(r"^\s*\[([\w ]+)\]\s*$")
_NUMBER = re.compile(r"^\s*\d{2,5}(?:[.,]\d+)?\s*$")
_MOMENT = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s+(\d{1,2})[:.](\d{2})[:.](\d{2}))?$")
_CLOCK = re.compile(r"^(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?$")


def _split(lines: list[str]) -> tuple[dict[str, str], list[str], int] | None:
    """The header's pairs by their names in lower case, its sections, and the first line below; None = no such file."""
    pairs: dict[str, str] = {}
    sections: list[str] = []
    for number, line in enumerate(lines[: MOST_HEADER_LINES + 1]):
        pair, section = _PAIR.match(line), _SECTION.match(line)
        if pair is not None:
            pairs[pair[1].casefold().replace(" ", "")] = pair[2]
        elif section is not None:
            sections.append(section[1].casefold())
        elif _NUMBER.match(line):
            return pairs, sections, number
        elif line.strip():
            return None
    return None


def _matches(head: FileHead) -> bool:
    result = _split(list(head.lines))
    if result is None:
        return False
    pairs, sections, first = result
    below = [line for line in head.lines[first:] if line.strip()]
    dated = "starttime" in pairs or ("data" in sections and "date" in pairs)
    numbers = sum(bool(_NUMBER.match(line)) for line in below)
    return dated and "hrdata" not in sections and "params" not in sections and numbers >= LEAST_READABLE * len(below)


def _read(source: SourceFile, options: ReadOptions) -> tuple[Recording, ...]:
    lines = recognised_text(source.read_bytes()).splitlines()
    result = _split(lines)
    if result is None:
        raise DamagedFileError(source.name, "The header of this file is broken.", hint="Export the file again.")
    pairs, _, first = result
    written = [line.strip().replace(",", ".") for line in lines[first:] if line.strip()]
    numbers = np.array([float(line) if _NUMBER.match(line) else np.nan for line in written])
    known = numbers[np.isfinite(numbers)]
    if known.size < FEWEST_INTERVALS:
        raise NoHeartRateError(source.name, "The file holds no beat intervals.", hint="Was the strap connected?")
    unit = unit_from_values(source.name, known, called_rr="the file's kind")
    began_s = _began_s(pairs)
    checked = chained(numbers * unit.to_ms, 0.0 if np.isnan(began_s) else began_s)
    beats = checked.placed.beats
    placed = place_local(beats.time_s, options.time_zone, dated=bool(np.isfinite(began_s)))
    junk = int(np.isnan(numbers).sum())
    draft = RecordingBuilder(
        source=source,
        reader="sdf",
        beats=Series(placed.second, beats.value),
        origin=placed.origin,
        clock=placed.clock,
        kind=RecordingKind.BEATS,
        device=_device(pairs),
        sensor=Sensor.STRAP,
        remarks=tuple(
            filter(
                None,
                (
                    *placed.remarks,
                    unit.remark,
                    *checked.remarks,
                    "The beats were laid one after the other from the start.",
                ),
            )
        ),
        damage=f"Lines that were no numbers: {junk}; a gap stands in their place." if junk else None,
    )
    return (recording_of(draft),)


def _began_s(pairs: dict[str, str]) -> float:
    """The local clock of the start [s since 1970]; NaN where none is written."""
    result = _MOMENT.match(pairs.get("starttime") or pairs.get("date", ""))
    if result is None:
        return np.nan
    clock = _CLOCK.match(pairs.get("time", "")) if result[4] is None else None
    hours, minutes, seconds = (result[4], result[5], result[6]) if clock is None else clock.groups()
    day_s = day_second(f"{result[3]}-{int(result[2]):02d}-{int(result[1]):02d}")
    return day_s + int(hours or 0) * 3600.0 + int(minutes or 0) * 60.0 + int(seconds or 0)


def _device(pairs: dict[str, str]) -> str | None:
    """A product's name; never the name of the person, which stands under NAME."""
    text = pairs.get("device", "")
    return text if re.fullmatch(r"[A-Za-z][\w -]{1,30}", text) else None


READER = Reader(title="Beat intervals of Suunto and Firstbeat (.sdf)", matches=_matches, read=_read)
