"""What no heart made: impossible values, isolated jumps, losses of the signal, and values that a sensor held on to."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.recording import Channel
from pacing.numerics.quantiles import median
from pacing.reference import WALK_SLOWEST_M_S

IndexArray = npt.NDArray[np.intp]
BLOCK = 65_536  # so many samples at a time: months by the second cost little memory
JUMP_BPM = 18.0  # design: no heart rate averaged by a device changes so much from one second to the next
FASTEST_CHANGE_BPM_PER_S = 3.0  # design: what a wider spacing may add
LONGEST_SPACING_S = 30.0  # design: samples further apart may differ by anything
SLIDE_BPM = 30.0  # design: some devices slide to the plateau; hearts and devices that catch up change less ...
SLIDE_SAMPLES = 4  # ... within so many samples, at most 6 s
SLIDE_S = 6.0
STILL_BPM = 3.0  # design: smaller steps are no part of a slide
LEAST_LOW_BPM = 30.0  # design: a drop-out falls by at least so much, ...
LEAST_HIGH_BPM = 40.0  # design: ... a burst of noise rises by at least so much
LONGEST_LOW_S = 180.0  # design: a sensor that reads low for longer may be right
LONGEST_HIGH_S = 60.0  # design: bursts of noise are short; a longer one may be effort


class Edge(NamedTuple):
    """An abrupt change from sample `before` to sample `after`."""

    before: int
    after: int
    falling: bool


def dropouts(time_s: FloatArray, bpm: FloatArray) -> BoolArray:
    """Whether each sample lies in a drop-out: between an abrupt fall and an abrupt jump back (or the reverse).

    Both edges must be faster than a heart: more than 18 bpm from one sample to the next, plus 3 bpm for every second
    beyond the first, or more than 30 bpm within 6 s. A low stretch begins with a fall of at least 30 bpm and may last
    180 s, a high one with a rise of at least 40 bpm and may last 60 s; all of it stays beyond both edges' outer values.
    A single abrupt edge rejects nothing: nobody can tell which side is right.

    Parameters
    ----------
    time_s, bpm : shape (n,), [s], [bpm], finite

    Returns
    -------
    shape (n,), True in drop-outs

    Examples
    --------
    >>> t = np.arange(60.0)
    >>> int(dropouts(t, np.where((t >= 20) & (t < 40), 60.0, 150.0)).sum())
    20
    """
    result = np.zeros(bpm.size, dtype=np.bool_)
    edges = abrupt_edges(time_s, bpm)
    for index, opening in enumerate(edges):
        least_bpm = LEAST_LOW_BPM if opening.falling else LEAST_HIGH_BPM
        if result[opening.after] or abs(bpm[opening.after] - bpm[opening.before]) < least_bpm:
            continue
        longest_s = LONGEST_LOW_S if opening.falling else LONGEST_HIGH_S
        for closing in edges[index + 1 :]:
            if time_s[closing.after] - time_s[opening.before] > longest_s:
                break
            if closing.falling != opening.falling and _beyond(bpm, opening, closing):
                result[opening.before + 1 : closing.after] = True
                break
    return result


def abrupt_edges(time_s: FloatArray, bpm: FloatArray) -> tuple[Edge, ...]:
    """Every change that is faster than a heart, in order; changes in one direction that touch are one edge.

    Parameters
    ----------
    time_s
        Times since the session began [s], shape (n,), increasing.
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.

    Returns
    -------
    tuple[Edge, ...]
    """
    edges: list[tuple[int, int, bool]] = []
    for first in range(0, bpm.size, BLOCK):
        part = slice(first, first + BLOCK + SLIDE_SAMPLES)
        steps = _steps(time_s[part], bpm[part])
        edges += [(first + before, first + after, falling) for before, after, falling in steps if before < BLOCK]
    return tuple(_trimmed(bpm, edge) for edge in _merged(sorted(edges)))


def _steps(time_s: FloatArray, bpm: FloatArray) -> list[tuple[int, int, bool]]:
    """Every change between neighbours, or over some samples, that is faster than a heart: from, to, and if it falls."""
    spacing_s, change = np.diff(time_s), np.diff(bpm)
    allowed = JUMP_BPM + FASTEST_CHANGE_BPM_PER_S * np.maximum(spacing_s - 1.0, 0.0)
    jumps = np.flatnonzero((np.abs(change) > allowed) & (spacing_s <= LONGEST_SPACING_S))
    edges = [(int(i), int(i) + 1, bool(change[i] < 0)) for i in jumps]
    if bpm.size > SLIDE_SAMPLES:
        slide = bpm[SLIDE_SAMPLES:] - bpm[:-SLIDE_SAMPLES]
        close = time_s[SLIDE_SAMPLES:] - time_s[:-SLIDE_SAMPLES] <= SLIDE_S
        slides = np.flatnonzero((np.abs(slide) > SLIDE_BPM) & close)
        edges += [(int(i), int(i) + SLIDE_SAMPLES, bool(slide[i] < 0)) for i in slides]
    return edges


def _trimmed(bpm: FloatArray, edge: Edge) -> Edge:
    """The edge without the samples at its ends that do not take part in the change."""
    change = np.diff(bpm[edge.before : edge.after + 1])
    step = -change if edge.falling else change
    taking_part = np.flatnonzero(step > STILL_BPM)
    return Edge(edge.before + int(taking_part[0]), edge.before + int(taking_part[-1]) + 1, edge.falling)


def _merged(edges: list[tuple[int, int, bool]]) -> tuple[Edge, ...]:
    merged: list[Edge] = []
    for before, after, falling in edges:
        last = merged[-1] if merged else None
        if last is not None and last.falling is falling and before <= last.after:
            merged[-1] = Edge(last.before, max(after, last.after), falling)
        else:
            merged.append(Edge(before, after, falling))
    return tuple(merged)


def _beyond(bpm: FloatArray, opening: Edge, closing: Edge) -> bool:
    """Whether everything between two edges lies beyond the values outside them."""
    inner = bpm[opening.before + 1 : closing.after]
    outer = (bpm[opening.before], bpm[closing.after])
    if not inner.size:
        return False
    return bool(inner.max() < min(outer)) if opening.falling else bool(inner.min() > max(outer))


HALF_WINDOW_S = 5.0  # design: a spike is at most this long; longer ones are drop-outs
SPIKE_BPM = 15.0  # design: heart rate that turns round at 3 bpm/s stays within this of its 11-s median
SPIKE_LONGEST_SPACING_S = 15.0  # design: samples further apart say nothing about each other


def spikes(time_s: FloatArray, bpm: FloatArray) -> BoolArray:
    """Whether each sample is a spike: further from the median of its neighbours than a heart can go and return.

    A sample is compared with the median of the samples within 5 s on both sides (at least one on each side). It is a
    spike when it lies more than 15 bpm, plus 3 bpm for every second between samples, from that median. A ramp, however
    steep, and a step to a new level are never spikes: at both the median is the sample itself. The search is repeated
    until nothing more is found, so that looking twice finds nothing new.

    Parameters
    ----------
    time_s : shape (n,), [s], increasing
    bpm : shape (n,), [bpm], finite

    Returns
    -------
    shape (n,), True at spikes

    Examples
    --------
    >>> t = np.arange(11.0)
    >>> spikes(t, np.where(t == 5, 180.0, 100.0)).nonzero()[0].tolist()
    [5]
    >>> bool(spikes(t, np.where(t > 5, 180.0, 100.0)).any())
    False
    """
    result = np.zeros(bpm.size, dtype=np.bool_)
    while time_s.size > 2:
        here = _far_from_neighbours(time_s, bpm)
        if not here.any():
            break
        result[np.flatnonzero(~result)[here]] = True
        time_s, bpm = time_s[~here], bpm[~here]
    return result


def _far_from_neighbours(time_s: FloatArray, bpm: FloatArray) -> BoolArray:
    spacing_s = np.diff(time_s)
    usual_s = median(spacing_s)
    reach = max(1, round(HALF_WINDOW_S / usual_s))
    padded = np.pad(bpm, reach, mode="reflect" if bpm.size > reach else "edge")
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    far = np.zeros(bpm.size, dtype=np.bool_)
    rows = np.concatenate([first + _uneven(around[first : first + BLOCK].T) for first in range(0, bpm.size, BLOCK)])
    if rows.size:
        before_s = np.where(rows > 0, spacing_s[rows - 1], np.inf)
        after_s = np.where(rows < spacing_s.size, spacing_s[np.minimum(rows, spacing_s.size - 1)], np.inf)
        wider_s = np.maximum(before_s, after_s)
        allowed = SPIKE_BPM + FASTEST_CHANGE_BPM_PER_S * wider_s
        far[rows] = np.abs(bpm[rows] - np.median(around[rows], axis=1)) > allowed
        far[rows[wider_s > SPIKE_LONGEST_SPACING_S]] = False
    return far


def _uneven(around: FloatArray) -> IndexArray:
    """The columns whose middle lies far from any value around it: a median costs far more, and hardly any comes near.

    Shape (width, samples): so the highest and lowest of all windows are found shift by shift, along the samples.
    """
    middle = around[around.shape[0] // 2]
    return np.flatnonzero(np.maximum(around.max(axis=0) - middle, middle - around.min(axis=0)) > SPIKE_BPM)


FROZEN_LONGEST_SPACING_S = 3.0  # design: only devices that write every second or two show that a value is held
HELD_S = 10.0  # design: hearts in steady exercise keep one whole number for half a minute, but ...
FROZEN_JUMP_BPM = 8.0  # design: ... do not leave it by so much in one step
STUCK_S = 120.0  # design: no heart keeps one whole number for so long ...
LARGEST_SHARE = 0.25  # design: where values are held for more of the time, holding them is this device's way
NOT_WORN_S = 7200.0  # design: whatever the person does, no heart keeps one whole number for two hours
NOT_WORN_SPACING_S = 600.0  # design: values further apart may be equal by chance
NOT_WORN_SAMPLES = 12  # design: so many equal values in a row are no chance
LEAST_VALUES = 5  # design: of a series that else hardly changes either nothing is said
CHANGED_S = 30.0  # design: ... while the person moves for so long and stands still for so long
STILL_BELOW = {"speed": WALK_SLOWEST_M_S.value, "power": 10.0, "cadence": 20.0}  # m/s; design: W, 1/min


def frozen_values(time_s: FloatArray, bpm: FloatArray, channels: tuple[Channel, ...] = ()) -> BoolArray:
    """Whether each sample only repeats the last value before the sensor lost the heart.

    A stretch of one and the same value is frozen when it lasts at least 10 s and is left by a jump of 8 bpm or more, or
    when it lasts at least 120 s while speed, power or cadence shows at least 30 s of movement and 30 s without, or,
    however rarely the device writes, for two hours and more while the series else changes (it was not worn). Its first
    sample is kept: that one was measured. Where a quarter of all samples or more lie in shorter such stretches, these
    are not frozen: the device (or the hand that made the file) writes so.

    Parameters
    ----------
    time_s, bpm : shape (n,), [s], [bpm], finite
    channels : what else was recorded

    Examples
    --------
    >>> t = np.arange(200.0)
    >>> bpm = 120 + t % 7
    >>> bpm[100:115] = 126.0
    >>> bpm[115:] -= 25
    >>> frozen = frozen_values(t, bpm).nonzero()[0]
    >>> int(frozen[0]), int(frozen[-1])
    (101, 114)
    """
    result = np.zeros(bpm.size, dtype=np.bool_)
    if bpm.size < 2:
        return result
    result |= _for_hours(time_s, bpm)
    starts = _beginnings(time_s, bpm, FROZEN_LONGEST_SPACING_S)
    last = np.append(starts[1:], bpm.size) - 1
    long = time_s[last] - time_s[starts] >= HELD_S
    if float((last - starts)[long & ~result[last]].sum()) > LARGEST_SHARE * bpm.size:
        return result
    for first, end in zip(starts[long].tolist(), last[long].tolist(), strict=True):
        if _left_by_jump(time_s, bpm, end) or _stuck(time_s[first], time_s[end], channels):
            result[first + 1 : end + 1] = True
    return result


def _for_hours(time_s: FloatArray, bpm: FloatArray) -> BoolArray:
    """Samples of one and the same value for two hours and more, however rarely the device writes: it was not worn."""
    result = np.zeros(bpm.size, dtype=np.bool_)
    starts = _beginnings(time_s, bpm, NOT_WORN_SPACING_S)
    several = np.flatnonzero(np.diff(starts, append=bpm.size) > NOT_WORN_SAMPLES)
    for first, end in zip(starts[several].tolist(), np.append(starts, bpm.size)[several + 1].tolist(), strict=True):
        if time_s[end - 1] - time_s[first] >= NOT_WORN_S:
            result[first + 1 : end] = True
    changes = not result.any() or np.unique(bpm[~result]).size >= LEAST_VALUES
    return result if changes else np.zeros(bpm.size, dtype=np.bool_)


def _beginnings(time_s: FloatArray, bpm: FloatArray, longest_s: float) -> IndexArray:
    """Where each stretch of one and the same value begins, whose samples lie no further apart than `longest_s` [s]."""
    begins = np.ones(bpm.size, dtype=np.bool_)
    for first in range(1, bpm.size, BLOCK):
        here, before = slice(first, first + BLOCK), slice(first - 1, min(first + BLOCK, bpm.size) - 1)
        begins[here] = (bpm[here] != bpm[before]) | (time_s[here] - time_s[before] > longest_s)
    return np.flatnonzero(begins)


def _left_by_jump(time_s: FloatArray, bpm: FloatArray, end: int) -> bool:
    if end + 1 >= bpm.size or time_s[end + 1] - time_s[end] > FROZEN_LONGEST_SPACING_S:
        return False
    return bool(abs(bpm[end + 1] - bpm[end]) >= FROZEN_JUMP_BPM)


def _stuck(first_s: float, last_s: float, channels: tuple[Channel, ...]) -> bool:
    if last_s - first_s < STUCK_S:
        return False
    for channel in channels:
        if channel.name not in STILL_BELOW:
            continue
        inside = (channel.time_s >= first_s) & (channel.time_s < last_s) & np.isfinite(channel.value)
        if int(inside.sum()) < 2:
            continue
        stands_s = np.minimum(np.diff(channel.time_s[inside], append=last_s), FROZEN_LONGEST_SPACING_S)
        still = channel.value[inside] < STILL_BELOW[channel.name]
        if min(float(stands_s[still].sum()), float(stands_s[~still].sum())) >= CHANGED_S:
            return True
    return False


LOWEST_PLAUSIBLE_BPM = 25.0  # design: below the slowest sleeping hearts that sports devices report
HIGHEST_PLAUSIBLE_BPM = 240.0  # design: above every predicted maximum with twice its error
INVALID_MARKER_BPM = 255.0  # the FIT protocol's mark for "no value" in one byte


def has_value(bpm: FloatArray) -> BoolArray:
    """Whether each sample is a value at all: finite, above 0 and not the device's mark for "no value".

    Parameters
    ----------
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.

    Returns
    -------
    BoolArray
        Shape (n,).

    Examples
    --------
    >>> has_value(np.array([0.0, 60.0, 255.0, np.nan])).tolist()
    [False, True, False, False]
    """
    return np.asarray(np.isfinite(bpm) & (bpm > 0) & (bpm != INVALID_MARKER_BPM), dtype=np.bool_)


def outside_limits(bpm: FloatArray) -> BoolArray:
    """Whether each sample is a value that no sensor can have measured on a person: outside 25 to 240 bpm.

    Parameters
    ----------
    bpm
        Heart rate [bpm], shape (n,); NaN where there is none.

    Returns
    -------
    BoolArray
        Shape (n,).

    Examples
    --------
    >>> outside_limits(np.array([0.0, 24.0, 25.0, 240.0, 241.0])).tolist()
    [False, True, False, False, True]
    """
    return has_value(bpm) & ((bpm < LOWEST_PLAUSIBLE_BPM) | (bpm > HIGHEST_PLAUSIBLE_BPM))
