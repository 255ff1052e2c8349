"""The moment exercise ended or began, from heart rate alone, and how sure it is.

It is the likeliest turn of the curves that heart rate may follow, whatever its height and drift.
"""

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from pacing.model.arrays import FloatArray

TIME_CONSTANTS_S = (22.0, 34.0, 52.0, 78.0, 115.0)  # design: span what hearts do after a stop
SLOW_TIME_CONSTANT_S = 240.0  # design: part of the answer is slow ...
SLOW_SHARE = 0.12  # design: ... mostly a small one
WAVE_HZ = np.geomspace(0.0015, 0.015, 4)  # design: a pace wanders over one to ten minutes
WAVE_SIZES = (0.3, 1.0, 3.0)  # design: by so many standard deviations of what else disturbs
CHANGE_SIZE = 30.0  # design: heart rate changes by some tens of those
STEADY_PER_S = 0.007  # design: and drifts by less than half a one a minute
LEVEL_SIZE = 1000.0  # design: its level may be anything
TINY = 1e-9
CHANGE_PART, FIRST_WAVE = 1, 3  # which part of a curve is the change, and where its waves begin


class Transition(Enum):
    """What happens at the moment looked for."""

    STOP = "stop"
    START = "start"


@dataclass(frozen=True, slots=True)
class Shape:
    """Which way heart rate turns, and the time constant of the sensor's own smoothing [s]."""

    turn: Transition = Transition.STOP
    smoothing_s: float = 0.0


STOP = Shape(Transition.STOP)


def response_models(time_s: FloatArray, moments_s: FloatArray, shape: Shape) -> FloatArray:
    """The curves of every time constant and moment; shape (time constants x moments, parts, times).

    Any heart rate of the model is a sum of the parts: a level, the answer to the change (from one to nothing after a
    stop, from nothing to one after a start), a drift before it, and waves of the pace. Waves belong to exercise: after
    a stop what they had added fades as the rest of the answer does; after a start they set in with the answer.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    moments_s
        Moments of the change to try [s], shape (m,).
    shape
        Which change is looked for and how the sensor smooths.

    Returns
    -------
    FloatArray
        Shape (n,).
    """
    since_s = time_s[None, :] - moments_s[:, None]
    before_s, after_s = np.minimum(since_s, 0.0), np.maximum(since_s, 0.0)
    angle = 2.0 * np.pi * WAVE_HZ[:, None, None] * (before_s if shape.turn is Transition.STOP else after_s)
    cosine, sine = np.cos(angle), np.sin(angle)
    slow = step_response(after_s, SLOW_TIME_CONSTANT_S, shape.smoothing_s)
    made = np.empty((len(TIME_CONSTANTS_S), moments_s.size, FIRST_WAVE + 2 * WAVE_HZ.size, time_s.size))
    made[:, :, 0], made[:, :, CHANGE_PART + 1] = 1.0, before_s
    for curves, tau_s in zip(made, TIME_CONSTANTS_S, strict=True):
        quick = step_response(after_s, tau_s, shape.smoothing_s)
        whole = (1.0 - SLOW_SHARE) * quick + SLOW_SHARE * slow
        curves[:, CHANGE_PART] = 1.0 - whole if shape.turn is Transition.STOP else whole
        undone = 1.0 - quick if shape.turn is Transition.STOP else quick
        parts = curves.transpose(1, 0, 2)
        np.multiply(cosine, undone, out=parts[FIRST_WAVE : FIRST_WAVE + WAVE_HZ.size])
        np.multiply(sine, undone, out=parts[FIRST_WAVE + WAVE_HZ.size :])
    return made.reshape(-1, *made.shape[2:])


def wandering_models(time_s: FloatArray) -> FloatArray:
    """The curves of exercise that goes on: a level, a drift and waves of the pace; shape (1, parts, times).

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.

    Returns
    -------
    FloatArray
        Shape (n,).
    """
    angle = 2.0 * np.pi * WAVE_HZ[:, None] * time_s
    return np.stack((np.ones_like(time_s), time_s, *np.cos(angle), *np.sin(angle)))[None]


