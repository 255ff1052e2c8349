"""Rest, exercise and recovery of a session, from the best evidence there is: given by the person, marked, moved, or
shown by the heart.

A standing test is no exercise, though heart rate rises in it. A whole day has its quietest stretch, and bouts that
stand out from its level.
"""

from dataclasses import replace

import numpy as np

from pacing import reference
from pacing.errors import PhasesError
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.cleaned import Cleaned, SampleState
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import HeartRate, MarkerKind, Recording, RecordingKind, Sensor
from pacing.numerics.quantiles import medians_of_rows
from pacing.numerics.runs import runs, without_short
from pacing.segment.bouts import Bout, assemble_phases
from pacing.segment.external_load import external_loads, moved_in_days, movement
from pacing.segment.hard_effort import beyond_doubt
from pacing.segment.heart_rate import (
    JUMP_BPM,
    JUMP_FROM_BEATS_BPM,
    Device,
    HeartRateTrend,
    bouts_from_heart_rate,
    heart_rate_trend,
)
from pacing.segment.markers import cut_by_markers, easy_stretches, ends_at_presses, snapped
from pacing.segment.movement import (
    SHORTEST_BREAK_S,
    bouts_from_movement,
    halted_before,
    short_efforts,
    without_spurious_stops,
)
from pacing.segment.pauses import pauses, presses_in_motion

TOLERANCE_S = 1.0  # design: a session of 1799.6 s is "1800 s" to the person who gives it


def given_phases(given: Phases, duration_s: float) -> Phases:
    """The given phases, marked as given and certain; an end up to a second late is set to the session's end.

    Parameters
    ----------
    given : the person's phases [s]
    duration_s : length of the session [s]

    Returns
    -------
    Phases
        The same, with origin `given`.

    Raises
    ------
    PhasesError
        A phase lies, wholly or partly, outside the session.
    """
    items = []
    for phase in given.items:
        if phase.start_s < 0 or phase.stop_s > duration_s + TOLERANCE_S or phase.start_s >= duration_s:
            message = (
                f"The phase {phase.kind} ({phase.start_s:g}-{phase.stop_s:g} s) is not inside the session, "
                f"which runs from 0 to {duration_s:.0f} s."
            )
            raise PhasesError(message, hint="Give seconds since the start of the recording.")
        stop_s = min(phase.stop_s, duration_s)
        items.append(replace(phase, stop_s=stop_s, origin=PhaseOrigin.GIVEN, uncertainty_s=0.0))
    return Phases(tuple(items))


STANDING_WORDS = ("stand", "upright", "lean", "tilt")  # design: what people write
STILL_SPORTS = (None, "generic", "other", "training", "breathing")  # design: sports that may be a standing test
NEAR_S = 60.0  # design: standing shows in heart rate within a minute
SHORTEST_REST_S = 60.0  # design: less lying before it is not rest
PRESS_UNCERTAINTY_S = 5.0  # design: how far from the moment they stand up people press a button


def stood_up_s(recording: Recording, by_heart: tuple[Bout, ...]) -> float | None:
    """When the person stood up [s]; None when the recording is no standing test.

    It is one when a note or lap says so, or when a recording of no sport has one press of the lap button, and all that
    heart rate shows is a rise that begins at that press.

    Parameters
    ----------
    recording : with its markers and sport
    by_heart : bouts that heart rate shows [s]

    Returns
    -------
    float or None
    """
    stood_s = [m.time_s for m in recording.markers if _says_standing(m.label)]
    if stood_s:
        return stood_s[0]
    presses = [m.time_s for m in recording.markers if m.kind is MarkerKind.USER]
    if len(presses) != 1 or len(by_heart) != 1 or recording.sport not in STILL_SPORTS:
        return None
    return presses[0] if abs(by_heart[0].start.time_s - presses[0]) <= NEAR_S else None


def orthostatic_phases(begin_s: float, stood_s: float) -> Phases:
    """The rest before standing up; standing is neither rest nor exercise.

    Parameters
    ----------
    begin_s, stood_s : first second with heart rate, and when the person stood up [s]

    Returns
    -------
    Phases
        One rest, or none where the person lay for less than a minute.
    """
    if stood_s - begin_s < SHORTEST_REST_S:
        return Phases()
    return Phases((Phase(PhaseKind.REST, begin_s, stood_s, PhaseOrigin.MARKER, PRESS_UNCERTAINTY_S),))


