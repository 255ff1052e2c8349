"""Long lines made short enough to draw (gaps and extremes stay), the time axis below them, and beats for figures."""

import math
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

import numpy as np

from pacing.model.arrays import FloatArray, frozen
from pacing.model.assessment import Assessment
from pacing.model.cleaned import BeatState
from pacing.model.recording import Beats, RecordingKind
from pacing.report.wording.format_times import DAY_S, HOUR_S, MINUTE_S, MONTHS, has_local_clock

LONGEST_STEP_S = 1.5  # design: the cleaned grid has one sample a second; a longer step is missing time
MOST_BINS = 500  # design: two points a bin; more than a phone or a sheet of paper can show


def broken_at_gaps(
    time_s: FloatArray, value: FloatArray, longest_step_s: float = LONGEST_STEP_S
) -> tuple[FloatArray, FloatArray]:
    """The line with a NaN put into every step longer than `longest_step_s`, so that it is not drawn across.

    Examples
    --------
    >>> import numpy as np
    >>> time_s, bpm = broken_at_gaps(np.array([0.0, 1.0, 9.0]), np.array([70.0, 71.0, 80.0]))
    >>> time_s.tolist(), bpm.tolist()
    ([0.0, 1.0, 5.0, 9.0], [70.0, 71.0, nan, 80.0])
    """
    places = np.flatnonzero(np.diff(time_s) > longest_step_s) + 1
    middles = (time_s[places - 1] + time_s[places]) / 2
    return frozen(np.insert(time_s, places, middles)), frozen(np.insert(value, places, np.nan))


def decimated(time_s: FloatArray, value: FloatArray, most_bins: int = MOST_BINS) -> tuple[FloatArray, FloatArray]:
    """The line reduced to the lowest and highest value of each of `most_bins` equal stretches of time.

    NaN samples (gaps) are kept as breaks where a stretch holds nothing else, or ends in one. A short line is returned
    as it is.
    """
    if value.size <= 2 * most_bins:
        return frozen(time_s), frozen(value)
    edges = np.searchsorted(time_s, np.linspace(time_s[0], time_s[-1], most_bins + 1)[:-1])
    begins = np.unique(edges)  # of stretches that hold something
    lengths = np.diff(begins, append=value.size)
    finite = np.isfinite(value)
    shown = np.zeros(value.size, dtype=bool)
    for extreme, beyond in ((np.minimum, np.inf), (np.maximum, -np.inf)):
        known = np.where(finite, value, beyond)
        reached = np.flatnonzero(known == np.repeat(extreme.reduceat(known, begins), lengths))
        shown[reached[np.searchsorted(reached, begins)]] = True
    lasts = begins + lengths - 1
    shown[lasts[~finite[lasts] & np.logical_or.reduceat(finite, begins)]] = True
    return frozen(time_s[shown]), frozen(value[shown])


SHORT_S = 3 * MINUTE_S  # design: shorter sessions count in seconds
LONG_S = 3 * HOUR_S  # design: longer sessions count in hours
DATED_S = 2 * DAY_S  # design: from here on dates say more than hours
MOST_TICKS = 7  # design: numbers of this size stand apart on a phone
MOST_DATES = 5  # design: dates are wider
STEPS = {  # design: steps in which people count each unit
    1.0: (1, 2, 5, 10, 15, 20, 30, 60),
    MINUTE_S: (1, 2, 5, 10, 15, 20, 30, 60),
    HOUR_S: (0.5, 1, 2, 3, 6, 12, 24),
    DAY_S: (1, 2, 7, 14, 28),
}


Moments = TypeVar("Moments", float, FloatArray)


