"""Heart rate on whole seconds, from a device's samples or from beats, and how much of the session was recorded.

Only what the device's own rhythm bridges is bridged.
"""

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import BoolArray, FloatArray, StateArray
from pacing.model.by_second import HeartRateBySecond
from pacing.model.cleaned import BeatState, Coverage, SampleState
from pacing.model.recording import HeartRate
from pacing.numerics.quantiles import median, quantile
from pacing.reference import SAMPLING_EVERY_SECOND_S

IndexArray = npt.NDArray[np.int64]
LONGEST_HOLE_S = 600.0  # design: longer holes are left out of the grid, so that a wrong clock costs no memory
EVERY_SECOND_S = SAMPLING_EVERY_SECOND_S.value  # nine in ten samples no further apart: the device writes every second
FILL_EVERY_SECOND_S = 5.0  # design: a device of every second may miss four
FILL_SMART_S = 10.0  # design: smart recording writes at changes, 1 to 8 s apart
FILL_LONGEST_S = 15.0  # design: the longest stretch between two samples that is ever interpolated
HOLD_LONGEST_S = 60.0  # design: one sample never stands for more than a minute
HOLD_TOLERANCE = 1.5  # design: a sparse device's sample holds to the next one when that is hardly late
BLOCK_SECONDS = 65_536  # so many at a time: months by the second cost little memory and stay in the cache
USUAL_SHARE = 0.9  # design: share of the spacings that make up a device's rhythm


def sampling_interval_s(time_s: FloatArray) -> float:
    """Median spacing of samples [s]; NaN with fewer than two.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.

    Returns
    -------
    float
        [s].
    """
    return median(np.diff(time_s)) if time_s.size > 1 else float("nan")


def longest_fill_s(time_s: FloatArray) -> float:
    """How far apart two samples of this device may be for the seconds between to be filled [s].

    Nine in ten spacings within 1.5 s: 5 s. Else the spacing that 90 % stay within, but 10 s at least and 15 s at most.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.

    Returns
    -------
    float
        [s].

    Examples
    --------
    >>> longest_fill_s(np.arange(10.0)), longest_fill_s(np.arange(10.0) * 4), longest_fill_s(np.arange(10.0) * 60)
    (5.0, 10.0, 15.0)
    """
    if time_s.size < 2:
        return FILL_EVERY_SECOND_S
    rhythm_s = quantile(np.diff(time_s), USUAL_SHARE)
    if rhythm_s <= EVERY_SECOND_S:
        return FILL_EVERY_SECOND_S
    return min(max(FILL_SMART_S, rhythm_s), FILL_LONGEST_S)


def stands_for_s(time_s: FloatArray, longest_s: float = HOLD_LONGEST_S) -> float:
    """How long a sample before a long hole stands for [s]: the device's usual spacing where it writes rarely.

    `longest_s`: no value stands for longer; more than a minute where values are known to be means over a longer time.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    longest_s
        Longest time one value may stand for [s].

    Returns
    -------
    float
        [s].

    Examples
    --------
    >>> stands_for_s(np.arange(10.0)), stands_for_s(np.arange(10.0) * 30), stands_for_s(np.arange(10.0) * 300)
    (1.0, 30.0, 60.0)
    """
    usual_s = sampling_interval_s(time_s)
    return min(usual_s, longest_s) if usual_s > FILL_LONGEST_S else 1.0


def whole_seconds(*times_s: FloatArray, stands_s: float = 1.0) -> FloatArray:
    """Every whole second from the first to the last of `times_s`, leaving out holes of more than 600 s.

    The first `stands_s` seconds of a hole are kept: the sample before it stands for them.

    Parameters
    ----------
    stands_s
        How long one value stands for [s].

    Returns
    -------
    FloatArray

    Examples
    --------
    >>> whole_seconds(np.array([0.2, 3.9, 2e9])).tolist()
    [0.0, 1.0, 2.0, 3.0, 2000000000.0]
    """
    firsts, stops = stretches_of_seconds(*times_s, stands_s=stands_s)
    ends = np.cumsum(stops - firsts).astype(np.int64)
    seconds = np.empty(ends[-1] if ends.size else 0)
    for first_s, stop_s, end in zip(firsts.tolist(), stops.tolist(), ends.tolist(), strict=True):
        seconds[end - int(stop_s - first_s) : end] = np.arange(first_s, stop_s)
    return seconds


