"""RR intervals: their unit, from evidence, and their place on a clock, with a gap wherever beats were lost."""

from typing import NamedTuple

import numpy as np

from pacing.errors import UnitError
from pacing.model.arrays import BoolArray, FloatArray
from pacing.read.assembly.series import Series, placeable

MILLISECONDS = 1000.0
BEAT_SLACK_S = 0.1  # design: stamps of beats may miss the chain of intervals by this much
ARRIVAL_SLACK_S = 2.5  # design: stamps of packets may come this much late
SHORTEST_RR_MS = 1.0  # design: less is as good as zero
FEWEST_TIMES = 20  # design: so many intervals in a row are never each longer than the one before
NO_VALUE = (65535.0, 65535.0 * 1000.0 / 1024.0)  # sixteen bits set: "no interval", in ms and in 1/1024 s
LONGEST_RR_MS = 600_000.0  # design: ten minutes are no interval between two beats
EXACT_STAMPS_S = 0.03  # design: stamps whose steps differ from the intervals by less (median) are of the beats


class BeatTimes(NamedTuple):
    """Beats on an axis (`beats`: time of the beat that ends the interval, RR [ms]) and how many gaps were found."""

    beats: Series
    gaps: int
    dropped: int


def usable_ms(rr_ms: FloatArray) -> BoolArray:
    """Which numbers can be intervals: finite, above zero, and no mark for "no value".

    Parameters
    ----------
    rr_ms
        Shape (m,), [ms].

    Returns
    -------
    Shape (m,).
    """
    possible: BoolArray = np.isfinite(rr_ms) & (rr_ms >= SHORTEST_RR_MS) & (rr_ms < LONGEST_RR_MS)
    return possible & ~np.isin(rr_ms, NO_VALUE)


def steps_of_times(values: FloatArray) -> FloatArray | None:
    """Steps between numbers that only grow: times of beats, not intervals; None where the numbers also fall.

    Parameters
    ----------
    values
        Shape (m,), in any unit; NaN is no number.

    Returns
    -------
    Shape (m - 1,), in the same unit, or None.

    Examples
    --------
    >>> steps_of_times(np.arange(1.0, 41.0) * 800.0)[:2].tolist()
    [800.0, 800.0]
    """
    known = values[np.isfinite(values)]
    if known.size < FEWEST_TIMES:
        return None
    steps = np.diff(known)
    return steps if bool((steps > 0).all()) else None


def chain(rr_ms: FloatArray, start_s: float = 0.0) -> BeatTimes:
    """Intervals without any clock, one after the other from `start_s`.

    What is not a positive number is dropped; the next interval then begins one median interval later, so that the two
    around it are never taken as neighbours.

    Parameters
    ----------
    rr_ms
        Shape (m,), [ms], intervals in the order written; NaN and 0 are none.
    start_s
        [s], where the first interval begins.

    Returns
    -------
    Beats with the time [s] at which each interval ends, and how many gaps and dropped values there are.

    Examples
    --------
    >>> chain(np.array([800.0, 0.0, 1000.0])).beats.time_s.tolist()
    [0.8, 2.7]
    """
    usable = usable_ms(rr_ms)
    if not usable.any():
        return BeatTimes(Series(np.zeros(0), np.zeros(0)), 0, int(rr_ms.size))
    lost = float(np.median(rr_ms[usable]))
    end_s = start_s + np.cumsum(np.where(usable, rr_ms, lost)) / MILLISECONDS
    inner = ~usable[: int(np.flatnonzero(usable)[-1])]
    gaps = int((np.diff(inner.astype(np.int8), prepend=0) == 1).sum())
    return BeatTimes(Series(end_s[usable], rr_ms[usable]), gaps, int((~usable).sum()))


def place(stamp_s: FloatArray, rr_ms: FloatArray, *, exact: bool | None = None) -> BeatTimes:
    """Intervals with a time beside each: the stamps say where a chain breaks, the intervals where each beat lies.

    `exact`: stamps are of the beats themselves (True) or of packets that arrived later (False); None = the stamps tell.

    Parameters
    ----------
    stamp_s
        Shape (m,), [s], the time beside each interval.
    rr_ms
        Shape (m,), [ms], intervals in the order written; NaN and 0 are none.
    exact
        Whether the stamps are of the beats themselves; None: the stamps tell.

    Returns
    -------
    Beats with the time [s] at which each interval ends, and how many gaps and dropped values there are.
    """
    known = placeable(stamp_s)
    stamp_s, rr_ms = stamp_s[known], rr_ms[known]
    if (np.diff(stamp_s) < 0).any():
        order = np.argsort(stamp_s, kind="stable")
        stamp_s, rr_ms = stamp_s[order], rr_ms[order]
    usable = usable_ms(rr_ms)
    dropped = int((~usable).sum())
    stamp_s, rr_s = stamp_s[usable], rr_ms[usable] / MILLISECONDS
    if not stamp_s.size:
        return BeatTimes(Series(stamp_s, rr_s), 0, dropped)
    miss_s = np.abs(np.diff(stamp_s) - rr_s[1:])
    if exact is None:
        exact = not miss_s.size or float(np.median(miss_s)) < EXACT_STAMPS_S
    end_s, gaps = _chains(stamp_s, rr_s, exact=exact)
    return BeatTimes(Series(end_s, rr_s * MILLISECONDS), gaps, dropped)


