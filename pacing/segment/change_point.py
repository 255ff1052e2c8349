"""Where heart rate turns from a straight course into an exponential fall (or rise), and how sure that is."""

import numpy as np

from pacing.model.arrays import FloatArray

BEFORE_S = 60.0  # design: the straight course before
AFTER_S = 90.0  # design: the fall after
SEARCH_S = 30.0  # design: how far from the first guess
TIME_CONSTANTS_S = (15.0, 30.0, 60.0, 120.0, 240.0)  # design: spans what hearts do after a stop
CORRELATED_S = 8.0  # design: neighbouring residuals repeat each other over about so long
LEAST_SAMPLES = 30  # design
WIDE = 1.96  # standard deviations in the half-width of a 95 % range


def change_point(time_s: FloatArray, bpm: FloatArray, guess_s: float) -> tuple[float, float]:
    """When the fall began [s] and the half-width of its 95 % range [s].

    For every whole second within 30 s of `guess_s` and every time constant, a continuous curve (straight before,
    exponential after) is fitted by least squares to the samples from 60 s before to 90 s after the guess. The seconds
    are weighted by their likelihood, the residuals counting as one independent value per 8 s; the result is their mean
    and 1.96 times their standard deviation. With fewer than 30 samples: the guess, and the width of the search.

    Examples
    --------
    >>> t = np.arange(300.0)
    >>> fall = np.where(t < 150, 120.0, 80.0 + 40.0 * np.exp(-(t - 150) / 60.0))
    >>> round(change_point(t, fall, 140.0)[0])
    150
    """
    near = (time_s >= guess_s - BEFORE_S) & (time_s <= guess_s + AFTER_S) & np.isfinite(bpm)
    if int(near.sum()) < LEAST_SAMPLES:
        return guess_s, SEARCH_S
    times, values = time_s[near], bpm[near]
    candidates = guess_s + np.arange(-SEARCH_S, SEARCH_S + 1.0)
    error = np.min([_squared_error(times, values, candidates, tau_s) for tau_s in TIME_CONSTANTS_S], axis=0)
    variance = max(float(error.min()) / (values.size - 5), 1.0 / 12.0)
    weight = np.exp(-(error - error.min()) / (2.0 * variance * CORRELATED_S))
    weight /= weight.sum()
    best_s = float(weight @ candidates)
    return best_s, WIDE * float(np.sqrt(weight @ (candidates - best_s) ** 2))


def _squared_error(times: FloatArray, values: FloatArray, candidates: FloatArray, tau_s: float) -> FloatArray:
    """Least-squares error of the curve for each candidate; shape of `candidates`."""
    since = times[None, :] - candidates[:, None]
    curves = np.stack((np.ones_like(since), np.minimum(since, 0.0), -np.expm1(-np.maximum(since, 0.0) / tau_s)), axis=1)
    normal = curves @ curves.transpose(0, 2, 1) + 1e-9 * np.eye(3)
    right = curves @ values
    found = np.linalg.solve(normal, right[..., None])[..., 0]
    residual = values - np.einsum("cpn,cp->cn", curves, found)
    return np.asarray((residual**2).sum(axis=1), dtype=np.float64)
