"""Histogram indices of a session: pure functions on rows of counts, and their intervals from resampled blocks."""

from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from pacing.measure.hrv.confidence import Scale, block_count, spread
from pacing.measure.hrv.series import NNSeries, nn_series, require, settings_of, settings_parts
from pacing.measure.index import Inputs, NotMeasurableError, Value, once
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.numerics.quantiles import student_95

TRIANGLE_SIDES = 6.0  # of the sum of squares k (k + 1) (2 k + 1) / 6
STRESS_BIN_MS = 50.0


def triangular_index(counts: FloatArray) -> FloatArray:
    """All intervals over those in the fullest bin; `counts` of shape (…, bins).

    Parameters
    ----------
    counts
        How many intervals lie in each bin, shape (bins,).

    Returns
    -------
    FloatArray

    Examples
    --------
    >>> float(triangular_index(np.array([1.0, 4.0, 3.0])))
    2.0
    """
    index: FloatArray = counts.sum(axis=-1) / counts.max(axis=-1)
    return index


def triangle_base(counts: FloatArray) -> FloatArray:
    """Base of the triangle that fits the histogram best, in bins; `counts` of shape (rows, bins), empty at both ends.

    The apex stands on the fullest bin; each foot is the bin that leaves the least sum of squared differences.

    Parameters
    ----------
    counts
        How many intervals lie in each bin, shape (bins,).

    Returns
    -------
    FloatArray

    Examples
    --------
    >>> triangle_base(np.array([[0.0, 0.0, 1.0, 2.0, 3.0, 2.0, 1.0, 0.0, 0.0]])).tolist()
    [6.0]
    """
    apex: npt.NDArray[np.intp] = counts.argmax(axis=1)
    remaining = _foot(counts, apex)
    right = _foot(counts[:, ::-1], counts.shape[1] - 1 - apex)
    return remaining + right


def _foot(counts: FloatArray, apex: npt.NDArray[np.intp]) -> FloatArray:
    """Bins from the foot of the best rising side to the apex; shape (rows,)."""
    bins = np.arange(counts.shape[1])
    height = np.take_along_axis(counts, apex[:, None], axis=1)
    amount, moment = np.cumsum(counts, axis=1), np.cumsum(counts * bins, axis=1)
    run = (apex[:, None] - bins).astype(np.float64)
    safe = np.maximum(run, 1.0)
    cross = (
        np.take_along_axis(moment, apex[:, None], axis=1)
        - moment
        - bins * (np.take_along_axis(amount, apex[:, None], axis=1) - amount)
    )
    slope = height / safe
    squares = safe * (safe + 1.0) * (2.0 * safe + 1.0) / TRIANGLE_SIDES
    error = np.where(run > 0.0, slope * slope * squares - 2.0 * slope * cross, np.inf)
    best = error.argmin(axis=1)
    foot: FloatArray = np.take_along_axis(run, best[:, None], axis=1)[:, 0]
    return foot


def stress_index(counts: FloatArray, first_bin: int, range_ms: FloatArray) -> FloatArray:
    """Baevsky's index: share of the fullest 50-ms bin [%] over twice its middle [s] times the range [s].

    Parameters
    ----------
    counts : shape (rows, bins), of 50 ms each
    first_bin : the number of the first bin: it begins at `first_bin` times 50 ms
    range_ms : shape (rows,), longest less shortest interval [ms], > 0

    Examples
    --------
    >>> round(float(stress_index(np.array([[2.0, 5.0, 3.0]]), 15, np.array([150.0]))[0]), 1)
    202.0
    """
    share = 100.0 * counts.max(axis=1) / counts.sum(axis=1)
    middle_s = (first_bin + counts.argmax(axis=1) + 0.5) * STRESS_BIN_MS / 1000.0
    index: FloatArray = share / (2.0 * middle_s * range_ms / 1000.0)
    return index


DRAWS = 200  # design: the standard error of blocks is then known to a twentieth
SEED = 20_261  # design: fixed, so that the same file gives the same interval
ALL_EQUAL = "Every interval is the same: check that the sensor records beats."