def stretches_of_seconds(*times_s: FloatArray, stands_s: float = 1.0) -> tuple[FloatArray, FloatArray]:
    """Where each unbroken stretch of `whole_seconds` begins, and where it ends [s]; shape (k,) each.

    Parameters
    ----------
    stands_s
        How long one value stands for [s].

    Returns
    -------
    tuple[FloatArray, FloatArray]
    """
    marks = np.concatenate(times_s)
    np.floor(marks, out=marks)
    if len(times_s) > 1:
        marks.sort(kind="stable")  # each series is in order: they are merged
    if not marks.size:
        return marks, marks
    holes = np.flatnonzero(marks[1:] - marks[:-1] > LONGEST_HOLE_S)
    firsts = marks[np.concatenate(([0], holes + 1))]
    return firsts, np.append(marks[holes] + np.ceil(stands_s), marks[-1] + 1.0)


def resample(
    time_s: FloatArray,
    bpm: FloatArray,
    good: BoolArray,
    refused: BoolArray,
    seconds: FloatArray,
    longest_s: float = HOLD_LONGEST_S,
) -> tuple[FloatArray, StateArray]:
    """Heart rate and state on whole seconds.

    A second with good samples gets their mean (MEASURED). Seconds between two measured ones are interpolated (FILLED)
    when those are no further apart than `longest_fill_s`. Where samples are usually more than 15 s apart, each stands
    instead for the time up to the next, but for no longer than the device's usual spacing and never for more than
    `longest_s`: its first second is MEASURED, the others FILLED. A second with only refused samples is REJECTED unless
    it is filled; everything else is MISSING.

    Parameters
    ----------
    time_s, bpm : shape (n,), [s], [bpm], as the device wrote them
    good, refused : shape (n,), which samples may be used; which were values but cannot be heart rate
    seconds : shape (m,), [s], from `whole_seconds`
    longest_s : [s], as in `stands_for_s`
    """
    refused_s = time_s[refused]
    time_s, bpm = (time_s, bpm) if good.all() else (time_s[good], bpm[good])
    usual_s, fill_s = sampling_interval_s(time_s), longest_fill_s(time_s)
    value = np.full(seconds.size, np.nan)
    state = np.full(seconds.size, SampleState.MISSING, dtype=np.uint8)
    state[np.searchsorted(seconds, np.floor(refused_s))] = SampleState.REJECTED
    if time_s.size:
        whole_s = np.floor(time_s)
        unbroken = seconds[-1] - seconds[0] < seconds.size  # then a second's row follows from it
        index = (whole_s - seconds[0]).astype(np.intp) if unbroken else np.searchsorted(seconds, whole_s)
        firsts = np.concatenate(([True], index[1:] != index[:-1]))
        if not firsts.all():
            begins = np.flatnonzero(firsts)
            index, bpm = index[begins], np.add.reduceat(bpm, begins) / np.diff(begins, append=bpm.size)
        value[index] = bpm
        state[index] = SampleState.MEASURED
        if usual_s > FILL_LONGEST_S:
            _hold(seconds, value, state, index, usual_s, longest_s)
        else:
            _interpolate(seconds, value, state, index, fill_s)
    return value, state


def _interpolate(
    seconds: FloatArray, value: FloatArray, state: StateArray, index: np.ndarray, longest_s: float
) -> None:
    if index.size == seconds.size:
        return
    known_s, known = seconds[index], value[index]
    for first in range(0, seconds.size, BLOCK_SECONDS):
        empty = first + np.flatnonzero(state[first : first + BLOCK_SECONDS] != SampleState.MEASURED)
        after = np.searchsorted(index, empty)
        inside = (after > 0) & (after < index.size)
        empty, after = empty[inside], after[inside]
        empty = empty[known_s[after] - known_s[after - 1] <= longest_s]
        value[empty] = np.interp(seconds[empty], known_s, known)
        state[empty] = SampleState.FILLED


def _hold(
    seconds: FloatArray, value: FloatArray, state: StateArray, index: np.ndarray, usual_s: float, longest_s: float
) -> None:
    following = np.append(np.diff(seconds[index]), np.inf)
    held_s = np.minimum(np.where(following <= usual_s * HOLD_TOLERANCE, following, usual_s), longest_s)
    ends = np.append(index[1:], seconds.size)
    until_s = seconds[index] + held_s
    for first in range(0, index.size, BLOCK_SECONDS):
        part = slice(first, first + BLOCK_SECONDS)
        rows = slice(int(index[first]), int(ends[part][-1]))
        counts = ends[part] - index[part]
        held = (state[rows] == SampleState.MISSING) & (seconds[rows] < np.repeat(until_s[part], counts))
        value[rows][held] = np.repeat(value[index[part]], counts)[held]
        state[rows][held] = SampleState.FILLED


