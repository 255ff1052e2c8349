"""Series on any time axis to a `Recording`: time 0 is the first sample or beat, every assumption is a remark."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from pacing.errors import NoHeartRateError
from pacing.model.arrays import FloatArray
from pacing.model.recording import (
    PIECE_ROWS,
    Beats,
    Channel,
    HeartRate,
    Marker,
    Recording,
    RecordingKind,
    Sensor,
    Source,
)
from pacing.read.assembly.derived_movement import cadence_of_one_foot, derived_movement
from pacing.read.assembly.local_time import later
from pacing.read.assembly.series import EMPTY, Series, apart_from_the_rest, at_possible_times, ordered, placeable
from pacing.read.source import SourceFile
from pacing.read.text.years import DATE_LEFT_OUT, WRITTEN_FIRST_YEAR, WRITTEN_LAST_YEAR

DAY_STEP_S = 29.0  # design: samples this far apart come from all-day wear
DAY_LENGTH_S = 12 * 3600.0  # design: longer recordings are days
LONG_LENGTH_S = 5 * 3600.0  # design: so long without any sign of movement, sport or laps is a day, too
DENSE_STEP_S = 10.0  # design: all-day wear writes such samples only while an activity is recorded
FEWEST_OF_A_KIND = 3
MOVEMENT = frozenset({"speed", "power", "cadence", "distance", "steps"})
SPARSE_LENGTH_S = 2 * 3600.0  # design: sparse samples over longer than this are of a day
LARGEST_VALUE = 1e12  # design: a channel's value beyond it, in whatever unit, is damage
MILLISECONDS = 1000.0
DECIMALS = 6


@dataclass(frozen=True, slots=True, eq=False)
class NamedSeries:
    """A channel before its times are shifted."""

    name: str
    unit: str
    series: Series


@dataclass(frozen=True, slots=True, eq=False)
class RecordingBuilder:
    """What a file holds, on the file's own time axis [s].

    `beats`: placed (time of the beat that ends the interval, RR in ms), strictly increasing. `origin`: the instant of
    second 0 of the axis, with its zone, or None. `clock`: the local clock at second 0, where only the zone is unknown.
    `averaged_s`, `zone_known`: as in `Recording`. `own_times`: nobody else has the array of the heart rate's times, so
    that they are shifted where they are.
    """

    source: SourceFile
    reader: str
    heart_rate: Series = EMPTY
    beats: Series = EMPTY
    channels: Sequence[NamedSeries] = ()
    markers: Sequence[Marker] = ()
    origin: datetime | None = None
    clock: datetime | None = None
    kind: RecordingKind | None = None
    sport: str | None = None
    device: str | None = None
    sensor: Sensor = Sensor.UNKNOWN
    remarks: tuple[str, ...] = ()
    damage: str | None = None
    place: int = 0
    averaged_s: float | None = None
    zone_known: bool = True
    own_times: bool = False


def has_heart_rate(draft: RecordingBuilder) -> bool:
    """Whether there is at least one heart rate above zero or one beat, at a possible time.

    Parameters
    ----------
    draft
        A recording under construction.

    Returns
    -------
    bool
    """
    return draft.beats.size > 0 or _heart_rates(draft.heart_rate, 1) == 1


def with_heart_rate(drafts: Iterable[RecordingBuilder]) -> list[RecordingBuilder]:
    """The drafts that hold heart rate or beats.

    Parameters
    ----------
    drafts
        What a file holds, one for each recording.

    Returns
    -------
    Those that hold heart rate or beats, in the same order.
    """
    return [draft for draft in drafts if has_heart_rate(draft)]


def is_single_value(draft: RecordingBuilder) -> bool:
    """Whether a draft holds one heart rate and nothing else: a value, not its course.

    Parameters
    ----------
    draft
        A recording under construction.

    Returns
    -------
    bool
    """
    return not draft.beats.size and _heart_rates(draft.heart_rate, 2) <= 1


def _heart_rates(series: Series, most: int) -> int:
    """How many heart rates above zero stand at a possible time, counted no further than `most`."""
    count = 0
    for first in range(0, series.size, PIECE_ROWS):
        piece = slice(first, first + PIECE_ROWS)
        count += int(np.count_nonzero((series.value[piece] > 0) & placeable(series.time_s[piece])))
        if count >= most:
            return most
    return count


def recording_of(draft: RecordingBuilder) -> Recording:
    """The recording a draft describes.

    Parameters
    ----------
    draft
        What a file holds, on its own time axis [s].

    Returns
    -------
    The recording: times in s from its first sample or beat.

    Raises
    ------
    NoHeartRateError
        Neither a heart rate above zero nor a beat stands in it.
    """
    if not has_heart_rate(draft):
        raise NoHeartRateError(
            draft.source.name,
            "The file can be read but has no heart rate in it.",
            hint="Was the strap or sensor connected? Export the session again with heart rate, or use another file.",
        )
    draft, left_out = _near_the_rest(draft)
    zero = _first_moment(draft)
    heart_rate, dropped, moved = ordered(_shifted(draft.heart_rate, zero, own=draft.own_times))
    beats = _rising(_shifted(draft.beats, zero))
    start, clock_start = _began(draft, zero)
    remarks = [*draft.remarks, *left_out]
    if start is None and clock_start is None and (draft.origin or draft.clock):
        remarks.append(DATE_LEFT_OUT)
    if moved:
        remarks.append("The rows were not in order of time; they were sorted.")
    if dropped:
        remarks.append(f"Samples with the same time as another one: {dropped}; the first of each was kept.")
    derived = derived_movement({item.name: item.series for item in draft.channels})
    remarks.extend(item.remark for item in derived)
    made = {item.name for item in derived}
    written = [item for item in draft.channels if item.name not in made]
    for index, item in enumerate(written):
        if item.name == "cadence":
            series, remark = cadence_of_one_foot(item.series, draft.sport)
            written[index] = NamedSeries(item.name, item.unit, series)
            remarks.extend(() if remark is None else (remark,))
    named = [NamedSeries(item.name, item.unit, item.series) for item in derived]
    channels = tuple(_channel(item, zero) for item in (*written, *named))
    markers = tuple(replace(m, time_s=m.time_s - zero) for m in draft.markers)
    ends = [float(s.time_s[-1]) for s in (heart_rate, beats) if s.size]
    ends += [float(c.time_s[-1]) for c in channels if c.time_s.size]
    ends += [m.time_s for m in markers if np.isfinite(m.time_s)]
    return Recording(
        kind=_kind(draft, heart_rate, beats, channels),
        heart_rate=HeartRate(_handed_over(heart_rate.time_s), _handed_over(heart_rate.value)),
        beats=Beats(beats.time_s, beats.value) if beats.size else None,
        channels=channels,
        markers=markers,
        start=start,
        duration_s=max(0.0, *ends),
        sport=draft.sport,
        source=Source(
            file_name=draft.source.name,
            sha256=draft.source.sha256,
            reader=draft.reader,
            device=draft.device,
            sensor=draft.sensor,
            remarks=tuple(dict.fromkeys(remarks)),
            damage=draft.damage,
            place=draft.place,
        ),
        clock_start=clock_start,
        averaged_s=draft.averaged_s,
        zone_known=draft.zone_known,
    )


def _near_the_rest(draft: RecordingBuilder) -> tuple[RecordingBuilder, tuple[str, ...]]:
    """The draft without heart rates dated a year and more from nearly all others."""
    apart = apart_from_the_rest(draft.heart_rate.time_s)
    if not apart.any():
        return draft, ()
    near = Series(draft.heart_rate.time_s[~apart], draft.heart_rate.value[~apart])
    remark = f"Heart rates left out: {int(apart.sum())}, dated a year and more from all others; their clock was wrong."
    return replace(draft, heart_rate=near), (remark,)


def _handed_over(values: FloatArray) -> FloatArray:
    """The array, read-only from here on: the model then needs no copy of millions of samples."""
    values.flags.writeable = False
    return values


def _began(draft: RecordingBuilder, zero: float) -> tuple[datetime | None, datetime | None]:
    """The instant of time 0, or its local clock as if its zone never changed its offset; a year no device knew: none.

    Examples
    --------
    >>> noon = datetime.fromisoformat("1970-01-01T12:00+00:00")
    >>> draft = RecordingBuilder(SourceFile("walk.csv", lambda: None), "csv", origin=noon)
    >>> _began(draft, 1e9)[0].year, _began(draft, 0.0), _began(draft, 2e11)
    (2001, (None, None), (None, None))
    """
    try:
        at = None if draft.origin is None else later(draft.origin, zero)
        clock = None if draft.clock is None or at is not None else draft.clock + timedelta(seconds=zero)
    except OverflowError:
        return None, None
    began = at or clock
    return (at, clock) if began is not None and WRITTEN_FIRST_YEAR <= began.year <= WRITTEN_LAST_YEAR else (None, None)


def _channel(item: NamedSeries, zero: float) -> Channel:
    tidy, _, _ = ordered(_shifted(item.series, zero))
    sensible = np.abs(tidy.value) < LARGEST_VALUE
    return Channel(item.name, item.unit, tidy.time_s, np.where(sensible, tidy.value, np.nan))


def _first_moment(draft: RecordingBuilder) -> float:
    """The first sample, or the beginning of the first interval, on the file's own axis [s]."""
    times = at_possible_times(draft.heart_rate).time_s
    begins = [float(times.min())] if times.size else []
    if draft.beats.size:
        begins.append(float(draft.beats.time_s[0] - draft.beats.value[0] / MILLISECONDS))
    return min(begins)


