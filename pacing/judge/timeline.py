"""A cleaned heart rate as an unbroken timeline, on which every moment is either known or unknown.

How far one reading may be off, and how much of what is unknown falls into pauses of the timer, is known beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from pacing.judge.running_median import Smoothed, median_of_five
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.recording import Marker, MarkerKind, Sensor
from pacing.reference import (
    READING_ERROR_OPTICAL_BPM,
    READING_ERROR_STRAP_BPM,
    SAMPLING_SPARSE_S,
)

PIECE_ROWS = 1 << 17
"""Rows held against a limit at a time: a day and a half by the second."""

SECOND_S = 1.0
"""How long a sample of the cleaned heart rate stands [s]."""

IndexArray: TypeAlias = npt.NDArray[np.int64]


class Gaps(NamedTuple):
    """Stretches nobody recorded, in order: when each begins and ends [s], shape (m,) each."""

    start_s: FloatArray
    stop_s: FloatArray

    @property
    def length_s(self) -> FloatArray:
        """How long each lasts [s]."""
        return self.stop_s - self.start_s

    def cover(self, start_s: float, stop_s: float) -> bool:
        """Whether nothing was recorded in [start_s, stop_s)."""
        gap = int(np.searchsorted(self.start_s, start_s, side="right")) - 1
        return gap >= 0 and float(self.stop_s[gap]) >= stop_s

    def shorter(self, than_s: float) -> "Gaps":
        """Those that are shorter [s]."""
        short = self.length_s < than_s
        return Gaps(self.start_s[short], self.stop_s[short])


@dataclass(frozen=True, slots=True, eq=False)
class BetweenSamples:
    """What rows between samples that lie far apart may have been: as low, or as high, as either neighbour.

    `rows`: the rows with a sample, shape (k,), and `bpm`: what it is [bpm]. `lower`, `higher`: the lower and the higher
    of each two neighbours [bpm], shape (k + 1,); what lies before the first and after the last has one neighbour.
    """

    rows: IndexArray
    bpm: FloatArray
    lower: FloatArray
    higher: FloatArray

    def low_bpm(self, bpm: FloatArray) -> FloatArray:
        """The least that each row, of which `bpm` is known, may have been [bpm]; shape as `bpm`, NaN where it is."""
        low = np.repeat(self.lower, np.diff(self.rows, prepend=0, append=bpm.size))
        low[self.rows] = self.bpm
        return np.minimum(bpm, low, out=low)

    def high_bpm(self, bpm: FloatArray) -> FloatArray:
        """The most that each row, of which `bpm` is known, may have been [bpm]; shape as `bpm`, NaN where it is."""
        high = np.repeat(self.higher, np.diff(self.rows, prepend=0, append=bpm.size))
        high[self.rows] = self.bpm
        return np.maximum(bpm, high, out=high)

    def part(self, first: int, last: int) -> "BetweenSamples":
        """What is known of the rows [first, last)."""
        begin, end = np.searchsorted(self.rows, (first, last))
        pairs = slice(begin, end + 1)
        return BetweenSamples(self.rows[begin:end] - first, self.bpm[begin:end], self.lower[pairs], self.higher[pairs])


class AnyTimeline(Protocol):
    """What is asked of a session from its first to its last moment, be it an hour or a year."""

    @property
    def end_s(self) -> float:
        """When it ends [s]."""

    @property
    def duration_s(self) -> float:
        """Its length [s]."""

    @property
    def sampling_s(self) -> float:
        """How far apart the device's own samples lie [s]."""

    @property
    def is_sparse(self) -> bool:
        """Whether the device's samples lie so far apart that seconds cannot be separated."""

    @property
    def nothing_open(self) -> bool:
        """Whether every row was recorded and is what it is judged by, whatever was not recorded around it."""

    def gaps(self) -> Gaps:
        """The stretches nobody recorded, in order."""

    def pieces(self, beyond_s: float = 0.0) -> Iterator[tuple["Timeline", int]]:
        """All of it, piece by piece; each with `beyond_s` [s] of the next, and how many rows are its own."""

    def between(self, start_s: float, stop_s: float) -> "Timeline":
        """The part of it within [start_s, stop_s)."""


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """A session from its first to its last moment, as rows that touch: each lasts until the next one begins.

    `end_s`: when the last row ends [s]. `bpm`: what the row is judged by [bpm], NaN = unknown. `bounds`: the least and
    the most it could be had everything been recorded: they differ from `bpm` only where smoothing reached into a gap,
    and between samples that lie far apart; None: they are `bpm` itself. `known`: whether the row was recorded.
    `sampling_s`: how far apart the device's own samples lie [s]. What follows from these is worked out when it is asked
    for and not kept: a year has 31 million rows.
    """

    start_s: FloatArray
    end_s: float
    bpm: FloatArray
    bounds: BetweenSamples | Smoothed | None
    known: BoolArray
    sampling_s: float

    @property
    def stop_s(self) -> FloatArray:
        """When each row ends [s]; shape (n,)."""
        return np.append(self.start_s[1:], self.end_s) if self.start_s.size else self.start_s

    @property
    def low_bpm(self) -> FloatArray:
        """The least each row could be [bpm], NaN = unknown; shape (n,)."""
        if isinstance(self.bounds, BetweenSamples):
            return self.bounds.low_bpm(self.bpm)
        return self.bpm if self.bounds is None else self.bounds.low_bpm

    @property
    def high_bpm(self) -> FloatArray:
        """The most each row could be [bpm], NaN = unknown; shape (n,)."""
        if isinstance(self.bounds, BetweenSamples):
            return self.bounds.high_bpm(self.bpm)
        return self.bpm if self.bounds is None else self.bounds.high_bpm

    @property
    def duration_s(self) -> float:
        """The session's length [s]."""
        return float(self.end_s - self.start_s[0]) if self.start_s.size else 0.0

    @property
    def unknown_s(self) -> float:
        """Seconds nobody recorded [s]."""
        return self.seconds(~self.known)

    @property
    def is_sparse(self) -> bool:
        """Whether the device's samples lie so far apart that seconds cannot be separated."""
        return is_sparse(self.sampling_s)

    @property
    def nothing_open(self) -> bool:
        """Whether every row was recorded and is what it is judged by, whatever was not recorded around it."""
        bounds = self.bounds
        if isinstance(bounds, Smoothed) and not (
            np.array_equal(bounds.low_bpm, bounds.bpm) and np.array_equal(bounds.high_bpm, bounds.bpm)
        ):
            return False
        return not isinstance(bounds, BetweenSamples) and bool(self.known.all())

    def ends_s(self, rows: IndexArray) -> FloatArray:
        """When some of the rows end [s]; shape as `rows`."""
        last = self.start_s.size - 1
        ends: FloatArray = np.where(rows < last, self.start_s[np.minimum(rows + 1, last)], self.end_s)
        return ends

    def lengths_s(self, rows: IndexArray) -> FloatArray:
        """How long some of the rows last [s]; shape as `rows`."""
        lengths: FloatArray = self.ends_s(rows) - self.start_s[rows] if rows.size else np.empty(0)
        return lengths

    def seconds(self, members: BoolArray) -> float:
        """How long some of the rows last together [s]; `members` of shape (n,)."""
        edges = np.flatnonzero(members[1:] != members[:-1]) + 1
        ends_s = self.start_s[edges]
        if members.size and members[0]:
            ends_s = np.concatenate((self.start_s[:1], ends_s))
        if ends_s.size % 2:
            ends_s = np.append(ends_s, self.end_s)
        return float((ends_s[1::2] - ends_s[::2]).sum())

    def first_ending_after(self, moments_s: FloatArray) -> IndexArray:
        """The first row that ends after each moment [s]; their number where there is none."""
        within = np.maximum(np.searchsorted(self.start_s, moments_s, side="right") - 1, 0)
        rows: IndexArray = np.where(moments_s < self.end_s, within, self.start_s.size)
        return rows

    def gaps(self) -> Gaps:
        """The stretches nobody recorded, in order."""
        edges = np.flatnonzero(np.diff(self.known, prepend=True, append=True))
        if not edges.size:
            return Gaps(np.empty(0), np.empty(0))
        return Gaps(self.start_s[edges[::2]], self.ends_s(edges[1::2] - 1))

    def between(self, start_s: float, stop_s: float) -> "Timeline":
        """The part of the timeline within [start_s, stop_s); rows that reach over an end are cut there."""
        first = int(self.first_ending_after(np.array([start_s]))[0])
        part = self.rows(first, max(int(np.searchsorted(self.start_s, stop_s, side="left")), first))
        return replace(part, start_s=np.maximum(part.start_s, start_s), end_s=min(part.end_s, stop_s))

    def with_bounds(self) -> "Timeline":
        """The same with its bounds worked out once: for a part that is held against a limit several times."""
        return replace(self, bounds=Smoothed(self.bpm, self.low_bpm, self.high_bpm))

    def rows(self, first: int, last: int) -> "Timeline":
        """The rows [first, last)."""
        part, bounds = slice(first, last), self.bounds
        if isinstance(bounds, BetweenSamples):
            bounds = bounds.part(first, last)
        elif bounds is not None:
            bounds = Smoothed(bounds.bpm[part], bounds.low_bpm[part], bounds.high_bpm[part])
        end_s = float(self.start_s[last]) if last < self.start_s.size else self.end_s
        return Timeline(self.start_s[part], end_s, self.bpm[part], bounds, self.known[part], self.sampling_s)

    def pieces(self, beyond_s: float = 0.0) -> Iterator[tuple["Timeline", int]]:
        """All rows, so many at a time that what is worked out of them costs little memory; one empty piece of none.

        Each goes on into the next for `beyond_s` [s]; how many of its rows are its own stands beside it.
        """
        if self.start_s.size <= PIECE_ROWS:
            yield self, self.start_s.size
            return
        for first in range(0, self.start_s.size, PIECE_ROWS):
            last = reach = min(first + PIECE_ROWS, self.start_s.size)
            if beyond_s > 0.0 and last < self.start_s.size:
                reach = int(np.searchsorted(self.start_s, self.start_s[last] + beyond_s, side="left"))
            yield self.rows(first, reach), last - first


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
        return Timeline(bpm, 0.0, bpm, None, np.isfinite(bpm), sampling_s)
    bounds = _between_samples(bpm, measured) if is_sparse(sampling_s) and measured is not None else None
    first_s, end_s = min(0.0, float(time_s[0])), max(duration_s, float(time_s[-1]) + SECOND_S)
    return touching(time_s, bpm, (first_s, end_s), bounds, sampling_s, smoothed=sensor is Sensor.OPTICAL)