def prior_precision(wave_size: float) -> FloatArray:
    """One over the squared size each part is thought to have, in standard deviations of the noise; shape (parts,).

    Parameters
    ----------
    wave_size
        Size of the waves of the pace [bpm].

    Returns
    -------
    FloatArray
    """
    waves = 2 * WAVE_HZ.size
    return np.array([LEVEL_SIZE, CHANGE_SIZE, STEADY_PER_S, *[wave_size / np.sqrt(WAVE_HZ.size)] * waves]) ** -2.0


def step_response(after_s: FloatArray, tau_s: float, smoothing_s: float) -> FloatArray:
    """An exponential answer to a step, from 0 to 1, as a sensor with a first-order smoothing shows it.

    Parameters
    ----------
    after_s
        Times since the change [s], shape (n,); negative before it.
    tau_s
        Time constant [s].
    smoothing_s
        Time constant of the sensor's smoothing [s].

    Returns
    -------
    FloatArray
        Shape (n,).

    Examples
    --------
    >>> step_response(np.array([0.0, 1e6]), 60.0, 6.0).tolist()
    [0.0, 1.0]
    """
    slow, quick = max(tau_s, smoothing_s), min(tau_s, smoothing_s)
    if not quick:
        return -np.expm1(-after_s / slow)
    slow += TINY * (slow == quick)
    return 1.0 - (slow * np.exp(-after_s / slow) - quick * np.exp(-after_s / quick)) / (slow - quick)


BEFORE_S = 120.0  # design: the course before the earliest moment tried ...
AFTER_S = 200.0  # design: ... and after the latest
SEARCH_S = 60.0  # design: how far from the first guess ...
STEP_S = 4.0  # design: ... and how fine
MOMENTS_S = np.arange(-SEARCH_S, SEARCH_S + STEP_S, STEP_S)
BIN_S = 4.0  # design: samples of so many seconds count as one mean: they say little that is not in it
WHOLE_BINS_S = np.arange(-SEARCH_S - BEFORE_S, SEARCH_S + AFTER_S, BIN_S) + (BIN_S - 1.0) / 2.0  # by the second
SPARSE_SHARE = 0.3  # design: with more means of other bins it is as quick to work all of them out
REACH_S = 10.0  # design: what a boundary from heart rate shall be right within
CORRELATION = 0.92  # design: a second's deviation keeps this share of the one before: hearts wander, sensors smooth
LEAST_MEANS = 5  # design: less tells nothing of a change
LEAST_VARIANCE = 0.05  # design: [bpm^2], less than whole beats per minute leave
SURE = 0.95  # of the range said
LEAST_LOG = -1e6  # a curve that turns the wrong way has no chance


class ChangePoint(NamedTuple):
    """A moment [s], the half-width of its 95 % range [s], and what speaks for a change there.

    `log_odds`: natural logarithm of how much likelier heart rate is with a change than with exercise that merely
    wanders; NaN when there is too little to tell.
    """

    time_s: float
    half_width_s: float
    log_odds: float


