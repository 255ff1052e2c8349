"""Exponential answers of heart rate to starting and stopping: least squares over a grid of time constants.

For a given time constant the rest of the model is linear, so the best fit for every time constant of a fine grid is
found at once, without starting values.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.measure.heart_rate_noise import unit_pink_noise
from pacing.model.arrays import FloatArray
from pacing.numerics.quantiles import NORMAL_95, student_95

GRID = 160  # design: neighbouring time constants differ by 3 %, and a parabola is laid through the best three
BLOCK = 15  # design: residuals are compared in means over so many samples, where breathing has averaged out
EVERY = 5  # design: of the draws, every fifth is enough where each costs a fit for every delay
DELAY_STEP = 3  # design: and every third delay
COARSER = 2  # design: and every second time constant
SPANNING = 8  # design: of the decays, what lies between every eighth is a sum of these to 2e-8, a fit the same to 1e-10
TABLE_S = 512  # design: recoveries and starts are looked at for 300 s; what lasts longer is worked out each time
PIECE = 16  # design: products so small one processor does at once; larger ones wait for others to be free
FEWEST_FREEDOM = 2.0  # design: Student's factor is then 2.2, and no wider
SURE_SHARE = 0.975  # design: so many draws must lie within the grid


class ExponentialFit(NamedTuple):
    """A fitted exponential: time constant [s], amplitude and level [bpm], delay [s].

    `draws_s`: time constants found again with other fluctuations [s]. `r_squared`: share of variance explained.
    `bounded`: whether the time constant lies within the grid, and nearly all of its draws.
    """

    tau_s: float
    draws_s: FloatArray
    amplitude_bpm: float
    level_bpm: float
    delay_s: float
    r_squared: float
    bounded: bool


def tau_grid_s(from_s: float, to_s: float) -> FloatArray:
    """Time constants to try [s], evenly spread in logarithm; shape (GRID,).

    Parameters
    ----------
    from_s
        Shortest time constant [s].
    to_s
        Longest time constant [s].

    Returns
    -------
    FloatArray
        [s].
    """
    grid: FloatArray = np.geomspace(from_s, to_s, GRID)
    return grid


def fit_decay(time_s: FloatArray, bpm: FloatArray, taus_s: FloatArray) -> ExponentialFit:
    """H(t) = level + amplitude exp(-t / tau), all three free, by least squares.

    Parameters
    ----------
    time_s, bpm : shape (n,)
        Time since the decay began [s] and heart rate [bpm]; gaps left out; n >= 5.
    taus_s : shape (k,)
        Time constants to try [s], increasing.

    Examples
    --------
    >>> time_s = np.arange(0.0, 240.0)
    >>> fit = fit_decay(time_s, 70.0 + 80.0 * np.exp(-time_s / 60.0), tau_grid_s(5.0, 400.0))
    >>> round(fit.tau_s, 1), round(fit.amplitude_bpm), round(fit.level_bpm)
    (60.0, 80, 70)
    """
    since_s = time_s - time_s[0]  # when a decay began only scales it: the same shapes whatever the clock's zero
    decays = _decays(since_s.tobytes(), taus_s.tobytes())
    tau_s = float(_best_taus(taus_s, decays, bpm @ decays.basis)[0])
    shape = np.exp(-time_s / tau_s)
    design = np.column_stack([shape, np.ones(time_s.size)])
    amplitude, level = np.linalg.lstsq(design, bpm, rcond=None)[0].tolist()
    fitted = design @ np.array([amplitude, level])
    size_bpm = _size_of_waves(time_s, bpm - fitted, np.column_stack([design, shape * time_s]))
    waves = _waves_along(since_s.tobytes(), taus_s.tobytes())
    draws_s = _best_taus(taus_s, decays, fitted @ decays.basis + size_bpm * waves)
    return _fit(taus_s, (tau_s, amplitude, level, 0.0), draws_s, bpm, fitted)


def decay_taus_s(time_s: FloatArray, bpm: FloatArray, begins_s: FloatArray, taus_s: FloatArray) -> FloatArray:
    """The time constant of `fit_decay` alone [s], for a decay that began at each of several times.

    Parameters
    ----------
    time_s
        Times [s], shape (n,), increasing.
    bpm
        Heart rate [bpm], shape (n,).
    begins_s
        When the decay may have begun [s], shape (b,); what was before is left out.
    taus_s
        Time constants to try [s], shape (t,).

    Returns
    -------
    FloatArray
        [s], shape (b,).
    """
    shapes = _decays((time_s - time_s[0]).tobytes(), taus_s.tobytes()).shapes
    explained = [_explained(shapes[:, n:], bpm[n:]) for n in np.searchsorted(time_s, begins_s).tolist()]
    return _peak_tau(taus_s, np.array(explained))


def decays_taus_s(time_s: FloatArray, falls_bpm: FloatArray, taus_s: FloatArray) -> FloatArray:
    """The time constant of `fit_decay` alone [s], for each of several falls.

    Parameters
    ----------
    time_s
        Times since the decay began [s], shape (n,), increasing.
    falls_bpm
        Heart rate [bpm], shape (falls, n).
    taus_s
        Time constants to try [s], shape (t,), increasing.

    Returns
    -------
    FloatArray
        [s], shape (falls,).
    """
    decays = _decays((time_s - time_s[0]).tobytes(), taus_s.tobytes())
    return _best_taus(taus_s, decays, falls_bpm @ decays.basis)


def _explained(shapes: FloatArray, bpm: FloatArray) -> FloatArray:
    """How much of heart rate each shape explains beside a level; shape (k,)."""
    squares = np.einsum("ij,ij->i", shapes, shapes) - shapes.sum(axis=1) ** 2 / bpm.size
    explained: FloatArray = (shapes @ (bpm - bpm.mean())) ** 2 / squares
    return explained


class _Decays(NamedTuple):
    """What decays at some times share, whatever the heart rate; a recovery asks for the same ones several times.

    `shapes`: exp(-t / tau), shape (k, n). Centred and of unit length they lie in a space of few dimensions: `basis`, of
    unit length and at right angles, shape (n, r), and what each has of it, `parts`, shape (k, r).
    """

    shapes: FloatArray
    basis: FloatArray
    parts: FloatArray


@lru_cache(maxsize=4)
def _decays(times: bytes, taus: bytes) -> _Decays:
    shapes = _fades(np.frombuffer(times), taus).T
    centred = shapes - shapes.mean(axis=1, keepdims=True)
    centred /= np.sqrt(np.einsum("ij,ij->i", centred, centred))[:, None]
    basis = np.linalg.qr(centred[::SPANNING].T)[0]
    return _Decays(shapes, basis, centred @ basis)


@lru_cache(maxsize=4)
def _waves_along(times: bytes, taus: bytes) -> FloatArray:
    """What the draws of a 1/f wander at some times have of the basis of decays there; shape (DRAWS, r)."""
    along: FloatArray = _unit_waves(np.frombuffer(times)) @ _decays(times, taus).basis
    return along


def fit_onset(
    time_s: FloatArray, bpm: FloatArray, baseline_bpm: float, taus_s: FloatArray, delays_s: FloatArray
) -> ExponentialFit:
    """H(t) = baseline + amplitude (1 - exp(-(t - delay) / tau)) from the delay on, the baseline known.

    Parameters
    ----------
    time_s, bpm : shape (n,)
        Time since the step of load [s] and heart rate [bpm]; gaps left out.
    taus_s, delays_s : shape (k,), (d,)
        Time constants and delays to try [s], increasing.

    Examples
    --------
    >>> time_s = np.arange(0.0, 240.0)
    >>> bpm = 70.0 + 40.0 * (1.0 - np.exp(-np.maximum(time_s - 5.0, 0.0) / 42.0))
    >>> fit = fit_onset(time_s, bpm, 70.0, tau_grid_s(5.0, 180.0), np.arange(0.0, 31.0))
    >>> round(fit.tau_s, 1), fit.delay_s, round(fit.amplitude_bpm)
    (42.0, 5.0, 40)
    """
    rise = bpm - baseline_bpm
    result = _best_of_delays(time_s, rise[None], taus_s, delays_s)
    tau_s, delay_s = float(result[0][0]), float(result[1][0])
    late_s = np.maximum(time_s - delay_s, 0.0)
    shape = 1.0 - np.exp(-late_s / tau_s)
    amplitude = float((shape * rise).sum() / (shape**2).sum())
    fitted = amplitude * shape
    design = np.column_stack([shape, (shape - 1.0) * late_s, (late_s > 0) * (shape - 1.0)])
    waves = _size_of_waves(time_s, rise - fitted, design) * _unit_waves(time_s, EVERY)
    draws_s = _best_of_delays(time_s, fitted + waves, taus_s[::COARSER], delays_s[::DELAY_STEP])[0]
    numbers = (tau_s, amplitude, baseline_bpm + amplitude, delay_s)
    return _fit(taus_s, numbers, draws_s, rise, fitted)


def onset_taus_s(time_s: FloatArray, rises_bpm: FloatArray, taus_s: FloatArray, delays_s: FloatArray) -> FloatArray:
    """The time constant of `fit_onset` alone [s], for each of several rises above a baseline.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    rises_bpm
        Heart rate less its baseline [bpm], shape (rises, n).
    taus_s
        Time constants to try [s], shape (t,).
    delays_s
        Delays to try [s], shape (d,).

    Returns
    -------
    FloatArray
        [s], shape (rises,).
    """
    return _best_of_delays(time_s, rises_bpm, taus_s, delays_s)[0]


def _best_of_delays(
    time_s: FloatArray, rises: FloatArray, taus_s: FloatArray, delays_s: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Best time constant and delay [s] for each row of `rises`.

    From a delay d on the shape is 1 - exp(d / tau) exp(-t / tau): so sums over all samples after d are enough, and they
    follow from one delay to the next by the few samples between them.
    """
    shapes = _rises(time_s.tobytes(), taus_s.tobytes(), delays_s.tobytes())
    plain = _sums_after(rises.T, shapes.first)
    explained = _faded_after(rises, shapes)
    explained *= shapes.since[:, None]
    np.subtract(plain[:, :, None], explained, out=explained)
    explained *= explained
    explained /= shapes.squares[:, None]
    delay = explained.max(axis=2).argmax(axis=0)
    return _peak_tau(taus_s, explained[delay, np.arange(delay.size)]), delays_s[delay]


