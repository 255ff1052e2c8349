"""Heart rate against load over stretches of steady load, and the slope between them."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing import reference
from pacing.measure.index import NUMBERS, Inputs, NotMeasurableError, Value, medication_caveats, written_too_rarely
from pacing.measure.levels import LEAST_SHARE_OF_WINDOW, PERCENT
from pacing.measure.response.workload import Workload, load_over
from pacing.measure.uncertainty import SECOND_S, normal_interval, sensor_error, usable_between
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.model.phases import PhaseKind
from pacing.model.recording import Channel
from pacing.numerics.quantiles import NORMAL_95, median, student_95

TRY_EVERY_S = 10  # design: where a stretch is not steady, the next is tried this much later


class SteadyBlocks(NamedTuple):
    """Means over steady stretches: `start_s`, `load` and `bpm`, each shape (n,), and the length of a stretch [s]."""

    start_s: FloatArray
    load: FloatArray
    bpm: FloatArray
    length_s: float


def steady_blocks(inputs: Inputs, load: Workload) -> SteadyBlocks:
    """Stretches of a minute whose load, and that of the minute before, varied by less than a tenth.

    The load on whole seconds of one bout, NaN where unknown. Stretches are looked for from its beginning on.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    load
        The load on whole seconds of one bout.

    Returns
    -------
    SteadyBlocks
    """
    times_s = load.time_s
    settle, length = int(reference.STEADY_SETTLE_S.value), int(reference.STEADY_BLOCK_S.value)
    begin_s, stop_s = (float(times_s[0]), float(times_s[-1]) + SECOND_S) if times_s.size else (0.0, 0.0)
    usable_s, usable_bpm = usable_between(inputs.cleaned, begin_s, stop_s)
    bpm = np.full(times_s.shape, np.nan)
    index = np.searchsorted(times_s, usable_s)
    inside = times_s[index] == usable_s
    bpm[index[inside]] = usable_bpm[inside]
    begins = np.arange(settle, times_s.size - length + 1, TRY_EVERY_S)
    steady = _steady_from(load.value, begins - settle, settle + length)
    recorded = _sums(np.isfinite(bpm).astype(float), begins, length) >= LEAST_SHARE_OF_WINDOW * length
    result = _one_after_the_other(begins[steady & recorded], length)
    if not result:
        return SteadyBlocks(np.empty(0), np.empty(0), np.empty(0), float(length))
    both = np.lib.stride_tricks.sliding_window_view(np.stack((load.value, bpm)), length, axis=1)
    loads, beats = np.nanmean(both[:, result], axis=2)
    return SteadyBlocks(times_s[result], loads, beats, float(length))


def _one_after_the_other(begins: npt.NDArray[np.intp], length: int) -> list[int]:
    """The first stretch, then each next one that does not overlap the one before."""
    result: list[int] = []
    for begin in begins.tolist():
        if not result or begin >= result[-1] + length:
            result.append(begin)
    return result


def _steady_from(loads: FloatArray, begins: npt.NDArray[np.intp], length: int) -> npt.NDArray[np.bool_]:
    """`is_steady` for the stretch of `length` from each of `begins`."""
    known = np.isfinite(loads)
    usual = median(loads[known]) if known.any() else 0.0
    around = np.where(known, loads - usual, 0.0)
    count, total, square = (_sums(values, begins, length) for values in (known.astype(float), around, around**2))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = total / count
        sd = np.sqrt(np.maximum(square / count - mean**2, 0.0))
        level = mean + usual
        varied_percent = sd / level * PERCENT
        limit = reference.LOAD_STEADY_VARIATION_PERCENT.value
        return (count >= length * LEAST_SHARE_OF_WINDOW) & (level > 0) & (varied_percent < limit)


def _sums(values: FloatArray, begins: npt.NDArray[np.intp], length: int) -> FloatArray:
    """Sums of `length` values from each of `begins` on."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    result: FloatArray = sums[begins + length] - sums[begins]
    return result


def is_steady(loads: FloatArray) -> bool:
    """Whether a load was there all the time and varied by less than a tenth of its mean (one SD).

    Parameters
    ----------
    loads
        Load on whole seconds, shape (n,); NaN where unknown.

    Returns
    -------
    bool
    """
    known = loads[np.isfinite(loads)]
    if known.size < loads.size * LEAST_SHARE_OF_WINDOW or not known.mean() > 0:
        return False
    return bool(known.std() / known.mean() * PERCENT < reference.LOAD_STEADY_VARIATION_PERCENT.value)


def all_blocks(inputs: Inputs, channel: Channel) -> SteadyBlocks:
    """The steady stretches of all exercise bouts.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    channel
        What was recorded, with its times [s] and unit; NaN where there is none.

    Returns
    -------
    SteadyBlocks

    Raises
    ------
    NotMeasurableError
        NEEDS_EXERCISE_END.
    """
    bouts = inputs.phases.of(PhaseKind.EXERCISE)
    if not bouts:
        raise NotMeasurableError(
            Reason.NEEDS_EXERCISE_END, "No exercise was found. Press the lap button when you begin and when you stop."
        )
    parts = [steady_blocks(inputs, load_over(inputs, channel, bout)) for bout in bouts]
    return SteadyBlocks(
        np.concatenate([part.start_s for part in parts]),
        np.concatenate([part.load for part in parts]),
        np.concatenate([part.bpm for part in parts]),
        parts[0].length_s,
    )


