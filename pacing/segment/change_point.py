"""Where heart rate turns from a straight course into an exponential fall (or rise), and how sure that is."""

from functools import lru_cache

import numpy as np

from pacing.model.arrays import FloatArray

BEFORE_S = 60.0  # design: the straight course before
AFTER_S = 150.0  # design: the fall after
SEARCH_S = 45.0  # design: how far from the first guess ...
STEP_S = 3.0  # design: ... and how fine; their mean is finer
CANDIDATES_S = np.arange(-SEARCH_S, SEARCH_S + STEP_S, STEP_S)
TIME_CONSTANTS_S = (20.0, 40.0, 60.0, 90.0, 130.0)  # design: spans what hearts do after a stop
CORRELATION = 0.9  # design: a second's deviation keeps this share of the one before: hearts wander, sensors smooth
STEADY_BPM_PER_S = 0.007  # design: exercise drifts by less than 0.5 bpm a minute; a steeper course costs
LEAST_SAMPLES = 30  # design: three parameters need more than a handful of values
TINY = 1e-9  # design: keeps the equations solvable when no sample lies after a candidate
LEAST_VARIANCE = 1e-3  # design: [bpm^2], so that made-up curves without noise can be fitted
WIDE = 1.96  # standard deviations in the half-width of a 95 % range


def change_point(time_s: FloatArray, bpm: FloatArray, guess_s: float, smoothing_s: float = 0.0) -> tuple[float, float]:
    """When the fall began [s] and the half-width of its 95 % range [s].

    For every third second within 45 s of `guess_s` and every time constant, a continuous curve (straight and almost
    level before, exponential after) is fitted by least squares to the samples from 60 s before the earliest candidate
    to 150 s after the guess, the residuals taken as a first-order process (0.9 from one second to the next). The
    seconds are weighted by their likelihood; the result is their mean and 1.96 times their standard deviation. With
    fewer than 30 samples: the guess, and the width of the search. A sensor that smooths with a time constant of
    `smoothing_s` [s] shows the fall begin gently; the curves then do the same, so the moment found is the heart's own.

    Examples
    --------
    >>> t = np.arange(300.0)
    >>> fall = np.where(t < 150, 120.0, 80.0 + 40.0 * np.exp(-(t - 150) / 60.0))
    >>> abs(change_point(t, fall, 140.0)[0] - 150.0) < 2.0
    True
    """
    first, last = np.searchsorted(time_s, (guess_s - SEARCH_S - BEFORE_S, guess_s + AFTER_S + 1.0))
    times, values = time_s[first:last], bpm[first:last]
    known = np.isfinite(values)
    if int(known.sum()) < LEAST_SAMPLES:
        return guess_s, SEARCH_S
    times, values = times[known], values[known] - values[known].mean()
    error = _squared_errors(times - guess_s, values, smoothing_s)
    variance = max(float(error.min()) / values.size, LEAST_VARIANCE)
    weight = np.exp(-(error - error.min()) / (2.0 * variance)).sum(axis=0)
    weight /= weight.sum()
    best_s = float(weight @ CANDIDATES_S)
    return guess_s + best_s, WIDE * float(np.sqrt(weight @ (CANDIDATES_S - best_s) ** 2))


def _squared_errors(since_guess_s: FloatArray, values: FloatArray, smoothing_s: float) -> FloatArray:
    """Least-squares error of every curve, a steep course before it counted in; shape (time constants, candidates)."""
    curves, normal, kept = _curves(since_guess_s.tobytes(), smoothing_s)
    aim = _independent(values, kept)
    right = curves @ aim
    error = aim @ aim - np.einsum("cp,cp->c", right, np.linalg.solve(normal, right[..., None])[..., 0])
    return np.asarray(error.reshape(len(TIME_CONSTANTS_S), CANDIDATES_S.size), dtype=np.float64)


@lru_cache(maxsize=8)
def _curves(since_guess_s: bytes, smoothing_s: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """All curves at some times around the guess, their normal equations, and what each second shares with the last.

    Most sessions have every second: the same times around every guess, so the same curves.

    Returns
    -------
    curves, shape (curves, 3, times); equations, shape (curves, 3, 3); shares, shape (times - 1,)
    """
    times = np.frombuffer(since_guess_s)
    kept = CORRELATION ** np.diff(times)
    since = times[None, :] - CANDIDATES_S[:, None]
    level, before, after = np.ones_like(since), np.minimum(since, 0.0), np.maximum(since, 0.0)
    shapes = [np.stack((level, before, _answer(after, tau_s, smoothing_s)), axis=1) for tau_s in TIME_CONSTANTS_S]
    curves = _independent(np.concatenate(shapes), kept)
    dear = np.diag([0.0, STEADY_BPM_PER_S**-2, 0.0])
    return curves, curves @ curves.transpose(0, 2, 1) + dear + TINY * np.eye(3), kept


def _answer(after_s: FloatArray, tau_s: float, smoothing_s: float) -> FloatArray:
    """An exponential answer to a step, from 0 to 1, as a sensor with a first-order smoothing shows it."""
    slow, quick = max(tau_s, smoothing_s), min(tau_s, smoothing_s)
    if not quick:
        return -np.expm1(-after_s / slow)
    slow += TINY * (slow == quick)
    return 1.0 - (slow * np.exp(-after_s / slow) - quick * np.exp(-after_s / quick)) / (slow - quick)


def _independent(values: FloatArray, kept: FloatArray) -> FloatArray:
    """Values whose neighbours share `kept` of their deviation, turned into independent ones of the same size."""
    result = values.copy()
    result[..., 1:] = (values[..., 1:] - kept * values[..., :-1]) / np.sqrt(1.0 - kept**2)
    return result
