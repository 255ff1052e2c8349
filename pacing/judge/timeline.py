"""A cleaned heart rate as an unbroken timeline, on which every moment is either known or unknown.

Single odd values of an optical sensor are taken out by a running median; how far one reading may be off, and how much
of what is unknown falls into pauses of the timer, is known beside it.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.cleaned import Cleaned, SampleState
from pacing.model.recording import Marker, MarkerKind, Sensor
from pacing.reference import (
    LIMIT_OPTICAL_MEDIAN_S,
    READING_ERROR_OPTICAL_BPM,
    READING_ERROR_STRAP_BPM,
    SAMPLING_SPARSE_S,
)

REACH = int(LIMIT_OPTICAL_MEDIAN_S.value) // 2
"""Rows on either side of the middle one: five seconds in all."""
BLOCK_ROWS = 32_768
"""Rows smoothed at a time, so that all that is needed stays in the processor's cache."""


@dataclass(frozen=True, slots=True, eq=False)
class Smoothed:
    """Smoothed values [bpm] with the least and the most they could be had every second been recorded."""

    bpm: FloatArray
    low_bpm: FloatArray
    high_bpm: FloatArray


def median_of_five(start_s: FloatArray, bpm: FloatArray) -> Smoothed:
    """The median of the five seconds around each row; unknown rows stay unknown.

    A row that lies more than 2 s away, or is NaN, is a second nobody recorded: the median is that of the others, its
    bounds those with such seconds taken as very low and as very high. At the session's ends the end row is repeated.

    Parameters
    ----------
    start_s, bpm
        Shape (n,): where the rows begin [s], increasing, and their values [bpm].

    Examples
    --------
    >>> median_of_five(np.arange(5.0), np.array([90.0, 91.0, 180.0, 92.0, 93.0])).bpm.tolist()
    [90.0, 91.0, 92.0, 93.0, 93.0]
    """
    count = bpm.size
    if count == 0:
        return Smoothed(bpm, bpm, bpm)
    values = np.concatenate((np.repeat(bpm[0], REACH), bpm, np.repeat(bpm[-1], REACH)))
    steps = np.arange(1.0, REACH + 1.0)
    times = np.concatenate((start_s[0] - steps[::-1], start_s, start_s[-1] + steps))
    result = np.empty((3, count))
    for first in range(0, count, BLOCK_ROWS):
        rows = slice(first, min(first + BLOCK_ROWS, count))
        around = slice(first, rows.stop + 2 * REACH)
        result[:, rows] = _smooth_block(times[around], values[around])
    return Smoothed(result[0], result[1], result[2])


def _smooth_block(times: FloatArray, values: FloatArray) -> FloatArray:
    """The median, its least and its most, shape (3, k), of k + 4 rows: the first and last two are only looked at."""
    count = values.size - 2 * REACH
    middle_s, middle_bpm = times[REACH : REACH + count], values[REACH : REACH + count]
    near = [
        np.where(np.abs(times[shift : shift + count] - middle_s) <= REACH, values[shift : shift + count], np.nan)
        for shift in range(2 * REACH + 1)
    ]
    median = _middle(near)
    result = np.array([median, median, median])
    holes = np.isnan(sum(near[1:], start=near[0]))
    if holes.any():
        part = np.array([value[holes] for value in near])
        result[0, holes] = _median_of_known(part)
        result[1, holes] = _middle(list(np.where(np.isnan(part), -np.inf, part)))
        result[2, holes] = _middle(list(np.where(np.isnan(part), np.inf, part)))
        result[:, np.isnan(middle_bpm)] = np.nan
    return result


def _middle(five: list[FloatArray]) -> FloatArray:
    """The third largest of five values, element by element (a network of comparisons: no sorting)."""
    a, b, c, d, e = five
    lower = np.maximum(np.minimum(a, b), np.minimum(c, d))
    upper = np.minimum(np.maximum(a, b), np.maximum(c, d))
    middle: FloatArray = np.maximum(np.minimum(lower, upper), np.minimum(np.maximum(lower, upper), e))
    return middle


def _median_of_known(columns: FloatArray) -> FloatArray:
    """The median of the known values of each column, shape (5, k); NaN where none is known."""
    ordered = np.sort(columns, axis=0)
    count = np.isfinite(columns).sum(axis=0)
    index = np.arange(columns.shape[1])
    lower, upper = np.maximum(count - 1, 0) // 2, count // 2
    median: FloatArray = (ordered[lower, index] + ordered[upper, index]) / 2
    return median


SECOND_S = 1.0
"""How long a sample of the cleaned heart rate stands [s]."""