def _faded_after(rises: FloatArray, shapes: "_Rises") -> FloatArray:
    """Sums of each row times exp(-t / tau), from each delay on; shape (d, rows, k)."""
    first, fades = shapes.first, shapes.fades
    if rises.shape[0] == 1:
        return _sums_after(fades * rises.T, first)[:, None]
    sums = np.empty((first.size, rises.shape[0], fades.shape[1]))
    after, end = np.zeros(sums.shape[1:]), fades.shape[0]
    for index in reversed(range(first.size)):
        for start in range(first[index], end, PIECE):
            some = slice(start, min(start + PIECE, end))
            after += rises[:, some] @ fades[some]
        sums[index], end = after, first[index]
    return sums


class _Rises(NamedTuple):
    """What rises at some times share, whatever the heart rate; a session asks for the same ones again and again.

    `first`: the first sample after each delay, shape (d,). `fades`: exp(-t / tau), shape (n, k). `since`, `squares`:
    exp(d / tau), and the sum of the squares of each rise, shape (d, k).
    """

    first: npt.NDArray[np.intp]
    fades: FloatArray
    since: FloatArray
    squares: FloatArray


@lru_cache(maxsize=8)  # a session asks for five
def _rises(times: bytes, taus: bytes, delays: bytes) -> _Rises:
    time_s, taus_s, delays_s = (np.frombuffer(values) for values in (times, taus, delays))
    first = np.searchsorted(time_s, delays_s, side="right")
    fades = _fades(time_s, taus)
    since = np.exp(delays_s[:, None] / taus_s)
    fade, square = _sums_after(fades, first), _sums_after(fades**2, first)
    squares = (time_s.size - first)[:, None] - 2.0 * since * fade + since**2 * square
    return _Rises(first, fades, since, squares)