def change_point(time_s: FloatArray, bpm: FloatArray, guess_s: float, shape: Shape = STOP) -> ChangePoint:
    """When exercise ended (or began), how sure that is, and whether it did at all.

    Every fourth second within 60 s of `guess_s` and every time constant is tried: the curves of `response_models` are
    fitted to means over 4 s, from 120 s before the earliest moment to 200 s after the latest, what is left being a
    first-order process (0.92 from one second to the next) of unknown size. Levels, drifts, waves and sizes are
    integrated out, so each moment gets the probability it has after the data, all moments being equally likely before.
    The result is the middle of the 20 s with the most probability, and how far from it 95 % of the probability lies.
    Moments outside the data have none. With fewer than 5 means: the guess, and the width of the search.

    Parameters
    ----------
    time_s, bpm : shape (n,), [s], [bpm]; NaN = not known. Only what one change can explain: no other bout.
    guess_s : roughly when [s]
    shape : whether exercise stops or starts, and how the sensor smooths

    Examples
    --------
    >>> t = np.arange(400.0)
    >>> fall = np.where(t < 150, 120.0, 80.0 + 40.0 * np.exp(-(t - 150) / 60.0))
    >>> found = change_point(t, fall, 140.0)
    >>> abs(found.time_s - 150.0) < 2.0, found.log_odds > 10.0
    (True, True)
    """
    first, last = np.searchsorted(time_s, (guess_s - SEARCH_S - BEFORE_S, guess_s + SEARCH_S + AFTER_S))
    known = np.isfinite(bpm[first:last])
    times, means = _means(time_s[first:last][known] - guess_s, bpm[first:last][known])
    if times.size < LEAST_MEANS:
        return ChangePoint(guess_s, SEARCH_S, np.nan)
    means = means - means.mean()
    turning, wandering = (_log_chances(fits, means) for fits in _fits(times.tobytes(), shape))
    chance = np.exp(turning - turning.max()).reshape(-1, MOMENTS_S.size).sum(axis=0)
    chance[(times[0] > MOMENTS_S) | (times[-1] < MOMENTS_S)] = 0.0
    if not chance.any():
        return ChangePoint(guess_s, SEARCH_S, np.nan)
    chance /= chance.sum()
    best_s, half_width_s = _likeliest(chance)
    log_odds = _log_mean(turning) - _log_mean(wandering)
    return ChangePoint(guess_s + best_s, half_width_s, log_odds)


def _likeliest(chance: FloatArray) -> tuple[float, float]:
    """The middle of the stretch with the most chance, and how far from it 95 % of the chance lies [s]."""
    reach = round(REACH_S / STEP_S)
    middle = int(np.argmax(np.convolve(chance, np.ones(2 * reach + 1), mode="same")))
    part = slice(max(middle - reach, 0), middle + reach + 1)
    best_s = float(chance[part] @ MOMENTS_S[part] / chance[part].sum())
    away_s = np.abs(MOMENTS_S - best_s)
    order = np.argsort(away_s)
    return best_s, float(np.interp(SURE, np.cumsum(chance[order]), away_s[order]))


def _log_mean(log_chances: FloatArray) -> float:
    highest = float(log_chances.max())
    return highest + float(np.log(np.exp(log_chances - highest).mean()))


