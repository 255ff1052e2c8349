"""Exponential answers of heart rate to starting and stopping: least squares over a grid of time constants.

For a given time constant the rest of the model is linear, so the best fit for every time constant of a fine grid is
found at once and the whole course of the squared error is known. That gives the time constant, and the range of time
constants the data do not rule out, without starting values and without a search that can get stuck.
"""

from dataclasses import dataclass

import numpy as np

from pacing.measure.uncertainty import student_95
from pacing.model.arrays import FloatArray

GRID = 240  # design: neighbouring time constants differ by 2 %


@dataclass(frozen=True, slots=True)
class ExponentialFit:
    """A fitted exponential: time constant [s] and the range not ruled out (95 %), amplitude and level [bpm], delay [s].

    `r_squared`: share of variance explained. `bounded`: whether the grid holds the best value and its range.
    """

    tau_s: float
    low_s: float
    high_s: float
    amplitude_bpm: float
    level_bpm: float
    delay_s: float
    r_squared: float
    bounded: bool


def tau_grid_s(from_s: float, to_s: float) -> FloatArray:
    """Time constants to try [s], evenly spread in logarithm; shape (GRID,)."""
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
    shapes = np.exp(-time_s[None, :] / taus_s[:, None])
    centred = shapes - shapes.mean(axis=1, keepdims=True)
    about_mean = bpm - bpm.mean()
    power = (centred**2).sum(axis=1)
    amplitudes = centred @ about_mean / power
    errors = (about_mean**2).sum() - amplitudes**2 * power
    tau_s, best = _minimum(taus_s, errors)
    shape = np.exp(-time_s / tau_s)
    around = shape - shape.mean()
    amplitude = float((around * about_mean).sum() / (around**2).sum())
    level = float(bpm.mean() - amplitude * shape.mean())
    residuals = bpm - level - amplitude * shape
    return _fit(taus_s, errors, best, residuals, about_mean, (tau_s, amplitude, level, 0.0))


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
    late_s = np.maximum(time_s[None, :] - delays_s[:, None], 0.0)
    shapes = 1.0 - np.exp(-late_s[:, None, :] / taus_s[None, :, None])
    power = (shapes**2).sum(axis=2)
    amplitudes = (shapes @ rise) / power
    all_errors = (rise**2).sum() - amplitudes**2 * power
    errors = all_errors.min(axis=0)
    tau_s, best = _minimum(taus_s, errors)
    delay = int(all_errors[:, best].argmin())
    shape = 1.0 - np.exp(-late_s[delay] / tau_s)
    amplitude = float((shape * rise).sum() / (shape**2).sum())
    residuals = rise - amplitude * shape
    found = (tau_s, amplitude, baseline_bpm + amplitude, float(delays_s[delay]))
    return _fit(taus_s, errors, best, residuals, bpm - bpm.mean(), found)


def _minimum(taus_s: FloatArray, errors: FloatArray) -> tuple[float, int]:
    """The time constant of least error, refined by a parabola through its neighbours in logarithm."""
    best = int(errors.argmin())
    if best in (0, errors.size - 1):
        return float(taus_s[best]), best
    before, here, after = errors[best - 1 : best + 2]
    bend = before - 2.0 * here + after
    shift = 0.5 * (before - after) / bend if bend > 0 else 0.0
    step = np.log(taus_s[best + 1] / taus_s[best])
    return float(taus_s[best] * np.exp(shift * step)), best


def _fit(
    taus_s: FloatArray,
    errors: FloatArray,
    best: int,
    residuals: FloatArray,
    about_mean: FloatArray,
    found: tuple[float, float, float, float],
) -> ExponentialFit:
    tau_s, amplitude, level, delay_s = found
    left_over = float((residuals**2).sum())
    total = float((about_mean**2).sum())
    parameters = len(found)
    freedom = max(1.0, independent_count(residuals) - parameters)
    allowed = errors.min() * (1.0 + student_95(freedom) ** 2 / freedom)
    possible = np.flatnonzero(errors <= allowed)
    low, high = (possible[0], possible[-1]) if possible.size else (best, best)
    return ExponentialFit(
        tau_s=tau_s,
        low_s=min(float(taus_s[low]), tau_s),
        high_s=max(float(taus_s[high]), tau_s),
        amplitude_bpm=amplitude,
        level_bpm=level,
        delay_s=delay_s,
        r_squared=1.0 - left_over / total if total > 0 else 0.0,
        bounded=bool(low > 0 and high < taus_s.size - 1),
    )


def independent_count(residuals: FloatArray) -> float:
    """How many independent values residuals are worth, when each resembles the one before (first-order memory).

    Examples
    --------
    >>> independent_count(np.zeros(9))
    9.0
    """
    power = float((residuals**2).sum())
    if power <= 0 or residuals.size < 3:
        return float(residuals.size)
    memory = float(np.clip((residuals[1:] * residuals[:-1]).sum() / power, 0.0, 0.99))
    return residuals.size * (1.0 - memory) / (1.0 + memory)
