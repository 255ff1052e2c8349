"""A table's signals to recordings: one for each person and source, with units decided and the clock placed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from pacing.errors import DamagedFileError, UnitError
from pacing.model.arrays import FloatArray
from pacing.model.recording import Recording
from pacing.read.assembly.beat_check import chained, more_than_the_clock, sum_over_clock
from pacing.read.assembly.channel_units import MODEL_UNIT, conversion
from pacing.read.assembly.draft import NamedSeries, RecordingBuilder, recording_of, with_heart_rate
from pacing.read.assembly.local_time import later, place_instants, place_local
from pacing.read.assembly.rr_intervals import (
    LARGEST_COUNT,
    BeatTimes,
    RrUnit,
    between,
    place,
    stated_unit,
    steps_of_times,
    unit_from_clock,
    unit_from_heart_rate,
    unit_from_values,
)
from pacing.read.assembly.series import EMPTY, Series, usual_step_s
from pacing.read.reader import ReadOptions
from pacing.read.source import SourceFile
from pacing.read.table.clock import ClockPlan, decide_clock
from pacing.read.table.dialect import ClockKind, CsvDialect, Stamps
from pacing.read.table.extra_columns import with_extra_columns
from pacing.read.table.layout import Layout, sport_above
from pacing.read.table.row_values import DelimitedTable, Owner, read_table
from pacing.read.table.table_checks import impossible_date, require_readable, require_series
from pacing.read.text.rows import split_rows
from pacing.read.text.timestamps import DAY_S, parse_clock, unwrap_midnight
from pacing.read.text.years import DATE_LEFT_OUT

OTHER_SESSION = "Left out, because the time starts again and the file does not say which session they belong to"
RESTART_S = 60.0  # design: elapsed time that falls by more, back to its first value, starts anew


@dataclass(frozen=True, slots=True, eq=False)
class _Job:
    source: SourceFile
    options: ReadOptions
    layout: Layout
    dialect: CsvDialect
    plan: ClockPlan
    table: DelimitedTable
    reader: str


@dataclass(frozen=True, slots=True)
class _Zero:
    """Second 0 of a table's axis: its instant, or its local clock where the zone is unknown, and what is to be said."""

    origin: datetime | None = None
    clock: datetime | None = None
    remarks: tuple[str, ...] = ()


def read_recordings_of(
    source: SourceFile, options: ReadOptions, layout: Layout, dialect: CsvDialect, reader: str
) -> tuple[Recording, ...]:
    """All recordings of one table.

    Parameters
    ----------
    source
        The file: its name and its bytes, which can be opened again.
    options
        What the person said about how to read it: dialect, decoder, time zone.
    layout
        Where the table stands in the file.
    dialect
        What its columns are.
    reader
        The reader's id.

    Returns
    -------
    One recording for each person, source and restart of the clock.

    Raises
    ------
    NoHeartRateError, UnitError, DamagedFileError
        The table has none, or what it holds is unclear.
    """
    dialect = with_extra_columns(dialect, layout)
    plan = decide_clock(source, layout, dialect)
    table = read_table(source, layout, dialect, plan, _every_s(source, layout, dialect))
    require_readable(source, layout, plan, table)
    job = _Job(source, options, layout, dialect, plan, table, reader)
    drafts = with_heart_rate(_drafts(job))
    require_series(source, plan, drafts)
    return tuple(recording_of(replace(draft, place=number)) for number, draft in enumerate(drafts))


def _drafts(job: _Job) -> Iterator[RecordingBuilder]:
    people = sorted(set(job.table.labels.values())) or [0]
    remarks: tuple[str, ...] = ()
    if len(people) > 1:
        remarks = (f"The table has {len(people)} people or sources; each is a recording of its own.",)
    joined = {name: samples.joined() for name, samples in job.table.signals.items()}
    for who in people:
        signals = {name: _of(parts, who) for name, parts in joined.items()}
        for number, part in enumerate(_sessions(job, signals)):
            restarted = (
                () if number == 0 else ("The time in the table starts again here; this is a recording of its own.",)
            )
            lost = sorted((set(signals) & set(MODEL_UNIT)) - set(part))
            beside = (f"{OTHER_SESSION}: {', '.join(lost).replace('_', ' ')}.",) if lost else ()
            yield _draft(job, part, remarks + restarted + beside)


def _of(joined: tuple[FloatArray, Owner, FloatArray], who: int) -> Series:
    time_s, owner, value = joined
    if isinstance(owner, int):
        return Series(time_s, value) if owner == who else EMPTY
    mine = owner == who
    return Series(time_s, value) if mine.all() else Series(time_s[mine], value[mine])