class TimeAxis(NamedTuple):
    """How seconds since the start become places on the axis: place = (seconds + shift_s) / unit_s.

    `first_day`: the day at place 0 where the axis counts days, else None. `clock`: what a clock on the wall showed at
    place 0, where the axis says that too, in a second line; else None.
    """

    unit_s: float
    shift_s: float
    title: str
    first_day: datetime | None = None
    clock: datetime | None = None

    def place(self, time_s: Moments) -> Moments:
        """Place of one moment, or of many."""
        return (time_s + self.shift_s) / self.unit_s

    def ticks(self, start_s: float, stop_s: float) -> tuple[list[float], list[str]]:
        """Round places from `start_s` to `stop_s` [s since the session's start] and what stands at them.

        Examples
        --------
        >>> TimeAxis(60.0, 0.0, "minutes").ticks(0.0, 1900.0)
        ([0, 5, 10, 15, 20, 25, 30], ['0', '5', '10', '15', '20', '25', '30'])
        """
        low, high = self.place(start_s), self.place(stop_s)
        most = MOST_TICKS if self.first_day is None else MOST_DATES
        step = next((s for s in STEPS[self.unit_s] if (high - low) / s < most), None)
        if step is None:  # longer than people count in this unit
            widest = STEPS[self.unit_s][-1]
            step = widest * math.ceil((high - low) / widest / most)
        places: list[float] = [number * step for number in range(math.ceil(low / step), math.floor(high / step) + 1)]
        return places, [self._word(index) for index in places]

    def _word(self, index: float) -> str:
        if self.clock is not None:
            return f"{index:g}\n{self.clock + timedelta(seconds=index * self.unit_s):%H:%M}"
        if self.first_day is None:
            return f"{index:g}"
        day = self.first_day + timedelta(days=index)
        return f"{day.day} {MONTHS[day.month - 1][:3]}"


def time_axis(assessment: Assessment, *, with_clock: bool = False) -> TimeAxis:
    """The axis that fits this session; `with_clock`, it gives the time of day too where the recording has it."""
    recording = assessment.recording
    if recording.kind is RecordingKind.DAY and recording.began is not None:
        start = recording.began
        shift_s = start.hour * HOUR_S + start.minute * MINUTE_S + start.second
        length_s = shift_s + recording.duration_s
        if length_s > DATED_S:
            return TimeAxis(DAY_S, shift_s, "date, at midnight", start)
        return TimeAxis(HOUR_S, shift_s, "hour of the day" if length_s <= DAY_S else "hours since the first midnight")
    if recording.duration_s < SHORT_S:
        return TimeAxis(1.0, 0.0, "seconds since the start")
    unit_s, title = (
        (HOUR_S, "hours since the start") if recording.duration_s > LONG_S else (MINUTE_S, "minutes since the start")
    )
    if with_clock and has_local_clock(assessment):
        return TimeAxis(unit_s, 0.0, f"{title}, and the time of day", clock=recording.began)
    return TimeAxis(unit_s, 0.0, title)


ADJACENT_MS = 1.5  # design: clocks of files are rounded to about a millisecond
VARIABILITY = ("hrv_rmssd", "hrv_sdnn")


def variability_window(assessment: Assessment) -> tuple[float, float] | None:
    """The stretch [s, s] that the session's variability numbers were taken from; None where there are none."""
    result = (assessment.measurement(name) for name in VARIABILITY)
    return next((m.window for m in result if m is not None and m.value is not None and m.window is not None), None)


def usable_beats(assessment: Assessment, window: tuple[float, float]) -> Beats | None:
    """The beats inside `window` [s, s] that were not rejected; None where the session has no beats."""
    cleaned = assessment.cleaned
    if cleaned.beats is None or cleaned.beat_state is None:
        return None
    time_s = cleaned.beats.time_s
    shown = (time_s >= window[0]) & (time_s <= window[1]) & (cleaned.beat_state != BeatState.REJECTED)
    return Beats(time_s[shown], cleaned.beats.rr_ms[shown])


def adjacent_pairs(beats: Beats) -> tuple[FloatArray, FloatArray]:
    """Each interval and the next one [ms], where the two follow each other without a gap.

    Examples
    --------
    >>> before, after = adjacent_pairs(Beats([1.0, 1.9, 5.0], [1000.0, 900.0, 800.0]))
    >>> before.tolist(), after.tolist()
    ([1000.0], [900.0])
    """
    begins_s = beats.time_s[1:] - beats.rr_ms[1:] / 1000.0
    touching = np.abs(begins_s - beats.time_s[:-1]) * 1000.0 <= ADJACENT_MS
    return frozen(beats.rr_ms[:-1][touching]), frozen(beats.rr_ms[1:][touching])