def touching(
    time_s: FloatArray,
    bpm: FloatArray,
    span_s: tuple[float, float],
    bounds: BetweenSamples | None,
    sampling_s: float,
    *,
    smoothed: bool,
) -> Timeline:
    """A timeline of seconds: a row more for what lies between two that do not touch, and at either end of `span_s` [s].

    Parameters
    ----------
    time_s, bpm
        Shape (n,), n >= 1: seconds [s] and their heart rate [bpm], NaN = unknown.
    span_s
        From when to when the timeline goes [s].
    bounds
        What lies between samples that are far apart.
    sampling_s
        How far apart the device's own samples lie [s].
    smoothed
        By a running median of five seconds, unless samples lie far apart.

    Returns
    -------
    Timeline
    """
    start_s, (first_s, end_s), last_stop_s = time_s, span_s, float(time_s[-1]) + SECOND_S
    apart = [
        first + 1 + np.flatnonzero(np.diff(start_s[first : first + PIECE_ROWS + 1]) > SECOND_S)
        for first in range(0, start_s.size, PIECE_ROWS)
    ]
    before, after = [0] * int(start_s[0] > first_s), [start_s.size] * int(end_s > last_stop_s)
    holes = np.concatenate((before, *apart, after)).astype(np.intp)
    if holes.size:
        hole_start_s = np.where(holes > 0, start_s[holes - 1] + SECOND_S, first_s)
        start_s, bpm = np.insert(start_s, holes, hole_start_s), np.insert(bpm, holes, np.nan)
        if bounds is not None:
            bounds = replace(bounds, rows=bounds.rows + np.searchsorted(holes, bounds.rows, side="right"))
    if smoothed and not is_sparse(sampling_s):
        median = median_of_five(start_s, bpm)
        return Timeline(start_s, end_s, median.bpm, median, np.isfinite(median.bpm), sampling_s)
    return Timeline(start_s, end_s, bpm, bounds, np.isfinite(bpm), sampling_s)


def is_sparse(sampling_s: float) -> bool:
    """Whether samples so far apart [s] cannot tell one second from the next; a spacing nobody knows (NaN) counts so."""
    return not sampling_s <= SAMPLING_SPARSE_S.value


def _between_samples(bpm: FloatArray, measured: BoolArray) -> BetweenSamples | None:
    """The bounds of what lies between the samples, worked out once for each pair of neighbours; None without any."""
    rows = np.flatnonzero(measured)
    if not rows.size:
        return None
    values = bpm[rows]
    before, after = np.insert(values, 0, values[0]), np.append(values, values[-1])
    return BetweenSamples(rows, values, np.fmin(before, after), np.fmax(before, after))


def paused_unrecorded_s(timeline: AnyTimeline, markers: tuple[Marker, ...]) -> float:
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
    gaps = timeline.gaps()
    start_s, stop_s = gaps.start_s, gaps.stop_s
    overlaps = (
        np.clip(np.minimum(stop_s, until_s) - np.maximum(start_s, from_s), 0.0, None).sum()
        for from_s, until_s in _pauses(markers, timeline.end_s)
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