def _fades(time_s: FloatArray, taus: bytes) -> FloatArray:
    """exp(-t / tau) for every time and time constant, shape (n, k)."""
    seconds = time_s.astype(np.intp)
    if seconds[-1] < TABLE_S and np.array_equal(seconds, time_s):  # nearly always: seconds since a stop or a start
        return _fades_by_second(taus)[seconds]
    fades: FloatArray = np.exp(-time_s[:, None] / np.frombuffer(taus))
    return fades


@lru_cache(maxsize=4)
def _fades_by_second(taus: bytes) -> FloatArray:
    fades: FloatArray = np.exp(-np.arange(float(TABLE_S))[:, None] / np.frombuffer(taus))
    return fades


def _sums_after(columns: FloatArray, first: npt.NDArray[np.intp]) -> FloatArray:
    """Sums of each column from each of the rows `first` on, which increase; shape (places, columns)."""
    last = int(first[-1])
    before_last = np.zeros((last - int(first[0]) + 1, columns.shape[1]))
    np.cumsum(columns[first[0] : last][::-1], axis=0, out=before_last[1:])
    sums: FloatArray = np.ones(columns.shape[0] - last) @ columns[last:] + before_last[last - first]
    return sums


def _best_taus(taus_s: FloatArray, decays: _Decays, along: FloatArray) -> FloatArray:
    """Best time constant [s] for each series, of which `along` is what it has of the decays' basis; shape (..., r)."""
    return _peak_tau(taus_s, (np.atleast_2d(along) @ decays.parts.T) ** 2)


