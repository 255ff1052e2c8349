"""The mean heart rate of a session, and what it may be off by: what was missing, late, or not yet written."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pacing.measure.index import Inputs, NotMeasurableError
from pacing.measure.levels import Level, require_exercise_believed
from pacing.measure.uncertainty import SECOND_S, normal_samples, sensor_error, uniform_samples
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Reason
from pacing.model.recording import HeartRate

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
    usable = usable_seconds(series, max(1, int(error.lag_high_s)))
    if usable is None:
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS, "No usable heart rate was recorded. Check that the sensor touches the skin."
        )
    mean_bpm, span_s, first_bpm, last_bpm = usable.mean_bpm, usable.count * SECOND_S, usable.first_bpm, usable.last_bpm
    hidden_bpm, hidden_sd = hidden(series, usable)
    sd_bpm = float(np.hypot(error.level_sd_bpm(span_s), hidden_sd))
    late_s = uniform_samples(LATE_SEED, error.lag_low_s, error.lag_high_s)
    late_bpm = np.minimum(late_s / span_s, 1.0) * float(last_bpm.mean() - first_bpm.mean())
    unseen_s = uniform_samples(UNSEEN_SEED, 0.0, inputs.cleaned.sampling_s if usable.count > 1 else 0.0)
    unseen_bpm = unseen_s / (span_s + unseen_s) * (float(last_bpm[-1]) - mean_bpm)
    draws = mean_bpm + hidden_bpm + normal_samples(MEAN_SEED, sd_bpm) + late_bpm + unseen_bpm
    return Level(mean_bpm, sd_bpm, "mean_of_usable_seconds", usable.window_s), draws


@dataclass(frozen=True, slots=True, eq=False)
class UsableSeconds:
    """What is added up of all usable seconds: how many there are, from when to when, their mean and scatter [bpm].

    `first_bpm`, `last_bpm`: the first and the last of them [bpm]. `holes_s`, `beside_bpm`: how long each hole between
    two of them is [s], and the mean of the values on its edges [bpm]; shape (m,) each.
    """

    count: int
    window_s: tuple[float, float]
    mean_bpm: float
    scatter_bpm: float
    first_bpm: FloatArray
    last_bpm: FloatArray
    holes_s: FloatArray
    beside_bpm: FloatArray


def usable_seconds(series: HeartRate, most: int = 1) -> UsableSeconds | None:
    """All usable seconds at one look, however many days they are; None without any.

    Parameters
    ----------
    series
        Heart rate on whole seconds; NaN: not usable.
    most
        How many values are remembered at either end.

    Returns
    -------
    UsableSeconds | None

    Examples
    --------
    >>> found = usable_seconds(HeartRate(np.arange(3.0), np.array([60.0, np.nan, 80.0])))
    >>> found.mean_bpm, found.scatter_bpm, found.holes_s.tolist()
    (70.0, 10.0, [1.0])
    """
    first, last, count, start_s, before_s, before_bpm = np.empty(0), np.empty(0), 0, np.nan, np.nan, np.nan
    total, squares, around_bpm = 0.0, 0.0, 0.0
    holes_s, beside_bpm = [], []
    for second_s, value in _usable_pieces(series):
        if not count:
            start_s, around_bpm = float(second_s[0]), float(value.mean())
        first = np.concatenate((first, value[: most - first.size]))
        last = np.concatenate((last, value[-most:]))[-most:]
        off = value - around_bpm
        total, squares, count = total + float(off.sum()), squares + float(off @ off), count + value.size
        steps_s = np.diff(second_s, prepend=before_s)
        holes = np.flatnonzero(steps_s > SECOND_S)
        holes_s.append(steps_s[holes] - SECOND_S)
        beside_bpm.append((np.where(holes > 0, value[holes - 1], before_bpm) + value[holes]) / 2.0)
        before_s, before_bpm = second_s[-1], value[-1]
    if not count:
        return None
    scatter_bpm = float(np.sqrt(max(squares / count - (total / count) ** 2, 0.0)))
    return UsableSeconds(
        count,
        (start_s, float(before_s) + SECOND_S),
        around_bpm + total / count,
        scatter_bpm,
        first,
        last,
        np.concatenate(holes_s),
        np.concatenate(beside_bpm),
    )


def _usable_pieces(series: HeartRate) -> Iterator[tuple[FloatArray, FloatArray]]:
    """The usable seconds [s] with their heart rates [bpm], piece by piece."""
    for second_s, value, _ in series.pieces():
        usable = np.isfinite(value)
        if usable.any():
            yield second_s[usable], value[usable]


def hidden(series: HeartRate, usable: UsableSeconds) -> tuple[float, float]:
    """How much the mean would change with the missing seconds in it, and the standard deviation of that [bpm].

    A hole of up to a minute is taken for a random walk between its edges that strays as heart rate does elsewhere in
    the session: its mean is then the edges' mean, give or take the usual change over its length divided by sqrt(12).

    Parameters
    ----------
    series
        Heart rate on whole seconds; NaN: not usable.
    usable
        What is known of its usable seconds.

    Returns
    -------
    tuple[float, float]
        Low and high.

    Examples
    --------
    >>> series = HeartRate(np.array([0.0, 1.0, 4.0, 5.0]), np.array([60.0, 60.0, 80.0, 80.0]))
    >>> hidden(series, usable_seconds(series))[0]
    0.0
    """
    lengths_s = usable.holes_s
    if not lengths_s.size:
        return 0.0, 0.0
    short = lengths_s <= BRIDGED_S
    total_s = usable.count * SECOND_S + float(lengths_s.sum())
    change = float((lengths_s[short] * (usable.beside_bpm[short] - usable.mean_bpm)).sum()) / total_s
    variance = 0.0
    if short.any():
        lags_s = LAGS_S[: int(np.searchsorted(LAGS_S, lengths_s[short].max())) + 1]  # none beyond the longest hole's
        strays = np.interp(lengths_s[short], lags_s, _usual_changes(series, lags_s, usable.scatter_bpm))
        variance = BRIDGE_VARIANCE * float(((lengths_s[short] * strays) ** 2).sum()) / total_s**2
    unknown_share = float(lengths_s[~short].sum()) / total_s
    return change, float(np.sqrt(variance + (unknown_share * usable.scatter_bpm) ** 2))


def _usual_changes(series: HeartRate, lags_s: tuple[float, ...], otherwise_bpm: float) -> list[float]:
    """Root mean square change of heart rate over each time [bpm]; `otherwise_bpm` where none is known."""
    squares, counts = np.zeros(len(lags_s)), np.zeros(len(lags_s))
    for second_s, value, own in series.pieces(lags_s[-1]):
        for number, lag_s in enumerate(lags_s):
            off = _changes(second_s, value, own, lag_s)
            off = off[np.isfinite(off)]
            squares[number] += float(off @ off)
            counts[number] += off.size
    return [float(np.sqrt(square / n)) if n else otherwise_bpm for square, n in zip(squares, counts, strict=True)]


def _changes(second_s: FloatArray, value: FloatArray, own: int, lag_s: float) -> FloatArray:
    """How far each of the first `own` values lies from that of `lag_s` later [bpm], where both seconds are there."""
    step = int(lag_s)
    whole = min(own, value.size - step)
    if whole > 0 and second_s[whole + step - 1] - second_s[0] == whole + step - 1:  # no second is missing
        changes: FloatArray = value[step : step + whole] - value[:whole]
    else:
        later = np.minimum(np.searchsorted(second_s, second_s[:own] + lag_s), second_s.size - 1)
        both = second_s[later] == second_s[:own] + lag_s
        changes = (value[later] - value[:own])[both]
    return changes
