"""Early beats and the pauses after them: a rhythm, no fault of the sensor. Each counts once.

A beat that comes early is followed, as a rule, by a pause: the two intervals together last as long as two ordinary
ones. So the mean of neighbouring pairs hardly moves where early beats come in turn (bigeminy, trigeminy), and its
running median is the ordinary interval around. A pause differs from an overlooked beat in what fits better: with the
interval before it two ordinary ones, or two ordinary ones by itself.
"""

import numpy as np

from pacing.clean.rr_artefacts import Artefacts
from pacing.model.arrays import BoolArray, FloatArray
from pacing.numerics.rolling import running_median, running_quartiles, share_around
from pacing.reference import RR_LONGEST_MS, RR_SHORTEST_MS

LEVEL_PAIRS = 21  # design: a quarter of a minute, in which the rate hardly changes
SOONER_SHARE = 0.92  # design: where a pause follows, less than this is early enough
EARLY_SHARE = 0.85  # design: an early beat comes at least so much before its time, ...
ABRUPT_SHARE = 0.77  # design: ... and so much sooner than the beat before it did: breathing changes by less; or ...
MUCH_EARLY_SHARE, LESS_ABRUPT_SHARE = 0.80, 0.85  # design: ... earlier, but after a less long interval
MADE_UP_SHARE = 0.15  # design: a pause makes up for an early beat when both last two ordinary intervals within this
MOST_IN_A_ROW = 4  # design: early beats one after the other for which one pause can make up
LEAST_MISSED = 1.5  # design: an interval so many ordinary ones long may hide a beat ...
MOST_MISSED = 2.6  # design: ... and longer ones hide more than one
LEAST_WITH_EARLY = 1.35  # design: an ordinary interval and an early one after it are so many ordinary ones long
LEAST_PAUSE = 1.10  # design: and the pause behind is longer than an ordinary one
OUTLYING_QUARTILES = 1.50  # design: so many quartile distances above the upper one lies no beat of the rhythm
MANY_SHARE = 0.10  # design: so many early beats with their pauses around an interval are a rhythm
REGULAR_SHARE = 0.5  # design: early beats and their pauses, evened out, leave less than this of the rhythm's spread
SPREAD_BEATS = 91  # design: as long as the thresholds of artefact detection look


def ordinary_ms(rr_ms: FloatArray) -> FloatArray:
    """The ordinary interval around each [ms]: the running median of the means of neighbouring pairs; shape (k,).

    Parameters
    ----------
    rr_ms
        RR intervals [ms], shape (n,).

    Returns
    -------
    FloatArray
        [ms], shape (n,).

    Examples
    --------
    >>> ordinary_ms(np.tile([600.0, 1000.0], 20))[5:8].tolist()
    [800.0, 800.0, 800.0]
    """
    if rr_ms.size < 2:
        return rr_ms.copy()
    pairs = (rr_ms[1:] + rr_ms[:-1]) / 2.0
    level = running_median(pairs, LEVEL_PAIRS)
    return np.append(level, level[-1])


def evened_ms(rr_ms: FloatArray, level_ms: FloatArray) -> FloatArray:
    """Intervals with each run of early ones and the pause that makes up for them at their common mean; shape (k,).

    Parameters
    ----------
    rr_ms
        RR intervals [ms], shape (n,).
    level_ms
        Ordinary interval around each one [ms], shape (n,).

    Returns
    -------
    FloatArray
        [ms], shape (n,).

    Examples
    --------
    >>> rr_ms = np.array([800.0, 800.0, 560.0, 1040.0, 800.0, 500.0, 500.0, 1400.0])
    >>> evened_ms(rr_ms, np.full(8, 800.0)).tolist()
    [800.0, 800.0, 800.0, 800.0, 800.0, 800.0, 800.0, 800.0]
    """
    evened = rr_ms.copy()
    early = rr_ms < SOONER_SHARE * level_ms
    sums = np.concatenate(([0.0], np.cumsum(rr_ms)))
    for pause in (np.flatnonzero(early[:-1] & (rr_ms[1:] > level_ms[1:])) + 1).tolist():
        best, first = MADE_UP_SHARE * float(level_ms[pause]), None
        for begin in range(pause - 1, max(pause - MOST_IN_A_ROW, 0) - 1, -1):
            if not early[begin]:
                break
            mean_ms = (sums[pause + 1] - sums[begin]) / (pause + 1 - begin)
            if abs(mean_ms - level_ms[pause]) < best:
                best, first = abs(mean_ms - level_ms[pause]), begin
        if first is not None:
            evened[first : pause + 1] = (sums[pause + 1] - sums[first]) / (pause + 1 - first)
    return evened


