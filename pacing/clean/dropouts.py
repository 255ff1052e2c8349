"""Stretches where the sensor lost the heart: an abrupt fall to a low plateau and a jump back, or a burst of noise."""

from dataclasses import dataclass

import numpy as np

from pacing.model.arrays import BoolArray, FloatArray

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


@dataclass(frozen=True, slots=True)
class Edge:
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
    found = np.zeros(bpm.size, dtype=np.bool_)
    edges = abrupt_edges(time_s, bpm)
    for place, opening in enumerate(edges):
        least_bpm = LEAST_LOW_BPM if opening.falling else LEAST_HIGH_BPM
        if found[opening.after] or abs(bpm[opening.after] - bpm[opening.before]) < least_bpm:
            continue
        longest_s = LONGEST_LOW_S if opening.falling else LONGEST_HIGH_S
        for closing in edges[place + 1 :]:
            if time_s[closing.after] - time_s[opening.before] > longest_s:
                break
            if closing.falling != opening.falling and _beyond(bpm, opening, closing):
                found[opening.before + 1 : closing.after] = True
                break
    return found


def abrupt_edges(time_s: FloatArray, bpm: FloatArray) -> tuple[Edge, ...]:
    """Every change that is faster than a heart, in order; changes in one direction that touch are one edge."""
    spacing_s = np.diff(time_s)
    change = np.diff(bpm)
    allowed = JUMP_BPM + FASTEST_CHANGE_BPM_PER_S * np.maximum(spacing_s - 1.0, 0.0)
    jumps = np.flatnonzero((np.abs(change) > allowed) & (spacing_s <= LONGEST_SPACING_S))
    found = [(int(i), int(i) + 1, bool(change[i] < 0)) for i in jumps]
    if bpm.size > SLIDE_SAMPLES:
        slide = bpm[SLIDE_SAMPLES:] - bpm[:-SLIDE_SAMPLES]
        close = time_s[SLIDE_SAMPLES:] - time_s[:-SLIDE_SAMPLES] <= SLIDE_S
        slides = np.flatnonzero((np.abs(slide) > SLIDE_BPM) & close)
        found += [(int(i), int(i) + SLIDE_SAMPLES, bool(slide[i] < 0)) for i in slides]
    return tuple(_trimmed(change, edge) for edge in _merged(sorted(found)))


def _trimmed(change: FloatArray, edge: Edge) -> Edge:
    """The edge without the samples at its ends that do not take part in the change."""
    step = -change[edge.before : edge.after] if edge.falling else change[edge.before : edge.after]
    taking_part = np.flatnonzero(step > STILL_BPM)
    return Edge(edge.before + int(taking_part[0]), edge.before + int(taking_part[-1]) + 1, edge.falling)


def _merged(found: list[tuple[int, int, bool]]) -> tuple[Edge, ...]:
    merged: list[Edge] = []
    for before, after, falling in found:
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
