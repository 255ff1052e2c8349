"""Tops and bottoms of a series, ripples left out."""

import numpy as np
import numpy.typing as npt

from pacing.model.arrays import FloatArray


def turning_points(values: FloatArray, least: float) -> list[int]:
    """Places of alternating tops and bottoms that differ by at least `least`; the last is that of the last extreme.

    Examples
    --------
    >>> turning_points(np.array([0.0, 1.0, 9.0, 8.0, 9.5, 2.0, 3.0]), 5.0)
    [0, 4, 5]
    """
    turns: list[int] = []
    low = high = 0
    rising: bool | None = None
    # Only ripples' own tops and bottoms can be turning points: a month has far fewer of them than seconds.
    places = _ripples(values)
    highest = lowest = float(values[0]) if values.size else 0.0
    for place, value in zip(places.tolist(), values[places].tolist(), strict=True):
        if value > highest:
            high, highest = place, value
        if value < lowest:
            low, lowest = place, value
        if rising is not False and highest - value >= least:
            turns.append(high)
            rising, low, lowest = False, place, value
        elif rising is not True and value - lowest >= least:
            turns.append(low)
            rising, high, highest = True, place, value
    if rising is not None:
        turns.append(high if rising else low)
    return turns


def _ripples(values: FloatArray) -> npt.NDArray[np.intp]:
    """The first and last place and every place where the series turns; of equal neighbours the first."""
    changed = np.flatnonzero(np.diff(values)) + 1
    places = np.concatenate((np.zeros(min(values.size, 1), dtype=np.intp), changed))
    rising = np.diff(values[places]) > 0
    turns = np.ones(places.size, dtype=np.bool_)
    turns[1:-1] = rising[1:] != rising[:-1]
    return places[turns]
