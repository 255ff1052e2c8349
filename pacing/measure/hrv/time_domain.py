"""Time-domain and Poincare indices of a session: value, jackknife interval and the settings behind them.

Indices of RR intervals as pure functions: sums per block of beats, and what follows from sums.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from pacing.measure.hrv.confidence import (
    Scale,
    block_count,
    interval,
    interval_of_mean,
    interval_of_root,
    interval_of_share,
)
from pacing.measure.hrv.series import HrvSettings, NNSeries, nn_series, require, settings_of, settings_parts
from pacing.measure.index import Inputs, NotMeasurableError, Value, once
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.measurement import Part, Reason
from pacing.reference import HRV_CVI_FACTOR

WIDE_MS = 50.0  # the 50 of NN50
NARROW_MS = 20.0  # the 20 of NN20


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Sums over beats; each a number or an array of one shape (whatever lies left of the blocks).

    `intervals`, `differences`: counts. `centre_ms`: subtracted from every interval before it was summed.
    """

    centre_ms: float
    intervals: FloatArray
    total: FloatArray
    squares: FloatArray
    differences: FloatArray
    steps: FloatArray
    step_squares: FloatArray
    wide: FloatArray
    narrow: FloatArray


def sums_by_block(nn_ms: FloatArray, paired: BoolArray, starts: npt.NDArray[np.intp], *, closed: bool = False) -> Sums:
    """The eight sums of every block; shape of each (blocks,).

    Parameters
    ----------
    nn_ms : shape (n,), usable intervals [ms]
    paired : shape (n,); whether the interval and the one before it are adjacent and both usable: only then they are
        differenced. The first is never paired.
    starts : shape (blocks,); first interval of each block, increasing, beginning with 0
    closed : count differences of exactly 50 ms (20 ms) too

    Raises
    ------
    ValueError
        The shapes differ, or there is no interval.
    """
    if nn_ms.size == 0 or nn_ms.shape != paired.shape or paired[0]:
        message = "intervals and pairs must have one shape, not be empty, and the first interval has no difference"
        raise ValueError(message)
    centre_ms = float(nn_ms.mean())
    off = nn_ms - centre_ms
    step = np.zeros(nn_ms.size)
    step[1:] = np.where(paired[1:], np.diff(nn_ms), 0.0)
    size = np.abs(step)
    wide, narrow = (size >= WIDE_MS, size >= NARROW_MS) if closed else (size > WIDE_MS, size > NARROW_MS)
    columns = np.stack((np.ones(nn_ms.size), off, off * off, paired, step, step * step, wide, narrow))
    return Sums(centre_ms, *np.add.reduceat(columns, starts, axis=1))


def whole(sums: Sums) -> Sums:
    """The sums over all blocks.

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.

    Returns
    -------
    Sums
    """
    return _each(sums, lambda values: np.asarray(values.sum()))


def leave_one_out(sums: Sums) -> Sums:
    """The sums with each block left out in turn; shape of each (blocks,).

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.

    Returns
    -------
    Sums
    """
    return _each(sums, lambda values: values.sum() - values)


def _each(sums: Sums, change: Callable[[FloatArray], FloatArray]) -> Sums:
    return Sums(
        sums.centre_ms,
        change(sums.intervals),
        change(sums.total),
        change(sums.squares),
        change(sums.differences),
        change(sums.steps),
        change(sums.step_squares),
        change(sums.wide),
        change(sums.narrow),
    )


def mean_ms(sums: Sums) -> FloatArray:
    """Mean interval [ms].

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.

    Returns
    -------
    FloatArray
        [ms].
    """
    return sums.centre_ms + sums.total / sums.intervals


def deviation_ms(sums: Sums, ddof: int = 1) -> FloatArray:
    """SDNN: standard deviation of the intervals [ms], divisor n - ddof.

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.
    ddof
        What is taken from the count in the divisor.

    Returns
    -------
    FloatArray
        [ms].
    """
    square = sums.squares - sums.total**2 / sums.intervals
    return np.sqrt(np.maximum(square, 0.0) / (sums.intervals - ddof))


