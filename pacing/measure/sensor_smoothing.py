"""What a sensor's own smoothing does to a time constant fitted to what it shows.

A sensor that smooths with a time constant of its own answers a step with two exponentials in a row. One exponential
fitted to that is slower than the heart; how much follows from fitting the answer of a heart that is known.
"""

import numpy as np

from pacing.measure.kinetics import decay_tau_s, onset_taus_s
from pacing.measure.uncertainty import SensorError, uniform_draws
from pacing.model.arrays import FloatArray

SMOOTHED_STREAM, LATE_STREAM = 51, 52  # independent errors
NODES = 4  # design: the effect is worked out for so many smoothings and drawn between
APART = 1e-3  # two time constants nearer than this share are the same in the formula


def answer(time_s: FloatArray, tau_s: float, smoothing_s: float) -> FloatArray:
    """The answer to a step, from 0 to 1, of a heart with `tau_s` seen through a sensor with `smoothing_s` [s].

    Examples
    --------
    >>> answer(np.array([0.0, 60.0]), 60.0, 0.0).round(3).tolist()
    [0.0, 0.632]
    """
    since_s = np.maximum(time_s, 0.0)
    if smoothing_s <= 0:
        plain: FloatArray = -np.expm1(-since_s / tau_s)
        return plain
    if abs(tau_s - smoothing_s) < APART * tau_s:
        smoothing_s = tau_s * (1.0 - APART)
    heart, sensor = tau_s * np.exp(-since_s / tau_s), smoothing_s * np.exp(-since_s / smoothing_s)
    shown: FloatArray = 1.0 - (heart - sensor) / (tau_s - smoothing_s)
    return shown


def smoothing_draws(error: SensorError) -> FloatArray:
    """Draws of a sensor's time constant of smoothing [s]: anything from none of its lag to all of it."""
    lags_s = uniform_draws(LATE_STREAM, error.lag_low_s, error.lag_high_s)
    drawn: FloatArray = lags_s * uniform_draws(SMOOTHED_STREAM, 0.0, 1.0)
    return drawn


def onset_stretch(
    time_s: FloatArray,
    tau_and_delay_s: tuple[float, float],
    taus_s: FloatArray,
    delays_s: FloatArray,
    error: SensorError,
) -> FloatArray:
    """Draws of ln(fitted / true time constant) of a rise because of smoothing; shape (DRAWS,)."""
    tau_s, delay_s = tau_and_delay_s
    nodes_s = np.linspace(0.0, error.lag_high_s, NODES)
    shown = np.stack([answer(time_s - delay_s, tau_s, s) for s in nodes_s.tolist()])
    fitted = np.array([onset_taus_s(time_s, curve, np.zeros(1), taus_s, delays_s)[0] for curve in shown])
    return _drawn(nodes_s, fitted, error)


def decay_stretch(time_s: FloatArray, tau_s: float, taus_s: FloatArray, error: SensorError) -> FloatArray:
    """Draws of ln(fitted / true time constant) of a fall, fitted from as much later as the sensor smooths."""
    nodes_s = np.linspace(0.0, error.lag_high_s, NODES)
    fitted = [decay_tau_s(time_s, -answer(time_s + s, tau_s, s), taus_s) for s in nodes_s.tolist()]
    return _drawn(nodes_s, np.array(fitted), error)


def _drawn(nodes_s: FloatArray, fitted_s: FloatArray, error: SensorError) -> FloatArray:
    stretch: FloatArray = np.interp(smoothing_draws(error), nodes_s, np.log(fitted_s / fitted_s[0]))
    return stretch
