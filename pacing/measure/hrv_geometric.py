"""Histogram indices of a session, with intervals from resampled blocks."""

from functools import lru_cache
from types import MappingProxyType

import numpy as np

from pacing.measure.histogram import STRESS_BIN_MS, stress_index, triangle_base, triangular_index
from pacing.measure.hrv_interval import STUDENT_975, Scale, block_count, spread
from pacing.measure.hrv_requirements import require
from pacing.measure.hrv_series import Series, series_of
from pacing.measure.hrv_settings import settings_of, settings_parts
from pacing.measure.index import Inputs, NotMeasurableError, Value
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason

DRAWS = 200  # design: the standard error of blocks is then known to a twentieth
SEED = 20_261  # design: fixed, so that the same file gives the same interval
ALL_EQUAL = "Every interval is the same: check that the sensor records beats."


@lru_cache(maxsize=8)
def _draws(blocks: int) -> FloatArray:
    """How often each block is drawn; the first row draws each once. Shape (1 + draws, blocks)."""
    drawn = np.random.default_rng(SEED).multinomial(blocks, np.full(blocks, 1.0 / blocks), size=DRAWS)
    return np.vstack((np.ones(blocks), drawn)).astype(np.float64)


@lru_cache(maxsize=8)
def _histograms(series: Series, bin_ms: float) -> tuple[FloatArray, int, int]:
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

    Raises
    ------
    NotMeasurableError
        No beats, no window, too short, too broken, too many artefacts.
    """
    series = series_of(inputs)
    caveats = require(series, "geometric")
    bin_ms = settings_of(inputs.conditions.compat).triangle_bin_ms
    rows, _, blocks = _histograms(series, bin_ms)
    values = triangular_index(rows) if name == "triangular_index" else bin_ms * triangle_base(rows)
    parts = {**series.parts, **settings_parts(inputs.conditions.compat, "triangle_bin_ms")}
    return _value(series, values, blocks, parts, caveats)


def stress_index_of(inputs: Inputs) -> Value:
    """Baevsky's stress index [1/s^2].

    Raises
    ------
    NotMeasurableError
        No beats, no window, too short, too broken, too many artefacts, or no variability.
    """
    series = series_of(inputs)
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


def _ranges_ms(series: Series, blocks: int) -> FloatArray:
    """Longest less shortest interval of every draw [ms]."""
    starts = -(-np.arange(blocks) * series.nn_ms.size // blocks)
    drawn = _draws(blocks) > 0.0
    longest = np.where(drawn, np.maximum.reduceat(series.nn_ms, starts), -np.inf).max(axis=1)
    shortest = np.where(drawn, np.minimum.reduceat(series.nn_ms, starts), np.inf).min(axis=1)
    ranges: FloatArray = longest - shortest
    return ranges


def _value(series: Series, values: FloatArray, blocks: int, parts: dict[str, Part], caveats: tuple[str, ...]) -> Value:
    value = float(values[0])
    error = float(values[1:].std(ddof=1)) * float(np.sqrt(blocks / (blocks - 1)))
    low, high = spread(value, STUDENT_975[blocks - 2] * error, Scale.LOGARITHM)
    return Value(value, low, high, (series.window.start_s, series.window.stop_s), MappingProxyType(parts), caveats)