def root_mean_square_of_differences_ms(sums: Sums) -> FloatArray:
    """RMSSD [ms]: over differences of adjacent usable intervals only.

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.

    Returns
    -------
    FloatArray
        [ms].
    """
    return np.sqrt(sums.step_squares / sums.differences)


def deviation_of_differences_ms(sums: Sums, ddof: int = 1) -> FloatArray:
    """SDSD: standard deviation of the differences [ms], divisor m - ddof.

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.
    ddof
        What is taken from the count in the divisor.

    Returns
    -------
    FloatArray
        [ms].
    """
    square = sums.step_squares - sums.steps**2 / sums.differences
    return np.sqrt(np.maximum(square, 0.0) / (sums.differences - ddof))


def share_over_50(sums: Sums, *, per_interval: bool = False) -> FloatArray:
    """pNN50 [%]: differences over 50 ms per difference (or per interval, as some programs do).

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.
    per_interval
        Divide by the count of intervals instead of differences.

    Returns
    -------
    FloatArray
    """
    return 100.0 * sums.wide / (sums.intervals if per_interval else sums.differences)


def share_over_20(sums: Sums, *, per_interval: bool = False) -> FloatArray:
    """pNN20 [%]: differences over 20 ms per difference (or per interval).

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.
    per_interval
        Divide by the count of intervals instead of differences.

    Returns
    -------
    FloatArray
    """
    return 100.0 * sums.narrow / (sums.intervals if per_interval else sums.differences)


def poincare_width_ms(sums: Sums, ddof: int = 1) -> FloatArray:
    """SD1 [ms] = SDSD / sqrt 2.

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.
    ddof
        What is taken from the count in the divisor.

    Returns
    -------
    FloatArray
        [ms].
    """
    width: FloatArray = deviation_of_differences_ms(sums, ddof) / np.sqrt(2.0)
    return width


def poincare_length_ms(sums: Sums, ddof: int = 1) -> FloatArray:
    """SD2 [ms] = sqrt(2 SDNN^2 - SDSD^2 / 2).

    Parameters
    ----------
    sums
        Sums over the intervals, from which the indices follow.
    ddof
        What is taken from the count in the divisor.

    Returns
    -------
    FloatArray
        [ms].
    """
    square = 2.0 * deviation_ms(sums, ddof) ** 2 - deviation_of_differences_ms(sums, ddof) ** 2 / 2.0
    return np.sqrt(np.maximum(square, 0.0))