def _means(time_s: FloatArray, bpm: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Means over 4 s of the clock; lone samples stay as they are."""
    if not time_s.size:
        return time_s, bpm
    first = np.flatnonzero(np.diff(np.floor(time_s / BIN_S), prepend=-np.inf))
    size = np.diff(first, append=time_s.size)
    return np.add.reduceat(time_s, first) / size, np.add.reduceat(bpm, first) / size


class _Fits(NamedTuple):
    """What fitting curves at some times needs, whatever the heart rate.

    `curves`: shape (curves, parts, times), made independent, the change as the last part. `shared`: what each time
    shares with the last. `equations`: the normal equations for each size of the waves, shape (sizes, curves, parts,
    parts).
    `doubts`: the part of each size's log-probability that is the same for all curves, shape (sizes, 1). `changes`:
    whether the last part is a change, which must not be negative.
    """

    curves: FloatArray
    shared: FloatArray
    equations: FloatArray
    doubts: FloatArray
    changes: bool


@lru_cache(maxsize=2)
def _fits(time_s: bytes, shape: Shape) -> tuple[_Fits, _Fits]:
    """Fits with a change and without."""
    times = np.frombuffer(time_s)
    shared = CORRELATION ** np.diff(times)
    sizes = np.array([prior_precision(size) for size in WAVE_SIZES])
    wandering = _independent(wandering_models(times), shared)
    return (
        _fitted(_turning(times, shape), shared, np.roll(sizes, -1 - CHANGE_PART, axis=1), changes=True),
        _fitted(wandering, shared, np.delete(sizes, CHANGE_PART, axis=1), changes=False),
    )


def _turning(times: FloatArray, shape: Shape) -> FloatArray:
    """The curves with a change, made independent; shape (curves, parts, times).

    Where most seconds were recorded, most means are of whole bins behind whole ones: their curves are looked up.
    """
    shared = CORRELATION ** np.diff(times)
    place = np.minimum(np.searchsorted(WHOLE_BINS_S, times), WHOLE_BINS_S.size - 1)
    whole = WHOLE_BINS_S[place] == times
    known = np.concatenate(([False], whole[1:] & whole[:-1] & (np.diff(place) == 1)))
    others = np.flatnonzero(~known)
    if others.size > SPARSE_SHARE * times.size:
        return _independent(_curves(times, shape), shared)
    curves = _of_whole_bins(shape).take(place, axis=2)
    both = _curves(times[np.concatenate((others, others[1:] - 1))], shape)
    here, before = both[:, :, : others.size], both[:, :, others.size :]
    share = shared[others[1:] - 1]
    here[:, :, 1:] = (here[:, :, 1:] - share * before) / np.sqrt(1.0 - share**2)
    curves[:, :, others] = here
    return curves


@lru_cache(maxsize=4)
def _of_whole_bins(shape: Shape) -> FloatArray:
    """The curves of every whole bin there can be, made independent of the bin before."""
    return _independent(_curves(WHOLE_BINS_S, shape), CORRELATION ** np.diff(WHOLE_BINS_S))


def _curves(times: FloatArray, shape: Shape) -> FloatArray:
    """The curves of `response_models` for all moments, the change behind their other parts."""
    return np.roll(response_models(times, MOMENTS_S, shape), -1 - CHANGE_PART, axis=1)


def _fitted(curves: FloatArray, shared: FloatArray, precisions: FloatArray, *, changes: bool) -> _Fits:
    normal = curves @ curves.transpose(0, 2, 1)
    equations = normal + precisions[:, None, :, None] * np.eye(precisions.shape[1])
    return _Fits(curves, shared, equations, 0.5 * np.log(precisions).sum(axis=1, keepdims=True), changes)


def _log_chances(fits: _Fits, bpm: FloatArray) -> FloatArray:
    """Log-probability of the data under every size of waves and curve, up to a constant; shape (sizes, curves).

    Heart rate is put behind the parts as one more: of the triangular root of the products of all with all, the last
    row then holds how much of each part heart rate has, given those before it, and what none of them explains.
    """
    aim = _independent(bpm, fits.shared)
    right = fits.curves @ aim
    sizes, curves, parts, _ = fits.equations.shape
    products = np.empty((sizes, curves, parts + 1, parts + 1))
    products[..., :parts, :parts] = fits.equations
    products[..., parts, :parts] = products[..., :parts, parts] = right
    products[..., parts, parts] = aim @ aim + LEAST_VARIANCE * bpm.size
    root = np.linalg.cholesky(products)
    own = np.log(np.diagonal(root, axis1=2, axis2=3))
    chance: FloatArray = fits.doubts - own[..., :parts].sum(axis=2) - bpm.size * own[..., parts]
    return np.where(root[..., parts, parts - 1] > 0.0, chance, LEAST_LOG) if fits.changes else chance


def _independent(values: FloatArray, shared: FloatArray) -> FloatArray:
    """Values whose neighbours share `shared` of their deviation, turned into independent ones of the same size."""
    result = np.empty_like(values)
    result[..., 0], later = values[..., 0], result[..., 1:]
    np.multiply(values[..., :-1], -shared, out=later)
    later += values[..., 1:]
    later *= 1.0 / np.sqrt(1.0 - shared**2)
    return result
