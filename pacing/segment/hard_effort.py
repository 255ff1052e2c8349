"""Which ends that heart rate alone shows leave no doubt: after a hard effort, seen by a sensor that follows it."""

from dataclasses import replace

import numpy as np

from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Sensor
from pacing.segment.bouts import Bout
from pacing.segment.heart_rate import HeartRateTrend

# The level [bpm] that nobody reaches sitting or standing, by sensor. Mental stress, pain or emotion add 10 to 40 bpm to
# a resting rate; standing still with postural tachycardia reaches 120 to 150. A strap shows what the heart does. Of an
# unknown sensor it is not known whether it is a strap: on the wrist, gentle walks were shown at 150 bpm. An optical
# sensor shows the end of exercise up to 45 s late and sometimes before it: its falls date nothing.
LEAST_LEVEL_BPM = {Sensor.STRAP: 120.0, Sensor.UNKNOWN: 160.0}
LEAST_RISE_BPM = 50.0  # design: above the session's low; more than stress or standing up adds
LEVEL_S = 30.0  # design: the level before the end is the mean of so many seconds
LEAST_FALL_60_BPM = 15.0  # design: after a hard effort people who stop lose more than this in one minute ...
LEAST_FALL_120_BPM = 30.0  # design: ... and this in two; who eases off mostly less
MINUTE_S, TWO_MINUTES_S = 60.0, 120.0
AFTER_HALF_S = 5.0  # design: levels after the end are means over 10 s
LEAST_FALL_SHORT_BPM = 10.0  # design: ... and this where the recording breaks off within the first minute
NEAR_TOP_SHARE = 0.85  # design: the end of a hard effort is its top, as a share of the way from low to high
EARLIER_SHARE = 0.7  # design: a fall from such a height earlier on means that the pace eases in this session ...
WARM_UP_S = 120.0  # design: ... but who had climbed for less than this, and not to the top, had warmed up


def beyond_doubt(bouts: tuple[Bout, ...], course: HeartRateTrend, sensor: Sensor) -> tuple[Bout, ...]:
    """The bouts from heart rate, each said to be exercise or only raised heart rate.

    Exercise: a bout whose end the person marked (or whose beginning, where it has no end); and the session's last bout
    where its level is one that no seated or standing person reaches, and either it goes on to the end of the recording,
    or it ends without doubt: at the session's top, with a fall of 15 bpm in one and 30 bpm in two minutes (as far as
    they are recorded), nothing after it rises again, and no earlier fall from such a height shows that the pace eases
    in this session (that after a short climb to less than the top was a warm-up's).

    Parameters
    ----------
    bouts : from heart rate, in order; times in s
    course : the session's heart rate [bpm]
    sensor : as far as the file names it

    Returns
    -------
    tuple of Bout
        The same bouts, `raised` set on those that are not surely exercise.

    References
    ----------
    Levels: postural tachycardia reaches 120 to 150 bpm standing still (its consensus definition, `pots_consensus` in
    `reference`, names a rise of 30 bpm); what a wrist showed on gentle walks was seen in VCCRI/CardiacProfileR.
    """
    if not bouts:
        return ()
    last = len(bouts) - 1
    sure = _without_doubt(bouts, course, sensor)
    return tuple(
        replace(bout, raised=not (_marked(bout) or (number == last and sure))) for number, bout in enumerate(bouts)
    )


def _marked(bout: Bout) -> bool:
    """Whether the person marked the end, or the beginning of what goes on to the end of the recording."""
    given = bout.start if bout.stop is None else bout.stop
    return given.origin is PhaseOrigin.MARKER


def _without_doubt(bouts: tuple[Bout, ...], course: HeartRateTrend, sensor: Sensor) -> bool:
    bout, span_bpm = bouts[-1], course.high_bpm - course.low_bpm
    least_bpm = LEAST_LEVEL_BPM.get(sensor)
    stop_s = float(course.time_s[-1]) + 1.0 if bout.stop is None else bout.stop.time_s
    level_bpm = _mean(course, stop_s - LEVEL_S, stop_s)
    if least_bpm is None or not level_bpm >= max(least_bpm, course.low_bpm + LEAST_RISE_BPM):
        return False
    if bout.stop is None:
        return True
    at_top = level_bpm >= course.low_bpm + NEAR_TOP_SHARE * span_bpm
    falls = _falls(course, stop_s, level_bpm)
    return at_top and falls and not any(_eased(b, course) for b in bouts[:-1]) and not _eased_within(bout, course)


def _eased(bout: Bout, course: HeartRateTrend) -> bool:
    """Whether an earlier bout ended so high that its end may have been an easier pace, and so the last one's too."""
    if bout.stop is None:
        return False
    short = bout.stop.time_s - bout.start.time_s < WARM_UP_S
    share = NEAR_TOP_SHARE if short else EARLIER_SHARE
    level_bpm = _mean(course, bout.stop.time_s - LEVEL_S, bout.stop.time_s)
    return level_bpm >= course.low_bpm + share * (course.high_bpm - course.low_bpm)


def _eased_within(bout: Bout, course: HeartRateTrend) -> bool:
    """Whether within a bout heart rate fell from as high as an easier pace shows, and for three minutes stayed there.

    It fell as after a stop in the first minute, but not in the second: who stops goes on falling. Such a session's pace
    eases, and so may its last fall show no more than that.
    """
    if bout.stop is None:
        return False
    first, stop = np.searchsorted(course.time_s, (bout.start.time_s, bout.stop.time_s - 3 * MINUTE_S))
    at_s = course.time_s[first:stop]
    before, *after = (
        course.level[np.searchsorted(course.time_s, at_s + later_s)]
        for later_s in (-LEVEL_S / 2.0, MINUTE_S, 2 * MINUTE_S, 3 * MINUTE_S)
    )
    eased = before >= course.low_bpm + EARLIER_SHARE * (course.high_bpm - course.low_bpm)
    for level in after:
        eased &= (before - level >= LEAST_FALL_60_BPM) & (before - level < LEAST_FALL_120_BPM)
    return bool(eased.any())


def _falls(course: HeartRateTrend, stop_s: float, level_bpm: float) -> bool:
    """Whether heart rate falls after a stop as far as it is recorded: in one minute, in two, or until it breaks off.

    A hole where the second minute ends leaves the first to decide.
    """
    last_s = float(course.time_s[-1])
    if last_s < stop_s + MINUTE_S + AFTER_HALF_S:
        return level_bpm - _mean(course, last_s - 2 * AFTER_HALF_S, last_s + 1.0) >= LEAST_FALL_SHORT_BPM
    one = level_bpm - _around(course, stop_s + MINUTE_S) >= LEAST_FALL_60_BPM
    if last_s < stop_s + TWO_MINUTES_S + AFTER_HALF_S:
        return one
    two_bpm = _around(course, stop_s + TWO_MINUTES_S)
    return one and (np.isnan(two_bpm) or level_bpm - two_bpm >= LEAST_FALL_120_BPM)


def _around(course: HeartRateTrend, at_s: float) -> float:
    return _mean(course, at_s - AFTER_HALF_S, at_s + AFTER_HALF_S)


def _mean(course: HeartRateTrend, start_s: float, stop_s: float) -> float:
    """Mean heart rate over [start, stop) [bpm]; NaN where nothing is known, which no comparison holds for."""
    first, stop = np.searchsorted(course.time_s, (start_s, stop_s))
    return float(course.bpm[first:stop].mean()) if stop > first else float("nan")
