"""Draws of when exercise ended and of the levels of heart rate then and later, with all that they may be off by.

A level differs from the smooth course by the heart's own wander and by the sensor, and lies where the sensor's clock
puts the end.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.measure.heart_rate_noise import BLOCK_S, NOISE_DEGREE, hidden_gain
from pacing.measure.index import Inputs, once
from pacing.measure.recovery.exercise_end import HALF_WINDOW_S, RecoveryBout, track_of
from pacing.measure.recovery.sensor_suitability import lag_bounds_s
from pacing.measure.uncertainty import (
    end_samples,
    normal_samples,
    part_between,
    sensor_error,
    spread_samples,
    uniform_samples,
)
from pacing.model.arrays import FloatArray
from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Sensor
from pacing.numerics.quantiles import NORMAL_95

END_SEED, LAG_SEED, FIRST_SEED = 11, 12, 13  # independent errors
LATER_SEED = 100  # and one for each time after the end: 100 + seconds
SCATTER_S = 60.0  # design: a level's scatter is looked for in the minute around it
FEWEST_FREEDOM = 3  # design: a wander known from fewer means is no less sure than that
TAIL_S = 20.0  # design: the end of a recording goes on as its last 20 s did
LEAD_S = 60.0  # design: how far beyond its samples a curve can be asked


class LevelError(NamedTuple):
    """Why a 5-s mean differs from the smooth course: the heart's own wander, estimated with `freedom` degrees of
    freedom, and the sensor (one SD each, [bpm]). `breath_bpm`: how much single seconds scatter within such means, which
    levels do not notice.
    """

    wander_bpm: float
    sensor_bpm: float
    freedom: int
    breath_bpm: float = 0.0

    def draws(self, stream: int) -> FloatArray:
        """Draws of the error of one level [bpm]; shape (DRAWS,)."""
        errors: FloatArray = normal_samples(stream, 1.0) * self.spread(stream)
        return errors

    def spread(self, stream: int) -> FloatArray:
        """Draws of the error's standard deviation [bpm], which is itself only estimated; shape (DRAWS,)."""
        spread: FloatArray = np.hypot(self.wander_bpm * spread_samples(stream, self.freedom), self.sensor_bpm)
        return spread


def level_error(
    time_s: FloatArray, bpm: FloatArray, between_s: tuple[float, float], sensor_sd_bpm: float
) -> LevelError:
    """The error of a 5-s mean, from the scatter of such means around a cubic through `between_s` [s].

    What of that scatter the sensor does not explain is taken to be the heart's own wander. A cubic through a minute
    follows a good part of a 1/f wander, which then is not seen as scatter though it moves a level away from its course
    all the same: so the wander is made as large as one whose visible part is what was seen (`hidden_gain`).

    Parameters
    ----------
    time_s, bpm : shape (n,)
        Usable seconds [s], [bpm].
    sensor_sd_bpm : float
        Error of a 5-s mean that the sensor itself makes (one SD, [bpm]).
    """
    part_s, part_bpm = part_between(time_s, bpm, *between_s)
    into_s = part_s - between_s[0]
    blocks = np.floor(into_s / BLOCK_S).astype(int)
    counts = np.bincount(blocks, minlength=1)
    full = np.flatnonzero(counts)
    freedom = full.size - NOISE_DEGREE - 1
    if freedom < 1:
        return LevelError(0.0, sensor_sd_bpm, 1)
    means = np.bincount(blocks, part_bpm)[full] / counts[full]
    remaining = _around_cubic(full.astype(np.float64), means)
    hidden_sd = np.sqrt(max((remaining**2).sum() / freedom - sensor_sd_bpm**2, 0.0))
    return LevelError(
        float(hidden_sd) * hidden_gain(int(full.size)),
        sensor_sd_bpm,
        max(freedom, FEWEST_FREEDOM),
        _within_blocks(into_s, part_bpm, blocks),
    )


def _around_cubic(at: FloatArray, values: FloatArray) -> FloatArray:
    """What a cubic through values at these places leaves of them; shape (n,)."""
    cubics = _cubics(at.tobytes())
    remaining: FloatArray = values - cubics @ (values @ cubics)
    return remaining


@lru_cache(maxsize=8)
def _cubics(at: bytes) -> FloatArray:
    """Powers up to the third at these places, of unit length and at right angles: most minutes have the same ones."""
    return np.linalg.qr(np.vander(np.frombuffer(at), NOISE_DEGREE + 1))[0]


def _within_blocks(into_s: FloatArray, bpm: FloatArray, blocks: npt.NDArray[np.int_]) -> float:
    """Scatter [bpm] of seconds around the cubic and, in it, the mean of their own block."""
    counts = np.bincount(blocks)
    freedom = into_s.size - int((counts > 0).sum()) - NOISE_DEGREE
    if freedom < 1:
        return 0.0
    remaining = _around_cubic(into_s, bpm)
    remaining = remaining - (np.bincount(blocks, remaining) / np.maximum(counts, 1))[blocks]
    return float(np.sqrt((remaining**2).sum() / freedom))