def resample_days(
    time_s: FloatArray,
    bpm: FloatArray,
    good: BoolArray,
    refused: BoolArray,
    stretches_s: tuple[FloatArray, FloatArray],
    longest_s: float = HOLD_LONGEST_S,
) -> tuple[HeartRateBySecond, StateArray]:
    """As `resample`, of days on end: the state of each second, and a heart rate that is worked out when asked for.

    Parameters
    ----------
    time_s, bpm : shape (n,), [s], [bpm], as the device wrote them
    good, refused : shape (n,), which samples may be used; which were values but cannot be heart rate
    stretches_s : from `stretches_of_seconds`
    longest_s : [s], as in `stands_for_s`

    Returns
    -------
    tuple[HeartRateBySecond, StateArray]
    """
    firsts_s, ends = stretches_s[0], np.cumsum(stretches_s[1] - stretches_s[0]).astype(np.int64)
    state = np.full(int(ends[-1]), SampleState.MISSING, dtype=np.uint8)
    state[_rows_of(np.floor(time_s[refused]), firsts_s, ends)] = SampleState.REJECTED
    time_s, bpm = (time_s, bpm) if good.all() else (time_s[good], bpm[good])
    usual_s, fill_s = sampling_interval_s(time_s), longest_fill_s(time_s)
    known_s = np.floor(time_s)
    begins = np.flatnonzero(np.concatenate(([True], known_s[1:] != known_s[:-1])))
    if begins.size < known_s.size:
        known_s, bpm = known_s[begins], np.add.reduceat(bpm, begins) / np.diff(begins, append=bpm.size)
    del begins
    held = usual_s > FILL_LONGEST_S
    for first in range(0, known_s.size, BLOCK_SECONDS):
        part_s = known_s[first : first + BLOCK_SECONDS + 1]
        rows, following = _rows_of(part_s, firsts_s, ends), np.append(np.diff(part_s), np.inf)
        state[rows] = SampleState.MEASURED
        if held:
            until_s = np.minimum(np.where(following <= usual_s * HOLD_TOLERANCE, following, usual_s), longest_s)
            stops = ends[np.searchsorted(ends, rows, side="right")]  # of the stretch each lies in
            counts = np.minimum(np.ceil(until_s) - 1.0, np.minimum(np.append(rows[1:], stops[-1:]), stops) - rows - 1)
        else:
            counts = np.where(following <= fill_s, following - 1.0, 0.0)
        counts = counts[:BLOCK_SECONDS].astype(np.int64)  # the one after is of the next block
        before = np.cumsum(counts) - counts
        empty = np.repeat(rows[: counts.size] + 1 - before, counts) + np.arange(counts.sum())
        state[empty[state[empty] == SampleState.MISSING] if held else empty] = SampleState.FILLED
    state.flags.writeable = False
    return HeartRateBySecond(firsts_s, ends, known_s, bpm, state, held=held), state


def _rows_of(seconds: FloatArray, firsts_s: FloatArray, ends: IndexArray) -> IndexArray:
    """The rows of whole seconds that lie in unbroken stretches."""
    run = np.searchsorted(firsts_s, seconds, side="right") - 1
    rows: IndexArray = (np.append(0, ends)[run] + (seconds - firsts_s[run])).astype(np.int64)
    return rows


LEAST_COVERED_S = 0.5  # design: a second counts when intervals cover at least half of it
LEAST_COMPARED_S = 30  # design: fewer seconds with both cannot show that the two clocks are one
LARGEST_DIFFERENCE_BPM = 5.0  # design: devices smooth, so the two differ by a few bpm while the rate changes


