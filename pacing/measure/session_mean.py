"""The mean heart rate of a session, and what it may be off by: what was missing, late, or not yet written."""

import numpy as np

from pacing.measure.index import Inputs, NotMeasurableError
from pacing.measure.levels import Level, require_exercise_believed
from pacing.measure.uncertainty import SECOND_S, normal_samples, sensor_error, uniform_samples, usable_pieces
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Reason

MEAN_SEED, LATE_SEED, UNSEEN_SEED = 31, 32, 33  # independent errors
BRIDGED_S = 60.0  # design: what a hole of up to a minute hid lies between its edges
LAGS_S = (1.0, 5.0, 15.0, 30.0, 60.0)  # design: how far heart rate strays is looked up at these and drawn between
BRIDGE_VARIANCE = 1.0 / 12.0  # of the mean of a random walk between two known ends, in squared steps of its length


def mean_level(inputs: Inputs) -> tuple[Level, FloatArray]:
    """The mean over all usable seconds, and draws of the session's true mean [bpm].

    What short holes hid is near the line between their edges; of what longer ones hid nothing is known but that heart
    rate may have been as far from the mean as the rest of the session scatters. A sensor shows the heart late, so a
    session's last seconds are not in it and what was before it is. A value that stands for a minute does so after it
    was written, also the last one.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.

    Returns
    -------
    tuple[Level, FloatArray]

    Raises
    ------
    NotMeasurableError
        TOO_MANY_GAPS.
    """
    require_exercise_believed(inputs)
    series, error = inputs.cleaned.heart_rate, sensor_error(inputs.recording)
    first_bpm, last_bpm, window, count = _ends(series.time_s, series.bpm, max(1, int(error.lag_high_s)))
    if not count:
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS, "No usable heart rate was recorded. Check that the sensor touches the skin."
        )
    mean_bpm, span_s = mean_and_scatter(series.time_s, series.bpm)[0], count * SECOND_S
    hidden_bpm, hidden_sd = hidden(series.time_s, series.bpm)
    sd_bpm = float(np.hypot(error.level_sd_bpm(span_s), hidden_sd))
    late_s = uniform_samples(LATE_SEED, error.lag_low_s, error.lag_high_s)
    late_bpm = np.minimum(late_s / span_s, 1.0) * float(last_bpm.mean() - first_bpm.mean())
    unseen_s = uniform_samples(UNSEEN_SEED, 0.0, inputs.cleaned.sampling_s if count > 1 else 0.0)
    unseen_bpm = unseen_s / (span_s + unseen_s) * (float(last_bpm[-1]) - mean_bpm)
    draws = mean_bpm + hidden_bpm + normal_samples(MEAN_SEED, sd_bpm) + late_bpm + unseen_bpm
    return Level(mean_bpm, sd_bpm, "mean_of_usable_seconds", window), draws


def _ends(time_s: FloatArray, bpm: FloatArray, most: int) -> tuple[FloatArray, FloatArray, tuple[float, float], int]:
    """The first and the last usable values, up to `most` each, from when to when they reach, and how many there are."""
    first, last, count, start_s, stop_s = np.empty(0), np.empty(0), 0, np.nan, np.nan
    for second_s, value, own in usable_pieces(time_s, bpm):
        first = np.concatenate((first, value[: most - first.size]))
        last = np.concatenate((last, value[-most:]))[-most:]
        start_s, stop_s = float(second_s[0]) if not count else start_s, float(second_s[-1]) + SECOND_S
        count += own
    return first, last, (start_s, stop_s), count


def hidden(time_s: FloatArray, bpm: FloatArray) -> tuple[float, float]:
    """How much the mean would change with the missing seconds in it, and the standard deviation of that [bpm].

    A hole of up to a minute is taken for a random walk between its edges that strays as heart rate does elsewhere in
    the session: its mean is then the edges' mean, give or take the usual change over its length divided by sqrt(12).

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.

    Returns
    -------
    tuple[float, float]
        Low and high.

    Examples
    --------
    >>> hidden(np.array([0.0, 1.0, 4.0, 5.0]), np.array([60.0, 60.0, 80.0, 80.0]))[0]
    0.0
    """
    seconds, before_s, before_bpm = 0, np.nan, np.nan
    lengths, edges = [], []
    for second_s, value, own in usable_pieces(time_s, bpm):
        steps_s = np.diff(second_s, prepend=before_s)
        holes = np.flatnonzero(steps_s > SECOND_S)
        lengths.append(steps_s[holes] - SECOND_S)
        edges.append((np.where(holes > 0, value[holes - 1], before_bpm) + value[holes]) / 2.0)
        seconds, before_s, before_bpm = seconds + own, second_s[-1], value[-1]
    lengths_s = np.concatenate(lengths) if lengths else np.empty(0)
    if not lengths_s.size:
        return 0.0, 0.0
    short = lengths_s <= BRIDGED_S
    total_s = seconds * SECOND_S + float(lengths_s.sum())
    mean_bpm, scatter_bpm = mean_and_scatter(time_s, bpm)
    change = float((lengths_s[short] * (np.concatenate(edges)[short] - mean_bpm)).sum()) / total_s
    variance = 0.0
    if short.any():
        lags_s = LAGS_S[: int(np.searchsorted(LAGS_S, lengths_s[short].max())) + 1]  # none beyond the longest hole's
        changes = [_usual_change(time_s, bpm, lag_s, scatter_bpm) for lag_s in lags_s]
        strays = np.interp(lengths_s[short], lags_s, changes)
        variance = BRIDGE_VARIANCE * float(((lengths_s[short] * strays) ** 2).sum()) / total_s**2
    unknown_share = float(lengths_s[~short].sum()) / total_s
    return change, float(np.sqrt(variance + (unknown_share * scatter_bpm) ** 2))


def mean_and_scatter(time_s: FloatArray, bpm: FloatArray) -> tuple[float, float]:
    """Mean and standard deviation of all usable seconds [bpm], worked out in pieces.

    Parameters
    ----------
    time_s, bpm
        Seconds [s] and heart rates [bpm], shape (n,); NaN: not usable; one at least is.

    Returns
    -------
    tuple[float, float]

    Examples
    --------
    >>> mean_and_scatter(np.arange(3.0), np.array([60.0, np.nan, 80.0]))
    (70.0, 10.0)
    """
    parts = [(value.sum(), value.size) for _, value, _ in usable_pieces(time_s, bpm)]
    count = sum(size for _, size in parts)
    mean_bpm = float(sum(total for total, _ in parts)) / count
    squares = sum(float(((value - mean_bpm) ** 2).sum()) for _, value, _ in usable_pieces(time_s, bpm))
    return mean_bpm, float(np.sqrt(squares / count))


def _usual_change(time_s: FloatArray, bpm: FloatArray, lag_s: float, otherwise_bpm: float) -> float:
    """Root mean square change of heart rate over `lag_s` [bpm]; `otherwise_bpm` where none is known."""
    squares, count = 0.0, 0
    for second_s, value, own in usable_pieces(time_s, bpm, lag_s):
        own_s = second_s[:own] + lag_s
        later = np.minimum(np.searchsorted(second_s, own_s), second_s.size - 1)
        both = second_s[later] == own_s
        squares += float(((value[later] - value[:own])[both] ** 2).sum())
        count += int(np.count_nonzero(both))
    return float(np.sqrt(squares / count)) if count else otherwise_bpm
