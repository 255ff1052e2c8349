"""The time domain of variability: each index with its formula over sums of beats, and its interval by a jackknife."""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from pacing.measure.hrv.confidence import (
    STANDARD_S,
    Scale,
    Sums,
    block_count,
    blocks_of,
    deviation_ms,
    interval_of_mean,
    interval_of_root,
    interval_of_share,
    interval_on_scale,
    leave_one_out,
    mean_ms,
    relative_variance,
    sums_by_block,
    whole,
)
from pacing.measure.hrv.series import HrvSettings, NNSeries, nn_series, require, settings_of, settings_parts
from pacing.measure.index import Index, Inputs, NotMeasurableError, Value, once
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Evidence, IndexGroup, IndexInfo, Part, Reason
from pacing.reference import HRV_CVI_FACTOR

LN_10 = float(np.log(10.0))
HARDLY_CHANGES = "The time between beats hardly changes. Check the sensor."
MINUTES_OF_REST = "RR intervals, at least 1 min at rest, 5 min as standard."
CHANGED_BY_MUCH = "Breathing, posture and medicines change it; it falls with age. Compare only with yourself."
GROWS = "Grows with the length of the recording: compare only equal lengths."
MINUTES_ONLY = "The range speaks of the state of these minutes; at another hour or on another day it is another."
THIS_LENGTH = "Holds for stretches of this length: the longer a recording, the slower the waves that count into it."
SHARE_IN_SHORT = "In so short a stretch nine in ten ranges of this share hold the truth instead of nineteen in twenty."
COUNTED = ("pnn_per_interval", "pnn_closed")
AXES = ("ddof", "width_ddof")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one index follows from the sums over beats, and its interval from the sums without one block each.

    `settings`: those of other programs that it depends on. `course`: of a root of a mean square, what is squared:
    shape (n,), about zero [ms]. `family`: whose needs it has. `ratio`: a value of zero says that nothing varied.
    """

    scale: Scale
    of: Callable[[Sums, HrvSettings], FloatArray]
    settings: tuple[str, ...] = ()
    course: Callable[[NNSeries], FloatArray] | None = None
    family: str = "time"
    caveats: tuple[str, ...] = ()
    ratio: bool = False

    def value(self, inputs: Inputs) -> Value:
        """The index for the session's window, with its 95 % interval in its own unit."""
        return _value(inputs, self)

    def work_out(self, inputs: Inputs) -> Value:
        """As `value`, anew."""
        series = nn_series(inputs)
        caveats = (*require(series, self.family), *self.caveats)
        if self.scale is Scale.PERCENT and series.covered_s < STANDARD_S:
            caveats = (*caveats, SHARE_IN_SHORT)
        settings = settings_of(inputs.conditions.compat)
        total, left_out = _sums(series, closed=settings.pnn_closed)
        value, without = float(self.of(total, settings)), self.of(left_out, settings)
        if not np.isfinite(np.append(without, value)).all() or (self.ratio and value == 0.0):
            raise NotMeasurableError(Reason.OUT_OF_RANGE, HARDLY_CHANGES, series.parts)
        low, high = self._interval(series, value, without)
        parts = {**series.parts, **settings_parts(inputs.conditions.compat, *self.settings)}
        return Value(value, low, high, (series.window.start_s, series.window.stop_s), MappingProxyType(parts), caveats)

    def _interval(self, series: NNSeries, value: float, left_out: FloatArray) -> tuple[float, float]:
        if self.scale is Scale.MEAN:
            return interval_of_mean(value, series.nn_ms, series.covered_s)
        if self.scale is Scale.PERCENT:
            return interval_of_share(value, left_out, int(series.paired.sum()), _variance(series, _steps))
        if self.course is not None:
            return interval_of_root(value, _variance(series, self.course), left_out)
        return interval_on_scale(value, left_out, self.scale)


@once
def _value(inputs: Inputs, recipe: Recipe) -> Value:
    return recipe.work_out(inputs)