def _sessions(job: _Job, signals: dict[str, Series]) -> Iterator[dict[str, Series]]:
    """Where elapsed time starts again from its beginning, another session begins: the two are never interleaved."""
    main = signals.get("heart_rate", signals.get("rr", EMPTY))
    if job.plan.clock.kind not in (ClockKind.NUMBER, ClockKind.SPAN) or main.size < 2:
        yield signals
        return
    first = float(main.time_s[0])
    falls = np.flatnonzero((np.diff(main.time_s) < -RESTART_S) & (main.time_s[1:] <= first + 1.0)) + 1
    if not falls.size or set(signals) - {"heart_rate", "rr"}:
        # channels of several sessions cannot be kept apart by their own times; keep to one when there is no fall
        signals = {k: v for k, v in signals.items() if k in ("heart_rate", "rr")} if falls.size else signals
    if not falls.size or any(s.size not in (0, main.size) for s in signals.values()):  # an empty column is none
        yield signals
        return
    for start, stop in zip([0, *falls.tolist()], [*falls.tolist(), main.size], strict=True):
        yield {name: Series(s.time_s[start:stop], s.value[start:stop]) for name, s in signals.items()}


def _draft(job: _Job, signals: dict[str, Series], session_remarks: tuple[str, ...]) -> RecordingBuilder:
    remarks = list(job.dialect.remarks + job.plan.remarks + session_remarks)
    signals, zero = _placed(job, signals)
    remarks.extend(zero.remarks)
    heart_rate = signals.get("heart_rate", EMPTY)
    if not (heart_rate.value > 0).any():
        heart_rate = signals.get("heart_rate_else", heart_rate)
    heart_rate = _confident(heart_rate, signals.get("confidence", EMPTY), remarks)
    beats = EMPTY
    rr = signals.get("rr", EMPTY)
    if signals.get("beat", EMPTY).size:
        placed = between(signals["beat"].value, signals.get("beat_other", EMPTY).value)
        beats = placed.beats
        remarks.extend(_beat_remarks(placed))
    if rr.size:
        placed, unit = _beats(job, rr, heart_rate)
        beats = placed.beats
        remarks.extend(filter(None, (unit.remark, *_beat_remarks(placed))))
    damage = _damage(job.table, remarks)
    return RecordingBuilder(
        source=job.source,
        reader=job.reader,
        heart_rate=heart_rate,
        beats=beats,
        channels=tuple(_channels(job, signals)),
        origin=zero.origin,
        clock=zero.clock,
        kind=job.dialect.kind,
        sport=job.dialect.sport or sport_above(job.layout.above),
        device=job.dialect.device,
        sensor=job.dialect.sensor,
        remarks=tuple(remarks),
        damage=damage,
        averaged_s=usual_step_s(heart_rate.time_s) if job.dialect.means else None,
        own_times=True,
    )


def _confident(heart_rate: Series, confidence: Series, remarks: list[str]) -> Series:
    """Heart rate without the values in which the device itself has no confidence, where it has some in others."""
    none = confidence.value == 0
    if not none.any() or not (confidence.value > 0).any():
        return heart_rate
    doubtful = np.isin(heart_rate.time_s, confidence.time_s[none]) & (heart_rate.value > 0)
    remarks.append(f"Heart rates in which the device itself has no confidence, left out: {int(doubtful.sum())}.")
    return Series(heart_rate.time_s, np.where(doubtful, np.nan, heart_rate.value))


def _damage(table: DelimitedTable, remarks: list[str]) -> str | None:
    inner = table.left_out - table.tail
    if table.tail:
        remarks.append(f"Lines after the table's last row, no part of it, left out: {table.tail}.")
    damages = []
    if inner:
        damages.append(f"{inner} of {table.rows} rows could not be read and were left out.")
    if table.broken_off:
        damages.append("The table breaks off: after its last row no line ends for over 8 MiB.")
    return " ".join(damages) or None


def _placed(job: _Job, signals: dict[str, Series]) -> tuple[dict[str, Series], _Zero]:
    """All signals on one even axis, and what is known of its zero."""
    clock, zone = job.plan.clock, job.options.time_zone
    if clock.kind is ClockKind.EPOCH or (
        clock.kind is ClockKind.CALENDAR and (job.table.offset_s is not None or clock.utc)
    ):
        placed = place_instants(np.zeros(0), job.table.offset_s, zone)
        return signals, _Zero(placed.origin, None, placed.remarks)
    if clock.kind is not ClockKind.CALENDAR:
        return signals, _start_above(job)
    zero = _Zero()
    even: dict[str, Series] = {}
    for name, series in signals.items():
        dated = bool((series.time_s >= 2 * DAY_S).any())
        second = series.time_s if dated else unwrap_midnight(series.time_s)
        placed = place_local(second, None if job.plan.start_unsure else zone, dated=dated)
        even[name] = Series(placed.second, series.value)
        if name in ("heart_rate", "rr"):
            zero = _Zero(zero.origin or placed.origin, zero.clock or placed.clock, zero.remarks or placed.remarks)
    if zero.clock is None and zero.origin is None and impossible_date(job.layout, job.plan):
        return even, _Zero(remarks=(DATE_LEFT_OUT,))
    return even, _Zero() if job.plan.start_unsure else zero


