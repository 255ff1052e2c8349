"""Whether intervals can be beats beside a clock: their sum is never more than the time that passed.

Missing beats make the sum smaller; nothing makes it larger but another unit, beats written twice, or numbers that are
no intervals. The time over which both are compared is long, so that late and rounded stamps weigh little.
"""

import numpy as np

from pacing.model.arrays import FloatArray

WINDOW_BEATS = 256  # design: over so many beats stamps of whole seconds err by half a per cent
FEWEST_BEATS = 200  # design: of fewer nothing is said
MOST_RATIO = 1.05  # design: late stamps make no more of it
FINE_RATIO = 1024.0 / 1000.0  # counts of 1/1024 s, as Bluetooth sends them, written as if they were ms
NEAR_FINE = 0.006  # design


def sum_over_clock(rr_s: FloatArray, stamp_s: FloatArray) -> float | None:
    """Summed intervals over the time that passed between their stamps (median of long windows); None = too few.

    Parameters
    ----------
    rr_s : shape (m,), [s], intervals in the order written
    stamp_s : shape (m,), [s], a time beside each

    Examples
    --------
    >>> round(sum_over_clock(np.full(400, 1.6), np.arange(400) * 0.8) or 0.0, 6)
    2.0
    """
    if rr_s.size < FEWEST_BEATS:
        return None
    beats = min(WINDOW_BEATS, rr_s.size - 1)
    sums = np.concatenate(([0.0], np.cumsum(rr_s)))
    first = np.arange(rr_s.size - beats)
    passed_s = stamp_s[first + beats] - stamp_s[first]
    added_s = sums[first + beats + 1] - sums[first + 1]
    usable = passed_s > 0
    return float(np.median(added_s[usable] / passed_s[usable])) if usable.any() else None


def in_1024ths(ratio: float | None, beats: int) -> bool:
    """Whether so many intervals, taken as milliseconds, are counts of 1/1024 s.

    Parameters
    ----------
    ratio
        Summed intervals over the time that passed, or None.
    beats
        How many intervals it was found from.

    Returns
    -------
    Whether they are.
    """
    return beats > WINDOW_BEATS and ratio is not None and abs(ratio / FINE_RATIO - 1.0) < NEAR_FINE


def more_than_the_clock(ratio: float | None) -> str | None:
    """A sentence where the intervals add up to more than the time that passed; None where they may be beats.

    Parameters
    ----------
    ratio
        Summed intervals over the time that passed, or None.

    Returns
    -------
    A sentence, or None.
    """
    if ratio is None or ratio <= MOST_RATIO:
        return None
    return (
        f"The RR intervals add up to {ratio:.1f} times the time that passed, which beats cannot: they were written "
        "twice, or are no intervals."
    )