def _says_standing(label: str) -> bool:
    words = label.lower().replace("_", " ").replace("-", " ").split()
    return any(word.startswith(STANDING_WORDS) for word in words)


MINUTE_S = 60.0
QUIET_MIN = 30  # design: the night's level is the lowest half-hour median
ABOVE_NIGHT_BPM = 20.0  # design: what is less above the night's level is sitting or standing about
WAKING_SHARE = 0.25  # design: a quarter of the minutes awake are spent sitting, whatever else the day was
ABOVE_WAKING_BPM = 12.0  # design: and a doing stands out from sitting by this
SHORTEST_BOUT_MIN = 5  # design
SHORTEST_BREAK_MIN = 3  # design: shorter breaks belong to the bout
NEAR_NIGHT_BPM = 8.0  # design: rest lies within this of the night's level
STEPPED_SHARE = 0.5  # design: a bout with movement in half of its minutes is exercise; people stand about in it
LEAST_QUIET_MIN = 120  # design: with fewer minutes of heart rate there is no day to compare with


def phases_of_day(series: HeartRate, moved: BoolArray | None = None) -> Phases:
    """The longest rest, and every bout of activity or raised heart rate, of a day.

    Minute means are compared with the night's level (the lowest median of half an hour) and with the level of sitting
    awake (the lower quartile of the minutes more than 8 bpm above the night's). A bout is at least 5 min that lie 20
    bpm or more above the first and 12 bpm or more above the second, breaks of less than 3 min included; the rest is the
    longest stretch of at least 30 min within 8 bpm of the night's level in which nobody moved. A bout is exercise where
    a channel shows movement in at least half of its minutes; else heart rate was raised. Recoveries are left out: in a
    day nobody knows what came after a bout.

    Parameters
    ----------
    series : heart rate on whole seconds; NaN = none
    moved : shape (n,), in which of these seconds a channel shows movement; None: in none
    """
    minute, mean = means_of_minutes(series)
    if minute.size < LEAST_QUIET_MIN:
        return Phases()
    night_bpm = _lowest_half_hour_bpm(mean)
    asleep = mean <= night_bpm + NEAR_NIGHT_BPM
    bound_bpm = night_bpm + ABOVE_NIGHT_BPM
    if not asleep.all():
        bound_bpm = max(bound_bpm, float(np.quantile(mean[~asleep], WAKING_SHARE)) + ABOVE_WAKING_BPM)
    stepped = np.zeros(minute.size, dtype=np.bool_)
    if moved is not None and moved.any():
        stepped = means_of_minutes(series, moved)[1] > 0
    result: list[tuple[PhaseKind, tuple[float, float]]] = []
    for start_s, stop_s in _stretches(minute, mean >= bound_bpm, SHORTEST_BOUT_MIN):
        first, stop = np.searchsorted(minute, (start_s, stop_s))
        exercised = stepped[first:stop].mean() >= STEPPED_SHARE
        result.append((PhaseKind.EXERCISE if exercised else PhaseKind.RAISED, (start_s, stop_s)))
    quiet = _stretches(minute, asleep & ~stepped, QUIET_MIN)
    if quiet:
        result.append((PhaseKind.REST, max(quiet, key=lambda stretch: stretch[1] - stretch[0])))
    result.sort(key=lambda item: item[1])
    return Phases(tuple(Phase(kind, start, stop, PhaseOrigin.HEART_RATE, MINUTE_S) for kind, (start, stop) in result))


def _lowest_half_hour_bpm(mean: FloatArray) -> float:
    """The lowest median of half an hour of minutes [bpm]."""
    windows = np.lib.stride_tricks.sliding_window_view(mean, QUIET_MIN)
    blocks = (windows[first : first + BLOCK_MINUTES] for first in range(0, windows.shape[0], BLOCK_MINUTES))
    return float(min(medians_of_rows(block).min() for block in blocks))


BLOCK_MINUTES = 2048
BLOCK_SECONDS = 65_536  # so many at a time: months by the second cost little memory