def _start_above(job: _Job) -> _Zero:
    """The start that stands above the table, as an instant where the zone is known."""
    pattern = job.dialect.start
    result = re.search(pattern, "\n".join(job.layout.above), re.MULTILINE) if pattern else None
    if result is None:
        return _Zero()
    groups = result.groupdict()
    if groups.get("epoch"):
        placed = place_instants(np.zeros(0), None, job.options.time_zone)
        origin = placed.origin
        at = None if origin is None else later(origin, float(groups["epoch"]))
        return _Zero(at, None, placed.remarks)
    stamp = groups.get("stamp") or f"{groups['date']} {groups['clock']}"
    readings = parse_clock(split_rows(stamp.encode() + b"\n", "\x1f").cells(0), job.dialect.clock.order)
    if not np.isfinite(readings.second).all() or not readings.dated.all():
        return _Zero()
    placed = place_local(readings.second, job.options.time_zone)
    passed = float(placed.second[0])
    return _Zero(
        None if placed.origin is None else later(placed.origin, passed),
        None if placed.clock is None else placed.clock + timedelta(seconds=passed),
        placed.remarks,
    )


def _every_s(source: SourceFile, layout: Layout, dialect: CsvDialect) -> float:
    """Seconds between samples where no times are written."""
    if dialect.clock.kind is not ClockKind.SAMPLING:
        return 1.0
    if dialect.every_s is not None:
        return dialect.every_s
    result = re.search(dialect.start, "\n".join(layout.above), re.MULTILINE)
    rate = float(result["rate"]) if result else 0.0
    if not 0 < rate < 1000:
        raise UnitError(
            source.name, "The file does not say how often it samples.", hint="Export it again from the app."
        )
    return 1.0 / rate


def _beats(job: _Job, rr: Series, heart_rate: Series) -> tuple[BeatTimes, RrUnit]:
    steps = steps_of_times(rr.value) if np.isfinite(rr.value).all() else None
    if steps is not None:  # times of beats under a name that promises intervals
        rr = Series(rr.time_s[1:], steps)
    column = job.dialect.column("rr") or next((c for c in job.dialect.types.values() if c.signal == "rr"), None)
    unit = stated_unit(column.unit) if column else None
    timed = np.isfinite(rr.time_s).all()
    if unit is None and timed:
        unit = unit_from_clock(rr.value, rr.time_s)
    if unit is None and timed and heart_rate.size:
        unit = unit_from_heart_rate(rr.value, np.interp(rr.time_s, heart_rate.time_s, heart_rate.value))
    if unit is None:
        unit = unit_from_values(job.source.name, rr.value, called_rr="the header")
    rr_ms = np.where(np.abs(rr.value) < LARGEST_COUNT, rr.value, np.nan) * unit.to_ms
    if not timed:
        checked = chained(rr_ms)
        return checked.placed, RrUnit(unit.to_ms, " ".join(filter(None, (unit.remark, *checked.remarks))))
    why = more_than_the_clock(sum_over_clock(rr_ms / 1000.0, rr.time_s))
    if why is not None:
        raise DamagedFileError(
            job.source.name, why, hint="Export the recording again; bring its heart rate, if the app has only that."
        )
    exact = False if job.dialect.stamps is Stamps.ARRIVAL else None
    return place(rr.time_s, rr_ms, exact=exact), unit


def _beat_remarks(placed: BeatTimes) -> Iterator[str]:
    if placed.gaps:
        yield f"Gaps in the RR intervals, where beats were lost: {placed.gaps}; they were kept as gaps."
    if placed.dropped:
        yield f"RR intervals left out (zero, negative, or no interval): {placed.dropped}."


def _channels(job: _Job, signals: dict[str, Series]) -> Iterator[NamedSeries]:
    for column in job.dialect.columns:
        series = signals.get(column.signal)
        if column.signal not in MODEL_UNIT or series is None or not series.size:
            continue
        factors = conversion(column.signal, column.unit)
        if factors is not None and np.isfinite(series.time_s).all():
            yield NamedSeries(
                column.signal, MODEL_UNIT[column.signal], Series(series.time_s, series.value * factors[0] + factors[1])
            )
