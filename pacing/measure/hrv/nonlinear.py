"""Sample entropy and detrended fluctuation analysis, exact and without quadratic memory, with intervals from blocks
of beats.
"""

from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.measure.hrv.confidence import Scale, block_count, blocks_of, interval_on_scale
from pacing.measure.hrv.contiguous_nn import ContiguousNN, longest_contiguous_nn
from pacing.measure.hrv.series import nn_series, require, settings_of, settings_parts
from pacing.measure.index import Inputs, NotMeasurableError, Value, once
from pacing.model.arrays import FloatArray
from pacing.model.measurement import Part, Reason
from pacing.numerics.quantiles import student_95

Counts = npt.NDArray[np.int64]
MOST_SET_BYTES = 2**24  # design: where one table of bit sets grows beyond this, a tree of neighbours counts instead
WORD_BITS = 64
WORDS_IN_16_BITS = 1000
FEW_TEMPLATES = 8192
LONGEST_TEMPLATE = 3  # longer ones do not fit the key by which equal templates are found
BLOCK_BYTES = 2**19  # design: rows of bit sets worked on at a time stay within a processor's cache
ROUNDING = 1e-9  # share of r by which two distances count as equal


class Matches(NamedTuple):
    """For each of n - m templates of m values, how many others match over m and over m + 1 values; shape (n - m,)."""

    short: Counts
    long: Counts

    @property
    def entropy(self) -> float:
        """-ln(long matches / short matches); infinite where there are none."""
        short, long = int(self.short.sum()), int(self.long.sum())
        return float(np.log(short / long)) if long else float("inf")


def sample_entropy(values: FloatArray, r: float, m: int = 2, *, closed: bool = True) -> Matches:
    """Matching templates, from which sample entropy follows: -ln(A/B), Chebyshev distance, without self-matches.

    Parameters
    ----------
    values : shape (n,), n > m + 1
    r : tolerance, in the unit of `values`
    m : length of a template
    closed : a distance of exactly r matches (else it must be smaller)

    Raises
    ------
    ValueError
        Too few values, r is not positive, or m is not 1, 2 or 3.

    Notes
    -----
    RR intervals are quantised, so a series has few distinct values. For each a bit set says which positions lie within
    r of it; the matches of a template are the AND of m (m + 1) shifted bit sets, counted by the processor. Exact.

    References
    ----------
    richman_2000

    Examples
    --------
    >>> found = sample_entropy(np.array([1.0, 2.0, 1.0, 2.0, 1.0, 2.0]), 0.1)
    >>> found.short.tolist(), found.long.tolist()
    ([1, 1, 1, 1], [1, 1, 1, 1])
    """
    if values.size <= m + 1 or not r > 0.0 or not 1 <= m <= LONGEST_TEMPLATE:
        message = f"sample entropy needs m from 1 to {LONGEST_TEMPLATE}, more than m + 1 values and r > 0"
        raise ValueError(message)
    levels, code = np.unique(values, return_inverse=True)
    limit = r * (1.0 + ROUNDING) if closed else r * (1.0 - ROUNDING)
    if levels.size * _words(values.size) * 8 > MOST_SET_BYTES:
        return _by_tree(values, limit, m)
    return _by_bits(levels, code.astype(np.intp), limit, m)


