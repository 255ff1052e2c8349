"""Indices of RR intervals as pure functions: sums per block of beats, and what follows from sums.

Every index of the time domain and of the Poincare plot is a function of eight sums. Taking the sums block by block
gives the index, and the index with any block left out, for the price of one pass.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import BoolArray, FloatArray

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
    """The sums over all blocks."""
    return _each(sums, lambda values: np.asarray(values.sum()))


def leave_one_out(sums: Sums) -> Sums:
    """The sums with each block left out in turn; shape of each (blocks,)."""
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
    """Mean interval [ms]."""
    return sums.centre_ms + sums.total / sums.intervals


def deviation_ms(sums: Sums, ddof: int = 1) -> FloatArray:
    """SDNN: standard deviation of the intervals [ms], divisor n - ddof."""
    square = sums.squares - sums.total**2 / sums.intervals
    return np.sqrt(np.maximum(square, 0.0) / (sums.intervals - ddof))


def root_mean_square_of_differences_ms(sums: Sums) -> FloatArray:
    """RMSSD [ms]: over differences of adjacent usable intervals only."""
    return np.sqrt(sums.step_squares / sums.differences)


def deviation_of_differences_ms(sums: Sums, ddof: int = 1) -> FloatArray:
    """SDSD: standard deviation of the differences [ms], divisor m - ddof."""
    square = sums.step_squares - sums.steps**2 / sums.differences
    return np.sqrt(np.maximum(square, 0.0) / (sums.differences - ddof))


def share_over_50(sums: Sums, *, per_interval: bool = False) -> FloatArray:
    """pNN50 [%]: differences over 50 ms per difference (or per interval, as some programs do)."""
    return 100.0 * sums.wide / (sums.intervals if per_interval else sums.differences)


def share_over_20(sums: Sums, *, per_interval: bool = False) -> FloatArray:
    """pNN20 [%]: differences over 20 ms per difference (or per interval)."""
    return 100.0 * sums.narrow / (sums.intervals if per_interval else sums.differences)


def poincare_width_ms(sums: Sums, ddof: int = 1) -> FloatArray:
    """SD1 [ms] = SDSD / sqrt 2."""
    width: FloatArray = deviation_of_differences_ms(sums, ddof) / np.sqrt(2.0)
    return width


def poincare_length_ms(sums: Sums, ddof: int = 1) -> FloatArray:
    """SD2 [ms] = sqrt(2 SDNN^2 - SDSD^2 / 2)."""
    square = 2.0 * deviation_ms(sums, ddof) ** 2 - deviation_of_differences_ms(sums, ddof) ** 2 / 2.0
    return np.sqrt(np.maximum(square, 0.0))


def blocks_of(count: int, blocks: int) -> npt.NDArray[np.intp]:
    """First interval of each of `blocks` blocks of nearly equal length.

    Examples
    --------
    >>> blocks_of(10, 3).tolist()
    [0, 3, 6]
    """
    return (np.arange(blocks) * count // blocks).astype(np.intp)


def of_series(nn_ms: FloatArray, paired: BoolArray | None = None) -> Mapping[str, float]:
    """Every index of this module for one series; `paired` left out means an unbroken series.

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
