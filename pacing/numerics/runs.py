"""Stretches of equal answers in a series of yes and no."""

import numpy as np

from pacing.model.arrays import BoolArray


def runs(yes: BoolArray) -> list[tuple[int, int]]:
    """Every [first, stop) of places where `yes` holds without a break.

    Examples
    --------
    >>> runs(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    if not yes.size:
        return []
    edges = (np.flatnonzero(yes[1:] != yes[:-1]) + 1).tolist()
    edges = [0, *edges] if yes[0] else edges
    edges = [*edges, yes.size] if yes[-1] else edges
    return list(zip(edges[::2], edges[1::2], strict=True))


def without_short(yes: BoolArray, shortest: int, *, keep_last: bool = False) -> BoolArray:
    """`yes` with every stretch shorter than `shortest` answered no; the last place's stretch may be kept.

    Examples
    --------
    >>> without_short(np.array([True, False, True, True]), 2).tolist()
    [False, False, True, True]
    """
    result = yes.copy()
    for first, stop in runs(yes):
        if stop - first < shortest and not (keep_last and stop == yes.size):
            result[first:stop] = False
    return result
