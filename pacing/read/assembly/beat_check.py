"""Whether intervals can be beats beside a clock: their sum is never more than the time that passed.

Missing beats make the sum smaller; nothing makes it larger but another unit, beats written twice, or numbers that are
no intervals. The time over which both are compared is long, so that late and rounded stamps weigh little. A list that
holds every beat twice shows it by itself, without any clock.
"""

from typing import NamedTuple

import numpy as np

from pacing.model.arrays import FloatArray
from pacing.numerics.quantiles import median
from pacing.read.assembly.rr_intervals import MILLISECONDS, BeatTimes, chain, place, usable_ms

WINDOW_BEATS = 256  # design: over so many beats stamps of whole seconds err by half a per cent
FEWEST_BEATS = 200  # design: of fewer nothing is said
MOST_RATIO = 1.05  # design: late stamps make no more of it
FINE_RATIO = 1024.0 / 1000.0  # counts of 1/1024 s, as Bluetooth sends them, written as if they were ms
NEAR_FINE = 0.006  # design
IN_SECONDS = 0.001  # seconds written as if they were ms
NEAR_SECONDS = 0.10  # design: of seconds so written; nothing else comes near
TWICE_SHARE = 0.95  # design: so many pairs of equal neighbours are copies; beats to the millisecond rarely agree
APART_SHARE = 0.5  # design: between the pairs fewer neighbours agree, or the list is merely even

FINE = "the RR intervals are counts of 1/1024 s: only so do they add up to the time that passed"
SECONDS = "the RR intervals are in seconds: only so do they add up to the time that passed"
COPIES = "every RR interval stands twice in the list; each was taken once"
LIST_TWICE = "the list of RR intervals stands twice in the file; it was taken once"


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
    passed_s, added_s = (values[beats:] - values[:-beats] for values in (stamp_s, np.cumsum(rr_s)))
    usable = passed_s > 0
    if not usable.all():
        added_s, passed_s = added_s[usable], passed_s[usable]
    return median(added_s / passed_s) if passed_s.size else None


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


def fitting_the_clock(rr_ms: FloatArray, ratio: float | None) -> tuple[FloatArray, tuple[str, ...]]:
    """Intervals in the unit in which they add up to the time that passed, or none, and what is to be said.

    Parameters
    ----------
    rr_ms
        Shape (m,), taken as [ms]; NaN is none.
    ratio
        Summed intervals over the time that passed; None where no clock tells.

    Returns
    -------
    Shape (m,), [ms], or empty; and remarks.
    """
    if in_1024ths(ratio, int(usable_ms(rr_ms).sum())):
        return rr_ms / FINE_RATIO, (FINE,)
    if ratio is not None and abs(ratio / IN_SECONDS - 1.0) < NEAR_SECONDS:
        return rr_ms * MILLISECONDS, (SECONDS,)
    why = more_than_the_clock(ratio)
    return (rr_ms, ()) if why is None else (rr_ms[:0], (f"{why} They were left out.",))


def each_once(rr_ms: FloatArray) -> tuple[FloatArray, tuple[str, ...]]:
    """Intervals without copies: of a list that holds each twice in a row, or is written twice one after the other.

    Parameters
    ----------
    rr_ms
        Shape (m,), in any unit; NaN is none.

    Returns
    -------
    Shape (m,) or (m / 2,), and a remark where there were copies.

    Examples
    --------
    >>> rr_ms = 800.0 + np.arange(200.0) % 37
    >>> [each_once(list_of)[0].size for list_of in (rr_ms, np.repeat(rr_ms, 2), np.tile(rr_ms, 2))]
    [200, 200, 200]
    """
    if rr_ms.size < FEWEST_BEATS:
        return rr_ms, ()
    for first in (0, 1):
        rest = rr_ms[first:]
        pairs = rest[: rest.size // 2 * 2].reshape(-1, 2)
        twice = pairs[:, 0] == pairs[:, 1]
        if twice.mean() >= TWICE_SHARE and (pairs[1:, 0] == pairs[:-1, 1]).mean() < APART_SHARE:
            single = np.ones(rr_ms.size, dtype=np.bool_)
            single[first + 1 + 2 * np.flatnonzero(twice)] = False
            return rr_ms[single], (COPIES,)
    half = rr_ms.size // 2
    if rr_ms.size == 2 * half and np.array_equal(rr_ms[:half], rr_ms[half:]) and np.unique(rr_ms).size > 2:
        return rr_ms[:half], (LIST_TWICE,)
    return rr_ms, ()


class CheckedBeats(NamedTuple):
    """Beats on an axis, and what the check of them has to say."""

    placed: BeatTimes
    remarks: tuple[str, ...]


def chained(rr_ms: FloatArray, start_s: float = 0.0, passed_s: float | None = None) -> CheckedBeats:
    """Intervals without a clock of their own, checked, and laid one after the other from `start_s`.

    Parameters
    ----------
    rr_ms
        Shape (m,), [ms], in the order written; NaN and 0 are none.
    start_s
        Where the first interval begins [s].
    passed_s
        How long the recording lasted by the clock of its other samples [s]; None where it has none.

    Returns
    -------
    The beats, and remarks.
    """
    rr_ms, copies = each_once(rr_ms)
    good = usable_ms(rr_ms) | ((rr_ms > 0) & (rr_ms < 1.0))
    ratio = None
    if passed_s is not None and passed_s > 0 and int(good.sum()) >= FEWEST_BEATS:
        ratio = float(rr_ms[good].sum()) / MILLISECONDS / passed_s
    rr_ms, unit = fitting_the_clock(rr_ms, ratio)
    return CheckedBeats(chain(rr_ms, start_s), (*copies, *unit))


def stamped(stamp_s: FloatArray, rr_ms: FloatArray) -> CheckedBeats:
    """Intervals with a time beside each, checked against these times and laid by them.

    Parameters
    ----------
    stamp_s
        Shape (m,), [s], the time beside each interval.
    rr_ms
        Shape (m,), [ms], in the order written; NaN and 0 are none.

    Returns
    -------
    The beats, and remarks.
    """
    good = usable_ms(rr_ms) & np.isfinite(stamp_s)
    fitting, remarks = fitting_the_clock(rr_ms, sum_over_clock(rr_ms[good] / MILLISECONDS, stamp_s[good]))
    return CheckedBeats(place(stamp_s[: fitting.size], fitting), remarks)