IndexArray: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Gaps:
    """Unrecorded stretches, shape (m,) each: rows [first, end) of a timeline, when each begins and its length [s]."""

    first: IndexArray
    end: IndexArray
    start_s: FloatArray
    length_s: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """A session from its first to its last moment, as rows that touch: row i is [start_s[i], stop_s[i]).

    `bpm`: what the row is judged by [bpm], NaN = unknown. `low_bpm` and `high_bpm`: the least and the most it could be
    had everything been recorded: they differ from `bpm` only where smoothing reached into a gap, and between samples
    that lie far apart, where it may have been as low or as high as either neighbour. `known`: whether the row was
    recorded. `sampling_s`: how far apart the device's own samples lie [s].
    """

    start_s: FloatArray
    stop_s: FloatArray
    bpm: FloatArray
    low_bpm: FloatArray
    high_bpm: FloatArray
    known: BoolArray
    sampling_s: float

    @property
    def duration_s(self) -> float:
        """The session's length [s]."""
        return float(self.stop_s[-1] - self.start_s[0]) if self.start_s.size else 0.0

    @property
    def unknown_s(self) -> float:
        """Seconds nobody recorded [s]."""
        unknown = ~self.known
        return float((self.stop_s[unknown] - self.start_s[unknown]).sum())

    @property
    def is_sparse(self) -> bool:
        """Whether the device's samples lie so far apart that seconds cannot be separated."""
        return _is_sparse(self.sampling_s)

    def gaps(self) -> Gaps:
        """The stretches nobody recorded, in order."""
        edges = np.flatnonzero(np.diff(self.known, prepend=True, append=True))
        firsts, ends = edges[::2], edges[1::2]
        start_s = self.start_s[firsts]
        return Gaps(firsts, ends, start_s, self.stop_s[ends - 1] - start_s)

    def only(self, rows: IndexArray) -> "Timeline":
        """Some of the rows, in order; they need not touch."""
        return Timeline(
            self.start_s[rows],
            self.stop_s[rows],
            self.bpm[rows],
            self.low_bpm[rows],
            self.high_bpm[rows],
            self.known[rows],
            self.sampling_s,
        )

    def between(self, start_s: float, stop_s: float) -> "Timeline":
        """The part of the timeline within [start_s, stop_s); rows that reach over an end are cut there."""
        first = int(np.searchsorted(self.stop_s, start_s, side="right"))
        last = int(np.searchsorted(self.start_s, stop_s, side="left"))
        part = slice(first, max(first, last))
        return Timeline(
            np.maximum(self.start_s[part], start_s),
            np.minimum(self.stop_s[part], stop_s),
            self.bpm[part],
            self.low_bpm[part],
            self.high_bpm[part],
            self.known[part],
            self.sampling_s,
        )


def timeline_of(
    time_s: FloatArray,
    bpm: FloatArray,
    duration_s: float,
    sampling_s: float,
    sensor: Sensor,
    measured: BoolArray | None = None,
) -> Timeline:
    """The timeline of a heart rate on whole seconds.

    Parameters
    ----------
    time_s, bpm
        Shape (n,), [s since start] and [bpm]; NaN = unknown. Each sample stands for the second that begins at its time;
        a step over 1 s is time nobody recorded.
    duration_s
        The whole span of the recording [s]; what lies before the first and after the last sample is unknown.
    sampling_s
        Spacing of the device's own samples [s], NaN when nobody knows.
    sensor
        Optical heart rate is smoothed with a running median of five seconds, unless its samples lie far apart.
    measured
        Shape (n,): in which of these seconds the device itself wrote a value (None: in all with one).

    Examples
    --------
    >>> import numpy as np
    >>> found = timeline_of(np.array([0.0, 1.0, 5.0]), np.array([90.0, 91.0, 95.0]), 8.0, 1.0, Sensor.STRAP)
    >>> found.start_s.tolist(), found.stop_s.tolist()
    ([0.0, 1.0, 2.0, 5.0, 6.0], [1.0, 2.0, 5.0, 6.0, 8.0])
    >>> found.duration_s, found.unknown_s
    (8.0, 5.0)
    """
    if time_s.size == 0:
        time_s, bpm, measured = np.zeros(int(duration_s > 0)), np.full(int(duration_s > 0), np.nan), None
    if time_s.size == 0:
        return Timeline(bpm, bpm, bpm, bpm, bpm, np.isfinite(bpm), sampling_s)
    around = Smoothed(bpm, bpm, bpm)
    if _is_sparse(sampling_s) and measured is not None:
        around = _between_samples(bpm, measured)
    start_s = time_s
    stop_s = time_s + SECOND_S
    np.minimum(stop_s[:-1], time_s[1:], out=stop_s[:-1])
    first_s, last_s = min(0.0, float(start_s[0])), max(duration_s, float(stop_s[-1]))
    apart = (start_s[1:] > stop_s[:-1], [last_s > stop_s[-1]])
    holes = np.flatnonzero(np.concatenate(([start_s[0] > first_s], *apart)))
    if holes.size:
        hole_start_s = np.where(holes > 0, stop_s[holes - 1], first_s)
        hole_stop_s = np.where(holes < start_s.size, start_s[np.minimum(holes, start_s.size - 1)], last_s)
        start_s, stop_s = np.insert(start_s, holes, hole_start_s), np.insert(stop_s, holes, hole_stop_s)
        filled = (np.insert(values, holes, np.nan) for values in (around.bpm, around.low_bpm, around.high_bpm))
        around = Smoothed(*filled)
    if sensor is Sensor.OPTICAL and not _is_sparse(sampling_s):
        around = median_of_five(start_s, around.bpm)
    known = np.isfinite(around.bpm)
    return Timeline(start_s, stop_s, around.bpm, around.low_bpm, around.high_bpm, known, sampling_s)


