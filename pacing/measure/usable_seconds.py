"""The usable seconds of a heart rate: all, piece by piece, or of a stretch, and their highest mean over a window."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray
from pacing.model.cleaned import Cleaned, SampleState
from pacing.model.recording import HeartRate

SECOND_S = 1.0  # each cleaned sample stands for the second that begins at its time


def usable_samples(cleaned: Cleaned) -> tuple[FloatArray, FloatArray]:
    """Times [s] and heart rates [bpm] of the seconds that can be used; both shape (n,), gaps left out.

    Parameters
    ----------
    cleaned
        The cleaned recording: heart rate on whole seconds with the state of each.

    Returns
    -------
    tuple[FloatArray, FloatArray]
        Two arrays of shape (n,).
    """
    series = cleaned.heart_rate
    keep = np.isfinite(series.bpm)
    return (series.time_s, series.bpm) if keep.all() else (series.time_s[keep], series.bpm[keep])


IndexArray = npt.NDArray[np.int64]
USABLE_ROWS = 65_536  # so many at a time: a recording of months by the second costs little memory


def usable_pieces(series: HeartRate, beyond_s: float = 0.0) -> Iterator[tuple[FloatArray, FloatArray, int]]:
    """As `usable_samples`, piece by piece, so that a year by the second is never held whole.

    Parameters
    ----------
    series
        Seconds, increasing [s], and their heart rates [bpm]; NaN: not usable.
    beyond_s
        How far each piece goes on into the next one [s].

    Yields
    ------
    tuple[FloatArray, FloatArray, int]
        Times [s] and heart rates [bpm], both shape (n,), and how many of these are the piece's own; pieces without a
        usable second are left out.
    """
    for piece_s, piece_bpm, rows in pieces_of(series, beyond_s):
        keep = np.isfinite(piece_bpm)
        own = int(np.count_nonzero(keep[:rows]))
        if own:
            yield (piece_s, piece_bpm, own) if keep.all() else (piece_s[keep], piece_bpm[keep], own)


def pieces_of(series: HeartRate, beyond_s: float = 0.0) -> Iterator[tuple[FloatArray, FloatArray, int]]:
    """As `usable_pieces`, with the seconds that are not usable.

    Parameters
    ----------
    series
        Seconds, increasing [s], and their heart rates [bpm]; NaN: not usable.
    beyond_s
        How far each piece goes on into the next one [s].

    Yields
    ------
    tuple[FloatArray, FloatArray, int]
        Times [s] and heart rates [bpm], both shape (n,), and how many of these are the piece's own.
    """
    for first in range(0, series.size, USABLE_ROWS):
        last = reach = min(first + USABLE_ROWS, series.size)
        if beyond_s > 0:
            reach = series.row_at(float(series.times(last - 1, last)[0]) + beyond_s, after=True)
        yield *series.rows(first, reach), last - first


def usable_between(cleaned: Cleaned, start_s: float, stop_s: float) -> tuple[FloatArray, FloatArray]:
    """As `usable_samples`, of [start_s, stop_s) only: costs no more than that stretch does.

    Parameters
    ----------
    cleaned
        The cleaned recording: heart rate on whole seconds with the state of each.
    start_s, stop_s
        Where the stretch begins and ends [s].

    Returns
    -------
    tuple[FloatArray, FloatArray]
        Two arrays of shape (n,).
    """
    series = cleaned.heart_rate
    time_s, bpm = series.rows(series.row_at(start_s), series.row_at(stop_s))
    keep = np.isfinite(bpm)
    return time_s[keep], bpm[keep]


def measured_times(cleaned: Cleaned) -> FloatArray:
    """Times [s] of the seconds in which the device itself gave a value; shape (m,).

    Parameters
    ----------
    cleaned
        The cleaned recording: heart rate on whole seconds with the state of each.

    Returns
    -------
    FloatArray
    """
    times_s: FloatArray = cleaned.heart_rate.time_s[cleaned.state == SampleState.MEASURED]
    return times_s


def part_between(time_s: FloatArray, bpm: FloatArray, start_s: float, stop_s: float) -> tuple[FloatArray, FloatArray]:
    """The samples of [start_s, stop_s).

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.
    start_s
        Where the stretch begins [s].
    stop_s
        Where the stretch ends [s], itself left out.

    Returns
    -------
    tuple[FloatArray, FloatArray]
        Two arrays of shape (n,).
    """
    first, last = np.searchsorted(time_s, [start_s, stop_s])
    return time_s[first:last], bpm[first:last]


def part_around(time_s: FloatArray, bpm: FloatArray, centre_s: float, half_s: float) -> tuple[FloatArray, FloatArray]:
    """The samples no further than `half_s` from `centre_s`, both ends included.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.
    centre_s
        Middle of the stretch [s].
    half_s
        Half the length of the stretch [s].

    Returns
    -------
    tuple[FloatArray, FloatArray]
        Two arrays of shape (n,).
    """
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
        Seconds, increasing [s], and their values [bpm]; those with NaN are not usable.
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
    return highest_mean_of(HeartRate(time_s, bpm), window_s, least_share)


def highest_mean_of(series: HeartRate, window_s: float, least_share: float) -> tuple[float, float, float] | None:
    """As `highest_mean`, of a series that may be days on end.

    Parameters
    ----------
    series
        Seconds, increasing [s], and their values [bpm]; those with NaN are not usable.
    window_s
        Length of the window [s]; windows begin at samples.
    least_share
        Share of the window's seconds that must be usable, 0..1; windows with less do not count.

    Returns
    -------
    tuple or None
        (begin [s], mean [bpm], usable share 0..1); None where no window has enough.
    """
    last_s = _last_usable_s(series)
    if last_s is None:
        return None
    result, highest, first_bpm = None, -np.inf, np.nan
    for second_s, value, own in pieces_of(series, window_s):
        known = np.isfinite(value)
        if not known.any():
            continue
        first_bpm = float(value[known.argmax()]) if np.isnan(first_bpm) else first_bpm
        sums, counts = np.zeros(value.size + 1), np.zeros(value.size + 1)
        np.cumsum(np.where(known, value - first_bpm, 0.0), out=sums[1:])
        np.cumsum(known, out=counts[1:])
        starts = np.flatnonzero(known[:own])
        begins_s = second_s[starts]
        stops = _first_from(second_s, starts, begins_s + window_s)
        inside = counts[stops] - counts[starts]
        share = inside * SECOND_S / window_s
        enough = (share >= least_share) & (begins_s + window_s <= last_s + SECOND_S)
        if not enough.any():
            continue
        means = np.where(enough, (sums[stops] - sums[starts]) / inside, -np.inf)
        best = int(np.argmax(means))
        if means[best] > highest:
            highest = float(means[best])
            result = float(begins_s[best]), highest + first_bpm, float(min(share[best], 1.0))
    return result


def _first_from(second_s: FloatArray, starts: IndexArray, moments_s: FloatArray) -> IndexArray:
    """The first second at each moment or later; it is looked for only where some are missing between."""
    last = second_s.size - 1
    guess = np.minimum(starts + (moments_s - second_s[starts]).astype(np.int64), last + 1)
    wrong = (second_s[guess - 1] >= moments_s) | ((guess <= last) & (second_s[np.minimum(guess, last)] < moments_s))
    guess[wrong] = np.searchsorted(second_s, moments_s[wrong], side="left")
    return guess


def _last_usable_s(series: HeartRate) -> float | None:
    """The last second with a value [s]; None without any."""
    for first in range((series.size - 1) // USABLE_ROWS * USABLE_ROWS, -1, -USABLE_ROWS):
        known = np.flatnonzero(series.known(first, min(first + USABLE_ROWS, series.size)))
        if known.size:
            row = first + int(known[-1])
            return float(series.times(row, row + 1)[0])
    return None