def _shifted(series: Series, zero: float, *, own: bool = False) -> Series:
    """The series with its times counted from `zero`, to the microsecond (beyond it, two clocks of a file differ)."""
    possible = at_possible_times(series)
    time_s = possible.time_s if own or possible is not series else np.empty(series.size)
    for first in range(0, possible.size, PIECE_ROWS):
        piece = slice(first, first + PIECE_ROWS)
        np.round(possible.time_s[piece] - zero, DECIMALS, out=time_s[piece])
    return Series(time_s, possible.value)


def _rising(beats: Series) -> Series:
    """Beats without those that fall on the microsecond of the one before."""
    keep = np.diff(beats.time_s, prepend=-np.inf) > 0
    return beats if keep.all() else Series(beats.time_s[keep], beats.value[keep])


def _kind(draft: RecordingBuilder, heart_rate: Series, beats: Series, channels: Sequence[Channel]) -> RecordingKind:
    """What sort of recording it is: what its data say, then what its format says.

    DAY over half a day, whatever was recorded; over two hours with samples half a minute apart; and over five hours of
    which the file tells no movement, no sport and no lap: nobody exercises for so long with nothing but a heart-rate
    sensor. A format of all-day wear that holds less than two hours of dense samples is an ACTIVITY. BEATS without a
    heart-rate series.
    """
    main = heart_rate if heart_rate.size else beats
    span = float(main.time_s[-1] - main.time_s[0]) if main.size else 0.0
    moves = any(channel.name in MOVEMENT and np.isfinite(channel.value).any() for channel in channels)
    quiet = not moves and draft.sport is None and not draft.markers
    if main.size >= FEWEST_OF_A_KIND:
        if span > DAY_LENGTH_S or (span > LONG_LENGTH_S and quiet):
            return RecordingKind.DAY
        step = float(np.median(np.diff(main.time_s)))
        if heart_rate.size and span > SPARSE_LENGTH_S and step >= DAY_STEP_S:
            return RecordingKind.DAY
        if draft.kind is RecordingKind.DAY and span < SPARSE_LENGTH_S and step <= DENSE_STEP_S:
            return RecordingKind.ACTIVITY if heart_rate.size else RecordingKind.BEATS
    if draft.kind is not None:
        return draft.kind
    return RecordingKind.ACTIVITY if heart_rate.size else RecordingKind.BEATS