def means_of_minutes(series: HeartRate, values: BoolArray | None = None) -> tuple[FloatArray, FloatArray]:
    """The minutes that hold any second with a heart rate, and what these are on the mean in each.

    Parameters
    ----------
    series : heart rate on whole seconds; NaN = none
    values : shape (n,), what is averaged instead of heart rate

    Returns
    -------
    minutes, means : shape (k,), beginnings [s], and the mean of heart rate [bpm] or of the values
    """
    numbers, counts, sums = [np.empty(0)], [np.empty(0)], [np.empty(0)]
    for begin in range(0, series.size, BLOCK_SECONDS):
        second_s, bpm = series.rows(begin, begin + BLOCK_SECONDS)
        usable = np.isfinite(bpm)
        value = bpm if values is None else values[begin : begin + BLOCK_SECONDS]
        number = np.floor(second_s / MINUTE_S)
        first = np.append(0, np.flatnonzero(number[1:] != number[:-1]) + 1)
        numbers.append(number[first])
        counts.append(np.add.reduceat(usable, first, dtype=np.float64))
        sums.append(np.add.reduceat(np.where(usable, value, 0.0), first))
    minute, count, total = np.concatenate(numbers), np.concatenate(counts), np.concatenate(sums)
    first = np.flatnonzero(np.diff(minute, prepend=-np.inf))  # a minute may lie in two blocks
    if not first.size:
        return minute, total
    count, total = np.add.reduceat(count, first), np.add.reduceat(total, first)
    held = count > 0
    return minute[first][held] * MINUTE_S, total[held] / count[held]


def _stretches(minute_s: FloatArray, yes: np.ndarray, shortest_min: int) -> list[tuple[float, float]]:
    """[start, stop) [s] of the stretches of `yes`, split where minutes are missing."""
    joined = ~without_short(~yes, SHORTEST_BREAK_MIN)
    broken = np.flatnonzero(np.diff(minute_s) > MINUTE_S * SHORTEST_BREAK_MIN) + 1
    result = []
    for first, stop in runs(joined):
        edges = broken[slice(*np.searchsorted(broken, (first + 1, stop)))].tolist()
        for begin, end in zip([first, *edges], [*edges, stop], strict=True):
            if end - begin >= shortest_min:
                result.append((float(minute_s[begin]), float(minute_s[end - 1]) + MINUTE_S))
    return result


SHORTEST_SESSION_S = 60  # design: fewer seconds with heart rate have no phases
WHEELED_SPORTS = frozenset({"cycling", "biking", "mountain_biking", "road_biking", "gravel_cycling", "inline_skating"})
SHORTEST_BREAK_ON_WHEELS_S = 100  # design: a halt of up to so long is a traffic light
SENSOR_LAG_S = {
    Sensor.STRAP: reference.STRAP_DELAY_USUAL_S.value,
    Sensor.OPTICAL: reference.OPTICAL_DELAY_USUAL_S.value,
    Sensor.UNKNOWN: reference.UNKNOWN_DELAY_USUAL_S.value,
}
SENSOR_SMOOTHING_S = {
    Sensor.STRAP: 0.0,  # no smoothing that shows
    Sensor.OPTICAL: reference.OPTICAL_SMOOTHING_USUAL_S.value,
    Sensor.UNKNOWN: 0.0,
}


def find_phases(recording: Recording, cleaned: Cleaned, given: Phases | None = None) -> Phases:
    """The phases of a session: given before markers before movement before heart rate.

    Parameters
    ----------
    recording : as read
    cleaned : its heart rate on whole seconds [s], [bpm]
    given : phases the person gave [s]; None: none

    Returns
    -------
    Phases
        In order, without overlap; times in s since the start.

    Raises
    ------
    PhasesError
        A given phase lies outside the session.
    """
    if given is not None:
        return given_phases(given, recording.duration_s)
    if int((cleaned.state <= SampleState.FILLED).sum()) < SHORTEST_SESSION_S:
        return Phases()
    if recording.kind is RecordingKind.DAY:
        return phases_of_day(cleaned.heart_rate, moved_in_days(recording, cleaned.heart_rate))
    seconds, bpm = cleaned.heart_rate.time_s, cleaned.heart_rate.bpm
    usable = np.isfinite(bpm)
    sensor = recording.source.sensor
    device = Device(SENSOR_LAG_S[sensor], SENSOR_SMOOTHING_S[sensor], cleaned.sampling_s)
    moving, known = movement(recording, seconds)
    bouts = _from_movement(recording, cleaned, moving, known)
    course = None if bouts else _course(cleaned)
    if course is not None:
        by_heart = bouts_from_heart_rate(course, device)
        stood_s = stood_up_s(recording, by_heart)
        if stood_s is not None:
            return orthostatic_phases(float(seconds[usable][0]), stood_s)
        beats = sensor is Sensor.UNKNOWN and cleaned.derived_from_beats  # whoever writes beats follows the heart
        shown = _from_heart_rate(recording, float(seconds[usable][-1]), by_heart)
        bouts = _short_efforts(recording, course, seconds, known & ~moving)
        bouts = bouts or beyond_doubt(shown, course, Sensor.STRAP if beats else sensor)
    if not bouts or (recording.kind is RecordingKind.BEATS and not _eventful(bouts, seconds)):
        return _uneventful(recording, seconds[usable])
    return Phases(assemble_phases(bouts, seconds, bpm, moving, known))


