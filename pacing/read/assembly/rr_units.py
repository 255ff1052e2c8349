"""The unit of RR intervals, from evidence: what the file says, a clock beside them, or a heart rate beside them.

Policy for intervals whose unit is not written
----------------------------------------------
1. A clock beside them decides: the time that 64 beats take, against the sum of their intervals in each known unit.
2. Otherwise a heart rate beside them decides, in the same way.
3. Otherwise, where a header, a comment or the file's name calls the numbers RR, NN or beat intervals: values whose
   middle is a beat's length in milliseconds and in no other unit that such files use are milliseconds; values around 1
   are seconds (as milliseconds or samples they would be less than three counts a beat). It is said as an assumption:
   counts of 1/1024 s differ from milliseconds by 2.4 % only, and no list alone can tell.
4. A bare list of numbers, with nothing that says what they are, is taken as milliseconds only when counts of a recorder
   (up to 512 a second) are excluded too: the slow part of the list would be a heart rate below 35/min.
Anything else is refused. The size of the numbers never decides between two units that are both possible.
"""

from dataclasses import dataclass

import numpy as np

from pacing.errors import UnitError
from pacing.model.arrays import FloatArray

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


@dataclass(frozen=True, slots=True)
class RrUnit:
    """What to multiply with to get milliseconds, and what is to be said."""

    to_ms: float
    remark: str


def stated_unit(word: str) -> RrUnit | None:
    """The unit a header or dialect states, or None."""
    unit = UNIT_WORDS.get(word.strip().casefold())
    return RrUnit(UNIT_MS[unit], "") if unit else None


def unit_from_clock(rr: FloatArray, stamp_s: FloatArray) -> RrUnit | None:
    """The unit in which the intervals add up to the time that passed, or None when none does."""
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
    """The unit in which the intervals agree with the heart rate written in the same rows, or None."""
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

    Raises
    ------
    UnitError
        The numbers can be more than one thing, or cannot be beats in any known unit.
    """
    positive = rr[(rr > 0) & (rr < LARGEST_COUNT)]
    if not positive.size:
        raise UnitError(name, "The list holds no interval above zero.", hint="Was the strap or sensor connected?")
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
