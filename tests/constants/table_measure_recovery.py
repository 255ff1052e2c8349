"""What decides in measuring recovery."""

import numpy as np

from pacing.measure.index import Inputs, NotMeasurableError
from pacing.measure.recovery.drop import chosen_bout
from pacing.measure.recovery.exercise_end import recovery_bouts
from pacing.measure.recovery.level_samples import cumulative_curve, end_level_samples
from pacing.measure.recovery.sensor_suitability import Response, require_in_time, response_to_stop
from pacing.model.arrays import FloatArray
from pacing.model.person import Person
from pacing.model.phases import PhaseOrigin
from pacing.model.recording import Marker, MarkerKind, Sensor
from tests.constants.table_measure import TABLE, pieces
from tests.measure.exertion_inputs import EXERCISE, RECOVERY, make_inputs, measure, phase, recovery_curve, three_phases

NAN = float("nan")
BEFORE_S = 180


def line(from_bpm: float, to_bpm: float, seconds: int) -> FloatArray:
    """Heart rate that changes steadily."""
    return np.linspace(from_bpm, to_bpm, seconds, endpoint=False)


def stop(after: FloatArray, before: FloatArray | None = None, *, uncertainty_s: float = 0.0) -> Inputs:
    """Three minutes at 120 bpm, or as given, up to a known stop, and what an optical sensor showed after it."""
    bpm = np.concatenate([pieces((120.0, BEFORE_S)) if before is None else before, after])
    origin = PhaseOrigin.MARKER
    phases = [
        phase(EXERCISE, 0, BEFORE_S, origin=origin),
        phase(RECOVERY, BEFORE_S, bpm.size, origin=origin, uncertainty_s=uncertainty_s),
    ]
    return make_inputs(bpm, phases, sensor=Sensor.OPTICAL, person=Person(resting_bpm=60.0))


def response(after: FloatArray, before: FloatArray | None = None) -> Response:
    """What heart rate did after the stop."""
    inputs = stop(after, before)
    found = response_to_stop(inputs, recovery_bouts(inputs)[0])
    assert found is not None
    return found


def in_time(after: FloatArray, after_s: float = 120.0) -> bool:
    """Whether the sensor showed the stop in time for a level so long after it."""
    inputs = stop(after)
    try:
        require_in_time(inputs, recovery_bouts(inputs)[0], after_s)
    except NotMeasurableError:
        return False
    return True


def fall(bpm: float = 30.0, seconds: int = 60, *, from_bpm: float = 120.0, whole_s: int = 150) -> FloatArray:
    """A steady fall, then level."""
    return np.concatenate([line(from_bpm, from_bpm - bpm, seconds), pieces((from_bpm - bpm, whole_s - seconds))])


@TABLE.case((8.0, 6.4), "recovery.sensor_suitability.SMOOTH_S")
def heart_rate_after_a_stop_is_seen_in_means_over_five_seconds() -> object:
    return tuple(round(response(pieces((120.0, 20), (128.0, seconds), (120.0, 100))).rise_bpm, 6) for seconds in (5, 4))


@TABLE.case((8.0, 0.0), "recovery.sensor_suitability.WITHIN_S")
def a_rise_is_looked_for_within_a_minute() -> object:
    return tuple(round(response(pieces((120.0, from_s), (128.0, 60))).rise_bpm, 6) for from_s in (56, 64))


@TABLE.case(2.0, "recovery.sensor_suitability.BEFORE_S")
def the_level_before_a_stop_is_that_of_ten_seconds() -> object:
    return round(response(pieces((120.0, 100)), pieces((100.0, BEFORE_S - 9), (120.0, 9))).rise_bpm, 6)


@TABLE.case((True, False), "recovery.sensor_suitability.LEAST_RISE_BPM")
def five_bpm_more_after_a_stop_show_a_late_sensor() -> object:
    return tuple(in_time(np.concatenate([pieces((120.0, 10), (120.0 + rise, 10)), fall()])) for rise in (4.5, 5.5))


@TABLE.case((True, False), "recovery.sensor_suitability.SOON_S")
def a_top_within_eight_seconds_is_the_stop_itself() -> object:
    """Five seconds of 128 bpm have their highest mean two seconds after they began."""
    return tuple(in_time(np.concatenate([pieces((120.0, from_s), (128.0, 9)), fall()])) for from_s in (5, 7))


@TABLE.case((True, False), "recovery.sensor_suitability.FASTEST_BPM_PER_S")
def no_heart_changes_by_fifteen_bpm_within_five_seconds() -> object:
    return tuple(
        in_time(np.concatenate([line(120.0, 120.0 - bpm, 5), fall(20.0, from_bpm=120.0 - bpm)])) for bpm in (13.9, 16.0)
    )


@TABLE.case((12.0, 0.0), "recovery.sensor_suitability.JUMP_WITHIN_S")
def a_jump_is_looked_for_within_twenty_seconds() -> object:
    return tuple(round(response(pieces((120.0, at_s), (108.0, 100))).jump_bpm, 6) for at_s in (18, 22))


@TABLE.case(15.0, "recovery.sensor_suitability.BEGUN_BPM")
def a_small_fall_has_begun_after_three_bpm() -> object:
    """A fall by 0.2 bpm a second is not yet 3 bpm down in the second that begins after 14 s, the last such."""
    return response(fall(12.0, 60)).begun_s