def _course(cleaned: Cleaned) -> HeartRateTrend | None:
    """The course of a session's heart rate; None with too few known seconds."""
    jump_bpm = JUMP_FROM_BEATS_BPM if cleaned.derived_from_beats else JUMP_BPM
    measured = cleaned.state == SampleState.MEASURED
    return heart_rate_trend(cleaned.heart_rate.time_s, cleaned.heart_rate.bpm, jump_bpm=jump_bpm, measured=measured)


def _from_movement(recording: Recording, cleaned: Cleaned, moving: BoolArray, known: BoolArray) -> tuple[Bout, ...]:
    """Bouts from the best channel that shows any, cut by markers; who stood still by every channel stopped."""
    seconds, bpm = cleaned.heart_rate.time_s, cleaned.heart_rate.bpm
    shortest_break_s = SHORTEST_BREAK_ON_WHEELS_S if recording.sport in WHEELED_SPORTS else SHORTEST_BREAK_S
    in_motion = presses_in_motion(recording)
    for load in external_loads(recording, seconds, _paused(recording, seconds)):
        shown = bouts_from_movement(seconds, load, elsewhere=moving, shortest_break_s=shortest_break_s)
        bouts = without_spurious_stops(shown, seconds, bpm, known & ~moving)
        bouts = ends_at_presses(bouts, pauses(recording), in_motion)
        if bouts:
            easy = easy_stretches(recording, float(seconds[np.isfinite(bpm)][-1]), shortest_break_s)
            return halted_before(cut_by_markers(bouts, easy, in_motion), seconds, load, moving)
    return ()


def _short_efforts(
    recording: Recording, course: HeartRateTrend, seconds: FloatArray, still: BoolArray
) -> tuple[Bout, ...]:
    """Efforts of under a minute from the best channel that shows any, where none shows a longer one."""
    shortest_break_s = SHORTEST_BREAK_ON_WHEELS_S if recording.sport in WHEELED_SPORTS else SHORTEST_BREAK_S
    for load in external_loads(recording, seconds, _paused(recording, seconds)):
        bouts = short_efforts(seconds, load, course, still, shortest_break_s=shortest_break_s)
        if bouts:
            return cut_by_markers(bouts, easy_stretches(recording, float(course.time_s[-1]), shortest_break_s))
    return ()


def _from_heart_rate(recording: Recording, last_s: float, by_heart: tuple[Bout, ...]) -> tuple[Bout, ...]:
    """Bouts from heart rate, moved to the markers near them and cut by markers."""
    easy = easy_stretches(recording, last_s)
    return cut_by_markers(snapped(by_heart, recording, easy), easy)


def _paused(recording: Recording, seconds: FloatArray) -> BoolArray:
    paused = np.zeros(seconds.size, dtype=np.bool_)
    for start_s, stop_s in pauses(recording):
        first, stop = np.searchsorted(seconds, (start_s, stop_s))
        paused[first:stop] = True
    return paused


def _eventful(bouts: tuple[Bout, ...], seconds: FloatArray) -> bool:
    """Whether any bout has a beginning or an end within the recording: beats alone are as often recorded at rest."""
    return any(bout.stop is not None or bout.start.time_s > seconds[0] for bout in bouts)


def _uneventful(recording: Recording, usable_s: FloatArray) -> Phases:
    """A recording of beats in which nothing happens is a rest test; of anything else nothing can be said."""
    if recording.kind is not RecordingKind.BEATS:
        return Phases()
    start_s, stop_s = float(usable_s[0]), float(usable_s[-1]) + 1.0
    return Phases((Phase(PhaseKind.REST, start_s, stop_s, PhaseOrigin.HEART_RATE, 1.0),))
