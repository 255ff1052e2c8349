"""Tops and bottoms of a series, ripples left out."""

from pacing.model.arrays import FloatArray


def turning_points(values: FloatArray, least: float) -> list[int]:
    """Places of alternating tops and bottoms that differ by at least `least`; the last is that of the last extreme.

    Examples
    --------
    >>> import numpy as np
    >>> turning_points(np.array([0.0, 1.0, 9.0, 8.0, 9.5, 2.0, 3.0]), 5.0)
    [0, 4, 5]
    """
    turns: list[int] = []
    low = high = 0
    rising: bool | None = None
    listed = values.tolist()
    for place, value in enumerate(listed):
        if value > listed[high]:
            high = place
        if value < listed[low]:
            low = place
        if rising is not False and listed[high] - value >= least:
            turns.append(high)
            rising, low = False, place
        elif rising is not True and value - listed[low] >= least:
            turns.append(low)
            rising, high = True, place
    if rising is not None:
        turns.append(high if rising else low)
    return turns