def overlooked(rr_ms: FloatArray, level_ms: FloatArray | None = None) -> Artefacts:
    """Intervals in which a beat was overlooked, whatever the rhythm: two ordinary ones long, and no pause.

    Parameters
    ----------
    rr_ms
        RR intervals [ms], shape (n,).
    level_ms
        Their `ordinary_ms` where that is known already.

    Returns
    -------
    Artefacts

    Examples
    --------
    >>> overlooked(np.tile([600.0, 1000.0], 50)).missed
    ()
    >>> overlooked(np.concatenate((np.tile([600.0, 1000.0], 20), [1600.0], np.tile([600.0, 1000.0], 20)))).missed
    (40,)
    """
    if rr_ms.size < LEVEL_PAIRS:
        return Artefacts()
    level_ms = ordinary_ms(rr_ms) if level_ms is None else level_ms
    evened = evened_ms(rr_ms, level_ms)
    share = evened / level_ms
    long = (share > LEAST_MISSED) & (share < MOST_MISSED)
    before_a_pause = _before_a_pause(rr_ms / level_ms)
    if not (long | before_a_pause).any():
        return Artefacts()
    low, high = running_quartiles(share, SPREAD_BEATS)
    low_raw, high_raw = running_quartiles(rr_ms / level_ms, SPREAD_BEATS)
    regular = high - low < REGULAR_SHARE * (high_raw - low_raw)
    low, high = np.where(regular, low, low_raw), np.where(regular, high, high_raw)
    least = np.maximum(LEAST_MISSED, high + OUTLYING_QUARTILES * (high - low))
    long = (long & (share > least)) | (regular & before_a_pause)
    return Artefacts(missed=tuple(np.flatnonzero(long).tolist()))


def _before_a_pause(share: FloatArray) -> BoolArray:
    """Which intervals hold an ordinary beat and the early one after it, since the pause behind makes three of them.

    Both are long, the first by less than a whole interval: the early beat came before its time. An interval behind an
    early beat is a pause itself.
    """
    result = np.zeros(share.size, dtype=np.bool_)
    pause, total = share[1:], share[:-1] + share[1:]
    result[:-1] = (share[:-1] > LEAST_WITH_EARLY) & (pause > LEAST_PAUSE) & (np.abs(total - 3.0) < MADE_UP_SHARE * 2.0)
    result[1:] &= share[:-1] >= SOONER_SHARE
    return result


def in_turn(rr_ms: FloatArray, level_ms: FloatArray | None = None) -> BoolArray:
    """Which intervals lie where early beats with their pauses come again and again: a rhythm, not single faults.

    There thresholds that follow the series' own spread see nothing that is certain, so nothing more is corrected.

    Parameters
    ----------
    rr_ms
        RR intervals [ms], shape (n,).
    level_ms
        Their `ordinary_ms` where that is known already.

    Returns
    -------
    BoolArray
        Shape (n,).
    """
    if rr_ms.size < LEVEL_PAIRS:
        return np.zeros(rr_ms.size, dtype=np.bool_)
    level_ms = ordinary_ms(rr_ms) if level_ms is None else level_ms
    early = rr_ms < EARLY_SHARE * level_ms
    if not early.any():
        return early
    early &= evened_ms(rr_ms, level_ms) != rr_ms
    rhythm: BoolArray = share_around(early, SPREAD_BEATS) > MANY_SHARE
    return rhythm


def early_beats(rr_ms: FloatArray, level_ms: FloatArray | None = None) -> BoolArray:
    """Whether the beat that ends each interval of an unbroken run came early: well before its time, and abruptly so.

    Parameters
    ----------
    rr_ms
        RR intervals [ms], shape (n,).
    level_ms
        Their `ordinary_ms` where that is known already.

    Returns
    -------
    BoolArray
        Shape (n,).

    Examples
    --------
    >>> int(early_beats(np.tile([800.0, 560.0, 1040.0], 30)).sum())
    30
    >>> int(early_beats(800.0 + 60.0 * np.sin(np.arange(90) * 1.3)).sum())
    0
    """
    result = np.zeros(rr_ms.size, dtype=np.bool_)
    if rr_ms.size < LEVEL_PAIRS:
        return result
    level_ms = ordinary_ms(rr_ms) if level_ms is None else level_ms
    of_level, of_before = rr_ms[1:] / level_ms[1:], rr_ms[1:] / rr_ms[:-1]
    result[1:] = (of_level < EARLY_SHARE) & (of_before < ABRUPT_SHARE)
    result[1:] |= (of_level < MUCH_EARLY_SHARE) & (of_before < LESS_ABRUPT_SHARE)
    return result


def counted(rr_ms: FloatArray, rejected: BoolArray) -> BoolArray:
    """Which of the intervals that no variability is taken from still are one beat each: all but the overly long.

    Parameters
    ----------
    rr_ms : shape (m,), [ms]
    rejected : shape (m,)
    """
    if rr_ms.size < LEVEL_PAIRS or not rejected.any():
        return ~rejected
    level_ms = ordinary_ms(rr_ms)
    evened = evened_ms(rr_ms, level_ms)
    plausible = (evened >= RR_SHORTEST_MS.value) & (evened <= RR_LONGEST_MS.value)
    return ~rejected | (plausible & (evened < LEAST_MISSED * level_ms))