def _chains(stamp_s: FloatArray, rr_s: FloatArray, *, exact: bool) -> tuple[FloatArray, int]:
    """Time of each beat, and the number of breaks."""
    ends = [float(stamp_s[0])]
    gaps = 0
    before = ends[0]
    for stamp, rr in zip(stamp_s[1:].tolist(), rr_s[1:].tolist(), strict=True):
        follows = ends[-1] + rr
        late = stamp - before - rr if exact else stamp - follows
        breaks = abs(late) > BEAT_SLACK_S if exact else late > max(ARRIVAL_SLACK_S, rr)
        if breaks and stamp > ends[-1]:
            gaps += 1
            ends.append(stamp)
        else:
            ends.append(follows)
        before = stamp
    return np.array(ends), gaps


def between(beat_s: FloatArray, other_s: FloatArray) -> BeatTimes:
    """Intervals between neighbouring beats of a list of beat times; an artefact between two beats leaves a gap.

    Parameters
    ----------
    beat_s
        Shape (m,), [s], times of beats.
    other_s
        Shape (k,), [s], times of artefacts among them.

    Returns
    -------
    Intervals [ms] between neighbouring beats; an artefact leaves a gap.

    Examples
    --------
    >>> between(np.array([0.0, 1.0, 3.0, 3.8]), np.array([2.0])).beats.value.tolist()
    [1000.0, 800.0]
    """
    beat_s, other_s = beat_s[placeable(beat_s)], other_s[placeable(other_s)]
    times = np.concatenate((beat_s, other_s))
    good = np.concatenate((np.ones(beat_s.size, dtype=bool), np.zeros(other_s.size, dtype=bool)))
    order = np.argsort(times, kind="stable")
    times, good = times[order], good[order]
    rr_s = np.diff(times)
    plausible = good[1:] & good[:-1] & (rr_s * MILLISECONDS >= SHORTEST_RR_MS) & (rr_s * MILLISECONDS < LONGEST_RR_MS)
    gaps = int((np.diff((~plausible).astype(np.int8), prepend=0) == 1).sum())
    # three decimals of a second are what such lists hold: differences are brought back to whole microseconds
    return BeatTimes(Series(times[1:][plausible], np.round(rr_s[plausible] * MILLISECONDS, 3)), gaps, int(other_s.size))


UNIT_MS = {"ms": 1.0, "s": 1000.0, "1/1024 s": 1000.0 / 1024.0}
UNIT_WORDS = {
    "ms": "ms",
    "msec": "ms",
    "millis": "ms",
    "milliseconds": "ms",
    "s": "s",
    "sec": "s",
    "secs": "s",
    "seconds": "s",
    "1/1024": "1/1024 s",
    "1/1024 s": "1/1024 s",
    "1/1024s": "1/1024 s",
}
WINDOW_BEATS = 64  # design: over so many beats the jitter of stamps weighs little
NEAR = 0.10  # design: a unit fits when the ratio is this near 1
TELLING = 0.008  # design: 1/1024 s is believed only when it fits this well
LOWEST_BPM, HIGHEST_BPM = 35.0, 220.0  # design: beyond these the middle of a list is no heart rate
MINUTE_MS = 60000.0
LARGEST_COUNT = 1e9  # design: larger numbers are no intervals in any unit
FASTEST_COUNTS_PER_S = 512.0  # design: recorders whose counts must be excluded for a bare list
SLOW_SHARE = 98.0  # percentile that stands for the slow part of a list
FEWEST_BARE = 20  # design: a bare list shorter than this shows too little


class RrUnit(NamedTuple):
    """What to multiply with to get milliseconds, and what is to be said."""

    to_ms: float
    remark: str


def stated_unit(word: str) -> RrUnit | None:
    """The unit a header or dialect states, or None.

    Parameters
    ----------
    word
        A unit as it is written.

    Returns
    -------
    The unit, or None where the word is none.
    """
    unit = UNIT_WORDS.get(word.strip().casefold())
    return RrUnit(UNIT_MS[unit], "") if unit else None


