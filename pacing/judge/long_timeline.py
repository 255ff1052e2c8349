"""The timeline of a session, and of days on end one whose rows are made where they are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from pacing.judge.running_median import REACH
from pacing.judge.timeline import (
    PIECE_ROWS,
    SECOND_S,
    AnyTimeline,
    BetweenSamples,
    Gaps,
    Timeline,
    is_sparse,
    timeline_of,
    touching,
)
from pacing.model.arrays import FloatArray
from pacing.model.by_second import HeartRateBySecond
from pacing.model.cleaned import Cleaned, SampleState
from pacing.model.recording import Sensor


def timeline_from(cleaned: Cleaned, duration_s: float, sensor: Sensor) -> AnyTimeline:
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
    AnyTimeline
    """
    heart_rate = cleaned.heart_rate
    if isinstance(heart_rate, HeartRateBySecond):
        return LongTimeline(heart_rate, duration_s, cleaned.sampling_s, optical=sensor is Sensor.OPTICAL)
    measured = cleaned.state == SampleState.MEASURED
    return timeline_of(heart_rate.time_s, heart_rate.bpm, duration_s, cleaned.sampling_s, sensor, measured)


@dataclass(frozen=True, slots=True, eq=False)
class LongTimeline:
    """Days on end as rows that touch, of which no more are made than are asked for: the same as those of a `Timeline`.

    `series`: heart rate on whole seconds, at least one. `length_s`: the span of the recording [s]. `sampling_s`: how
    far apart the device's own samples lie [s]. `optical`: a running median is taken, unless they lie far apart.
    """

    series: HeartRateBySecond
    length_s: float
    sampling_s: float
    optical: bool
    memory: list[Gaps] = field(default_factory=list, repr=False)

    @property
    def begin_s(self) -> float:
        """When the first row begins [s]."""
        return min(0.0, self._at(0))

    @property
    def end_s(self) -> float:
        """When the last row ends [s]."""
        return max(self.length_s, self._at(self.series.size - 1) + SECOND_S)

    @property
    def duration_s(self) -> float:
        """The session's length [s]."""
        return self.end_s - self.begin_s

    @property
    def is_sparse(self) -> bool:
        """Whether the device's samples lie so far apart that seconds cannot be separated."""
        return is_sparse(self.sampling_s)

    @property
    def nothing_open(self) -> bool:
        """Whether every row was recorded and is what it is judged by, whatever was not recorded around it."""
        return not self.is_sparse and not self.gaps().start_s.size

    def gaps(self) -> Gaps:
        """The stretches nobody recorded, in order; looked for once."""
        if not self.memory:
            self.memory.append(self._gaps())
        return self.memory[0]

    def _gaps(self) -> Gaps:
        starts, stops, before_s = [], [], self.begin_s
        for first in range(0, self.series.size, PIECE_ROWS):
            last = first + PIECE_ROWS
            known_s = self.series.times(first, last)[self.series.known(first, last)]
            if not known_s.size:
                continue
            ends_s = np.concatenate(([before_s], known_s[:-1] + SECOND_S))
            apart = known_s > ends_s
            starts.append(ends_s[apart])
            stops.append(known_s[apart])
            before_s = float(known_s[-1]) + SECOND_S
        if before_s < self.end_s:
            starts.append(np.array([before_s]))
            stops.append(np.array([self.end_s]))
        return Gaps(np.concatenate(starts), np.concatenate(stops)) if starts else Gaps(np.empty(0), np.empty(0))

    def pieces(self, beyond_s: float = 0.0) -> Iterator[tuple[Timeline, int]]:
        """All of it, piece by piece; each with `beyond_s` [s] of the next, and how many rows are its own."""
        for first in range(0, self.series.size, PIECE_ROWS):
            last = min(first + PIECE_ROWS, self.series.size)
            own_until_s = self._end_s(last)
            reach = self.series.row_at(own_until_s + beyond_s) if beyond_s > 0.0 else last
            piece = self._part(first, max(reach, last))
            yield piece, int(np.searchsorted(piece.start_s, own_until_s, side="left"))

    def between(self, start_s: float, stop_s: float) -> Timeline:
        """The part of it within [start_s, stop_s); rows that reach over an end are cut there."""
        first = max(self.series.row_at(start_s, after=True) - 1, 0)
        last = min(self.series.row_at(stop_s) + 1, self.series.size)  # with what lies before the next second
        return self._part(min(first, last - 1), last).between(start_s, stop_s)

    def _at(self, row: int) -> float:
        return float(self.series.times(row, row + 1)[0])

    def _end_s(self, last: int) -> float:
        """Where the rows made of the seconds before `last` end [s]."""
        return self.end_s if last == self.series.size else self._at(last - 1) + SECOND_S

    def _part(self, first: int, last: int) -> Timeline:
        """The rows made of the seconds [first, last), and of what lies before each of them."""
        reach = REACH if self.optical and not self.is_sparse else 0
        wide = max(first - reach, 0), min(last + reach, self.series.size)
        time_s, bpm = self.series.rows(*wide)
        begin_s = self.begin_s if wide[0] == 0 else self._end_s(wide[0])
        bounds = self._bounds(time_s, *wide) if self.is_sparse else None
        part = touching(time_s, bpm, (begin_s, self._end_s(wide[1])), bounds, self.sampling_s, smoothed=self.optical)
        if wide == (first, last):
            return part
        begin_s = self.begin_s if first == 0 else self._end_s(first)
        return part.rows(*np.searchsorted(part.start_s, (begin_s, self._end_s(last))).tolist())

    def _bounds(self, time_s: FloatArray, first: int, last: int) -> BetweenSamples:
        """What lies between samples, also between the last one before these seconds and the first one after them."""
        series = self.series
        begin, end = np.searchsorted(series.known_s, (time_s[0], time_s[-1] + SECOND_S / 2.0))
        values, most = series.known_bpm[begin:end], series.known_bpm.size - 1
        before = np.concatenate((series.known_bpm[[max(begin - 1, 0)]], values))
        after = np.concatenate((values, series.known_bpm[[min(end, most)]]))
        rows = np.flatnonzero(series.measured(first, last))
        return BetweenSamples(rows, values, np.fmin(before, after), np.fmax(before, after))