def _by_bits(levels: FloatArray, code: npt.NDArray[np.intp], limit: float, m: int) -> Matches:
    """Count matches with one bit set per distinct value."""
    templates = code.size - m
    words = _words(code.size)
    low = np.searchsorted(levels, levels - limit)
    high = np.searchsorted(levels, levels + limit, side="right")
    first, inverse = _distinct(code, levels.size, m)
    near = _bit_rows(code, low, high - low, words)
    shifted = [_moved_down(near, lag, templates) for lag in range(m + 1)]
    short, long = np.empty(first.size, dtype=np.int64), np.empty(first.size, dtype=np.int64)
    rows = max(1, BLOCK_BYTES // (words * 8))
    common, other = np.empty((rows, words), dtype=np.uint64), np.empty((rows, words), dtype=np.uint64)
    for start in range(0, first.size, rows):
        part = first[start : start + rows]
        both, more = common[: part.size], other[: part.size]
        np.take(shifted[0], code[part], axis=0, out=both, mode="clip")
        for lag in range(1, m + 1):
            if lag == m:
                short[start : start + rows] = _set_sizes(both)
            np.take(shifted[lag], code[part + lag], axis=0, out=more, mode="clip")
            both &= more
        long[start : start + rows] = _set_sizes(both)
    return Matches(short[inverse] - 1, long[inverse] - 1)


def _distinct(code: npt.NDArray[np.intp], levels: int, m: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Where each distinct template of m + 1 values begins, and which of them each template is.

    Equal templates are counted once, and those alike follow each other, so that what they read stays at hand. In a
    series of an hour or two hardly any are equal, all lies at hand, and looking for them is not worth it.
    """
    templates = code.size - m
    if templates < FEW_TEMPLATES:
        return np.arange(templates), np.arange(templates)
    key = code[:templates].astype(np.int64)
    for lag in range(1, m + 1):
        key = key * levels + code[lag : templates + lag]
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return first, inverse


def _set_sizes(sets: npt.NDArray[np.uint64]) -> Counts:
    """How many positions each row's set holds; summed in 16 bits as far as they reach, which is quickest."""
    sizes = np.zeros(sets.shape[0], dtype=np.int64)
    for start in range(0, sets.shape[1], WORDS_IN_16_BITS):
        sizes += np.bitwise_count(sets[:, start : start + WORDS_IN_16_BITS]).sum(axis=1, dtype=np.uint16)
    return sizes


def _words(count: int) -> int:
    return -(-count // WORD_BITS)


def _bit_rows(
    code: npt.NDArray[np.intp], low: npt.NDArray[np.intp], width: npt.NDArray[np.intp], words: int
) -> npt.NDArray[np.uint64]:
    """For each distinct value the set of positions whose value lies within the limit; shape (distinct values, words).

    A value is near when its rank less `low` is below `width`: unsigned, so that one comparison does for both sides.
    """
    kind = np.min_scalar_type(low.size)  # of ranks below 65,536 twice as many are compared at once
    rank, first, reach = code.astype(kind), low.astype(kind), width.astype(kind)
    sets = np.zeros((low.size, words * 8), dtype=np.uint8)
    rows = max(1, BLOCK_BYTES // code.size)
    for start in range(0, low.size, rows):
        some = slice(start, start + rows)
        packed = np.packbits(rank - first[some, None] < reach[some, None], axis=1, bitorder="little")
        sets[some, : packed.shape[1]] = packed
    return sets.view(np.uint64)


def _moved_down(sets: npt.NDArray[np.uint64], lag: int, count: int) -> npt.NDArray[np.uint64]:
    """The sets of positions p where p + lag is in `sets`, of the first `count` positions."""
    moved = sets >> np.uint64(lag)
    if lag:
        moved[:, :-1] |= sets[:, 1:] << np.uint64(WORD_BITS - lag)
    used, beyond = divmod(count, WORD_BITS)
    moved[:, used + 1 :] = 0
    if used < moved.shape[1]:
        moved[:, used] &= np.uint64((1 << beyond) - 1)
    return moved


def _by_tree(values: FloatArray, limit: float, m: int) -> Matches:
    """Count matches with a tree of neighbours, for values that hardly repeat."""
    from scipy.spatial import KDTree  # noqa: PLC0415

    templates = values.size - m
    counts = []
    for length in (m, m + 1):
        points = np.lib.stride_tricks.sliding_window_view(values, length)[:templates]
        within = KDTree(points).query_ball_point(points, limit, p=np.inf, return_length=True)
        counts.append(np.asarray(within, dtype=np.int64) - 1)
    return Matches(counts[0], counts[1])


class Fluctuations(NamedTuple):
    """DFA: window lengths [beats], and the mean squared fluctuation of every window per length."""

    beats: npt.NDArray[np.intp]
    squares: tuple[FloatArray, ...]

    def exponent(self, squares: FloatArray | None = None) -> FloatArray:
        """Slope of log F on log n; `squares` of shape (…, lengths), by default the means over all windows."""
        means = np.array([part.mean() for part in self.squares]) if squares is None else squares
        return _slope(self.beats, means)


def _slope(beats: npt.NDArray[np.intp], squares: FloatArray) -> FloatArray:
    """Slope of log F on log n, from mean squares of shape (..., lengths)."""
    x = np.log(beats)
    x = x - x.mean()
    slope: FloatArray = 0.5 * (np.log(squares) @ x) / float(x @ x)
    return slope


def fluctuations(values: FloatArray, shortest: int, longest: int, *, overlap: bool = False) -> Fluctuations:
    """Squared residuals of the integrated series around a straight line, window by window.

    Parameters
    ----------
    values : shape (n,), n >= longest
    shortest, longest : window lengths, both included; every whole number between is used
    overlap : windows overlap by half (else they follow each other; what is left at the end is not used)

    Raises
    ------
    ValueError
        Fewer values than the longest window.

    References
    ----------
    peng_1995
    """
    if values.size < longest or shortest < 3:
        message = f"windows of {shortest}-{longest} values do not fit {values.size}"
        raise ValueError(message)
    profile = np.cumsum(values - values.mean())
    lengths = np.arange(shortest, longest + 1)
    return Fluctuations(lengths, tuple(_residuals(profile, int(n), overlap=overlap) for n in lengths))


def _residuals(profile: FloatArray, beats: int, *, overlap: bool) -> FloatArray:
    """Mean squared residual of each window around its straight line; from its beginning, so nothing cancels."""
    if overlap:
        windows = np.lib.stride_tricks.sliding_window_view(profile, beats)[:: max(beats // 2, 1)]
    else:
        windows = profile[: profile.size // beats * beats].reshape(-1, beats)
    off = (windows - windows[:, :1]) @ _around_lines(beats)
    residuals: FloatArray = np.einsum("ij,ij->i", off, off) / beats
    return residuals


@cache
def _around_lines(beats: int) -> FloatArray:
    """What turns rows of so many values into what is left of them around a straight line, shape (beats, beats)."""
    clock = np.arange(beats) - (beats - 1) / 2.0
    line = np.stack((np.full(beats, beats**-0.5), clock / np.sqrt(clock @ clock)))
    around: FloatArray = np.eye(beats) - line.T @ line
    around.flags.writeable = False
    return around


@cache
def _summed_around_lines(beats: int) -> FloatArray:
    """As `_around_lines`, for the running sums of such rows."""
    around: FloatArray = np.triu(np.ones((beats, beats))) @ _around_lines(beats)
    around.flags.writeable = False
    return around


def exponents_of(
    values: FloatArray, first: npt.NDArray[np.intp], last: npt.NDArray[np.intp], shortest: int, longest: int
) -> FloatArray:
    """DFA's slope of many stretches of one series: as `fluctuations` of each, but all at once for each length.

    Parameters
    ----------
    values : shape (n,), the series
    first, last : shape (stretches,), where the stretches begin and end in it, each of at least `longest` values
    shortest, longest : window lengths, both included

    Returns
    -------
    FloatArray
        Shape (stretches,).

    Examples
    --------
    >>> values = np.random.default_rng(1).normal(size=500)
    >>> one = float(fluctuations(values[100:400], 4, 16).exponent())
    >>> bool(np.isclose(exponents_of(values, np.array([100]), np.array([400]), 4, 16)[0], one))
    True
    """
    lengths = np.arange(shortest, longest + 1)
    level = values - values.mean()
    squares = np.empty((first.size, lengths.size))
    for column, beats in enumerate(lengths.tolist()):
        counts = (last - first) // beats
        begins = np.cumsum(counts) - counts
        starts = np.repeat(first - begins * beats, counts) + np.arange(int(counts.sum())) * beats
        # A line taken off does not change what is around it: each window is summed up from its own beginning.
        off = np.lib.stride_tricks.sliding_window_view(level, beats)[starts] @ _summed_around_lines(beats)
        squares[:, column] = np.add.reduceat(np.einsum("ij,ij->i", off, off) / beats, begins) / counts
    return _slope(lengths, squares)


LENGTH = 2  # [m] of sample entropy
LONG_SERIES = 20_000  # design: beyond it intervals are put on whole ms, the finest any sensor resolves
DECIMALS = 4
LEAST_SPREAD_MS = 1e-6  # below what any clock resolves: the rounding of times


def entropy_index(inputs: Inputs) -> Value:
    """Sample entropy, m = 2, r = 0.2 standard deviations.

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
        No beats, no window, too short or broken, too many artefacts, no variability, or no two stretches alike.
    """
    run, caveats, window, parts = _prepared(inputs, "entropy", "entropy_r", "entropy_closed")
    settings = settings_of(inputs.conditions.compat)
    values = np.rint(run.filled_ms) if run.filled_ms.size > LONG_SERIES else run.filled_ms
    matches = _matches(run, settings.entropy_r * _spread(values, parts), closed=settings.entropy_closed)
    value = matches.entropy
    if not np.isfinite(value) or not matches.short.sum():
        raise NotMeasurableError(
            Reason.TOO_FEW_BEATS, "No two stretches of beats are alike. Record longer at rest.", parts
        )
    half = _entropy_half_width(matches, block_count(run.covered_s))
    parts |= {"m": float(LENGTH), "r_ms": round(settings.entropy_r * _spread(values, parts), DECIMALS)}
    return Value(value, max(value - half, 0.0), value + half, window, MappingProxyType(parts), caveats)


@once
def _matches(run: ContiguousNN, r_ms: float, *, closed: bool) -> Matches:
    values = np.rint(run.filled_ms) if run.filled_ms.size > LONG_SERIES else run.filled_ms
    return sample_entropy(values, r_ms, LENGTH, closed=closed)


def _entropy_half_width(matches: Matches, blocks: int) -> float:
    """Half-width of the 95 % interval: influence of each template on ln(short / long), summed over blocks."""
    influence = matches.short / matches.short.mean() - matches.long / matches.long.mean()
    sums = np.add.reduceat(influence, blocks_of(influence.size, blocks))
    pairs = 2.0  # each pair of templates is counted from both its ends
    error = pairs * float(np.sqrt(np.sum(sums**2) * blocks / (blocks - 1))) / influence.size
    return float(student_95(blocks - 1) * error)


def exponent_index(inputs: Inputs, name: str) -> Value:
    """DFA's slope: `alpha1` over short windows, `alpha2` over long ones.

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
        No beats, no window, too short or broken, too many artefacts, or no variability.
    """
    run, caveats, window, parts = _prepared(inputs, name, f"{name}_beats", "dfa_overlap")
    settings = settings_of(inputs.conditions.compat)
    _spread(run.filled_ms, parts)
    shortest, longest = settings.alpha1_beats if name == "alpha1" else settings.alpha2_beats
    course = fluctuations(run.filled_ms, shortest, longest, overlap=settings.dfa_overlap)
    means = np.array([part.mean() for part in course.squares])
    without = _left_out(course, block_count(run.covered_s))
    if not (without > 0.0).all():
        raise NotMeasurableError(
            Reason.OUT_OF_RANGE, "The intervals between beats hardly change. Check the sensor.", parts
        )
    value = float(course.exponent(means))
    low, high = interval_on_scale(value, course.exponent(without), Scale.PLAIN)
    return Value(value, low, high, window, MappingProxyType(parts), caveats)


def _left_out(course: Fluctuations, blocks: int) -> FloatArray:
    """Mean squares with each block of time left out; shape (blocks, lengths)."""
    columns = []
    for squares in course.squares:
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
    if spread_ms > LEAST_SPREAD_MS:
        return spread_ms
    raise NotMeasurableError(
        Reason.OUT_OF_RANGE, "All intervals are the same. Check that the sensor records beats.", parts
    )


def _prepared(
    inputs: Inputs, family: str, *settings: str
) -> tuple[ContiguousNN, tuple[str, ...], tuple[float, float], dict[str, Part]]:
    series = nn_series(inputs)
    run = longest_contiguous_nn(series)
    caveats = require(series, family, covered_s=run.covered_s, beats=int(run.filled_ms.size))
    parts: dict[str, Part] = {
        **series.parts,
        "unbroken_s": round(run.covered_s, 3),
        "interpolated_beats": float(run.filled_ms.size - run.nn_ms.size),
        **settings_parts(inputs.conditions.compat, *settings),
    }
    return run, caveats, (float(run.time_s[0] - run.nn_ms[0] / 1000.0), float(run.time_s[-1])), parts