def heart_rate_from_beats(
    time_s: FloatArray, rr_ms: FloatArray, usable: BoolArray, seconds: FloatArray, over_s: float = 1.0
) -> FloatArray:
    """Mean heart rate [bpm] over each second, from the beat intervals that cover it; NaN where they do not.

    The rate within an interval is constant (one beat in `rr_ms`); a second's value is the number of beats, in
    fractions, over the time in it that usable intervals cover. Gaps between intervals stay gaps.

    Parameters
    ----------
    time_s, rr_ms : shape (m,), ends [s] and lengths [ms] of the intervals
    usable : shape (m,), which intervals count
    seconds : shape (n,), [s], beginnings of the seconds asked for
    over_s : [s], how long a time around the middle of each second its beats are counted over

    Examples
    --------
    >>> ends = np.arange(1, 11) * 0.5
    >>> beats = heart_rate_from_beats(ends, np.full(10, 500.0), np.ones(10, bool), np.array([0.0, 3.0, 8.0]))
    >>> beats.tolist()
    [120.0, 120.0, nan]
    """
    ends = time_s[usable]
    if not ends.size:
        return np.full(seconds.size, np.nan)
    lengths = rr_ms[usable] / 1000.0
    starts = ends - lengths
    starts[1:] = np.maximum(starts[1:], ends[:-1])
    knots = np.column_stack((starts, ends)).ravel()
    covered = np.repeat(np.append(0.0, np.cumsum(ends - starts)), 2)[1:-1]
    count = np.repeat(np.arange(ends.size + 1.0), 2)[1:-1]
    begin_s, end_s = seconds + (1.0 - over_s) / 2.0, seconds + (1.0 + over_s) / 2.0
    beats, span_s = (_rises(begin_s, end_s, knots, sums) for sums in (count, covered))
    enough = span_s >= LEAST_COVERED_S * over_s
    rate = np.full(seconds.size, np.nan)
    rate[enough] = 60.0 * beats[enough] / span_s[enough]
    return rate


def _rises(begin_s: FloatArray, end_s: FloatArray, knots: FloatArray, sums: FloatArray) -> FloatArray:
    """How much running sums rise in each stretch; where the next begins at its end they are looked up once."""
    at_begin = np.interp(begin_s, knots, sums)
    at_end, apart = np.empty(end_s.size), np.ones(end_s.size, dtype=np.bool_)
    at_end[:-1], apart[:-1] = at_begin[1:], end_s[:-1] != begin_s[1:]
    at_end[apart] = np.interp(end_s[apart], knots, sums)
    rises: FloatArray = at_end - at_begin
    return rises


def agree(bpm: FloatArray, rate: FloatArray) -> bool:
    """Whether heart rate from beats tells the same story as the device's own, where both are known.

    Parameters
    ----------
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.
    rate
        Heart rate made from beats [bpm], shape (n,).

    Returns
    -------
    bool
    """
    both = np.isfinite(bpm) & np.isfinite(rate)
    if int(both.sum()) < LEAST_COMPARED_S:
        return False
    return median(np.abs(bpm[both] - rate[both])) <= LARGEST_DIFFERENCE_BPM


def coverage(
    series: HeartRate,
    state: StateArray,
    hr_samples: int,
    beats_written: int | None = None,
    beat_state: StateArray | None = None,
    duration_s: float = 0.0,
) -> Coverage:
    """Share of the session's seconds with a usable value, longest stretch without one, samples and beats written.

    The session's seconds are all from its beginning to its end, whatever the grid holds of them: what a strap no longer
    sent before the end is missing, as it is for the limit.

    Parameters
    ----------
    series, state
        The cleaned heart rate on whole seconds, and the state of each, shape (n,).
    hr_samples, beats_written
        Heart-rate samples and RR intervals the device wrote.
    beat_state
        What became of the intervals, which may be more, because correction puts in the beats that were missed.
    duration_s
        How long the recording lasts [s]; less than the grid: as long as the grid.

    Returns
    -------
    Coverage
        Usable are seconds that were measured or filled.

    Examples
    --------
    >>> found = coverage(HeartRate(np.array([0.0, 1.0, 9.0]), np.full(3, 70.0)), np.zeros(3, np.uint8), 3)
    >>> found.measured_share, found.longest_gap_s
    (0.3, 7.0)
    """
    artefacts = None
    if beat_state is not None and beat_state.size:
        artefacts = float(((beat_state == BeatState.CORRECTED) | (beat_state == BeatState.REJECTED)).mean())
    if not series.size:
        return Coverage(0.0, max(duration_s, 0.0), hr_samples, beats_written, artefacts)
    first_s = min(0.0, float(series.times(0, 1)[0]))
    last_s = max(duration_s, float(series.times(series.size - 1, series.size)[0]) + 1.0)
    usable_s, before_s, widest_s = 0, first_s - 1.0, 0.0
    for first in range(0, series.size, BLOCK_SECONDS):
        last = first + BLOCK_SECONDS
        usable = series.times(first, last)[state[first:last] <= SampleState.FILLED]
        widest_s = float(np.diff(usable, prepend=before_s).max(initial=widest_s))
        usable_s, before_s = usable_s + usable.size, float(usable[-1]) if usable.size else before_s
    longest_gap_s = max(widest_s, last_s - before_s) - 1.0
    return Coverage(usable_s / (last_s - first_s), longest_gap_s, hr_samples, beats_written, artefacts)