@once
def _variance(series: NNSeries, course: Callable[[NNSeries], FloatArray]) -> float:
    return relative_variance(course(series))


@once
def _sums(series: NNSeries, *, closed: bool) -> tuple[Sums, Sums]:
    starts = blocks_of(series.nn_ms.size, min(block_count(series.covered_s), series.nn_ms.size))
    by_block = sums_by_block(series.nn_ms, series.paired, starts, closed=closed)
    return whole(by_block), leave_one_out(by_block)


@dataclass(frozen=True, slots=True)
class FromSums(Index):
    """An index that follows from the sums over beats."""

    recipe: Recipe


def _from_sums(info: IndexInfo, recipe: Recipe) -> FromSums:
    return FromSums(info, recipe.value, recipe)


def _sdsd(sums: Sums, ddof: int) -> FloatArray:
    square = sums.step_squares - sums.steps**2 / sums.differences
    return np.sqrt(np.maximum(square, 0.0) / (sums.differences - ddof))


def _sd1(sums: Sums, settings: HrvSettings) -> FloatArray:
    width: FloatArray = _sdsd(sums, settings.width_ddof) / np.sqrt(2.0)
    return width


def _sd2(sums: Sums, settings: HrvSettings) -> FloatArray:
    square = 2.0 * deviation_ms(sums, settings.ddof) ** 2 - _sd1(sums, settings) ** 2
    return np.sqrt(np.maximum(square, 0.0))


def _counted(sums: Sums, settings: HrvSettings) -> FloatArray:
    """What a share is of: all differences, or all intervals, as some programs do."""
    return sums.intervals if settings.pnn_per_interval else sums.differences


def _log10(values: FloatArray) -> FloatArray:
    """Decimal logarithm; NaN where there is none."""
    return np.log(values, out=np.full(np.shape(values), np.nan), where=values > 0.0) / LN_10


