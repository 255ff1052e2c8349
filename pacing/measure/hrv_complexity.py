"""Sample entropy and DFA of a session, with intervals from blocks of beats."""

from functools import lru_cache
from types import MappingProxyType

import numpy as np

from pacing.measure.complexity import Fluctuations, Matches, fluctuations, sample_entropy
from pacing.measure.hrv_interval import STUDENT_975, Scale, block_count, interval
from pacing.measure.hrv_requirements import require
from pacing.measure.hrv_run import Run, longest_run
from pacing.measure.hrv_series import series_of
from pacing.measure.hrv_settings import settings_of, settings_parts
from pacing.measure.index import Inputs, NotMeasurableError, Value
from pacing.measure.intervals import blocks_of
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason

LENGTH = 2  # [m] of sample entropy
LONG_SERIES = 20_000  # design: beyond it intervals are put on whole ms, the finest any sensor resolves
DECIMALS = 4


def entropy_index(inputs: Inputs) -> Value:
    """Sample entropy, m = 2, r = 0.2 standard deviations.

    Raises
    ------
    NotMeasurableError
        No beats, no window, too short or broken, too many artefacts, no variability, or no two stretches alike.
    """
    run, caveats, window, parts = _prepared(inputs, "entropy", "entropy_r", "entropy_closed")
    settings = settings_of(inputs.conditions.compat)
    values = np.rint(run.filled_ms) if run.filled_ms.size > LONG_SERIES else run.filled_ms
    found = _matches(run, settings.entropy_r * _spread(values, parts), closed=settings.entropy_closed)
    value = found.entropy
    if not np.isfinite(value) or not found.short.sum():
        raise NotMeasurableError(
            Reason.TOO_FEW_BEATS, "No two stretches of beats are alike. Record longer at rest.", parts
        )
    half = _entropy_half_width(found, block_count(run.covered_s))
    parts |= {"m": float(LENGTH), "r_ms": round(settings.entropy_r * _spread(values, parts), DECIMALS)}
    return Value(value, max(value - half, 0.0), value + half, window, MappingProxyType(parts), caveats)


@lru_cache(maxsize=4)
def _matches(run: Run, r_ms: float, *, closed: bool) -> Matches:
    values = np.rint(run.filled_ms) if run.filled_ms.size > LONG_SERIES else run.filled_ms
    return sample_entropy(values, r_ms, LENGTH, closed=closed)


def _entropy_half_width(found: Matches, blocks: int) -> float:
    """Half-width of the 95 % interval: influence of each template on ln(short / long), summed over blocks."""
    influence = found.short / found.short.mean() - found.long / found.long.mean()
    sums = np.add.reduceat(influence, blocks_of(influence.size, blocks))
    pairs = 2.0  # each pair of templates is counted from both its ends
    error = pairs * float(np.sqrt(np.sum(sums**2) * blocks / (blocks - 1))) / influence.size
    return float(STUDENT_975[blocks - 2] * error)


def exponent_index(inputs: Inputs, name: str) -> Value:
    """DFA's slope: `alpha1` over short windows, `alpha2` over long ones.

    Raises
    ------
    NotMeasurableError
        No beats, no window, too short or broken, too many artefacts, or no variability.
    """
    run, caveats, window, parts = _prepared(inputs, name, f"{name}_beats", "dfa_overlap")
    settings = settings_of(inputs.conditions.compat)
    _spread(run.filled_ms, parts)
    shortest, longest = settings.alpha1_beats if name == "alpha1" else settings.alpha2_beats
    found = fluctuations(run.filled_ms, shortest, longest, overlap=settings.dfa_overlap)
    means = np.array([part.mean() for part in found.squares])
    if not (means > 0.0).all():
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE, "The intervals between beats hardly change. Check the sensor.", parts
        )
    value = float(found.exponent(means))
    low, high = interval(value, found.exponent(_left_out(found, block_count(run.covered_s))), Scale.PLAIN)
    return Value(value, low, high, window, MappingProxyType(parts), caveats)


def _left_out(found: Fluctuations, blocks: int) -> FloatArray:
    """Mean squares with each block of time left out; shape (blocks, lengths)."""
    columns = []
    for squares in found.squares:
        block = np.arange(squares.size) * blocks // squares.size
        sums = np.bincount(block, squares, minlength=blocks)
        counts = np.bincount(block, minlength=blocks)
        columns.append((sums.sum() - sums) / np.maximum(counts.sum() - counts, 1))
    return np.stack(columns, axis=1)


def _spread(values: FloatArray, parts: dict[str, Part]) -> float:
    """Standard deviation [ms].

    Raises
    ------
    NotMeasurableError
        It is zero.
    """
    spread_ms = float(values.std(ddof=1))
    if spread_ms <= 0.0:
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE, "All intervals are the same. Check that the sensor records beats.", parts
        )
    return spread_ms


def _prepared(
    inputs: Inputs, family: str, *settings: str
) -> tuple[Run, tuple[str, ...], tuple[float, float], dict[str, Part]]:
    series = series_of(inputs)
    run = longest_run(series)
    caveats = require(series, family, covered_s=run.covered_s, beats=int(run.filled_ms.size))
    parts: dict[str, Part] = {
        **series.parts,
        "unbroken_s": round(run.covered_s, 3),
        "interpolated_beats": float(run.filled_ms.size - run.nn_ms.size),
        **settings_parts(inputs.conditions.compat, *settings),
    }
    return run, caveats, (float(run.time_s[0] - run.nn_ms[0] / 1000.0), float(run.time_s[-1])), parts
