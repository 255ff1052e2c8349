"""Time-domain and Poincare indices of a session: value, jackknife interval and the settings behind them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from pacing.measure import intervals
from pacing.measure.hrv_interval import Scale, block_count, interval, interval_of_share
from pacing.measure.hrv_requirements import require
from pacing.measure.hrv_series import Series, series_of
from pacing.measure.hrv_settings import Settings, settings_of, settings_parts
from pacing.measure.index import Inputs, NotMeasurableError, Value
from pacing.measure.intervals import Sums
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.reference import HRV_CVI_FACTOR

LN_10 = float(np.log(10.0))


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one index follows from the sums: its family of requirements, its scale, and the settings it depends on."""

    family: str
    scale: Scale
    of: Callable[[Sums, Settings], FloatArray]
    settings: tuple[str, ...] = ()


def _sd1(sums: Sums, settings: Settings) -> FloatArray:
    return intervals.poincare_width_ms(sums, settings.width_ddof)


def _sd2(sums: Sums, settings: Settings) -> FloatArray:
    square = 2.0 * intervals.deviation_ms(sums, settings.ddof) ** 2 - _sd1(sums, settings) ** 2
    return np.sqrt(np.maximum(square, 0.0))


def _logarithm(values: FloatArray) -> FloatArray:
    """Natural logarithm; NaN where there is none."""
    return np.log(values, out=np.full(np.shape(values), np.nan), where=values > 0.0)


def _over(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    return np.divide(numerator, denominator, out=np.zeros(np.shape(numerator)), where=denominator > 0.0)


_STEPS = ("step_ddof",)
_WIDTH = ("width_ddof",)
_BOTH = ("ddof", "width_ddof")
_COUNTED = ("pnn_per_interval", "pnn_closed")
RECIPES = MappingProxyType(
    {
        "mean_nn": Recipe("mean", Scale.PLAIN, lambda sums, _: intervals.mean_ms(sums)),
        "sdnn": Recipe("time", Scale.LOGARITHM, lambda sums, s: intervals.deviation_ms(sums, s.ddof), ("ddof",)),
        "rmssd": Recipe("time", Scale.LOGARITHM, lambda sums, _: intervals.root_mean_square_of_differences_ms(sums)),
        "ln_rmssd": Recipe(
            "time", Scale.PLAIN, lambda sums, _: _logarithm(intervals.root_mean_square_of_differences_ms(sums))
        ),
        "sdsd": Recipe(
            "time", Scale.LOGARITHM, lambda sums, s: intervals.deviation_of_differences_ms(sums, s.step_ddof), _STEPS
        ),
        "pnn50": Recipe(
            "time",
            Scale.PERCENT,
            lambda sums, s: intervals.share_over_50(sums, per_interval=s.pnn_per_interval),
            _COUNTED,
        ),
        "pnn20": Recipe(
            "time",
            Scale.PERCENT,
            lambda sums, s: intervals.share_over_20(sums, per_interval=s.pnn_per_interval),
            _COUNTED,
        ),
        "sd1": Recipe("time", Scale.LOGARITHM, _sd1, _WIDTH),
        "sd2": Recipe("poincare_length", Scale.LOGARITHM, _sd2, _BOTH),
        "sd_ratio": Recipe("poincare_length", Scale.LOGARITHM, lambda t, s: _over(_sd1(t, s), _sd2(t, s)), _BOTH),
        "cvi": Recipe(
            "poincare_length",
            Scale.PLAIN,
            lambda t, s: _logarithm(HRV_CVI_FACTOR.value * _sd1(t, s) * _sd2(t, s)) / LN_10,
            _BOTH,
        ),
        "csi": Recipe("poincare_length", Scale.LOGARITHM, lambda t, s: _over(_sd2(t, s), _sd1(t, s)), _BOTH),
    }
)


RATIOS = frozenset({"sd_ratio", "csi"})


@lru_cache(maxsize=8)
def _sums(series: Series, *, closed: bool) -> tuple[Sums, Sums]:
    starts = intervals.blocks_of(series.nn_ms.size, min(block_count(series.covered_s), series.nn_ms.size))
    by_block = intervals.sums_by_block(series.nn_ms, series.paired, starts, closed=closed)
    return intervals.whole(by_block), intervals.leave_one_out(by_block)


def time_index(inputs: Inputs, name: str) -> Value:
    """The index `name` of `RECIPES` for the session's window.

    Raises
    ------
    NotMeasurableError
        No beats, no window, too short, too broken, too many artefacts.
    """
    recipe = RECIPES[name]
    series = series_of(inputs)
    caveats = require(series, recipe.family)
    settings = settings_of(inputs.conditions.compat)
    total, left_out = _sums(series, closed=settings.pnn_closed)
    value, without = float(recipe.of(total, settings)), recipe.of(left_out, settings)
    if not (np.isfinite(value) and np.isfinite(without).all()) or (name in RATIOS and value == 0.0):
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE, "The time between beats hardly changes. Check the sensor.", series.parts
        )
    if recipe.scale is Scale.PERCENT:
        low, high = interval_of_share(value, without, float(total.differences))
    else:
        low, high = interval(value, without, recipe.scale)
    parts = {**series.parts, **settings_parts(inputs.conditions.compat, *recipe.settings)}
    return Value(value, low, high, (series.window.start_s, series.window.stop_s), MappingProxyType(parts), caveats)


def count_over_50(inputs: Inputs) -> Value:
    """NN50: how many differences exceed 50 ms; its interval follows that of their share.

    Raises
    ------
    NotMeasurableError
        As for every index of the time domain.
    """
    share = time_index(inputs, "pnn50")
    series, settings = series_of(inputs), settings_of(inputs.conditions.compat)
    total, _ = _sums(series, closed=settings.pnn_closed)
    value = float(total.wide)
    per_percent = float(total.intervals if settings.pnn_per_interval else total.differences) / 100.0
    low, high = min(share.low * per_percent, value), max(share.high * per_percent, value)
    parts: dict[str, Part] = {**series.parts, **settings_parts(inputs.conditions.compat, "pnn_closed")}
    return Value(value, low, high, share.window, MappingProxyType(parts), share.caveats)