def blocks_of(count: int, blocks: int) -> npt.NDArray[np.intp]:
    """First interval of each of `blocks` blocks of nearly equal length.

    Parameters
    ----------
    count
        How many values there are.
    blocks
        How many blocks the series is cut into.

    Returns
    -------
    npt.NDArray[np.intp]

    Examples
    --------
    >>> blocks_of(10, 3).tolist()
    [0, 3, 6]
    """
    return (np.arange(blocks) * count // blocks).astype(np.intp)


def of_series(nn_ms: FloatArray, paired: BoolArray | None = None) -> Mapping[str, float]:
    """Every index of this module for one series; `paired` left out means an unbroken series.

    Parameters
    ----------
    nn_ms
        NN intervals [ms], shape (n,).
    paired
        Whether each interval follows its predecessor without a gap, shape (n,); None: all but the first.

    Returns
    -------
    Mapping[str, float]

    Examples
    --------
    >>> {name: round(value, 2) for name, value in of_series(np.array([800.0, 810.0, 815.0, 750.0])).items()}["rmssd"]
    38.08
    """
    if paired is None:
        paired = np.arange(nn_ms.size) > 0
    sums = whole(sums_by_block(nn_ms, paired, np.zeros(1, dtype=np.intp)))
    return MappingProxyType(
        {
            "mean_nn": float(mean_ms(sums)),
            "sdnn": float(deviation_ms(sums)),
            "rmssd": float(root_mean_square_of_differences_ms(sums)),
            "sdsd": float(deviation_of_differences_ms(sums)),
            "nn50": float(sums.wide),
            "nn20": float(sums.narrow),
            "pnn50": float(share_over_50(sums)),
            "pnn20": float(share_over_20(sums)),
            "sd1": float(poincare_width_ms(sums)),
            "sd2": float(poincare_length_ms(sums)),
        }
    )


LN_10 = float(np.log(10.0))


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one index follows from the sums: its family of requirements, its scale, and the settings it depends on.

    `course`: of a root of a mean square, what is squared: shape (n,), about zero [ms].
    """

    family: str
    scale: Scale
    of: Callable[[Sums, HrvSettings], FloatArray]
    settings: tuple[str, ...] = ()
    course: Callable[[NNSeries], FloatArray] | None = None
    caveats: tuple[str, ...] = ()


def _sd1(sums: Sums, settings: HrvSettings) -> FloatArray:
    return poincare_width_ms(sums, settings.width_ddof)


def _sd2(sums: Sums, settings: HrvSettings) -> FloatArray:
    square = 2.0 * deviation_ms(sums, settings.ddof) ** 2 - _sd1(sums, settings) ** 2
    return np.sqrt(np.maximum(square, 0.0))


def _logarithm(values: FloatArray) -> FloatArray:
    """Natural logarithm; NaN where there is none."""
    return np.log(values, out=np.full(np.shape(values), np.nan), where=values > 0.0)


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


MINUTES_ONLY = "The range speaks of the state of these minutes; at another hour or on another day it is another."
THIS_LENGTH = "Holds for stretches of this length: the longer a recording, the slower the waves that count into it."
_STEPS = ("step_ddof",)
_WIDTH = ("width_ddof",)
_BOTH = ("ddof", "width_ddof")
_COUNTED = ("pnn_per_interval", "pnn_closed")
RECIPES = MappingProxyType(
    {
        "mean_nn": Recipe("mean", Scale.MEAN, lambda sums, _: mean_ms(sums), caveats=(MINUTES_ONLY,)),
        "sdnn": Recipe(
            "time",
            Scale.ROOT,
            lambda sums, s: deviation_ms(sums, s.ddof),
            ("ddof",),
            _deviations,
            (THIS_LENGTH,),
        ),
        "rmssd": Recipe(
            "time",
            Scale.ROOT,
            lambda sums, _: root_mean_square_of_differences_ms(sums),
            course=_steps,
        ),
        "sdsd": Recipe(
            "time",
            Scale.ROOT,
            lambda sums, s: deviation_of_differences_ms(sums, s.step_ddof),
            _STEPS,
            _steps,
        ),
        "pnn50": Recipe(
            "time",
            Scale.PERCENT,
            lambda sums, s: share_over_50(sums, per_interval=s.pnn_per_interval),
            _COUNTED,
        ),
        "pnn20": Recipe(
            "time",
            Scale.PERCENT,
            lambda sums, s: share_over_20(sums, per_interval=s.pnn_per_interval),
            _COUNTED,
        ),
        "sd1": Recipe("time", Scale.ROOT, _sd1, _WIDTH, _steps),
        "sd2": Recipe("time", Scale.ROOT, _sd2, _BOTH, _lengthways, (THIS_LENGTH,)),
        "sd_ratio": Recipe("time", Scale.LOGARITHM, lambda t, s: _over(_sd1(t, s), _sd2(t, s)), _BOTH),
        "cvi": Recipe(
            "time",
            Scale.PLAIN,
            lambda t, s: _logarithm(HRV_CVI_FACTOR.value * _sd1(t, s) * _sd2(t, s)) / LN_10,
            _BOTH,
        ),
        "csi": Recipe("time", Scale.LOGARITHM, lambda t, s: _over(_sd2(t, s), _sd1(t, s)), _BOTH),
    }
)


RATIOS = frozenset({"sd_ratio", "csi"})


@once
def _sums(series: NNSeries, *, closed: bool) -> tuple[Sums, Sums]:
    starts = blocks_of(series.nn_ms.size, min(block_count(series.covered_s), series.nn_ms.size))
    by_block = sums_by_block(series.nn_ms, series.paired, starts, closed=closed)
    return whole(by_block), leave_one_out(by_block)


def time_index(inputs: Inputs, name: str) -> Value:
    """The index `name` of `RECIPES` for the session's window.

    Parameters
    ----------
    inputs : the session
    name : of a recipe, such as `rmssd`

    Returns
    -------
    Value
        The index with its 95 % interval in its own unit (ms, % or 1).

    Raises
    ------
    NotMeasurableError
        No beats, no window, too short, too broken, too many artefacts.

    References
    ----------
    task_force_1996, brennan_2001
    """
    recipe = RECIPES[name]
    series = nn_series(inputs)
    caveats = (*require(series, recipe.family), *recipe.caveats)
    settings = settings_of(inputs.conditions.compat)
    total, left_out = _sums(series, closed=settings.pnn_closed)
    value, without = float(recipe.of(total, settings)), recipe.of(left_out, settings)
    if not (np.isfinite(value) and np.isfinite(without).all()) or (name in RATIOS and value == 0.0):
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE, "The time between beats hardly changes. Check the sensor.", series.parts
        )
    low, high = _interval(recipe, series, value, without)
    parts = {**series.parts, **settings_parts(inputs.conditions.compat, *recipe.settings)}
    return Value(value, low, high, (series.window.start_s, series.window.stop_s), MappingProxyType(parts), caveats)


def _interval(recipe: Recipe, series: NNSeries, value: float, left_out: FloatArray) -> tuple[float, float]:
    if recipe.scale is Scale.MEAN:
        return interval_of_mean(value, series.nn_ms, series.covered_s)
    if recipe.scale is Scale.PERCENT:
        return interval_of_share(value, left_out, _steps(series))
    if recipe.course is not None:
        return interval_of_root(value, recipe.course(series), left_out)
    return interval(value, left_out, recipe.scale)


def logarithm_of_rmssd(inputs: Inputs) -> Value:
    """Natural logarithm of RMSSD [ln ms]; its interval is that of RMSSD.

    Parameters
    ----------
    inputs : the session

    Returns
    -------
    Value
        ln(RMSSD / 1 ms) with its 95 % interval.

    Raises
    ------
    NotMeasurableError
        As for RMSSD; or RMSSD is zero.
    """
    rmssd = time_index(inputs, "rmssd")
    if rmssd.value <= 0.0:
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE, "The time between beats hardly changes. Check the sensor.", rmssd.parts
        )
    value, low, high = (float(np.log(result)) for result in (rmssd.value, rmssd.low, rmssd.high))
    return Value(value, low, high, rmssd.window, rmssd.parts, rmssd.caveats)


def count_over_50(inputs: Inputs) -> Value:
    """NN50: how many differences exceed 50 ms; its interval follows that of their share.

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
        As for every index of the time domain.
    """
    share = time_index(inputs, "pnn50")
    series, settings = nn_series(inputs), settings_of(inputs.conditions.compat)
    total, _ = _sums(series, closed=settings.pnn_closed)
    value = float(total.wide)
    per_percent = float(total.intervals if settings.pnn_per_interval else total.differences) / 100.0
    low, high = min(share.low * per_percent, value), max(share.high * per_percent, value)
    parts: dict[str, Part] = {**series.parts, **settings_parts(inputs.conditions.compat, "pnn_closed")}
    return Value(value, low, high, share.window, MappingProxyType(parts), share.caveats)
