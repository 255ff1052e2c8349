"""The curves heart rate may follow around the moment exercise ends or begins, whatever its height and drift."""

from dataclasses import dataclass
from enum import Enum

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


class Turn(Enum):
    """What happens at the moment looked for."""

    STOP = "stop"
    START = "start"


@dataclass(frozen=True, slots=True)
class Shape:
    """Which way heart rate turns, and the time constant of the sensor's own smoothing [s]."""

    turn: Turn = Turn.STOP
    smoothing_s: float = 0.0


STOP = Shape(Turn.STOP)


def answer_curves(time_s: FloatArray, moments_s: FloatArray, shape: Shape) -> FloatArray:
    """The curves of every time constant and moment; shape (time constants x moments, parts, times).

    Any heart rate of the model is a sum of the parts: a level, the answer to the change (from one to nothing after a
    stop, from nothing to one after a start), a drift before it, and waves of the pace. Waves belong to exercise: after
    a stop what they had added fades as the rest of the answer does; after a start they set in with the answer.
    """
    since_s = time_s[None, :] - moments_s[:, None]
    before_s, after_s = np.minimum(since_s, 0.0), np.maximum(since_s, 0.0)
    angle = 2.0 * np.pi * WAVE_HZ[:, None, None] * (before_s if shape.turn is Turn.STOP else after_s)
    cosine, sine = np.cos(angle), np.sin(angle)
    slow = answer(after_s, SLOW_TIME_CONSTANT_S, shape.smoothing_s)
    made = []
    for tau_s in TIME_CONSTANTS_S:
        quick = answer(after_s, tau_s, shape.smoothing_s)
        whole = (1.0 - SLOW_SHARE) * quick + SLOW_SHARE * slow
        change = 1.0 - whole if shape.turn is Turn.STOP else whole
        kept = 1.0 - quick if shape.turn is Turn.STOP else quick
        waves = (*(cosine * kept), *(sine * kept))
        made.append(np.stack((np.ones_like(whole), change, before_s, *waves), axis=1))
    return np.concatenate(made)


def wandering_curves(time_s: FloatArray) -> FloatArray:
    """The curves of exercise that goes on: a level, a drift and waves of the pace; shape (1, parts, times)."""
    angle = 2.0 * np.pi * WAVE_HZ[:, None] * time_s
    return np.stack((np.ones_like(time_s), time_s, *np.cos(angle), *np.sin(angle)))[None]


def doubts(wave_size: float) -> FloatArray:
    """One over the squared size each part is thought to have, in standard deviations of the noise; shape (parts,)."""
    waves = 2 * WAVE_HZ.size
    return np.array([LEVEL_SIZE, CHANGE_SIZE, STEADY_PER_S, *[wave_size / np.sqrt(WAVE_HZ.size)] * waves]) ** -2.0


def answer(after_s: FloatArray, tau_s: float, smoothing_s: float) -> FloatArray:
    """An exponential answer to a step, from 0 to 1, as a sensor with a first-order smoothing shows it.

    Examples
    --------
    >>> answer(np.array([0.0, 1e6]), 60.0, 6.0).tolist()
    [0.0, 1.0]
    """
    slow, quick = max(tau_s, smoothing_s), min(tau_s, smoothing_s)
    if not quick:
        return -np.expm1(-after_s / slow)
    slow += TINY * (slow == quick)
    return 1.0 - (slow * np.exp(-after_s / slow) - quick * np.exp(-after_s / quick)) / (slow - quick)
