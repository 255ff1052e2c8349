"""Heart rate in windows of time: means and highest means. Pure functions on arrays."""

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.model.cleaned import Cleaned, SampleState

SECOND_S = 1.0  # each cleaned sample stands for the second that begins at its time


def usable_samples(cleaned: Cleaned) -> tuple[FloatArray, FloatArray]:
    """Times [s] and heart rates [bpm] of the seconds that can be used; both shape (n,), gaps left out."""
    keep = np.isfinite(cleaned.heart_rate.bpm)
    return cleaned.heart_rate.time_s[keep], cleaned.heart_rate.bpm[keep]


def measured_times(cleaned: Cleaned) -> FloatArray:
    """Times [s] of the seconds in which the device itself gave a value; shape (m,)."""
    times_s: FloatArray = cleaned.heart_rate.time_s[cleaned.state == SampleState.MEASURED]
    return times_s


def part_between(time_s: FloatArray, bpm: FloatArray, start_s: float, stop_s: float) -> tuple[FloatArray, FloatArray]:
    """The samples of [start_s, stop_s)."""
    first, last = np.searchsorted(time_s, [start_s, stop_s])
    return time_s[first:last], bpm[first:last]


def part_around(time_s: FloatArray, bpm: FloatArray, centre_s: float, half_s: float) -> tuple[FloatArray, FloatArray]:
    """The samples no further than `half_s` from `centre_s`, both ends included."""
    first = int(np.searchsorted(time_s, centre_s - half_s, side="left"))
    last = int(np.searchsorted(time_s, centre_s + half_s, side="right"))
    return time_s[first:last], bpm[first:last]


def highest_mean(
    time_s: FloatArray, bpm: FloatArray, window_s: float, least_share: float
) -> tuple[float, float, float] | None:
    """The highest mean over any window of `window_s`.

    Parameters
    ----------
    time_s, bpm : shape (n,)
        Usable seconds only, increasing [s], [bpm].
    window_s : float
        Length of the window [s]; windows begin at samples.
    least_share : float
        Share of the window's seconds that must be usable, 0..1; windows with less do not count.

    Returns
    -------
    tuple or None
        (begin [s], mean [bpm], usable share 0..1); None where no window has enough.

    Examples
    --------
    >>> highest_mean(np.arange(4.0), np.array([60.0, 80.0, 100.0, 60.0]), 2.0, 1.0)
    (1.0, 90.0, 1.0)
    """
    if not time_s.size:
        return None
    sums = np.concatenate([[0.0], np.cumsum(bpm - bpm[0])])
    stops = np.searchsorted(time_s, time_s + window_s, side="left")
    counts = stops - np.arange(time_s.size)
    share = counts * SECOND_S / window_s
    enough = (share >= least_share) & (time_s + window_s <= time_s[-1] + SECOND_S)
    if not enough.any():
        return None
    means = np.where(enough, (sums[stops] - sums[:-1]) / counts, -np.inf)
    best = int(np.argmax(means))
    return float(time_s[best]), float(means[best] + bpm[0]), float(min(share[best], 1.0))
