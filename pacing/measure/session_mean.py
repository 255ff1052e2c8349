"""The mean heart rate of a session, and what it may be off by: what was missing, late, or not yet written."""

import numpy as np

from pacing.measure.index import Inputs, NotMeasurableError
from pacing.measure.levels import Level
from pacing.measure.uncertainty import SECOND_S, normal_samples, sensor_error, uniform_samples, usable_samples
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
    time_s, bpm = usable_samples(inputs.cleaned)
    if not time_s.size:
        raise NotMeasurableError(
            Reason.TOO_MANY_GAPS, "No usable heart rate was recorded. Check that the sensor touches the skin."
        )
    mean_bpm, span_s = float(bpm.mean()), time_s.size * SECOND_S
    error = sensor_error(inputs.recording)
    hidden_bpm, hidden_sd = hidden(time_s, bpm)
    sd_bpm = float(np.hypot(error.level_sd_bpm(span_s), hidden_sd))
    edge = min(time_s.size, max(1, int(error.lag_high_s)))
    late_s = uniform_samples(LATE_SEED, error.lag_low_s, error.lag_high_s)
    late_bpm = np.minimum(late_s / span_s, 1.0) * float(bpm[-edge:].mean() - bpm[:edge].mean())
    unseen_s = uniform_samples(UNSEEN_SEED, 0.0, inputs.cleaned.sampling_s if time_s.size > 1 else 0.0)
    unseen_bpm = unseen_s / (span_s + unseen_s) * (float(bpm[-1]) - mean_bpm)
    draws = mean_bpm + hidden_bpm + normal_samples(MEAN_SEED, sd_bpm) + late_bpm + unseen_bpm
    window = float(time_s[0]), float(time_s[-1]) + SECOND_S
    return Level(mean_bpm, sd_bpm, "mean_of_usable_seconds", window), draws


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
    holes = np.flatnonzero(time_s[1:] - time_s[:-1] > SECOND_S)
    if not holes.size:
        return 0.0, 0.0
    lengths_s = time_s[holes + 1] - time_s[holes] - SECOND_S
    short = lengths_s <= BRIDGED_S
    total_s = time_s.size * SECOND_S + float(lengths_s.sum())
    edges_bpm = (bpm[holes] + bpm[holes + 1])[short] / 2.0
    change = float((lengths_s[short] * (edges_bpm - bpm.mean())).sum()) / total_s
    variance = 0.0
    if short.any():
        lags_s = LAGS_S[: int(np.searchsorted(LAGS_S, lengths_s[short].max())) + 1]  # none beyond the longest hole's
        strays = np.interp(lengths_s[short], lags_s, [_usual_change(time_s, bpm, lag_s) for lag_s in lags_s])
        variance = BRIDGE_VARIANCE * float(((lengths_s[short] * strays) ** 2).sum()) / total_s**2
    unknown_share = float(lengths_s[~short].sum()) / total_s
    return change, float(np.sqrt(variance + (unknown_share * bpm.std()) ** 2))


def _usual_change(time_s: FloatArray, bpm: FloatArray, lag_s: float) -> float:
    """Root mean square change of heart rate over `lag_s` [bpm]; the whole scatter where none is known."""
    later = np.minimum(np.searchsorted(time_s, time_s + lag_s), time_s.size - 1)
    both = time_s[later] == time_s + lag_s
    return float(np.sqrt(np.mean((bpm[later] - bpm)[both] ** 2))) if both.any() else float(bpm.std())