class CumulativeCurve(NamedTuple):
    """A heart-rate curve that can be averaged over any window: `time_s` and its integral since the first [bpm s]."""

    time_s: FloatArray
    integral: FloatArray

    def mean(self, start_s: FloatArray, stop_s: FloatArray) -> FloatArray:
        """Mean [bpm] over [start_s, stop_s], element by element."""
        area = np.interp(stop_s, self.time_s, self.integral) - np.interp(start_s, self.time_s, self.integral)
        means: FloatArray = area / (stop_s - start_s)
        return means

    def means_between(self, edges_s: FloatArray) -> FloatArray:
        """Means [bpm] from each edge to the next one, along the last axis; one fewer than edges."""
        means: FloatArray = np.diff(np.interp(edges_s, self.time_s, self.integral)) / np.diff(edges_s)
        return means


def cumulative_curve(time_s: FloatArray, bpm: FloatArray) -> CumulativeCurve:
    """The straight-line curve through samples (n >= 1), going on level before the first and as lately after the last.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.

    Returns
    -------
    CumulativeCurve

    Examples
    --------
    >>> curve = cumulative_curve(np.array([0.0, 10.0]), np.array([60.0, 80.0]))
    >>> float(curve.mean(np.array([0.0]), np.array([10.0]))[0])
    70.0
    """
    tail = time_s >= time_s[-1] - TAIL_S
    slope = 0.0
    if tail.sum() > 1:
        into_s = time_s[tail] - time_s[tail].mean()
        slope = float((into_s * bpm[tail]).sum() / (into_s**2).sum())
    last_bpm = float(bpm[tail].mean() + slope * (time_s[-1] - time_s[tail].mean()))
    times = np.concatenate([[time_s[0] - LEAD_S], time_s, [time_s[-1] + LEAD_S / 2, time_s[-1] + LEAD_S]])
    level = last_bpm + slope * TAIL_S / 2
    values = np.concatenate([[bpm[0]], bpm, [level, level]])
    steps = 0.5 * (values[1:] + values[:-1]) * np.diff(times)
    return CumulativeCurve(times, np.concatenate([[0.0], np.cumsum(steps)]))


@once
def recovery_curve(inputs: Inputs, bout: RecoveryBout) -> CumulativeCurve:
    """Heart rate from the bout's beginning until exercise begins again.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    bout
        The stop a recovery is measured from, with its bout.

    Returns
    -------
    CumulativeCurve
    """
    track = track_of(inputs)
    until_s = np.inf if bout.resumed_s is None else bout.resumed_s
    return cumulative_curve(*part_between(track.time_s, track.bpm, bout.exercise.start_s, until_s))


@once
def anchor_samples(inputs: Inputs, bout: RecoveryBout) -> FloatArray:
    """Draws of when, on the sensor's clock, the exercise ended [s]: the end's own uncertainty and the sensor's lag.

    An end found in the heart rate itself was seen on the sensor's clock and dated back by its usual lag: how much that
    lag may differ is in the end's uncertainty, and is not counted twice. A named strap is as late in each of its
    recordings, so its interval must hold for the quickest and for the slowest.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    bout
        The stop a recovery is measured from, with its bout.

    Returns
    -------
    FloatArray
    """
    anchors = bout.end_s + normal_samples(END_SEED, bout.end_uncertainty_s / NORMAL_95)
    if bout.origin is PhaseOrigin.HEART_RATE:
        return anchors + sensor_error(inputs.recording).dated_back_s
    drawn = end_samples if inputs.recording.source.sensor is Sensor.STRAP else uniform_samples
    return anchors + drawn(LAG_SEED, *lag_bounds_s(inputs, bout))


@once
def end_level_samples(inputs: Inputs, bout: RecoveryBout) -> FloatArray:
    """Draws of heart rate when the exercise ended [bpm], for the draws of that moment.

    Only what was recorded before the end speaks of it, carried on as it last went: later seconds already fall.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    bout
        The stop a recovery is measured from, with its bout.

    Returns
    -------
    FloatArray
    """
    track, anchors = track_of(inputs), anchor_samples(inputs, bout)
    before = cumulative_curve(*part_between(track.time_s, track.bpm, bout.exercise.start_s, bout.end_s))
    sensor_sd = sensor_error(inputs.recording).level_sd_bpm(track.end_window_s)
    around_s = bout.end_s - SCATTER_S, bout.end_s
    error = level_error(track.time_s, track.bpm, around_s, sensor_sd)
    return before.mean(anchors - track.end_window_s, anchors) + error.draws(FIRST_SEED)


@once
def later_level_samples(inputs: Inputs, bout: RecoveryBout, after_s: float) -> FloatArray:
    """Draws of heart rate `after_s` [s] after the exercise ended [bpm], for the draws of that moment.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    bout
        The stop a recovery is measured from, with its bout.
    after_s
        How long after the end of exercise [s].

    Returns
    -------
    FloatArray
    """
    track, curve = track_of(inputs), recovery_curve(inputs, bout)
    sensor_sd = sensor_error(inputs.recording).level_sd_bpm(2 * HALF_WINDOW_S)
    start_s = min(bout.end_s + after_s - SCATTER_S / 2, bout.recorded_until_s - SCATTER_S)
    around_s = max(start_s, bout.end_s), start_s + SCATTER_S
    error = level_error(track.time_s, track.bpm, around_s, sensor_sd)
    at_s = anchor_samples(inputs, bout) + after_s
    return curve.mean(at_s - HALF_WINDOW_S, at_s + HALF_WINDOW_S) + error.draws(LATER_SEED + int(after_s))
