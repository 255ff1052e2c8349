"""The longest stretch of NN intervals without a gap, for what must not be cut; one or two lost beats are bridged."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pacing.measure.hrv.series import MS_PER_S, NNSeries
from pacing.measure.index import once
from pacing.model.arrays import FloatArray

BRIDGE_S = 3.0  # design: one or two lost beats; more is a gap
MOST_BRIDGED = 0.05  # design: share of the time that may be bridged; with more, every hole is a gap


@dataclass(frozen=True, slots=True, eq=False)
class ContiguousNN:
    """Ends [s] and lengths [ms] of the intervals of an unbroken run, shape (n,); `bridged_s`: time of lost beats in it.

    `filled_ms`: the same with interpolated intervals in place of lost beats, for methods that count beats.
    """

    time_s: FloatArray
    nn_ms: FloatArray
    filled_ms: FloatArray
    bridged_s: float
    covered_s: float
    memory: dict[Hashable, Any] = field(default_factory=dict, repr=False)  # what `once` has worked out


@once
def longest_contiguous_nn(series: NNSeries) -> ContiguousNN:
    """The longest run of `series` in time.

    Parameters
    ----------
    series
        NN intervals of the window with their gaps.

    Returns
    -------
    ContiguousNN
    """
    hole_s = np.zeros(series.nn_ms.size)
    hole_s[1:] = series.time_s[1:] - series.nn_ms[1:] / MS_PER_S - series.time_s[:-1]
    hole_s = np.where(series.paired, 0.0, hole_s)
    small = ~series.paired & (hole_s > 0.0) & (hole_s <= BRIDGE_S)
    if float(hole_s[small].sum()) > MOST_BRIDGED * series.covered_s:
        small[:] = False
    breaks = ~series.paired & ~small
    breaks[0] = True
    starts = np.flatnonzero(breaks)
    stops = np.append(starts[1:], breaks.size)
    length_s = series.time_s[stops - 1] - series.time_s[starts] + series.nn_ms[starts] / MS_PER_S
    best = int(np.argmax(length_s))
    part = slice(int(starts[best]), int(stops[best]))
    time_s, nn_ms, holes = series.time_s[part], series.nn_ms[part], np.where(small, hole_s, 0.0)[part]
    return ContiguousNN(time_s, nn_ms, _filled(nn_ms, holes), float(holes.sum()), float(length_s[best]))


def _filled(nn_ms: FloatArray, hole_s: FloatArray) -> FloatArray:
    """The intervals with as many interpolated ones in each hole as fit it."""
    at = np.flatnonzero(hole_s)
    if not at.size:
        return nn_ms
    around_ms = (nn_ms[at] + nn_ms[at - 1]) / 2.0
    count = np.maximum(np.rint(hole_s[at] * MS_PER_S / around_ms), 1.0).astype(np.intp)
    ends = np.cumsum(count)
    step = np.arange(1, ends[-1] + 1) - np.repeat(ends - count, count)
    share = step / np.repeat(count + 1, count)
    before, after = np.repeat(nn_ms[at - 1], count), np.repeat(nn_ms[at], count)
    return np.insert(nn_ms, np.repeat(at, count), before + share * (after - before))
