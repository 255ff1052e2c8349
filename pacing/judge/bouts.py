"""Stretches of raised heart rate in a day: most exertion is housework, not sport, and nobody presses start for it."""

import numpy as np

from pacing.judge.timeline import Timeline
from pacing.model.day import Bout
from pacing.reference import BOUT_GAP_S, BOUT_SHORTEST_S


def find_bouts(part: Timeline, raised_from_bpm: float, limit_bpm: float | None) -> tuple[Bout, ...]:
    """Stretches of at least five minutes at or over `raised_from_bpm`, dips of under two minutes included.

    An unrecorded stretch of two minutes and more ends a bout; a shorter one does not. Where the samples lie far apart,
    a bout spans at least two of them.

    Parameters
    ----------
    part
        The day.
    raised_from_bpm
        From which heart rate on it counts as raised [bpm].
    limit_bpm
        The limit, for the seconds above it [bpm]; None: there is none.
    """
    raised = part.bpm >= raised_from_bpm
    if not raised.any():
        return ()
    edges = np.flatnonzero(np.diff(raised, prepend=False, append=False))
    firsts, ends = edges[::2], edges[1::2]
    start_s, stop_s = part.start_s[firsts], part.stop_s[ends - 1]
    apart = start_s[1:] - stop_s[:-1] >= BOUT_GAP_S.value
    heads = np.concatenate(([True], apart))
    tails = np.concatenate((apart, [True]))
    shortest_s = max(BOUT_SHORTEST_S.value, 2 * part.sampling_s if part.is_sparse else 0.0)
    joined = zip(
        firsts[heads].tolist(), ends[tails].tolist(), start_s[heads].tolist(), stop_s[tails].tolist(), strict=True
    )
    return tuple(
        _bout(part, slice(first, end), begin_s, end_s, limit_bpm)
        for first, end, begin_s, end_s in joined
        if end_s - begin_s >= shortest_s
    )


def _bout(part: Timeline, rows: slice, start_s: float, stop_s: float, limit_bpm: float | None) -> Bout:
    bpm, width_s = part.bpm[rows], (part.stop_s - part.start_s)[rows]
    known = np.isfinite(bpm)
    mean_bpm = float((bpm[known] * width_s[known]).sum() / width_s[known].sum())
    above_s = None if limit_bpm is None else float(width_s[known][bpm[known] > limit_bpm].sum())
    return Bout(start_s, stop_s, mean_bpm, float(bpm[known].max()), above_s)
