"""Rest, exercise and recovery of a session, from the best evidence there is."""

import numpy as np

from pacing import reference
from pacing.model.arrays import BoolArray, FloatArray
from pacing.model.cleaned import Cleaned, SampleState
from pacing.model.phases import Phase, PhaseKind, PhaseOrigin, Phases
from pacing.model.recording import Recording, RecordingKind, Sensor
from pacing.segment.bout import Bout
from pacing.segment.day import phases_of_day
from pacing.segment.easing import Session, with_easings
from pacing.segment.false_stops import without_false_stops
from pacing.segment.from_given import given_phases
from pacing.segment.from_heart_rate import Device, bouts_from_heart_rate
from pacing.segment.from_markers import cut_by_markers, easy_stretches, pauses, snapped
from pacing.segment.from_movement import bouts_from_movement
from pacing.segment.heart_course import JUMP_BPM, JUMP_FROM_BEATS_BPM, HeartCourse, heart_course
from pacing.segment.lay_out import lay_out
from pacing.segment.load import movement, session_loads
from pacing.segment.standing import phases_of_standing, stood_up_s

SHORTEST_SESSION_S = 60  # design: fewer seconds with heart rate have no phases
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

    Raises
    ------
    PhasesError
        A given phase lies outside the session.
    """
    if given is not None:
        return given_phases(given, recording.duration_s)
    seconds, bpm = cleaned.heart_rate.time_s, cleaned.heart_rate.bpm
    usable = np.isfinite(bpm)
    if int(usable.sum()) < SHORTEST_SESSION_S:
        return Phases()
    if recording.kind is RecordingKind.DAY:
        return phases_of_day(seconds, bpm)
    sensor = recording.source.sensor
    device = Device(SENSOR_LAG_S[sensor], SENSOR_SMOOTHING_S[sensor], cleaned.sampling_s)
    jump_bpm = JUMP_FROM_BEATS_BPM if cleaned.derived_from_beats else JUMP_BPM
    measured = cleaned.state == SampleState.MEASURED
    course = heart_course(seconds, bpm, jump_bpm=jump_bpm, measured=measured)
    bouts = _from_movement(recording, cleaned, course, device)
    if not bouts:
        by_heart = bouts_from_heart_rate(course, device)
        stood_s = stood_up_s(recording, by_heart)
        if stood_s is not None:
            return phases_of_standing(float(seconds[usable][0]), stood_s)
        bouts = _from_heart_rate(recording, float(seconds[usable][-1]), by_heart)
    if not bouts or (recording.kind is RecordingKind.BEATS and not _eventful(bouts, seconds)):
        return _uneventful(recording, seconds[usable])
    moving, known = movement(recording, seconds)
    return Phases(lay_out(bouts, seconds, bpm, moving, known))


def _from_movement(
    recording: Recording, cleaned: Cleaned, course: HeartCourse | None, device: Device
) -> tuple[Bout, ...]:
    """Bouts from the best channel that shows any, eased where heart rate shows where to look, cut by markers."""
    seconds, bpm = cleaned.heart_rate.time_s, cleaned.heart_rate.bpm
    for load in session_loads(recording, seconds, _paused(recording, seconds)):
        bouts = without_false_stops(bouts_from_movement(seconds, load), seconds, bpm)
        if bouts:
            easy = easy_stretches(recording, float(seconds[np.isfinite(bpm)][-1]))
            by_heart = bouts_from_heart_rate(course, device, exact=False)
            return cut_by_markers(with_easings(bouts, by_heart, Session(seconds, bpm, load)), easy)
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