def require_different_loads(blocks: SteadyBlocks, what: str) -> None:
    """Raise unless there are enough steady stretches at loads different enough for a slope.

    Parameters
    ----------
    blocks
        Steady stretches, each with its load and heart rate.
    what
        What is meant, for the sentence of a refusal.

    Raises
    ------
    NotMeasurableError
        NEEDS_STEP_LOAD.
    """
    fewest, result = round(reference.STEADY_FEWEST_BLOCKS.value), blocks.load.size
    parts = {"steady_stretches": float(result)}
    if result < fewest:
        raise NotMeasurableError(
            Reason.NEEDS_STEP_LOAD,
            f"The session had {NUMBERS[result] if result else 'none'} of the {NUMBERS[fewest]} steady stretches "
            f"that this needs. Keep each of {NUMBERS[fewest]} clearly different {what} for three minutes.",
            parts,
        )
    spread = PERCENT * (blocks.load.max() - blocks.load.min()) / blocks.load.mean()
    if spread < reference.STEADY_SMALLEST_RANGE_PERCENT.value:
        raise NotMeasurableError(
            Reason.NEEDS_STEP_LOAD,
            f"All steady stretches were at nearly the same effort. A session at one comfortable pace has no such "
            f"number; it needs clearly different {what}.",
            parts,
        )


def slope_and_error(load: FloatArray, bpm: FloatArray, level_sd_bpm: float) -> tuple[float, float, float]:
    """Least-squares slope, its standard error and the intercept; the error no smaller than the levels' own makes it.

    Parameters
    ----------
    load
        Load of each steady stretch, shape (n,).
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.
    level_sd_bpm
        Standard error of each level [bpm].

    Returns
    -------
    tuple[float, float, float]

    Examples
    --------
    >>> slope, sd, intercept = slope_and_error(np.array([1.0, 1.2, 1.4]), np.array([90.0, 95.0, 100.0]), 0.0)
    >>> round(slope, 6), round(intercept, 6)
    (25.0, 65.0)
    """
    around = load - load.mean()
    power = float((around**2).sum())
    slope = float((around * bpm).sum() / power)
    intercept = float(bpm.mean() - slope * load.mean())
    freedom = load.size - 2
    remaining = bpm - intercept - slope * load
    scatter = float(np.sqrt((remaining**2).sum() / freedom)) * student_95(freedom) / NORMAL_95
    return slope, float(np.hypot(scatter, level_sd_bpm) / np.sqrt(power)), intercept


def require_rising(low: float, high: float, what: str, parts: Mapping[str, Part]) -> None:
    """Raise unless a slope between `low` and `high` is surely above zero: hearts rise with load, all else the same.

    Parameters
    ----------
    low
        Lower bound.
    high
        Upper bound.
    what
        What is meant, for the sentence of a refusal.
    parts
        What the number was made from.

    Raises
    ------
    NotMeasurableError
        NEEDS_STEP_LOAD, OUT_OF_RANGE.
    """
    if low > 0:
        return
    if high < 0:
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE,
            f"Heart rate was lower at higher {what}, as hills, heat or tiring make it. Go on level ground, with rests "
            f"between different {what}.",
            parts,
        )
    raise NotMeasurableError(
        Reason.NEEDS_STEP_LOAD,
        f"Heart rate hardly followed the {what} of this session. Go on level ground, at clearly different {what} for "
        "three minutes each.",
        parts,
    )


def slope_value(inputs: Inputs, channel: Channel, what: str) -> Value:
    """Slope of heart rate on a load as an index gives it.

    Parameters
    ----------
    inputs
        The session: recording, cleaned series, phases, person and conditions.
    channel
        What was recorded, with its times [s] and unit; NaN where there is none.
    what
        What is meant, for the sentence of a refusal.

    Returns
    -------
    Value
        The value with its 95 % interval, window, parts and caveats.

    Raises
    ------
    NotMeasurableError
        TOO_COARSE.
    """
    if inputs.cleaned.sampling_s > reference.SAMPLING_SPARSE_S.value:
        raise NotMeasurableError(
            Reason.TOO_COARSE,
            written_too_rarely(inputs.cleaned.sampling_s),
        )
    blocks = all_blocks(inputs, channel)
    require_different_loads(blocks, what)
    level_sd = sensor_error(inputs.recording).level_sd_bpm(blocks.length_s)
    slope, sd, intercept = slope_and_error(blocks.load, blocks.bpm, level_sd)
    window = float(blocks.start_s[0]), float(blocks.start_s[-1]) + blocks.length_s
    parts: dict[str, Part] = {
        "steady_stretches": float(blocks.load.size),
        "lowest_load": float(blocks.load.min()),
        "highest_load": float(blocks.load.max()),
        "intercept_bpm": intercept,
    }
    low, high = normal_interval(slope, sd)
    require_rising(low, high, what, {**parts, "slope": slope, "slope_low": low, "slope_high": high})
    caveats = (
        "Heat, hills and tiring raise heart rate at the same load and can pass for a slope.",
        *medication_caveats(inputs.person.medication),
    )
    return Value(slope, low, high, window, parts, caveats)
