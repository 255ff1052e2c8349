"""What a sensor's own smoothing does to the time constant of a rise or a fall, as draws that take it out again."""

import numpy as np

from pacing.measure.kinetics import decays_taus_s, onset_taus_s
from pacing.measure.uncertainty import SensorError, uniform_samples
from pacing.model.arrays import FloatArray

SMOOTHED_STREAM, LATE_STREAM = 51, 52  # independent errors
NODES = 4  # design: the effect is worked out for so many smoothings and drawn between
APART = 1e-3  # two time constants nearer than this share are the same in the formula


def sensor_step_response(time_s: FloatArray, tau_s: float, smoothing_s: float) -> FloatArray:
    """The answer to a step, from 0 to 1, of a heart with `tau_s` seen through a sensor with `smoothing_s` [s].

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
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
    >>> sensor_step_response(np.array([0.0, 60.0]), 60.0, 0.0).round(3).tolist()
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


def smoothing_samples(error: SensorError) -> FloatArray:
    """Draws of a sensor's time constant of smoothing [s]: anything from none of its lag to all of it.

    Parameters
    ----------
    error
        How the sensor errs.

    Returns
    -------
    FloatArray
    """
    lags_s = uniform_samples(LATE_STREAM, error.lag_low_s, error.lag_high_s)
    drawn: FloatArray = lags_s * uniform_samples(SMOOTHED_STREAM, 0.0, 1.0)
    return drawn


def onset_stretch(
    time_s: FloatArray,
    tau_and_delay_s: tuple[float, float],
    taus_s: FloatArray,
    delays_s: FloatArray,
    error: SensorError,
) -> FloatArray:
    """Draws of ln(fitted / true time constant) of a rise because of smoothing; shape (DRAWS,).

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    tau_and_delay_s
        Fitted time constant and delay [s].
    taus_s
        Time constants to try [s], shape (t,).
    delays_s
        Delays to try [s], shape (d,).
    error
        How the sensor errs.

    Returns
    -------
    FloatArray
        Shape (n,).
    """
    tau_s, delay_s = tau_and_delay_s
    nodes_s = np.linspace(0.0, error.lag_high_s, NODES)
    shown = np.stack([sensor_step_response(time_s - delay_s, tau_s, s) for s in nodes_s.tolist()])
    return _drawn(nodes_s, onset_taus_s(time_s, shown, taus_s, delays_s), error)


def decay_stretch(time_s: FloatArray, tau_s: float, taus_s: FloatArray, error: SensorError) -> FloatArray:
    """Draws of ln(fitted / true time constant) of a fall, fitted from as much later as the sensor smooths.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    tau_s
        Time constant [s].
    taus_s
        Time constants to try [s], shape (t,).
    error
        How the sensor errs.

    Returns
    -------
    FloatArray
        Shape (n,).
    """
    nodes_s = np.linspace(0.0, error.lag_high_s, NODES)
    shown = np.stack([-sensor_step_response(time_s + s, tau_s, s) for s in nodes_s.tolist()])
    return _drawn(nodes_s, decays_taus_s(time_s, shown, taus_s), error)


def _drawn(nodes_s: FloatArray, fitted_s: FloatArray, error: SensorError) -> FloatArray:
    stretch: FloatArray = np.interp(smoothing_samples(error), nodes_s, np.log(fitted_s / fitted_s[0]))
    return stretch