@TABLE.case((True, False), "recovery.sensor_suitability.LEAST_FALL_BPM")
def a_fall_of_under_ten_bpm_does_not_tell_when_it_began() -> object:
    return tuple(response(fall(bpm)).begun_s is not None for bpm in (11.0, 9.0))


def begins_at(begun_s: int) -> FloatArray:
    """A fall by 30 bpm at 1.5 bpm a second that has begun (4.5 bpm down) after so many seconds."""
    return np.concatenate([pieces((120.0, begun_s - 3)), fall(30.0, 20)])


@TABLE.case((True, False), "recovery.sensor_suitability.LATEST_FOR_60_S")
def for_one_minute_a_fall_begins_within_25_seconds() -> object:
    return tuple(in_time(begins_at(s), 60.0) for s in (23, 28))


@TABLE.case((True, False), "recovery.sensor_suitability.LATEST_S")
def for_two_minutes_a_fall_begins_within_40_seconds() -> object:
    return tuple(in_time(begins_at(s), 120.0) for s in (37, 44))


# --- ends, drops, and what a watch noted


def drop_is_measured(after: FloatArray, *, uncertainty_s: float = 0.0) -> bool:
    """Whether the fall in two minutes has a value."""
    return measure("hr_recovery_120", stop(after, uncertainty_s=uncertainty_s)).value is not None


@TABLE.case((True, False), "recovery.exercise_end.LONGEST_HOLE_S")
def after_a_hole_of_over_a_minute_it_may_be_another_recovery() -> object:
    def holed(hole_s: int) -> FloatArray:
        after = fall(30.0, 30, whole_s=200)
        after[40 : 40 + hole_s] = NAN
        return after

    return drop_is_measured(holed(55)), drop_is_measured(holed(65))


@TABLE.case((True, False), "recovery.exercise_end.LARGEST_UNCERTAINTY_SHARE")
def an_end_is_sure_by_half_of_the_time_after_it() -> object:
    return tuple(drop_is_measured(fall(whole_s=200), uncertainty_s=s) for s in (55.0, 65.0))


@TABLE.case(70.0, "recovery.level_samples.TAIL_S", "recovery.level_samples.LEAD_S")
def beyond_its_end_a_curve_goes_on_as_its_last_twenty_seconds_did() -> object:
    """Level, then falling by 1 bpm a second from 80 s to 100 s: 80 bpm, and 10 s more of the fall from there."""
    time_s = np.arange(101.0)
    curve = cumulative_curve(time_s, 100.0 - np.maximum(time_s - 80.0, 0.0))
    return round(float(curve.mean(np.array([130.0]), np.array([160.0]))[0]), 6)


@TABLE.case((True, False), "recovery.level_samples.SCATTER_S")
def a_level_scatters_as_heart_rate_did_in_the_minute_before() -> object:
    def is_narrow(until_s: int) -> bool:
        before = pieces((120.0, BEFORE_S))
        before[: BEFORE_S - until_s] += np.tile(pieces((10.0, 5), (-10.0, 5)), 20)[: BEFORE_S - until_s]
        inputs = stop(fall(), before)
        return float(end_level_samples(inputs, recovery_bouts(inputs)[0]).std()) < 2.5

    return is_narrow(66), is_narrow(52)


@TABLE.case((1, 1), "recovery.drop.LADDER_S")
def two_minutes_after_an_earlier_stop_come_before_one_minute_after_the_last() -> object:
    def chosen(first_s: int, last_s: int) -> int:
        bpm = np.concatenate([pieces((120.0, 180)), fall(whole_s=first_s), pieces((120.0, 180)), fall(whole_s=last_s)])
        ends = (180, 180 + first_s, 360 + first_s, bpm.size)
        phases = [phase(EXERCISE, 0, 180), phase(RECOVERY, 180, ends[1]), phase(EXERCISE, ends[1], ends[2])]
        made = make_inputs(bpm, [*phases, phase(RECOVERY, ends[2], ends[3])], person=Person(resting_bpm=60.0))
        return chosen_bout(made).number

    return chosen(130, 80), chosen(130, 100)


@TABLE.case((True, False), "recovery.device.SLACK_S")
def a_recording_may_stop_ten_seconds_before_the_watch_counts() -> object:
    """The watch noted at 400 s, so it counts from 280 s on: the recording ends 14 s or 16 s before that."""
    note, person = Marker(400.0, MarkerKind.RECOVERY_HR, value=90.0), Person(resting_bpm=60.0)
    made = (make_inputs(pieces((120.0, s)), markers=[note], person=person, duration_s=400.0) for s in (266, 264))
    return tuple(measure("hr_recovery_device_120", inputs).value is not None for inputs in made)


TABLE.not_held(
    "how finely draws are worked out: the interval's ends move by less than it is said to",
    "recovery.time_course.SHIFTS",
    "recovery.time_course.STEP_S",
)


@TABLE.case((True, False), "recovery.time_course.LARGEST_TAIL")
def half_of_the_way_is_reached_in_all_but_one_of_forty_draws() -> object:
    """A fall with a time constant of 60 s, cut just after its half: 56 s to 69.5 bpm, and 55 s to 70 bpm."""
    return tuple(
        measure("hr_recovery_half_time", make_inputs(
            recovery_curve(tau_s=60, recovery_s=seconds), three_phases(recovery_s=seconds)[1:],
            person=Person(resting_bpm=rest_bpm))).value is not None
        for seconds, rest_bpm in ((56, 69.5), (55, 70.0))
    )  # fmt: skip