@lru_cache(maxsize=8)
def _draws(blocks: int) -> FloatArray:
    """How often each block is drawn; the first row draws each once. Shape (1 + draws, blocks)."""
    drawn = np.random.default_rng(SEED).multinomial(blocks, np.full(blocks, 1.0 / blocks), size=DRAWS)
    return np.vstack((np.ones(blocks), drawn)).astype(np.float64)


@once
def _histograms(series: NNSeries, bin_ms: float) -> tuple[FloatArray, int, int]:
    """Histograms of all draws (the first row is the series itself), the number of the first bin, and of blocks."""
    blocks = min(block_count(series.covered_s), series.nn_ms.size)
    bins = np.floor(series.nn_ms / bin_ms).astype(np.intp)
    first = int(bins.min()) - 1
    width = int(bins.max()) - first + 2
    block = np.arange(bins.size) * blocks // bins.size
    counts = np.bincount(block * width + bins - first, minlength=blocks * width).reshape(blocks, width)
    return _draws(blocks) @ counts, first, blocks


def triangle_index(inputs: Inputs, name: str) -> Value:
    """`triangular_index` [1] or `tinn` [ms].

    Parameters
    ----------
    inputs : the session
    name : which of these indices

    Returns
    -------
    Value
        The index with its 95 % interval, in its own unit.

    Raises
    ------
    NotMeasurableError
        No beats, no window, too short, too broken, too many artefacts.
    """
    series = nn_series(inputs)
    caveats = require(series, "geometric")
    bin_ms = settings_of(inputs.conditions.compat).triangle_bin_ms
    rows, _, blocks = _histograms(series, bin_ms)
    values = triangular_index(rows) if name == "triangular_index" else bin_ms * triangle_base(rows)
    parts = {**series.parts, **settings_parts(inputs.conditions.compat, "triangle_bin_ms")}
    return _value(series, values, blocks, parts, caveats)


def stress_index_of(inputs: Inputs) -> Value:
    """Baevsky's stress index [1/s^2].

    Parameters
    ----------
    inputs : the session

    Returns
    -------
    Value
        The index with its 95 % interval, in its own unit.

    Raises
    ------
    NotMeasurableError
        No beats, no window, too short, too broken, too many artefacts, or no variability.
    """
    series = nn_series(inputs)
    caveats = require(series, "time")
    rows, first, blocks = _histograms(series, STRESS_BIN_MS)
    parts = {**series.parts, **settings_parts(inputs.conditions.compat, "stress_root"), "bin_ms": STRESS_BIN_MS}
    range_ms = _ranges_ms(series, blocks)
    if range_ms[0] <= 0.0:
        raise NotMeasurableError(Reason.OUT_OF_RANGE, ALL_EQUAL, parts)
    seen = range_ms > 0.0
    values = stress_index(rows[seen], first, range_ms[seen])
    if settings_of(inputs.conditions.compat).stress_root:
        values = np.sqrt(values)
    return _value(series, values, blocks, parts, caveats)


def _ranges_ms(series: NNSeries, blocks: int) -> FloatArray:
    """Longest less shortest interval of every draw [ms]."""
    starts = -(-np.arange(blocks) * series.nn_ms.size // blocks)
    drawn = _draws(blocks) > 0.0
    longest = np.where(drawn, np.maximum.reduceat(series.nn_ms, starts), -np.inf).max(axis=1)
    shortest = np.where(drawn, np.minimum.reduceat(series.nn_ms, starts), np.inf).min(axis=1)
    ranges: FloatArray = longest - shortest
    return ranges


def _value(
    series: NNSeries, values: FloatArray, blocks: int, parts: dict[str, Part], caveats: tuple[str, ...]
) -> Value:
    value = float(values[0])
    error = float(values[1:].std(ddof=1)) * float(np.sqrt(blocks / (blocks - 1)))
    low, high = spread(value, student_95(blocks - 1) * error, Scale.LOGARITHM)
    return Value(value, low, high, (series.window.start_s, series.window.stop_s), MappingProxyType(parts), caveats)