def _is_sparse(sampling_s: float) -> bool:
    """A spacing nobody knows (NaN) counts as wide."""
    return not sampling_s <= SAMPLING_SPARSE_S.value


def timeline_from(cleaned: Cleaned, duration_s: float, sensor: Sensor) -> Timeline:
    """The timeline of a cleaned recording that spans `duration_s` [s].

    Parameters
    ----------
    cleaned
        The cleaned recording: heart rate on whole seconds with the state of each.
    duration_s
        Length of the session [s].
    sensor
        The kind of sensor.

    Returns
    -------
    Timeline
    """
    heart_rate = cleaned.heart_rate
    measured = cleaned.state == SampleState.MEASURED
    return timeline_of(heart_rate.time_s, heart_rate.bpm, duration_s, cleaned.sampling_s, sensor, measured)


def _between_samples(bpm: FloatArray, measured: BoolArray) -> Smoothed:
    """Heart rate with the lower and the higher of the samples before and after each second as its bounds [bpm]."""
    samples = np.flatnonzero(measured)
    if not samples.size:
        return Smoothed(bpm, bpm, bpm)
    values = bpm[samples]  # between two samples their bounds are the same: worked out once for each pair
    counts = np.diff(samples, prepend=0, append=bpm.size)
    lower = np.fmin(np.insert(values, 0, values[0]), np.append(values, values[-1]))
    higher = np.fmax(np.insert(values, 0, values[0]), np.append(values, values[-1]))
    low, high = np.repeat(lower, counts), np.repeat(higher, counts)
    np.fmin(bpm, low, out=low)
    np.fmax(bpm, high, out=high)
    low[samples] = high[samples] = values
    unknown = np.isnan(bpm)
    low[unknown] = high[unknown] = np.nan
    return Smoothed(bpm, low, high)


def paused_unrecorded_s(timeline: Timeline, markers: tuple[Marker, ...]) -> float:
    """Seconds nobody recorded because the timer was halted [s]; a pause lasts until the timer goes on, or the end.

    Parameters
    ----------
    timeline
        Heart rate over time, with what was not recorded.
    markers
        Marks of the recording in order of time.

    Returns
    -------
    float
        [s].

    Examples
    --------
    >>> from pacing.judge.timeline import timeline_of
    >>> from pacing.model.recording import Sensor
    >>> line = timeline_of(np.array([0.0, 1.0, 10.0]), np.array([90.0, 91.0, 95.0]), 11.0, 1.0, Sensor.STRAP)
    >>> pause, resume = Marker(4.0, MarkerKind.PAUSE), Marker(10.0, MarkerKind.RESUME)
    >>> paused_unrecorded_s(line, (pause, resume))
    6.0
    """
    unknown = ~timeline.known
    if not unknown.any():
        return 0.0
    start_s, stop_s = timeline.start_s[unknown], timeline.stop_s[unknown]
    overlaps = (
        np.clip(np.minimum(stop_s, until_s) - np.maximum(start_s, from_s), 0.0, None).sum()
        for from_s, until_s in _pauses(markers, float(timeline.stop_s[-1]))
    )
    return float(sum(overlaps))


def _pauses(markers: tuple[Marker, ...], end_s: float) -> list[tuple[float, float]]:
    """The pauses in order; a second halt inside a pause changes nothing."""
    pauses, halted_s = [], None
    for marker in sorted(markers, key=lambda marker: marker.time_s):
        if marker.kind is MarkerKind.PAUSE and halted_s is None:
            halted_s = marker.time_s
        elif marker.kind is MarkerKind.RESUME and halted_s is not None:
            pauses.append((halted_s, marker.time_s))
            halted_s = None
    return pauses if halted_s is None else [*pauses, (halted_s, end_s)]


def reading_error_bpm(sensor: Sensor) -> float:
    """How far a reading may be off [bpm]; a sensor the file does not name is taken as an optical one.

    Parameters
    ----------
    sensor
        The kind of sensor.

    Returns
    -------
    float
        [bpm].

    Examples
    --------
    >>> reading_error_bpm(Sensor.STRAP) < reading_error_bpm(Sensor.UNKNOWN)
    True
    """
    return READING_ERROR_STRAP_BPM.value if sensor is Sensor.STRAP else READING_ERROR_OPTICAL_BPM.value