def unit_from_clock(rr: FloatArray, stamp_s: FloatArray) -> RrUnit | None:
    """The unit in which the intervals add up to the time that passed, or None when none does.

    Parameters
    ----------
    rr
        Shape (m,), in an unknown unit, intervals in the order written.
    stamp_s
        Shape (m,), [s], the time beside each interval.

    Returns
    -------
    The unit, or None where no unit fits.
    """
    known = (rr > 0) & (rr < LARGEST_COUNT) & np.isfinite(stamp_s)
    rr, stamp_s = rr[known], stamp_s[known]
    if rr.size < 3:
        return None
    beats = min(WINDOW_BEATS, rr.size - 1)
    total = np.concatenate(([0.0], np.cumsum(rr)))
    first = np.arange(0, rr.size - beats)
    passed = stamp_s[first + beats] - stamp_s[first]
    added = total[first + beats + 1] - total[first + 1]
    usable = (passed > 0) & (added > 0)
    if not usable.any():
        return None
    ms_per_count = float(np.median(passed[usable] / added[usable])) * 1000.0
    return _nearest(ms_per_count, "the clock beside them")


def unit_from_heart_rate(rr: FloatArray, bpm: FloatArray) -> RrUnit | None:
    """The unit in which the intervals agree with the heart rate written in the same rows, or None.

    Parameters
    ----------
    rr
        Shape (m,), in an unknown unit, intervals in the order written.
    bpm
        Shape (m,), [bpm], the heart rate beside each interval.

    Returns
    -------
    The unit, or None where no unit fits.
    """
    known = (rr > 0) & (rr < LARGEST_COUNT) & (bpm > 0) & (bpm < LARGEST_COUNT)
    if known.sum() < 3:
        return None
    return _nearest(float(np.median(MINUTE_MS / (bpm[known] * rr[known]))), "the heart rate beside them")


def _nearest(ms_per_count: float, evidence: str) -> RrUnit | None:
    fits = {unit: abs(ms_per_count / scale - 1.0) for unit, scale in UNIT_MS.items()}
    if fits["1/1024 s"] < TELLING and fits["ms"] > 2 * TELLING:
        unit = "1/1024 s"
    else:
        unit = "s" if fits["s"] < fits["ms"] else "ms"
        if fits[unit] > NEAR:
            return None
    return RrUnit(UNIT_MS[unit], f"RR intervals are in {unit}: so they agree with {evidence}.")


def unit_from_values(name: str, rr: FloatArray, *, called_rr: str) -> RrUnit:
    """The unit of intervals with neither clock nor heart rate beside them; `called_rr`: what calls them RR, or "".

    Parameters
    ----------
    name
        What is written there.
    rr
        Shape (m,), in an unknown unit, intervals in the order written.
    called_rr
        What calls the numbers beat intervals, or "".

    Returns
    -------
    The unit, and what is assumed.

    Raises
    ------
    UnitError
        The numbers can be more than one thing, or cannot be beats in any known unit.
    """
    positive = rr[(rr > 0) & (rr < LARGEST_COUNT)]
    if not positive.size:
        raise UnitError(name, "The list has no interval above zero.", hint="Was the strap or sensor connected?")
    middle = float(np.median(positive))
    if _beats(middle * UNIT_MS["s"]):
        return RrUnit(
            UNIT_MS["s"], "The file names no unit; RR intervals were taken as seconds (no other known unit fits)."
        )
    if not _beats(middle):
        raise UnitError(
            name,
            f"The numbers (middle {middle:g}) cannot be beat intervals in milliseconds or seconds; "
            "they may be counts of a recorder, heart rates or something else.",
            hint='Convert them to milliseconds and write "rr_ms" in the first line.',
        )
    bpm = MINUTE_MS / middle
    if called_rr:
        return RrUnit(
            1.0,
            f"The file names no unit; {called_rr} calls the numbers beat intervals, and they were taken as "
            f"milliseconds (middle {middle:.0f} ms, {bpm:.0f}/min). "
            "Were they 1/1024 s, heart rates would be 2.4 % higher.",
        )
    slow_ms = float(np.percentile(positive, SLOW_SHARE)) * 1000.0 / FASTEST_COUNTS_PER_S
    if positive.size < FEWEST_BARE or MINUTE_MS / slow_ms > LOWEST_BPM:
        raise UnitError(
            name,
            "The file is a bare list of numbers; they can be milliseconds or counts of a recorder.",
            hint='If they are RR intervals in milliseconds, write "rr_ms" in the first line or "rr" into its name.',
        )
    return RrUnit(
        1.0,
        f"The file names no unit; its numbers were taken as RR intervals in milliseconds (middle {middle:.0f} ms, "
        f"{bpm:.0f}/min): as counts of a recorder (up to {FASTEST_COUNTS_PER_S:.0f} a second) the slow part would be "
        f"below {LOWEST_BPM:.0f}/min. Were they 1/1024 s, heart rates would be 2.4 % higher.",
    )


def _beats(rr_ms: float) -> bool:
    return HIGHEST_BPM >= MINUTE_MS / rr_ms >= LOWEST_BPM