def _peak_tau(taus_s: FloatArray, explained: FloatArray) -> FloatArray:
    """Where each row explains most, refined by a parabola through its neighbours in logarithm."""
    best = np.clip(explained.argmax(axis=1), 1, taus_s.size - 2)
    rows = np.arange(best.size)
    before, here, after = (explained[rows, best + step] for step in (-1, 0, 1))
    bend = before - 2.0 * here + after
    shift = np.where(bend < 0, 0.5 * (before - after) / np.where(bend < 0, bend, -1.0), 0.0)
    step = np.log(taus_s[1] / taus_s[0])
    result: FloatArray = np.clip(taus_s[best] * np.exp(np.clip(shift, -1.0, 1.0) * step), taus_s[0], taus_s[-1])
    return result


def _unit_waves(time_s: FloatArray, every: int = 1) -> FloatArray:
    """Draws of a 1/f wander of unit size at some times, of which no two share a second; shape (DRAWS / every, n)."""
    seconds = np.round(time_s - time_s[0]).astype(np.intp)
    waves = unit_pink_noise(int(seconds[-1]) + 1)[::every]
    return waves if seconds.size == waves.shape[1] else waves[:, seconds]


def _size_of_waves(time_s: FloatArray, residuals: FloatArray, design: FloatArray) -> float:
    """How large a 1/f wander [bpm] would leave residuals as large as these, in means over 15 s.

    `design`: the model's derivatives, one column a parameter: what of a fluctuation a fit would swallow. Most of a 1/f
    wander is in a few slow waves, so residuals tell its size less surely than their number suggests: the degrees of
    freedom are those with which the draws' own residuals scatter in size, 2 mean^2 / variance of their mean squares.
    """
    swallowed = np.linalg.qr(design)[0]
    block = np.arange(time_s.size) // BLOCK
    means = np.zeros((block.size, int(block[-1]) + 1))
    means[np.arange(block.size), block] = 1.0 / np.bincount(block)[block]
    remaining = _unit_waves(time_s, EVERY) @ (means - swallowed @ (swallowed.T @ means))
    squares = np.mean(remaining**2, axis=1)
    seen = np.sqrt(np.mean(squares))
    result = np.sqrt(np.mean((residuals @ means) ** 2))
    freedom = max(FEWEST_FREEDOM, 2.0 * float(np.mean(squares) ** 2 / np.var(squares)))
    return float(result / seen * student_95(freedom) / NORMAL_95)


def _fit(
    taus_s: FloatArray,
    numbers: tuple[float, float, float, float],
    draws_s: FloatArray,
    series: FloatArray,
    fitted: FloatArray,
) -> ExponentialFit:
    tau_s, amplitude, level, delay_s = numbers
    total = float(((series - series.mean()) ** 2).sum())
    inside = (draws_s > taus_s[1]) & (draws_s < taus_s[-2])
    return ExponentialFit(
        tau_s=tau_s,
        draws_s=draws_s,
        amplitude_bpm=amplitude,
        level_bpm=level,
        delay_s=delay_s,
        r_squared=1.0 - float(((series - fitted) ** 2).sum()) / total if total > 0 else 0.0,
        bounded=bool(taus_s[1] < tau_s < taus_s[-2] and inside.mean() > SURE_SHARE),
    )