def _over(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    return np.divide(numerator, denominator, out=np.zeros(np.shape(numerator)), where=denominator > 0.0)


def _deviations(series: NNSeries) -> FloatArray:
    """Each interval less the mean [ms]; its mean square is that of SDNN."""
    off: FloatArray = series.nn_ms - series.nn_ms.mean()
    return off


def _steps(series: NNSeries) -> FloatArray:
    """Differences of adjacent intervals [ms]; their mean square is that of RMSSD."""
    steps: FloatArray = np.diff(series.nn_ms)[series.paired[1:]]
    return steps


def _lengthways(series: NNSeries) -> FloatArray:
    """Sums of adjacent deviations [ms]; their mean square is that of SD2 (times two)."""
    off = _deviations(series)
    sums: FloatArray = (off[1:] + off[:-1])[series.paired[1:]]
    return sums


HRV_MEAN_NN = _from_sums(
    IndexInfo(
        id="hrv_mean_nn",
        title="Mean interval between beats",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Mean of the intervals between normal beats.",
        formula="mean(NN)",
        needs="RR intervals, at least 10 s at rest.",
        limits="Says the same as heart rate: 60000 / mean NN in bpm. Its range speaks of these minutes only.",
        sources=("task_force_1996", "shaffer_2017"),
    ),
    Recipe(Scale.MEAN, lambda sums, _: mean_ms(sums), family="mean", caveats=(MINUTES_ONLY,)),
)


HRV_SDNN = _from_sums(
    IndexInfo(
        id="hrv_sdnn",
        title="Overall variability (SDNN)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Standard deviation of the intervals between beats (divisor n - 1).",
        formula="sqrt(sum((NN[i] - mean NN)^2) / (n - 1))",
        needs=MINUTES_OF_REST,
        limits=GROWS,
        sources=("task_force_1996", "shaffer_2017"),
    ),
    Recipe(
        Scale.ROOT, lambda sums, s: deviation_ms(sums, s.ddof), ("ddof",), course=_deviations, caveats=(THIS_LENGTH,)
    ),
)


HRV_RMSSD = _from_sums(
    IndexInfo(
        id="hrv_rmssd",
        title="Beat-to-beat variability (RMSSD)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Root mean square of the differences between adjacent intervals; never across a gap.",
        formula="sqrt(mean((NN[i+1] - NN[i])^2))",
        needs=MINUTES_OF_REST,
        limits=CHANGED_BY_MUCH,
        sources=("task_force_1996", "shaffer_2017"),
    ),
    Recipe(Scale.ROOT, lambda sums, _: np.sqrt(sums.step_squares / sums.differences), course=_steps),
)


def _logarithm_of_rmssd(inputs: Inputs) -> Value:
    """Natural logarithm of RMSSD in ms; its interval is that of RMSSD."""
    rmssd = HRV_RMSSD.compute(inputs)
    if rmssd.value <= 0.0:
        raise NotMeasurableError(Reason.OUT_OF_RANGE, HARDLY_CHANGES, rmssd.parts)
    value, low, high = (float(np.log(result)) for result in (rmssd.value, rmssd.low, rmssd.high))
    return Value(value, low, high, rmssd.window, rmssd.parts, rmssd.caveats)


HRV_LN_RMSSD = Index(
    IndexInfo(
        id="hrv_ln_rmssd",
        title="Beat-to-beat variability, logarithm (ln RMSSD)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.ESTABLISHED,
        definition="Natural logarithm of RMSSD in ms; evens out its skewed spread, for trends.",
        formula="ln(RMSSD / 1 ms)",
        needs=MINUTES_OF_REST,
        limits=CHANGED_BY_MUCH,
        sources=("task_force_1996", "shaffer_2017"),
    ),
    _logarithm_of_rmssd,
)


HRV_SDSD = _from_sums(
    IndexInfo(
        id="hrv_sdsd",
        title="Spread of beat-to-beat changes (SDSD)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Standard deviation of the differences between adjacent intervals (divisor m - 1).",
        formula="sd(NN[i+1] - NN[i])",
        needs=MINUTES_OF_REST,
        limits="Nearly equal to RMSSD in a steady state; says nothing more than it.",
        sources=("task_force_1996",),
    ),
    Recipe(Scale.ROOT, lambda sums, s: _sdsd(sums, s.step_ddof), ("step_ddof",), course=_steps),
)


def _count_over_50(inputs: Inputs) -> Value:
    """How many differences exceed 50 ms; its interval follows that of their share."""
    share = HRV_PNN50.compute(inputs)
    series, settings = nn_series(inputs), settings_of(inputs.conditions.compat)
    total, _ = _sums(series, closed=settings.pnn_closed)
    value, per_percent = float(total.wide), float(_counted(total, settings)) / 100.0
    low, high = min(share.low * per_percent, value), max(share.high * per_percent, value)
    parts: dict[str, Part] = {**series.parts, **settings_parts(inputs.conditions.compat, "pnn_closed")}
    return Value(value, low, high, share.window, MappingProxyType(parts), share.caveats)


HRV_NN50 = Index(
    IndexInfo(
        id="hrv_nn50",
        title="Large beat-to-beat changes, count (NN50)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=0,
        evidence=Evidence.SUPPORTED,
        definition="How many differences between adjacent intervals are larger than 50 ms (strictly).",
        formula="count(|NN[i+1] - NN[i]| > 50 ms)",
        needs=MINUTES_OF_REST,
        limits=GROWS,
        sources=("task_force_1996",),
    ),
    _count_over_50,
)


HRV_PNN50 = _from_sums(
    IndexInfo(
        id="hrv_pnn50",
        title="Large beat-to-beat changes (pNN50)",
        unit="%",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.ESTABLISHED,
        definition="Share of the differences between adjacent intervals that exceed 50 ms (strictly).",
        formula="100 * count(|d| > 50 ms) / count(d)",
        needs=MINUTES_OF_REST,
        limits=CHANGED_BY_MUCH,
        sources=("task_force_1996", "shaffer_2017"),
    ),
    Recipe(Scale.PERCENT, lambda sums, s: 100.0 * sums.wide / _counted(sums, s), COUNTED),
)


HRV_PNN20 = _from_sums(
    IndexInfo(
        id="hrv_pnn20",
        title="Beat-to-beat changes over 20 ms (pNN20)",
        unit="%",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="Share of the differences between adjacent intervals that exceed 20 ms (strictly).",
        formula="100 * count(|d| > 20 ms) / count(d)",
        needs=MINUTES_OF_REST,
        limits=CHANGED_BY_MUCH,
        sources=("task_force_1996",),
    ),
    Recipe(Scale.PERCENT, lambda sums, s: 100.0 * sums.narrow / _counted(sums, s), COUNTED),
)


HRV_SD1 = _from_sums(
    IndexInfo(
        id="hrv_sd1",
        title="Poincaré plot width (SD1)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="Width of the Poincaré plot: SDSD over the square root of 2.",
        formula="SDSD / sqrt(2)",
        needs=MINUTES_OF_REST,
        limits="Carries the same information as RMSSD.",
        sources=("brennan_2001",),
    ),
    Recipe(Scale.ROOT, _sd1, ("width_ddof",), course=_steps),
)


HRV_SD2 = _from_sums(
    IndexInfo(
        id="hrv_sd2",
        title="Poincaré plot length (SD2)",
        unit="ms",
        group=IndexGroup.VARIABILITY,
        decimals=1,
        evidence=Evidence.SUPPORTED,
        definition="Length of the Poincaré plot, from SDNN and SDSD.",
        formula="sqrt(2 * SDNN^2 - SDSD^2 / 2)",
        needs=MINUTES_OF_REST,
        limits=GROWS,
        sources=("brennan_2001",),
    ),
    Recipe(Scale.ROOT, _sd2, AXES, course=_lengthways, caveats=(THIS_LENGTH,)),
)


HRV_SD_RATIO = _from_sums(
    IndexInfo(
        id="hrv_sd_ratio",
        title="Poincaré plot ratio (SD1/SD2)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Width over length of the Poincaré plot.",
        formula="SD1 / SD2",
        needs=MINUTES_OF_REST,
        limits=GROWS,
        sources=("brennan_2001",),
    ),
    Recipe(Scale.LOGARITHM, lambda sums, s: _over(_sd1(sums, s), _sd2(sums, s)), AXES, ratio=True),
)


HRV_CSI = _from_sums(
    IndexInfo(
        id="hrv_csi",
        title="Poincaré length over width (CSI)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Length over width of the Poincaré plot.",
        formula="SD2 / SD1",
        needs=MINUTES_OF_REST,
        limits="The name (cardiac sympathetic index) claims more than the number can show.",
        sources=("toichi_1997",),
    ),
    Recipe(Scale.LOGARITHM, lambda sums, s: _over(_sd2(sums, s), _sd1(sums, s)), AXES, ratio=True),
)


HRV_CVI = _from_sums(
    IndexInfo(
        id="hrv_cvi",
        title="Poincaré area, logarithm (CVI)",
        unit="",
        group=IndexGroup.VARIABILITY,
        decimals=2,
        evidence=Evidence.LIMITED,
        definition="Decimal logarithm of sixteen times width times length of the Poincaré plot in ms.",
        formula="log10(16 * SD1 * SD2)",
        needs=MINUTES_OF_REST,
        limits="The name (cardiac vagal index) claims more than the number can show.",
        sources=("toichi_1997",),
    ),
    Recipe(Scale.PLAIN, lambda sums, s: _log10(HRV_CVI_FACTOR.value * _sd1(sums, s) * _sd2(sums, s)), AXES),
)


INDICES = (
    HRV_MEAN_NN,
    HRV_SDNN,
    HRV_RMSSD,
    HRV_LN_RMSSD,
    HRV_SDSD,
    HRV_NN50,
    HRV_PNN50,
    HRV_PNN20,
    HRV_SD1,
    HRV_SD2,
    HRV_SD_RATIO,
    HRV_CSI,
    HRV_CVI,
)
